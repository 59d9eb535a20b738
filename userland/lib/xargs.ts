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
  const ready: string[] = [];
  return {
    *next() {
      while (ready.length === 0) {
        let line = yield* lines.next();
        if (line === null) return null;
        while (/(?:^|[^\\])(?:\\\\)*\\$/.test(line)) {
          const more: string | null = yield* lines.next();
          if (more === null) break;
          line = `${line}\n${more}`; // a backslash takes the newline too
        }
        ready.push(...splitWords(line));
      }
      return ready.shift() as string;
    },
  };
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
