import { expect, test } from 'vitest';
import { Panic } from '../../kernel/panic.ts';
import { sys } from '../../userland/sys.ts';
import { machine, pause } from '../helpers.ts';

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
