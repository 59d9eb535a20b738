// Asking the user: cp -i, mv -i, rm -i.

import type { Bytes, Coroutine } from '../../kernel/abi.ts';
import { sys } from '../sys.ts';
import { printError } from './output.ts';
import { concat, decode } from './text.ts';

/** Asks, and reads the answer from standard input: yes only if it starts with y. */
export function* confirm(question: string): Coroutine<boolean> {
  yield* printError(question);
  return /^y/i.test(yield* readAnswer());
}

// Byte by byte: what comes after the line is for the next question, or for another program.
function* readAnswer(): Coroutine<string> {
  const bytes: Bytes[] = [];
  for (;;) {
    const byte = yield* sys.read(0, 1);
    if (byte.length === 0 || byte[0] === 10) return decode(concat(bytes));
    bytes.push(byte);
  }
}
