import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Kernel } from '../../kernel/boot.ts';
import {
  type Alarm,
  alarmCount,
  cancelAlarm,
  fireAlarms,
  newClock,
  setAlarm,
  setInterrupt,
  toTicks,
  toTimespec,
} from '../../kernel/clock.ts';
import { sys } from '../../userland/sys.ts';
import { answerOf, now, pause } from '../helpers.ts';

// The functions of the clock use nothing else of the kernel.
function clockOnly(): Kernel {
  return { clock: newClock(1000) } as Kernel;
}

function advance(kernel: Kernel, to: number): void {
  kernel.clock.now = to;
  if (kernel.clock.next <= to) fireAlarms(kernel);
}

test('alarms go off in the order of their times, and at equal times in the order in which they were set', () => {
  const kernel = clockOnly();
  const fired: string[] = [];
  for (const [name, at] of [
    ['c', 20],
    ['a', 10],
    ['d', 20],
    ['b', 10],
  ] as const)
    setAlarm(kernel, at, () => fired.push(`${name} at ${kernel.clock.now}`));
  advance(kernel, 9);
  expect(fired).toEqual([]);
  advance(kernel, 10);
  advance(kernel, 25);
  expect(fired).toEqual(['a at 10', 'b at 10', 'c at 25', 'd at 25']);
});

test('at equal times interrupts come before alarms, whichever was set first', () => {
  const kernel = clockOnly();
  const fired: string[] = [];
  setAlarm(kernel, 10, () => fired.push('alarm'));
  setInterrupt(kernel, 10, () => fired.push('first interrupt'));
  setInterrupt(kernel, 10, () => fired.push('second interrupt'));
  advance(kernel, 10);
  expect(fired).toEqual(['first interrupt', 'second interrupt', 'alarm']);
});

test('an alarm that is set while alarms go off, for a time that has come, goes off too', () => {
  const kernel = clockOnly();
  const fired: string[] = [];
  setAlarm(kernel, 10, () => {
    fired.push('one');
    setAlarm(kernel, 10, () => fired.push('two'));
  });
  advance(kernel, 10);
  expect(fired).toEqual(['one', 'two']);
  expect(kernel.clock.next).toBe(Number.POSITIVE_INFINITY);
});

test('an alarm that was cancelled, also twice or after it went off, counts no more', () => {
  const kernel = clockOnly();
  const fired: number[] = [];
  const alarms = [10, 20, 30].map((at) => setAlarm(kernel, at, () => fired.push(at)));
  for (const one of [0, 0, 1]) cancelAlarm(kernel, alarms[one] as Alarm);
  expect([alarmCount(kernel.clock), kernel.clock.next]).toEqual([1, 30]);
  advance(kernel, 40);
  cancelAlarm(kernel, alarms[2] as Alarm);
  expect(fired).toEqual([30]);
  expect([alarmCount(kernel.clock), kernel.clock.heap.length]).toEqual([0, 0]);
});

test('whatever is set and cancelled, what goes off is what was set, in order, and nothing is left in the heap', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat({ max: 50 }), fc.boolean()), { maxLength: 400 }), (plan) => {
      const kernel = clockOnly();
      const fired: number[] = [];
      const alarms = plan.map(([at], i) => setAlarm(kernel, at, () => fired.push(i)));
      for (const [i, [, cancelled]] of plan.entries()) if (cancelled) cancelAlarm(kernel, alarms[i] as Alarm);
      const kept = [...plan.keys()].filter((i) => !plan[i]?.[1]);
      expect(alarmCount(kernel.clock)).toBe(kept.length);
      for (let now = 0; now <= 50; now++) advance(kernel, now);
      expect(fired).toEqual(
        kept.sort((a, b) => (plan[a]?.[0] as number) - (plan[b]?.[0] as number) || a - b),
      );
      expect(alarmCount(kernel.clock)).toBe(0);
    }),
  );
});

test('a span is rounded up to the next tick, and a moment is exact', () => {
  expect([0, 1, 999, 1000, 1001].map((nsec) => toTicks({ sec: 2, nsec }))).toEqual([
    2_000_000, 2_000_001, 2_000_001, 2_000_001, 2_000_002,
  ]);
  expect(toTimespec(1_237_971_600_000_042)).toEqual({ sec: 1_237_971_600, nsec: 42_000 });
  expect(toTimespec(-1)).toEqual({ sec: -1, nsec: 999_999_000 });
});

test('the realtime clock starts at the epoch of the machine, the monotonic one at zero', () => {
  const main = function* () {
    yield* pause(1_000_000);
    return [yield* sys.clock_gettime('realtime'), yield* sys.clock_gettime('monotonic')];
  };
  const [real, monotonic] = answerOf(main, { epoch: 1000 });
  expect(monotonic?.sec).toBe(1);
  expect(real).toEqual({ sec: 1001, nsec: (monotonic?.nsec as number) - 1000 });
  const at = answerOf(now);
  expect(at).toBeGreaterThan(0);
  expect(at).toBeLessThan(10);
});
