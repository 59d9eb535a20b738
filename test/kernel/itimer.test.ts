import { describe, expect, test } from 'vitest';
import type { Coroutine, Itimer, Tick } from '../../kernel/abi.ts';
import { sys } from '../../userland/sys.ts';
import { answerOf, errorOf, leftovers, machine, NOTHING, now, pause, runMain, start } from '../helpers.ts';

const none = { sec: 0, nsec: 0 };
const ms = (n: number) => ({ sec: 0, nsec: n * 1e6 });

/** Notes the milliseconds at which SIGALRM is handled, from now on. */
function* noteAlarms(at: Tick[]): Coroutine {
  const from = yield* now();
  yield* sys.sigaction('SIGALRM', {
    *handler() {
      at.push(Math.floor(((yield* now()) - from) / 1000));
    },
  });
}

describe('setitimer', () => {
  test('sends SIGALRM once, or again and again', () => {
    const answer = answerOf(function* () {
      const at: Tick[] = [];
      yield* noteAlarms(at);
      yield* sys.setitimer({ value: ms(5), interval: ms(20) });
      while (at.length < 4) yield* errorOf(sys.pause());
      yield* sys.setitimer({ value: ms(7), interval: none });
      yield* pause(1000);
      while (at.length < 5) yield* errorOf(sys.pause());
      yield* pause(100_000);
      return at;
    });
    expect(answer).toEqual([5, 25, 45, 65, 72]);
  });

  test('does not drift, however late a signal is handled, and skips those that it missed', () => {
    const answer = answerOf(
      function* () {
        const at: Tick[] = [];
        yield* noteAlarms(at);
        yield* sys.setitimer({ value: ms(10), interval: ms(10) });
        yield* start('hog'); // for 33 ms nobody else runs
        while (at.length < 4) yield* errorOf(sys.pause());
        yield* sys.setitimer({ value: none, interval: none });
        return at;
      },
      {
        quantum: 1_000_000,
        programs: {
          *hog() {
            yield* sys.work(33_000);
          },
        },
      },
    );
    expect(answer).toEqual([33, 40, 50, 60]);
  });

  test('tells what was left, and how often', () => {
    const answer = answerOf(function* () {
      const told: Itimer[] = [];
      yield* sys.sigaction('SIGALRM', 'ignore');
      told.push(yield* sys.setitimer({ value: ms(10), interval: ms(3) }));
      yield* pause(4000);
      told.push(yield* sys.setitimer({ value: none, interval: ms(1) }));
      told.push(yield* sys.setitimer({ value: none, interval: none }));
      return told;
    });
    expect(answer).toEqual([
      { value: none, interval: none },
      { value: { sec: 0, nsec: 5_998_000 }, interval: ms(3) },
      { value: none, interval: none },
    ]);
  });

  test.each([
    ['a time before now', { sec: -1, nsec: 0 }],
    ['more nanoseconds than a second has', { sec: 0, nsec: 1e9 }],
    ['more time than there is', { sec: Number.MAX_SAFE_INTEGER, nsec: 0 }],
  ])('refuses %s', (_, value) => {
    const answer = answerOf(function* () {
      const codes = [yield* errorOf(sys.setitimer({ value, interval: none }))];
      codes.push(yield* errorOf(sys.setitimer({ value: ms(1), interval: value })));
      return [codes, (yield* sys.setitimer({ value: none, interval: none })).value];
    });
    expect(answer).toEqual([['EINVAL', 'EINVAL'], none]);
  });
});

describe('alarm', () => {
  test('ends a program that has no handler, and tells how many seconds were left before', () => {
    const { status, kernel } = runMain(function* () {
      if ((yield* sys.alarm(10)) !== 0) return 1;
      yield* pause(4_000_000);
      if ((yield* sys.alarm(1)) !== 6) return 2;
      yield* sys.pause();
      return 3;
    });
    expect(status).toEqual({ is: 'killed', signal: 'SIGALRM' });
    expect(kernel.clock.now).toBe(5_000_007);
  });

  test('of 0 takes it back', () => {
    const answer = answerOf(function* () {
      yield* sys.alarm(2);
      const left = yield* sys.alarm(0);
      yield* pause(5_000_000);
      return [left, yield* sys.alarm(0)];
    });
    expect(answer).toEqual([2, 0]);
  });

  test('is not inherited, and is gone with its process', () => {
    const ended = machine(
      function* () {
        yield* sys.alarm(1000);
        return (yield* sys.waitpid(yield* start('child'))).status?.is === 'exited' ? 7 : 8;
      },
      {
        programs: {
          *child() {
            yield* pause(2_000_000_000);
          },
        },
      },
    );
    ended.run();
    expect(ended.status).toEqual({ is: 'killed', signal: 'SIGALRM' });
    const brief = runMain(function* () {
      yield* sys.alarm(1000);
    });
    expect([leftovers(brief), brief.kernel.clock.now < 1000]).toEqual([NOTHING, true]);
  });
});
