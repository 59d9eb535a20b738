import { describe, expect, test } from 'vitest';
import type { Coroutine, Program, Tick } from '../../kernel/abi.ts';
import { inspect } from '../../kernel/inspect.ts';
import { sys } from '../../userland/sys.ts';
import { answerOf, machine, now, pause, reapAll, runMain, start } from '../helpers.ts';

/** Works in one piece, and tells when it began and when it was done. */
function worker(ticks: Tick, seen: string[], kernelNow: () => Tick): Program {
  return function* ([, name]) {
    seen.push(`${name} begins at ${kernelNow()}`);
    yield* sys.work(ticks);
    seen.push(`${name} is done at ${kernelNow()}`);
  };
}

test('two workers share the CPU slice by slice, to the tick', () => {
  const seen: string[] = [];
  const booted = machine(
    function* () {
      yield* start('worker', {}, 'a');
      yield* start('worker', {}, 'b');
      yield* reapAll();
    },
    { quantum: 100, programs: { worker: worker(250, seen, () => booted.kernel.clock.now) } },
  );
  booted.run();
  // a enters work at 6 with 99 ticks of its slice left, and has 250 to do: 99, 100, 51.
  expect(seen).toEqual(['a begins at 5', 'b begins at 105', 'a is done at 456', 'b is done at 508']);
  const switches = booted.events.filter(({ is, tick }) => is === 'switch' && tick >= 5 && tick < 456);
  expect(switches.map((event) => `${event.tick} to ${event.pid}`)).toEqual([
    '5 to 3',
    '105 to 4',
    '205 to 3',
    '305 to 4',
    '405 to 3',
  ]);
});

test('many workers of equal need get equal shares', () => {
  const shares: number[] = [];
  const share: Program = function* () {
    yield* sys.work(1e9);
  };
  const booted = machine(
    function* () {
      for (let i = 0; i < 7; i++) yield* start('share');
      yield* sys.waitpid(-1);
    },
    { quantum: 100, programs: { share } },
  );
  booted.run(700_000);
  for (const { name, user } of inspect(booted.kernel).processes) if (name === 'share') shares.push(user);
  expect(shares.length).toBe(7);
  expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(100);
});

test('the timer preempts in the middle of work, and work takes as long as was asked for', () => {
  const main = function* () {
    const before = yield* now();
    yield* sys.work(12_345);
    return (yield* now()) - before;
  };
  // One tick more for each of the two traps: that of work, and that of the second look at the clock.
  expect(answerOf(main, { quantum: 10 })).toBe(12_347);
});

test('a process that makes system calls for ever is preempted as well', () => {
  const busy: Program = function* () {
    for (;;) yield* sys.getpid();
  };
  const main = function* () {
    const pid = yield* start('busy');
    yield* pause(500);
    yield* sys.kill(pid, 'SIGKILL');
    return (yield* sys.waitpid(pid)).status;
  };
  expect(answerOf(main, { programs: { busy }, quantum: 50 })).toEqual({ is: 'killed', signal: 'SIGKILL' });
});

test('one who works alone is never switched away from, though its slices end', () => {
  const booted = runMain(
    function* () {
      yield* sys.work(100_000);
    },
    { quantum: 100 },
  );
  const switches = booted.events.filter(({ is }) => is === 'switch').map(({ pid }) => pid);
  expect(switches).toEqual([1, 2, 1]);
  expect(booted.kernel.preemptions).toBe(0);
});

test('sched_yield lets everybody who is ready run first', () => {
  const seen: string[] = [];
  const polite: Program = function* ([, name]) {
    for (let i = 0; i < 3; i++) {
      seen.push(`${name}${i}`);
      yield* sys.sched_yield();
    }
  };
  runMain(
    function* () {
      for (const name of ['a', 'b', 'c']) yield* start('polite', {}, name);
      yield* reapAll();
    },
    { programs: { polite } },
  );
  expect(seen.join(' ')).toBe('a0 b0 c0 a1 b1 c1 a2 b2 c2');
});

test('a nicer process gets less of the CPU, by the weights of Linux', () => {
  const spin: Program = function* ([, increment]) {
    yield* sys.nice(Number(increment));
    yield* sys.work(1e9);
  };
  const booted = machine(
    function* () {
      yield* start('spin', {}, '0');
      yield* start('spin', {}, '1');
      yield* sys.waitpid(-1);
    },
    { programs: { spin } },
  );
  booted.run(20_000_000);
  const [normal, nicer] = inspect(booted.kernel).processes.filter(({ name }) => name === 'spin');
  expect((normal?.user as number) / (nicer?.user as number)).toBeCloseTo(1.25, 2);
});

