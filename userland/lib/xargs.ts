// Splitting input into arguments, as xargs does.

import type { Coroutine } from '../../kernel/abi.ts';
import type { LineReader } from './input.ts';

/** A quote that is not closed. */
export class QuoteError extends Error {}

export interface Words {
  /** The next argument; null at the end. */
  next(): Coroutine<string | null>;
}

/** Words between blanks and newlines; '...', "..." and a backslash take blanks into a word. */
export function quotedWords(lines: LineReader): Words {
  let ready: string[] = [];
  let at = 0;
  return {
    *next() {
      while (at === ready.length) {
        const line = yield* logicalLine(lines);
        if (line === null) return null;
        ready = splitWords(line);
        at = 0;
      }
      return ready[at++] as string;
    },
  };
}

/** A line; a backslash at its end takes the newline, and the next line with it. */
function* logicalLine(lines: LineReader): Coroutine<string | null> {
  let line = yield* lines.next();
  while (line !== null && /(?:^|[^\\])(?:\\\\)*\\$/.test(line)) {
    const more = yield* lines.next();
    if (more === null) break;
    line = `${line}\n${more}`;
  }
  return line;
}

/** Lines that are not blank, without the blanks at their start. */
export function wholeLines(lines: LineReader): Words {
  return {
    *next() {
      for (;;) {
        const line = yield* lines.next();
        if (line === null || /\S/.test(line)) return line?.trimStart() ?? null;
      }
    },
  };
}

const PIECE = /'([^']*)'|"([^"]*)"|\\([\s\S])|([^\s'"\\]+)|(\s+)|(['"])/g;

function splitWords(line: string): string[] {
  const words: string[] = [];
  let word: string | null = null;
  for (const [, single, double, escaped, plain, blank, open] of line.matchAll(PIECE)) {
    if (open !== undefined) {
      const kind = open === '"' ? 'double' : 'single';
      throw new QuoteError(
        `unmatched ${kind} quote; by default quotes are special to xargs unless you use the -0 option`,
      );
    }
    if (blank === undefined) word = (word ?? '') + (single ?? double ?? escaped ?? plain);
    else if (word !== null) {
      words.push(word);
      word = null;
    }
  }
  return word === null ? words : [...words, word];
}
