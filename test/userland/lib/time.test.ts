import { expect, test } from 'vitest';
import { civil, parseDate, strftime, timespec } from '../../../userland/lib/time.ts';

const at = (sec: number, nsec = 0) => ({ sec, nsec });

test('civil dates agree with the calendar, leap days and all', () => {
  for (let day = -640_000; day < 3_000_000; day += 97) {
    const host = new Date(day * 86_400_000);
    expect(civil(day * 86_400)).toMatchObject({
      year: host.getUTCFullYear(),
      month: host.getUTCMonth() + 1,
      day: host.getUTCDate(),
      weekday: host.getUTCDay(),
      yearday: (host.getTime() - Date.UTC(host.getUTCFullYear(), 0, 1)) / 86_400_000,
    });
  }
});

// Expected texts are those of GNU date in the C locale.
test.each([
  [1237971600, '%a %b %e %H:%M:%S %Z %Y', 'Wed Mar 25 09:00:00 UTC 2009'],
  [
    1237971600,
    '%c|%D|%F|%T|%R|%r',
    'Wed Mar 25 09:00:00 2009|03/25/09|2009-03-25|09:00:00|09:00|09:00:00 AM',
  ],
  [1237971600, '%A %B %C %y %G-W%V-%u %g %U %W %w', 'Wednesday March 20 09 2009-W13-3 09 12 12 3'],
  [951782400, '%j %d %k %l %I %p %P', '060 29  0 12 12 AM am'],
  [1230768000, '%G %V %U %W', '2009 01 00 00'],
  [1262304000, '%G %V', '2009 53'],
  [1609459199, '%G %V %j', '2020 53 366'],
  [1237971609, '%-d %-H %_H %-S %05S %5S %^a %10a %010d', '25 9  9 9 00009 00009 WED        Wed 0000000025'],
  [-1, '%s %F %T', '-1 1969-12-31 23:59:59'],
  [0, '%n%t%%%E%Q%z%:z', '\n\t%%E%Q+0000+00:00'],
  [1237971600, '%-j %-m/%-d %_d %e %-N %N %3N %6N', '84 3/25 25 25 000000007 000000007 000 000000'],
  [1237971600, '%#p %#Z %^B %_5d %-5d %3Y %_I %P %#a', 'am utc MARCH    25 25 2009  9 am WED'],
  [1237971600, '%q %v %J %', '1 %v %J %'],
])('strftime of %d with %j', (sec, format, expected) => {
  expect(strftime(format, at(sec, 7))).toBe(expected);
});

test('a span of seconds becomes whole seconds and nanoseconds', () => {
  expect(timespec(1.5)).toEqual(at(1, 500_000_000));
  expect(timespec(2 - 1e-12)).toEqual(at(2));
});

test('a date that was written is read again, and days that there are not are refused', () => {
  for (let sec = -60_000_000_000; sec < 200_000_000_000; sec += 86_399_999) {
    const text = strftime('%Y-%m-%d %H:%M:%S', at(sec));
    if (/^\d{4}-/.test(text)) expect([text, parseDate(text)]).toEqual([text, at(sec)]);
  }
  expect(parseDate('@-5.25')).toEqual(at(-5, 250_000_000));
  expect(parseDate('2008-02-29')).not.toBe(null);
  const wrong = [
    '2009-02-29',
    '2009-04-31',
    '2009-13-01',
    '2009-00-01',
    '2009-01-00',
    '2009-01-01 24:00',
    '2009-01-01 10:60',
    'x',
  ];
  expect(wrong.filter((text) => parseDate(text) !== null)).toEqual([]);
});
