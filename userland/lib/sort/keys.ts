// Sort keys: `-k 2.3bn,4` and the options that go for all keys, as POSIX describes them for sort.
//
// A key is a part of the line, from a character of one field to a character of another, and a way to compare it.

import { decode, encode } from '../text.ts';
import { versionKey } from './version.ts';

/** How to compare, by the letters of the options. */
export type Ordering = 'text' | 'n' | 'g' | 'h' | 'M' | 'V';

export interface Key {
  start: Position;
  end: Position | null; // null: to the end of the line
  ordering: Ordering;
  fold: boolean;
  dictionary: boolean; // only blanks, letters and digits count
  printable: boolean; // only what can be seen counts
  reverse: boolean;
}

interface Position {
  field: number; // from 1
  character: number; // from 1; 0 in an end position: to the end of the field
  skipBlanks: boolean;
}

/** A key that is not as it should be; the message says how. */
export class KeyError extends Error {}

const ORDERINGS = 'nghMV';
export const MODIFIERS = `bdfir${ORDERINGS}`;

/** The key of `-k text`. `letters` are the global options, for a key that has none of its own. */
export function parseKey(text: string, letters: string): Key {
  const found = /^(\d*)(?:\.(\d*))?([a-zA-Z]*)(?:,(\d*)(?:\.(\d*))?([a-zA-Z]*))?/.exec(
    text,
  ) as RegExpExecArray;
  const [
    whole,
    field = '',
    character = '1',
    startLetters = '',
    endField,
    endCharacter = '0',
    endLetters = '',
  ] = found;
  const bad = (what: string) => new KeyError(`${what}: invalid field specification '${text}'`);
  if (field === '') throw new KeyError(`invalid number at field start: invalid count at start of '${text}'`);
  if (endField === '') {
    const rest = text.slice(text.indexOf(',') + 1);
    throw new KeyError(`invalid number after ',': invalid count at start of '${rest}'`);
  }
  if (Number(field) === 0 || Number(endField) === 0) throw bad('field number is zero');
  if (character === '' || endCharacter === '')
    throw new KeyError(`invalid number after '.': invalid count at start of ''`);
  if (Number(character) === 0) throw bad('character offset is zero');
  const stray = [...startLetters, ...endLetters].some((letter) => !MODIFIERS.includes(letter));
  if (stray || whole !== text) throw bad('stray character in field spec');
  const own = startLetters + endLetters;
  const inherited = own === '' ? letters : '';
  return {
    start: position(field, character, startLetters + inherited),
    end: endField === undefined ? null : position(endField, endCharacter, endLetters + inherited),
    ...comparison(own || letters),
  };
}

/** The whole line as a key. */
export function lineKey(letters: string): Key {
  return { start: position('1', '1', letters), end: null, ...comparison(letters) };
}

function position(field: string, character: string, letters: string): Position {
  return { field: Number(field), character: Number(character), skipBlanks: letters.includes('b') };
}

function comparison(letters: string) {
  return {
    ordering: (Array.from(letters).find((letter) => ORDERINGS.includes(letter)) ?? 'text') as Ordering,
    fold: letters.includes('f'),
    dictionary: letters.includes('d'),
    printable: letters.includes('i'),
    reverse: letters.includes('r'),
  };
}

/** Makes of a line what is compared: numbers are less or greater, strings come in the order of their code units. */
export function extractor(
  key: Key,
  separator: string | null,
  inByteOrder: boolean,
): (line: string) => number | string {
  const whole =
    key.start.field === 1 && key.start.character === 1 && !key.start.skipBlanks && key.end === null;
  const part = whole ? (line: string) => line : (line: string) => keyPart(line, key, separator);
  switch (key.ordering) {
    case 'n':
      return (line) => leadingNumber(part(line));
    case 'g':
      return (line) => generalNumber(part(line));
    case 'h':
      return (line) => humanNumber(part(line));
    case 'M':
      return (line) => monthNumber(part(line));
    case 'V':
      return (line) => versionKey(part(line));
    default:
      return (line) => {
        let text = part(line);
        if (key.dictionary) text = text.replace(/[^\p{L}\p{N} \t]/gu, '');
        if (key.printable) text = text.replace(/[\p{Cc}\p{Cs}]/gu, '');
        if (key.fold) text = text.toUpperCase();
        return inByteOrder ? bytesAsText(text) : text;
      };
  }
}

