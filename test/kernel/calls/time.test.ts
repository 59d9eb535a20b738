import { describe, expect, test } from 'vitest';
import type { Program } from '../../../kernel/abi.ts';
import { sys } from '../../../userland/sys.ts';
import { answerOf, errorOf, leftovers, machine, NOTHING, now, pause, reapAll, start } from '../../helpers.ts';

describe('nanosleep', () => {
  const slept = (sec: number, nsec: number) =>
    answerOf(function* () {
      const before = yield* now();
      const error = yield* errorOf(sys.nanosleep({ sec, nsec }));
      return error === 'ok' ? (yield* now()) - before - 2 : error; // two traps besides
    });

  test('sleeps as long as it is told, rounded up to a tick, and never shorter', () => {
    expect(slept(0, 1000)).toBe(1);
    expect(slept(0, 1001)).toBe(2);
    expect(slept(0, 1)).toBe(1);
    expect(slept(3, 0)).toBe(3_000_000);
    expect(slept(86_400 * 365, 999_999_999)).toBe(86_400 * 365 * 1e6 + 1e6);
  });

  test('of no time returns at once', () => {
    expect(slept(0, 0)).toBe(0);
  });

  test('of a time that is none is refused', () => {
    expect([slept(-1, 0), slept(0, -1), slept(0, 1e9), slept(0.5, 0)]).toEqual([
      'EINVAL',
      'EINVAL',
      'EINVAL',
      'EINVAL',
    ]);
  });

  test('longer than the clock can count lasts for ever, and does not take the clock there', () => {
    const booted = machine(() =>
      (function* () {
        yield* sys.nanosleep({ sec: 2 ** 53 - 1, nsec: 0 });
      })(),
    );
    expect(booted.run()).toBe('idle');
    expect(booted.kernel.clock.now).toBeLessThan(10);
  });

  test('keeps its end when it is interrupted again and again', () => {
    const main = function* () {
      const pid = yield* start('sleeper');
      for (let i = 0; i < 20; i++) {
        yield* pause(30);
        yield* sys.kill(pid, i % 2 ? 'SIGCONT' : 'SIGSTOP');
      }
      yield* sys.waitpid(pid);
      return yield* now();
    };
    const sleeper: Program = () => pause(1000);
    expect(answerOf(main, { programs: { sleeper } })).toBeLessThan(1020);
  });

  test('of thousands of processes at once wakes each at its time', () => {
    const late: number[] = [];
    const sleeper: Program = function* ([, at]) {
      const until = Number(at);
      yield* pause(until - (yield* now()));
      late.push((yield* now()) - until);
    };
    const booted = machine(
      function* () {
        for (let i = 0; i < 3000; i++)
          yield* start('sleeper', {}, String(1_000_000 + ((i * 7919) % 3000) * 100));
        yield* reapAll();
      },
      { programs: { sleeper }, unwatched: true },
    );
    expect(booted.run()).toBe('halted');
    expect([late.length, Math.min(...late) >= 0, Math.max(...late) < 10]).toEqual([3000, true, true]);
    expect(leftovers(booted)).toEqual(NOTHING);
  });
});

describe('work', () => {
  test('takes exactly the ticks that it is told, and the one of the call', () => {
    const main = function* () {
      const told: number[] = [];
      for (const ticks of [0, 1, 10_000, 123_456]) {
        const before = yield* now();
        yield* sys.work(ticks);
        told.push((yield* now()) - before - ticks);
      }
      return told;
    };
    expect(answerOf(main)).toEqual([2, 2, 2, 2]);
  });

  test('is user time, and nothing else is', () => {
    const main = function* () {
      yield* sys.work(500);
      for (let i = 0; i < 10; i++) yield* sys.getpid();
      yield* pause(1000);
      const { user, system, elapsed } = yield* sys.times();
      return [user, system, elapsed - user - system];
    };
    expect(answerOf(main)).toEqual([500, 13, 1002]);
  });
});
