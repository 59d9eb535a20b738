import { expect, test } from 'vitest';
import {
  alarmTime,
  count,
  counted,
  moment,
  ordinal,
  percent,
  shortSpan,
  sourceText,
  span,
} from '../../../../shell/ui/vm/format.ts';

test('a moment is told to the tick, in seconds', () => {
  expect([0, 1, 1_042_000, 123_456_789_012].map(moment)).toEqual([
    '0.000000',
    '0.000001',
    '1.042000',
    '123456.789012',
  ]);
});

test('a span has three digits', () => {
  expect([0, 34, 999, 1000, 12_345, 999_400, 999_600, 61_000_000, 600_000_000].map(span)).toEqual([
    '0us',
    '34us',
    '999us',
    '1.00ms',
    '12.3ms',
    '999ms',
    '1.00s',
    '61.0s',
    '10.0min',
  ]);
});

test('a span in a column has at most five characters', () => {
  const spans = [
    0, 999, 1000, 9_960, 99_600, 999_499, 999_500, 9_960_000, 599_000_000, 600_000_000, 6e9, 1e12,
  ];
  expect(spans.map(shortSpan)).toEqual([
    '0us',
    '999us',
    '1.0ms',
    '10ms',
    '100ms',
    '999ms',
    '1.0s',
    '10s',
    '599s',
    '10min',
    '2h',
    '278h',
  ]);
});

test('counts, shares and places', () => {
  expect([0, 12_345, 999_999, 1_234_567, 5e9].map(count)).toEqual([
    '0',
    '12,345',
    '999,999',
    '1.23M',
    '5.00G',
  ]);
  expect([counted(1, 'trap'), counted(2, 'trap')]).toEqual(['1 trap', '2 traps']);
  expect([percent(1, 3), percent(1, 0)]).toEqual(['33%', '0%']);
  expect([1, 2, 3, 4, 11, 12, 13, 21, 112].map(ordinal)).toEqual([
    '1st',
    '2nd',
    '3rd',
    '4th',
    '11th',
    '12th',
    '13th',
    '21st',
    '112th',
  ]);
});

test('what wakes a sleeper is told with the time in seconds', () => {
  expect(alarmTime('keyboard, clock at 1060000')).toBe(1_060_000);
  expect(alarmTime('keyboard')).toBeNull();
  expect(sourceText('keyboard, clock at 1060000')).toBe('keyboard or the clock at 1.060000');
});
