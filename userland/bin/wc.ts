import type { Bytes, Coroutine, Fd } from '../../kernel/abi.ts';
import { fstatIfAny, statIfAny } from '../lib/files.ts';
import { displayWidth } from '../lib/format.ts';
import { type Command, type Flags, parseOptions } from '../lib/getopt.ts';
import { BLOCK, forEachInput, lineReader } from '../lib/input.ts';
import { print } from '../lib/output.ts';
import { countLines, encode } from '../lib/text.ts';
import { sys } from '../sys.ts';

// The order in which the counts are printed.
const units = ['lines', 'words', 'chars', 'bytes', 'max-line-length'] as const;
type Unit = (typeof units)[number];
type Counts = Record<Unit, number>;

export const command: Command = {
  name: 'wc',
  topic: 'text',
  synopsis: '[OPTION]... [FILE]...',
  about: 'Print how many lines, words and bytes each FILE has, and a total if there is more than one.',
  options: [
    { short: 'c', long: 'bytes', about: 'print the byte counts' },
    { short: 'm', long: 'chars', about: 'print the character counts' },
    { short: 'l', long: 'lines', about: 'print the newline counts' },
    { short: 'L', long: 'max-line-length', about: 'print the maximum display width' },
    { short: 'w', long: 'words', about: 'print the word counts' },
  ],
  description: 'A word is a sequence of bytes other than the white space of ASCII.',
};

export default function* main(argv: string[]): Coroutine<number> {
  const { flags, operands } = yield* parseOptions(command, argv);
  const shown = shownUnits(flags);
  const width = shown.length === 1 && operands.length <= 1 ? 1 : yield* numberWidth(operands);
  const format = (counts: Counts, name: string) =>
    [...shown.map((unit) => String(counts[unit]).padStart(width)), ...(name ? [name] : [])].join(' ') + '\n';

  const total = noCounts();
  const status = yield* forEachInput('wc', operands, function* (fd, name) {
    const counts = noCounts();
    try {
      yield* shown.includes('max-line-length') ? countByLine(fd, counts) : countByBlock(fd, counts, shown);
    } finally {
      // Also after an error: so much was read.
      yield* print(format(counts, operands.length === 0 ? '' : name));
      for (const unit of units) total[unit] = combine[unit](total[unit], counts[unit]);
    }
  });
  if (operands.length > 1) yield* print(format(total, 'total'));
  return status;
}

const add = (a: number, b: number) => a + b;
const combine = { lines: add, words: add, chars: add, bytes: add, 'max-line-length': Math.max };

function noCounts(): Counts {
  return { lines: 0, words: 0, chars: 0, bytes: 0, 'max-line-length': 0 };
}

function shownUnits(flags: Flags): Unit[] {
  const asked = units.filter((unit) => flags.has(unit));
  return asked.length > 0 ? asked : ['lines', 'words', 'bytes'];
}

// Wide enough for the sizes of all files together; 7 if there is one that has no size, such as a pipe.
function* numberWidth(operands: readonly string[]): Coroutine<number> {
  let size = 0;
  let least = 1;
  for (const name of operands.length === 0 ? ['-'] : operands) {
    const stat = name === '-' ? yield* fstatIfAny(0) : yield* statIfAny(name);
    if (stat?.kind === 'file') size += stat.size;
    else if (stat !== null) least = 7;
  }
  return Math.max(least, String(size).length);
}

function* countByBlock(fd: Fd, counts: Counts, shown: readonly Unit[]): Coroutine {
  const words = shown.includes('words');
  const chars = shown.includes('chars');
  let inWord = false;
  for (let data = yield* sys.read(fd, BLOCK); data.length > 0; data = yield* sys.read(fd, BLOCK)) {
    counts.bytes += data.length;
    counts.lines += countLines(data);
    if (chars) counts.chars += countCharacters(data);
    if (words) {
      counts.words += countWords(data, inWord);
      inWord = !isSpace(data[data.length - 1] as number);
    }
  }
}

// A block may cut a character in two: it counts where it begins.
function countCharacters(data: Bytes): number {
  let count = 0;
  for (let i = 0; i < data.length; i++) if (((data[i] as number) & 0xc0) !== 0x80) count++;
  return count;
}

function countWords(data: Bytes, startsInWord: boolean): number {
  let count = 0;
  let inWord = startsInWord;
  for (let i = 0; i < data.length; i++) {
    const space = isSpace(data[i] as number);
    if (!space && !inWord) count++;
    inWord = !space;
  }
  return count;
}

function isSpace(byte: number): boolean {
  return byte === 32 || (byte >= 9 && byte <= 13);
}

function* countByLine(fd: Fd, counts: Counts): Coroutine {
  const lines = lineReader(fd);
  for (let line = yield* lines.next(); line !== null; line = yield* lines.next()) {
    const bytes = encode(lines.terminated ? `${line}\n` : line);
    counts.bytes += bytes.length;
    counts.chars += countCharacters(bytes);
    counts.lines += lines.terminated ? 1 : 0;
    counts.words += countWords(bytes, false);
    counts['max-line-length'] = Math.max(counts['max-line-length'], displayWidth(expandTabs(line)));
  }
}

function expandTabs(line: string): string {
  if (!line.includes('\t')) return line;
  let text = '';
  for (const [i, part] of line.split('\t').entries()) {
    if (i > 0) text += ' '.repeat(8 - (displayWidth(text) % 8));
    text += part;
  }
  return text;
}
