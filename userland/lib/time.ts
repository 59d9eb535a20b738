// Moments and spans of time. The kernel counts seconds since 1970; here they become dates. All of it is UTC.

import type { Timespec } from '../../kernel/abi.ts';

/** The fields of a date, as in struct tm; but months count from 1 and years are written in full. */
export interface Civil {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  weekday: number; // 0 is Sunday
  yearday: number; // 0 is the first of January
}

export const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
// biome-ignore format: one line
export const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

const DAY = 86400;

/** A span in seconds, such as 1.5, as a Timespec. */
export function timespec(seconds: number): Timespec {
  const sec = Math.floor(seconds);
  const nsec = Math.round((seconds - sec) * 1e9);
  return nsec === 1e9 ? { sec: sec + 1, nsec: 0 } : { sec, nsec };
}

/** Negative if a is before b, positive if after, as a comparison for sort wants it. */
export function compareTimes(a: Timespec, b: Timespec): number {
  return a.sec - b.sec || a.nsec - b.nsec;
}

/** The date of a moment. Years of 365.2425 days that start in March, so that the leap day comes last. */
export function civil(sec: number): Civil {
  const days = Math.floor(sec / DAY);
  const rest = sec - days * DAY;
  const shifted = days + 719468; // days since 0000-03-01
  const era = Math.floor(shifted / 146097); // 400 years
  const dayOfEra = shifted - era * 146097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return {
    year,
    month,
    day: dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1,
    hour: Math.floor(rest / 3600),
    minute: Math.floor(rest / 60) % 60,
    second: rest % 60,
    weekday: (((days + 4) % 7) + 7) % 7,
    yearday: days - daysBefore(year),
  };
}

const DATE = /^(\d{4})-(\d\d?)-(\d\d?)(?:[T ](\d\d?):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?)?(?:Z| UTC)?$/;

/** Reads '2009-03-25', '2009-03-25 10:00', '2009-03-25T10:00:30.5Z', '@' and seconds since 1970; null if it is no date. */
export function parseDate(text: string): Timespec | null {
  const since = /^@(-?\d+)(?:\.(\d{1,9}))?$/.exec(text);
  if (since) return { sec: Number(since[1]), nsec: fraction(since[2]) };
  const found = DATE.exec(text);
  if (found === null) return null;
  const fields = found.slice(1, 7).map((digits) => Number(digits ?? 0));
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = fields;
  const sec = daysSince1970(year, month, day) * DAY + hour * 3600 + minute * 60 + second;
  const date = civil(sec); // another one, if there is no such day or time
  const same = [date.year, date.month, date.day, date.hour, date.minute, date.second].every(
    (n, i) => n === fields[i],
  );
  return same ? { sec, nsec: fraction(found[7]) } : null;
}

/** Reads [[CC]YY]MMDDhhmm[.ss], as `touch -t` takes it; a year without a century is one of 1969 to 2068. */
export function parseStamp(text: string, thisYear: number): Timespec | null {
  const found = /^(\d\d)?(\d\d)?(\d\d)(\d\d)(\d\d)(\d\d)(?:\.(\d\d))?$/.exec(text);
  if (found === null) return null;
  const [, first = '', next = '', month, day, hour, minute, seconds = '00'] = found;
  const century = next !== '' ? first : Number(first) < 69 ? '20' : '19';
  const year = first === '' ? String(thisYear) : century + (next || first);
  return parseDate(`${year}-${month}-${day} ${hour}:${minute}:${seconds}`);
}

function daysSince1970(year: number, month: number, day: number): number {
  const marchMonth = (month + 9) % 12;
  const marchYear = month <= 2 ? year - 1 : year;
  return daysBefore(marchYear) + 59 + isLeap(marchYear) + Math.floor((153 * marchMonth + 2) / 5) + day - 1;
}

function isLeap(year: number): number {
  return daysBefore(year + 1) - daysBefore(year) - 365;
}

function fraction(digits = ''): number {
  return Number(digits.padEnd(9, '0'));
}

/** Days from 1970-01-01 to the first of January of a year. */
function daysBefore(year: number): number {
  const y = year - 1;
  return 365 * (year - 1970) + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400) - 477;
}

