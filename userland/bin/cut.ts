import type { Coroutine, Fd } from '../../kernel/abi.ts';
import { quote } from '../lib/errors.ts';
import { type Command, type Flags, parseOptions, usageError } from '../lib/getopt.ts';
import { forEachInput, lineReader } from '../lib/input.ts';
import { output } from '../lib/output.ts';
import { decode, encode } from '../lib/text.ts';

export const command: Command = {
  name: 'cut',
  topic: 'text',
  synopsis: 'OPTION... [FILE]...',
  about: 'Print selected parts of the lines of each FILE.',
  options: [
    { short: 'b', long: 'bytes', argument: 'LIST', about: 'select only these bytes' },
    { short: 'c', long: 'characters', argument: 'LIST', about: 'select only these characters' },
    {
      short: 'd',
      long: 'delimiter',
      argument: 'DELIM',
      about: 'use DELIM instead of TAB for field delimiter',
    },
    {
      short: 'f',
      long: 'fields',
      argument: 'LIST',
      about: 'select only these fields; a line without delimiter is printed whole, unless -s',
    },
    { long: 'complement', about: 'print all but what is selected' },
    { short: 's', long: 'only-delimited', about: 'do not print lines not containing delimiters' },
    { long: 'output-delimiter', argument: 'STRING', about: 'use STRING as the output delimiter' },
    { short: 'z', long: 'zero-terminated', about: 'lines end in NUL, not newline' },
  ],
  description:
    'LIST is one range, or many with commas: N, N-M, N- or -M, counted from 1. What is selected is printed in the order of the input, once.',
};

interface Range {
  from: number;
  to: number;
}

export default function* main(argv: string[]): Coroutine<number> {
  const { flags, operands } = yield* parseOptions(command, argv);
  const lists = ['b', 'c', 'f'].flatMap((unit) => flags.values(unit));
  const [list = ''] = lists;
  if (lists.length === 0) {
    return yield* usageError(command, 'you must specify a list of bytes, characters, or fields');
  }
  if (lists.length > 1) return yield* usageError(command, 'only one list may be specified');
  const wrong = wrongOption(flags);
  if (wrong !== null) return yield* usageError(command, wrong);
  const ranges = parseList(list, flags.has('f'));
  if (typeof ranges === 'string') return yield* usageError(command, ranges);
  const select = selector(flags, flags.has('complement') ? complement(ranges) : ranges);
  return yield* forEachInput('cut', operands, function* (fd) {
    yield* cutLines(fd, select, flags.has('z') ? '\0' : '\n');
  });
}

function wrongOption(flags: Flags): string | null {
  const delimiter = flags.value('d');
  if (delimiter !== undefined && Array.from(delimiter).length > 1)
    return 'the delimiter must be a single character';
  if (flags.has('f')) return null;
  if (delimiter !== undefined) return 'an input delimiter may be specified only when operating on fields';
  return flags.has('s')
    ? 'suppressing non-delimited lines makes sense\n\tonly when operating on fields'
    : null;
}

/** The ranges in order, none touching the next; or what is wrong with the list. */
function parseList(list: string, fields: boolean): Range[] | string {
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

function complement(ranges: readonly Range[]): Range[] {
  const gaps = ranges.map(({ from }, i) => ({ from: (ranges[i - 1]?.to ?? 0) + 1, to: from - 1 }));
  const rest = { from: (ranges.at(-1)?.to ?? 0) + 1, to: Number.POSITIVE_INFINITY };
  return [...gaps, rest].filter(({ from, to }) => from <= to);
}

/** Makes of a line what is printed; null: nothing is. */
function selector(flags: Flags, ranges: readonly Range[]): (line: string) => string | null {
  const delimiter = flags.value('d') || (flags.has('d') ? '\0' : '\t');
  const joint = flags.value('output-delimiter');
  if (flags.has('f')) {
    return (line) => {
      const fields = line.split(delimiter);
      if (fields.length === 1) return flags.has('s') ? null : line;
      return pick(fields, ranges)
        .flat()
        .join(joint ?? delimiter);
    };
  }
  const parts = (units: readonly string[]) =>
    pick(units, ranges)
      .map((part) => part.join(''))
      .filter((part) => part !== '')
      .join(joint ?? '');
  if (flags.has('c')) return (line) => parts(Array.from(line));
  const escaped = (byte: number) => String.fromCharCode(byte < 0x80 ? byte : 0xdc00 + byte);
  return (line) => decode(encode(parts(Array.from(encode(line), escaped))));
}

function pick<T>(items: readonly T[], ranges: readonly Range[]): T[][] {
  return ranges.map(({ from, to }) => items.slice(from - 1, to));
}

function* cutLines(fd: Fd, select: (line: string) => string | null, end: '\n' | '\0'): Coroutine {
  const lines = lineReader(fd, end);
  const out = output(1);
  for (let line = yield* lines.next(); line !== null; line = yield* lines.next()) {
    const part = select(line);
    if (part !== null) yield* out.write(part + end);
  }
  yield* out.flush();
}
