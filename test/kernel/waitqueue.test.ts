import { describe, expect, test } from 'vitest';
import {
  type Coroutine,
  O_RDONLY,
  PIPE_SIZE,
  type Pid,
  type Program,
  type Signal,
  type WaitStatus,
} from '../../kernel/abi.ts';
import { inspect } from '../../kernel/inspect.ts';
import { sys } from '../../userland/sys.ts';
import { decode, leftovers, type Machine, machine, NOTHING, now, pause, reapAll, start } from '../helpers.ts';

// Every kind of sleep: what the sleeper does, what wakes it in the end, and what it must say then.
interface Sleep {
  reason: string; // that its queue tells
  sleeper(): Coroutine<unknown>; // pid 3; tells what it got
  wake(pid: Pid): Coroutine; // what main does at tick 5000
  feed?(booted: Machine): void; // or what comes from outside
  expected: unknown;
  options?: { terminal: boolean };
}

const sleeps: Record<string, Sleep> = {
  'reading an empty pipe': {
    reason: 'pipe#1 readers: pipe empty',
    *sleeper() {
      return decode(yield* sys.read(3, 10));
    },
    *wake() {
      yield* sys.write(4, Uint8Array.of(65));
    },
    expected: 'A',
  },
  'writing to a full pipe': {
    reason: 'pipe#1 writers: pipe full',
    *sleeper() {
      yield* sys.write(4, new Uint8Array(PIPE_SIZE));
      return yield* sys.write(4, new Uint8Array(10));
    },
    *wake() {
      yield* sys.read(3, PIPE_SIZE);
    },
    expected: 10,
  },
  'reading a stream': {
    reason: 'stdin readers: no input',
    *sleeper() {
      return decode(yield* sys.read(0, 10));
    },
    *wake() {},
    feed: (booted) => booted.feed('hello', 5000),
    expected: 'hello',
  },
  'reading a terminal': {
    reason: 'tty0 readers: no input',
    *sleeper() {
      return decode(yield* sys.read(0, 10));
    },
    *wake() {},
    feed: (booted) => booted.feed('hello\r', 5000),
    expected: 'hello\n',
    options: { terminal: true },
  },
  'sleeping for a time': {
    reason: 'clock: asleep',
    *sleeper() {
      const before = yield* now();
      yield* pause(5000);
      return Math.round(((yield* now()) - before) / 100);
    },
    *wake() {},
    expected: 50,
  },
  'waiting for a child': {
    reason: 'children: no child has ended',
    *sleeper() {
      const pid = yield* start('child');
      return (yield* sys.waitpid(pid)).status;
    },
    *wake() {},
    expected: { is: 'exited', code: 5 },
  },
  'reading the trace of another process': {
    reason: 'trace of 2 readers: no system calls',
    *sleeper() {
      const fd = yield* sys.open('/proc/2/trace', O_RDONLY);
      for (;;) {
        const text = decode(yield* sys.read(fd, 1000));
        if (text.includes('getsid')) return text.split('\n').at(-2);
      }
    },
    *wake() {
      yield* sys.getsid(0);
    },
    expected: 'getsid(0) = 1',
  },
};

/** Main makes a pipe (3 and 4), starts the sleeper as pid 3, does `meanwhile`, and wakes it at tick 5000. */
function asleep(sleep: Sleep, meanwhile: (pid: Pid) => Coroutine) {
  const told: unknown[] = [];
  const statuses: (WaitStatus | null)[] = [];
  const sleeper: Program = function* () {
    told.push(yield* sleep.sleeper());
  };
  const child: Program = function* () {
    yield* pause(5000);
    return 5;
  };
  const resume: Program = function* ([, pid]) {
    yield* pause(9000 - (yield* now()));
    yield* sys.kill(Number(pid), 'SIGCONT');
  };
  const booted = machine(
    function* () {
      yield* sys.pipe();
      const pid = yield* start('sleeper');
      yield* pause(1000);
      yield* meanwhile(pid);
      const at = yield* now();
      if (at < 5000) yield* pause(5000 - at);
      yield* sleep.wake(pid);
      yield* reapAll((_, status) => statuses.push(status));
    },
    { ...sleep.options, programs: { sleeper, child, resume } },
  );
  sleep.feed?.(booted);
  return { booted, told, statuses };
}