/** Strings compare by UTF-16 units, which is the order of the bytes but for characters above U+FFFF. */
export function needsByteOrder(line: string): boolean {
  return /[\ud800-\udfff]/.test(line);
}

export function bytesAsText(text: string): string {
  const bytes = encode(text);
  return bytes.every((byte) => byte < 0x80)
    ? decode(bytes)
    : Array.from(bytes, (b) => String.fromCharCode(b)).join('');
}

function keyPart(line: string, { start, end }: Key, separator: string | null): string {
  const from = skipCharacters(line, fieldStart(line, start.field - 1, separator), start, start.character - 1);
  if (end === null) return line.slice(from);
  if (end.character === 0) return line.slice(from, fieldEnd(line, end.field, separator));
  return line.slice(
    from,
    skipCharacters(line, fieldStart(line, end.field - 1, separator), end, end.character),
  );
}

/** Where a line goes on after so many fields, separators included. */
function fieldStart(line: string, fields: number, separator: string | null): number {
  let at = 0;
  for (let left = fields; left > 0 && at < line.length; left--) {
    at = fieldEndFrom(line, at, separator);
    if (separator !== null && at < line.length) at++;
  }
  return at;
}

/** Where the last of so many fields ends. */
function fieldEnd(line: string, fields: number, separator: string | null): number {
  const start = fieldStart(line, fields - 1, separator);
  return fieldEndFrom(line, start, separator);
}

// Without a separator a field is blanks and then what is not blank.
function fieldEndFrom(line: string, start: number, separator: string | null): number {
  if (separator !== null) {
    const end = line.indexOf(separator, start);
    return end < 0 ? line.length : end;
  }
  let at = skipBlanks(line, start);
  while (at < line.length && !isBlank(line, at)) at++;
  return at;
}

function skipCharacters(line: string, at: number, position: Position, count: number): number {
  const start = position.skipBlanks ? skipBlanks(line, at) : at;
  return Math.min(line.length, start + count);
}

function skipBlanks(line: string, start: number): number {
  let at = start;
  while (at < line.length && isBlank(line, at)) at++;
  return at;
}

function isBlank(line: string, at: number): boolean {
  const code = line.charCodeAt(at);
  return code === 32 || code === 9;
}

// Numbers are compared with the precision of a double, 15 digits.
function leadingNumber(text: string): number {
  const found = /^[ \t]*(-?(?:\d+\.?\d*|\.\d+))/.exec(text);
  return found === null ? 0 : Number(found[1]) + 0; // -0 is 0
}

// What is no number comes before NaN, that before minus infinity, and that before all others.
function generalNumber(text: string): number {
  const found = /^\s*([-+]?)(?:(\d+\.?\d*(?:e[-+]?\d+)?|\.\d+(?:e[-+]?\d+)?)|(inf)|nan)/i.exec(text);
  if (found === null) return BEFORE_ALL;
  if (found[2] === undefined && found[3] === undefined) return NAN;
  const size = found[3] === undefined ? Number(found[2]) : INFINITE;
  return found[1] === '-' ? -size : size + 0;
}

const BEFORE_ALL = Number.NEGATIVE_INFINITY;
const NAN = -Number.MAX_VALUE;
const INFINITE = 1.797e308;

// The unit decides before the number does: 1K is more than 999.
function humanNumber(text: string): number {
  const found = /^[ \t]*(-?(?:\d+\.?\d*|\.\d+))([kKMGTPEZY]?)/.exec(text);
  if (found === null || Number(found[1]) === 0) return 0;
  const power = ' KMGTPEZY'.indexOf(found[2]?.toUpperCase() || ' ');
  return Number(found[1]) * 1e18 ** power;
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

function monthNumber(text: string): number {
  return MONTHS.indexOf(text.trimStart().slice(0, 3).toUpperCase());
}
