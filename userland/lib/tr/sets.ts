// The sets of tr: 'a-z', '[:upper:]', '[=a=]', '[x*3]', '\n', '\101'. A set is a list of bytes, in order.

import { interpretEscapes } from '../escapes.ts';
import { encode } from '../text.ts';

export interface CharacterSet {
  bytes: number[];
  classes: string[]; // the names of those in it
}

/** A set that is not as it should be; the message says how. */
export class SetError extends Error {}

const ranges = (...pairs: [number, number][]) =>
  pairs.flatMap(([low, high]) => Array.from({ length: high - low + 1 }, (_, i) => low + i));

const classes: Record<string, readonly number[]> = {
  alnum: ranges([48, 57], [65, 90], [97, 122]),
  alpha: ranges([65, 90], [97, 122]),
  blank: [9, 32],
  cntrl: ranges([0, 31], [127, 127]),
  digit: ranges([48, 57]),
  graph: ranges([33, 126]),
  lower: ranges([97, 122]),
  print: ranges([32, 126]),
  punct: ranges([33, 47], [58, 64], [91, 96], [123, 126]),
  space: ranges([9, 13], [32, 32]),
  upper: ranges([65, 90]),
  xdigit: ranges([48, 57], [65, 70], [97, 102]),
};

// A class, an equivalence class, a repetition, or a character that may begin a range.
const CHARACTER = String.raw`(?:\\[0-7]{1,3}|\\[\s\S]|[\s\S])`;
const ITEM = new RegExp(
  String.raw`\[:(\w*):\]|\[=(${CHARACTER})=\]|\[(${CHARACTER})\*(\d*)\]|(${CHARACTER})(?:-(${CHARACTER}))?`,
  'gu',
);

const MOST = 65536; // repetitions: more than there can be bytes to translate

/** `length` is how long the first set is, for the second: `[x*]` in it stands for as many x as that takes. */
export function parseSet(text: string, length = 0): CharacterSet {
  const bytes: number[] = [];
  const classNames: string[] = [];
  let fill: { at: number; byte: number } | null = null;
  for (const [, className, equal, repeated, times = '', first = '', last] of text.matchAll(ITEM)) {
    if (className !== undefined) {
      bytes.push(...membersOf(className));
      classNames.push(className);
    } else if (repeated !== undefined) {
      const count = Math.min(Number.parseInt(times || '0', times.startsWith('0') ? 8 : 10), MOST);
      if (count === 0) fill = { at: bytes.length, byte: byteOf(repeated) };
      else bytes.push(...Array<number>(count).fill(byteOf(repeated)));
    } else if (equal !== undefined) bytes.push(byteOf(equal));
    else bytes.push(...(last === undefined ? bytesOf(first) : range(first, last)));
  }
  if (fill) bytes.splice(fill.at, 0, ...Array<number>(Math.max(0, length - bytes.length)).fill(fill.byte));
  return { bytes, classes: classNames };
}

function membersOf(className: string): readonly number[] {
  const members = classes[className];
  if (members === undefined) throw new SetError(`invalid character class '${className}'`);
  return members;
}

function range(first: string, last: string): number[] {
  const [low, high] = [bytesOf(first).at(-1) as number, bytesOf(last)[0] as number];
  if (high < low) {
    throw new SetError(`range-endpoints of '${first}-${last}' are in reverse collating sequence order`);
  }
  return [...bytesOf(first).slice(0, -1), ...ranges([low, high]), ...bytesOf(last).slice(1)];
}

function byteOf(character: string): number {
  return bytesOf(character)[0] as number;
}

// tr works byte by byte: a character outside ASCII is several.
function bytesOf(character: string): number[] {
  if (!character.startsWith('\\') || character.length === 1) return [...encode(character)];
  const { text } = interpretEscapes(character, 'plain');
  return [...encode(text.startsWith('\\') && text.length > 1 ? text.slice(1) : text)];
}