const view = (booted: Machine, pid: Pid) => inspect(booted.kernel).processes.find((one) => one.pid === pid);

describe.each(Object.entries(sleeps))('%s', (_, sleep) => {
  test('is a sleep that can be seen, and ends with what was waited for', () => {
    const { booted, told } = asleep(sleep, function* () {});
    booted.run(800);
    expect(view(booted, 3)).toMatchObject({ state: 'sleeping', waitsFor: sleep.reason });
    expect(booted.run()).toBe('halted');
    expect(told).toEqual([sleep.expected]);
    expect(leftovers(booted)).toEqual(NOTHING);
  });

  test.each<Signal>(['SIGKILL', 'SIGTERM'])(
    '%s ends it at once, and nothing is left on any queue',
    (signal) => {
      const { booted, told, statuses } = asleep(sleep, function* (pid) {
        yield* sys.kill(pid, signal);
      });
      booted.run(1500);
      expect(view(booted, 3)).toMatchObject({
        state: 'zombie',
        status: { is: 'killed', signal },
        descriptors: [],
      });
      expect(inspect(booted.kernel).queues.flatMap(({ sleepers }) => sleepers)).not.toContain(3);
      expect(booted.run()).toBe('halted');
      expect([told, statuses[0]]).toEqual([[], { is: 'killed', signal }]);
      expect(leftovers(booted)).toEqual(NOTHING);
    },
  );

  test('an ignored signal does not disturb it', () => {
    const { booted, told } = asleep(sleep, function* (pid) {
      for (const signal of ['SIGCHLD', 'SIGWINCH', 'SIGCONT', 'SIGURG'] as const)
        yield* sys.kill(pid, signal);
    });
    expect(booted.run()).toBe('halted');
    expect(told).toEqual([sleep.expected]);
    expect(booted.events.filter(({ is }) => is === 'restart')).toEqual([]);
  });

  test('stopped and continued, it is as if it had slept on', () => {
    const { booted, told } = asleep(sleep, function* (pid) {
      yield* sys.kill(pid, 'SIGSTOP');
      yield* pause(1000);
      yield* sys.kill(pid, 'SIGCONT');
    });
    booted.run(1500);
    expect(view(booted, 3)).toMatchObject({ state: 'stopped', stopSignal: 'SIGSTOP' });
    booted.run(2500);
    expect(view(booted, 3)).toMatchObject({ state: 'sleeping', waitsFor: sleep.reason });
    expect(booted.run()).toBe('halted');
    expect(told).toEqual([sleep.expected]);
    expect(leftovers(booted)).toEqual(NOTHING);
  });

  test('what it waits for may come while it is stopped', () => {
    const { booted, told } = asleep(sleep, function* (pid) {
      yield* sys.kill(pid, 'SIGSTOP');
      yield* start('resume', {}, String(pid));
    });
    booted.run(5000);
    expect(view(booted, 3)?.state).toBe('stopped');
    booted.run(9000);
    expect(told).toEqual([]);
    expect(booted.run()).toBe('halted');
    const late = sleep.reason === 'clock: asleep';
    expect(told).toEqual([late ? 90 : sleep.expected]);
    expect(leftovers(booted)).toEqual(NOTHING);
  });

  test('killed while it is stopped, it ends at once', () => {
    const { booted, statuses } = asleep(sleep, function* (pid) {
      yield* sys.kill(pid, 'SIGSTOP');
      yield* pause(500);
      yield* sys.kill(pid, 'SIGKILL');
    });
    booted.run(2000);
    expect(view(booted, 3)).toMatchObject({ state: 'zombie', descriptors: [] });
    expect(booted.run()).toBe('halted');
    expect(statuses[0]).toEqual({ is: 'killed', signal: 'SIGKILL' });
    expect(leftovers(booted)).toEqual(NOTHING);
  });
});