describe('accounting', () => {
  test('tells CPU time in work and in system calls, of the process and of the children it waited for', () => {
    const child: Program = function* () {
      yield* sys.work(500);
      yield* sys.getpid();
    };
    const main = function* () {
      yield* sys.work(70);
      const before = yield* sys.times();
      const pid = yield* start('child');
      yield* pause(1000);
      const unreaped = yield* sys.times();
      yield* sys.waitpid(pid);
      return [before, unreaped, yield* sys.times()].map(({ elapsed: _, ...times }) => times);
    };
    const none = { childrenUser: 0, childrenSystem: 0 };
    expect(answerOf(main, { programs: { child } })).toEqual([
      { user: 70, system: 2, ...none },
      { user: 70, system: 5, ...none },
      { user: 70, system: 7, childrenUser: 500, childrenSystem: 3 }, // work, getpid and the return from main
    ]);
  });

  test('every tick is somebody’s, a switch’s, or idle', () => {
    const spin: Program = function* () {
      for (let i = 0; i < 10; i++) {
        yield* sys.work(333);
        yield* pause(50);
      }
    };
    const booted = runMain(
      function* () {
        for (let i = 0; i < 3; i++) yield* start('spin');
        yield* pause(20_000);
        yield* reapAll();
      },
      { programs: { spin }, quantum: 100, switchCost: 7 },
    );
    const { kernel } = booted;
    const { task } = kernel.init;
    const work = 3 * 10 * 333;
    const traps = inspect(kernel).traps;
    expect(task.user).toBe(0);
    expect(kernel.clock.now).toBe(work + traps + kernel.switches * 7 + kernel.idle);
  });

  test('counts voluntary switches of one who sleeps, and involuntary ones of one whose slice is over', () => {
    const spin: Program = function* () {
      yield* sys.work(1e6);
    };
    const booted = machine(
      function* () {
        yield* start('spin');
        for (let i = 0; i < 5; i++) yield* pause(10);
        yield* sys.work(1e6);
      },
      { programs: { spin }, quantum: 100 },
    );
    booted.run(10_000);
    const [, main, spinning] = inspect(booted.kernel).processes;
    expect([main?.voluntary, spinning?.voluntary]).toEqual([5, 0]);
    expect([main?.involuntary, spinning?.involuntary]).toEqual([47, 52]);
  });
});

describe('a context switch', () => {
  test('takes as long as the machine was told', () => {
    const main = function* () {
      const before = yield* now();
      yield* start('child');
      yield* sys.waitpid(-1);
      return (yield* now()) - before;
    };
    const child: Program = function* () {};
    const free = answerOf(main, { programs: { child } });
    // To the child and back.
    expect(answerOf(main, { programs: { child }, switchCost: 100 })).toBe(free + 200);
  });

  test('never makes time go back, when something fell due while it was going on', () => {
    const seen: Tick[] = [];
    const spin: Program = function* () {
      yield* sys.work(5000);
    };
    const booted = runMain(
      function* () {
        yield* start('spin');
        yield* start('spin');
        for (let i = 0; i < 100; i++) {
          yield* pause(37);
          seen.push(yield* now());
        }
        yield* reapAll();
      },
      { programs: { spin }, quantum: 100, switchCost: 50 },
    );
    const ticks = booted.events.map(({ tick }) => tick);
    expect(ticks.findIndex((tick, i) => tick < (ticks[i - 1] ?? 0))).toBe(-1);
    expect(booted.kernel.clock.now).toBe(
      10_000 + inspect(booted.kernel).traps + 50 * booted.kernel.switches + booted.kernel.idle,
    );
  });
});

describe('run', () => {
  const sleeper: Program = function* () {
    yield* pause(1000);
  };

  test('returns when nobody can run before the given time, and leaves the clock where it was', () => {
    const booted = machine(sleeper);
    expect(booted.run(500)).toBe('idle');
    const { now } = booted.kernel.clock;
    expect(now).toBeLessThan(10);
    expect(booted.run(900)).toBe('idle');
    expect(booted.kernel.clock.now).toBe(now);
    expect(booted.run(2000)).toBe('halted');
  });

  test('jumps to the next alarm when all sleep, and counts the time as idle', () => {
    const booted = machine(sleeper);
    expect(booted.run()).toBe('halted');
    expect(booted.kernel.idle).toBe(1000);
  });

  test('returns at the given time in the middle of work', () => {
    const booted = machine(function* () {
      yield* sys.work(1000);
    });
    expect(booted.run(500)).toBe('busy');
    expect(booted.kernel.clock.now).toBe(500);
    expect(booted.run(501)).toBe('busy');
    expect(booted.kernel.clock.now).toBe(501);
    expect(booted.run()).toBe('halted');
  });

  test('returns after the given number of turns', () => {
    const booted = machine(function* () {
      for (;;) yield* sys.getpid();
    });
    expect(booted.run(Number.POSITIVE_INFINITY, 100)).toBe('busy');
    expect(inspect(booted.kernel).traps).toBe(100);
  });

  test('stays halted', () => {
    const booted = machine(function* () {
      return 7;
    });
    expect([booted.run(), booted.run(), booted.kernel.halted]).toEqual(['halted', 'halted', 7]);
    const { now } = booted.kernel.clock;
    booted.run();
    expect(booted.kernel.clock.now).toBe(now);
  });
});

test('those who wake at the same tick run in the order in which they fell asleep', () => {
  const seen: string[] = [];
  const until: Tick = 5000;
  function* sleepUntil(name: string): Coroutine {
    yield* pause(until - (yield* now()) - 1);
    seen.push(`${name} at ${yield* now()}`);
  }
  const sleeper: Program = ([, name]) => sleepUntil(name as string);
  runMain(
    function* () {
      for (const name of ['a', 'b', 'c']) yield* start('sleeper', {}, name);
      yield* reapAll();
    },
    { programs: { sleeper } },
  );
  expect(seen.map((line) => line[0])).toEqual(['a', 'b', 'c']);
});
