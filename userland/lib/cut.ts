// Parts of lines: the LISTs of cut, and what they select.

import { quote } from './errors.ts';
import type { Flags } from './getopt.ts';
import { decode, encode } from './text.ts';

export interface Range {
  from: number;
  to: number;
}

/** The ranges in order, none touching the next; or what is wrong with the list. */
export function parseList(list: string, fields: boolean): Range[] | string {
  const ranges: Range[] = [];
  const numbered = fields ? 'fields are numbered from 1' : 'byte/character positions are numbered from 1';
  for (const item of list.split(/[, \t]/)) {
    const found = /^(\d*)(-?)(\d*)$/.exec(item);
    if (found === null) return `invalid ${fields ? 'field value' : 'byte/character position'} ${quote(item)}`;
    const [, low = '', dash, high = ''] = found;
    if (dash !== '' && low + high === '') return 'invalid range with no endpoint: -';
    const from = low === '' && dash !== '' ? 1 : Number(low);
    const to = dash === '' ? from : high === '' ? Number.POSITIVE_INFINITY : Number(high);
    if (from === 0 || to === 0) return numbered;
    if (to < from) return 'invalid decreasing range';
    ranges.push({ from, to });
  }
  const merged: Range[] = [];
  for (const range of ranges.sort((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last && range.from <= last.to) last.to = Math.max(last.to, range.to);
    else merged.push({ ...range });
  }
  return merged;
}

export function complement(ranges: readonly Range[]): Range[] {
  const gaps = ranges.map(({ from }, i) => ({ from: (ranges[i - 1]?.to ?? 0) + 1, to: from - 1 }));
  const rest = { from: (ranges.at(-1)?.to ?? 0) + 1, to: Number.POSITIVE_INFINITY };
  return [...gaps, rest].filter(({ from, to }) => from <= to);
}

const SURROGATE = /[\ud800-\udfff]/;
const NOT_ASCII = /[^\x00-\x7f]/;

/** Makes of a line what is printed; null: nothing is. */
export function selector(flags: Flags, ranges: readonly Range[]): (line: string) => string | null {
  const joint = flags.value('output-delimiter');
  if (flags.has('f')) {
    const delimiter = flags.value('d') || (flags.has('d') ? '\0' : '\t');
    return (line) => {
      if (!line.includes(delimiter)) return flags.has('s') ? null : line;
      const fields = line.split(delimiter);
      return ranges.flatMap(({ from, to }) => fields.slice(from - 1, to)).join(joint ?? delimiter);
    };
  }
  // Where every unit of the string is one character, or one byte, there is no need to take it apart.
  const special = flags.has('c') ? SURROGATE : NOT_ASCII;
  const takeApart = flags.has('c') ? Array.from<string> : bytesOf;
  return (line) => {
    if (!special.test(line)) return parts(ranges, (from, to) => line.slice(from, to), joint);
    const units = takeApart(line);
    return decode(encode(parts(ranges, (from, to) => units.slice(from, to).join(''), joint)));
  };
}

function parts(ranges: readonly Range[], slice: (from: number, to: number) => string, joint = ''): string {
  const selected = ranges.map(({ from, to }) => slice(from - 1, to));
  return selected.filter((part) => part !== '').join(joint);
}

function bytesOf(line: string): string[] {
  return Array.from(encode(line), (byte) => String.fromCharCode(byte < 0x80 ? byte : 0xdc00 + byte));
}
