// Counting lines, words, characters and bytes: what wc does with one file.

import type { Bytes, Coroutine, Fd } from '../../kernel/abi.ts';
import { sys } from '../sys.ts';
import { displayWidth } from './format.ts';
import { BLOCK, lineReader } from './input.ts';
import { countLines, encode } from './text.ts';

// The order in which the counts are printed.
export const units = ['lines', 'words', 'chars', 'bytes', 'max-line-length'] as const;
export type Unit = (typeof units)[number];
export type Counts = Record<Unit, number>;

const add = (a: number, b: number) => a + b;
export const combine = { lines: add, words: add, chars: add, bytes: add, 'max-line-length': Math.max };

export function noCounts(): Counts {
  return { lines: 0, words: 0, chars: 0, bytes: 0, 'max-line-length': 0 };
}

/** Counts what is left to read. What is not among the units that are wanted may be left out. */
export function* count(fd: Fd, counts: Counts, wanted: readonly Unit[]): Coroutine {
  yield* wanted.includes('max-line-length') ? countByLine(fd, counts) : countByBlock(fd, counts, wanted);
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
