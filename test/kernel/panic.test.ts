import { expect, test } from 'vitest';
import { Errno, O_RDWR, O_WRONLY } from '../../kernel/abi.ts';
import { setAlarm } from '../../kernel/clock.ts';
import { Panic } from '../../kernel/panic.ts';
import type { Pipe } from '../../kernel/pipe.ts';
import { sys } from '../../userland/sys.ts';
import { answerOf, errorOf, type Machine, machine, pause, say, start } from '../helpers.ts';

// A kernel that is wrong: a device whose output throws, which no program can be blamed for.
function broken() {
  const booted = machine(function* () {
    yield* pause(41);
    yield* sys.write(1, Uint8Array.of(65));
  });
  const device = booted.kernel.devices.get('stdout');
  if (device?.is !== 'stream') throw new Error('no stream');
  const fault = new TypeError('the device is on fire');
  Object.assign(device.stream, {
    output: () => {
      throw fault;
    },
  });
  return { booted, fault };
}

test('a kernel that finds itself wrong stops the machine, and tells the process, the call and the tick', () => {
  const { booted, fault } = broken();
  let panic: unknown;
  try {
    booted.run();
  } catch (error) {
    panic = error;
  }
  expect(panic).toBeInstanceOf(Panic);
  expect((panic as Panic).message).toBe(
    'kernel panic at tick 45: TypeError: the device is on fire\n' +
      '  process 2 (main), running, in write\n' +
      '  2 processes, 3 switches',
  );
  expect((panic as Panic).cause).toBe(fault);
});

test('after a panic the machine has halted, with a status that says so', () => {
  const { booted } = broken();
  expect(() => booted.run()).toThrow(Panic);
  expect([booted.kernel.halted, booted.run()]).toEqual([1, 'halted']);
});

/** The message of the panic that a machine ends with. */
function panicOf(booted: Machine): string {
  try {
    booted.run();
  } catch (error) {
    return error instanceof Panic ? error.message : `no panic: ${error}`;
  }
  return 'the machine has ended';
}

test('a broken invariant stops the machine, wherever the kernel meets it: in a call that slept', () => {
  const booted = machine(
    function* () {
      const [reader] = yield* sys.pipe();
      yield* start('writer');
      yield* sys.read(reader, 10);
    },
    {
      programs: {
        *writer() {
          yield* pause(10);
          yield* sys.write(4, Uint8Array.of(1));
        },
      },
    },
  );
  booted.run(8);
  const pipe = booted.kernel.processes.get(2)?.files[3]?.object as Pipe;
  Object.assign(pipe.bytes, { blocks: null });
  expect(panicOf(booted)).toMatch(
    /^kernel panic at tick 17: TypeError: .*null.*\n {2}process 3 \(writer\), running, in write\n {2}3 processes, 4 switches$/,
  );
});

test('a broken invariant stops the machine, wherever the kernel meets it: in what an alarm does, in nobody’s name', () => {
  const booted = machine(function* () {
    yield* pause(1000);
  });
  setAlarm(booted.kernel, 500, () => {
    throw new RangeError('the alarm went off in the wrong house');
  });
  expect(panicOf(booted)).toBe(
    'kernel panic at tick 500: RangeError: the alarm went off in the wrong house\n  2 processes, 2 switches',
  );
});

test('a broken invariant stops the machine, wherever the kernel meets it: as a process ends', () => {
  const booted = machine(function* () {
    yield* pause(100);
  });
  booted.run(50);
  const { files } = booted.kernel.processes.get(2) ?? { files: [] };
  Object.assign(files[0] ?? {}, { ops: null, refs: 1 });
  expect(panicOf(booted)).toMatch(
    /^kernel panic at tick 104: TypeError: .*\n {2}process 2 \(main\), zombie, in nanosleep\n {2}2 processes, 3 switches$/,
  );
});

test('an errno that leaves the kernel where there is no call is a panic too', () => {
  const booted = machine(function* () {
    yield* pause(1000);
  });
  setAlarm(booted.kernel, 500, () => {
    throw new Errno('EINVAL');
  });
  expect(panicOf(booted)).toContain('kernel panic at tick 500: EINVAL: Invalid argument');
});

test('root can make the kernel panic, by a c to /proc/sysrq-trigger; another letter is no command', () => {
  const booted = machine(function* () {
    const fd = yield* sys.open('/proc/sysrq-trigger', O_WRONLY);
    yield* say('', fd);
    yield* say(`${yield* errorOf(say('x', fd))} `);
    yield* say('c\n', fd);
  });
  expect(panicOf(booted)).toMatch(
    /^kernel panic at tick \d+: Error: crash triggered by sysrq\n {2}process 2 \(main\), running, in write\n/,
  );
  expect(booted.output()).toBe('EINVAL ');
});

test('who is not root cannot, and nobody can read there', () => {
  const told = answerOf(function* () {
    const fd = yield* sys.open('/proc/sysrq-trigger', O_RDWR);
    const read = yield* errorOf(sys.read(fd, 1));
    yield* sys.setuid(1000);
    return [read, yield* errorOf(sys.open('/proc/sysrq-trigger', O_WRONLY))];
  });
  expect(told).toEqual(['EIO', 'EACCES']);
});