/** strftime(3) in the C locale, with GNU's %N, widths, and flags: `-` no padding, `_` spaces, `0` zeros, `^` capitals. */
export function strftime(format: string, time: Timespec): string {
  const date = civil(time.sec);
  return format.replace(/%([-_0^#]*)(\d*)(:*[a-zA-Z%])/g, (whole, flags, width, letter) => {
    if (letter === 'N') return nanoseconds(time, flags, width);
    const convert = conversions[letter];
    return convert === undefined ? whole : adjust(convert(date, time), letter, flags, width);
  });
}

// A width is that many digits after the decimal point.
function nanoseconds({ nsec }: Timespec, flags: string, width: string): string {
  const digits = String(nsec)
    .padStart(9, '0')
    .slice(0, width === '' ? 9 : Number(width));
  return flags.includes('-') ? digits.replace(/0+$/, '') : digits.padEnd(Number(width), '0');
}

// A number comes padded to its usual width; `-`, `_` and `0` change with what.
function adjust(text: string, letter: string, flags: string, width: string): string {
  const pad = /[-_0](?=[^-_0]*$)/.exec(flags)?.[0];
  const numeric = /^[ \d]+$/.test(text);
  let result = text;
  if (numeric && pad !== undefined) {
    const bare = text.replace(/^[ 0]+(?=\d)/, '');
    result = pad === '-' ? bare : bare.padStart(text.length, pad === '_' ? ' ' : '0');
  }
  if (/[\^#]/.test(flags))
    result = flags.includes('#') && /[pZ]/.test(letter) ? result.toLowerCase() : result.toUpperCase();
  if (pad === '-') return result;
  const zeros = pad === '0' || (pad === undefined && numeric && !/[ekl]/.test(letter));
  return result.padStart(Number(width), zeros ? '0' : ' ');
}

const two = (n: number, fill = '0') => String(n).padStart(2, fill);
const hour12 = ({ hour }: Civil) => hour % 12 || 12;
const monday = ({ weekday }: Civil) => (weekday + 6) % 7;

// biome-ignore format: a table
const conversions: Record<string, (date: Civil, time: Timespec) => string> = {
  a: (date) => weekdays[date.weekday]!.slice(0, 3),
  A: (date) => weekdays[date.weekday]!,
  b: (date) => months[date.month - 1]!.slice(0, 3),
  B: (date) => months[date.month - 1]!,
  c: (_, time) => strftime('%a %b %e %H:%M:%S %Y', time),
  C: (date) => two(Math.floor(date.year / 100)),
  d: (date) => two(date.day),
  D: (_, time) => strftime('%m/%d/%y', time),
  e: (date) => two(date.day, ' '),
  F: (_, time) => strftime('%Y-%m-%d', time),
  g: (date) => two(isoWeek(date).year % 100),
  G: (date) => String(isoWeek(date).year),
  h: (date) => months[date.month - 1]!.slice(0, 3),
  H: (date) => two(date.hour),
  I: (date) => two(hour12(date)),
  j: (date) => String(date.yearday + 1).padStart(3, '0'),
  k: (date) => two(date.hour, ' '),
  l: (date) => two(hour12(date), ' '),
  m: (date) => two(date.month),
  M: (date) => two(date.minute),
  n: () => '\n',
  p: (date) => (date.hour < 12 ? 'AM' : 'PM'),
  P: (date) => (date.hour < 12 ? 'am' : 'pm'),
  q: (date) => String(Math.ceil(date.month / 3)),
  r: (_, time) => strftime('%I:%M:%S %p', time),
  R: (_, time) => strftime('%H:%M', time),
  s: (_, { sec }) => String(sec),
  S: (date) => two(date.second),
  t: () => '\t',
  T: (_, time) => strftime('%H:%M:%S', time),
  u: (date) => String(monday(date) + 1),
  U: (date) => two(Math.floor((date.yearday + 7 - date.weekday) / 7)),
  V: (date) => two(isoWeek(date).week),
  w: (date) => String(date.weekday),
  W: (date) => two(Math.floor((date.yearday + 7 - monday(date)) / 7)),
  x: (_, time) => strftime('%m/%d/%y', time),
  X: (_, time) => strftime('%H:%M:%S', time),
  y: (date) => two(date.year % 100),
  Y: (date) => String(date.year),
  z: () => '+0000',
  ':z': () => '+00:00',
  '::z': () => '+00:00:00',
  Z: () => 'UTC',
  '%': () => '%',
};

/** The week by ISO 8601: it starts on Monday, and belongs to the year that has its Thursday. */
function isoWeek(date: Civil): { year: number; week: number } {
  const thursday = date.yearday - monday(date) + 3;
  const length = (year: number) => daysBefore(year + 1) - daysBefore(year);
  if (thursday < 0)
    return { year: date.year - 1, week: Math.floor((thursday + length(date.year - 1)) / 7) + 1 };
  if (thursday >= length(date.year)) return { year: date.year + 1, week: 1 };
  return { year: date.year, week: Math.floor(thursday / 7) + 1 };
}
