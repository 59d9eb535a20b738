// Reading: line by line in bounded memory, or all of it.
//
//     const lines = lineReader(fd);
//     for (let line = yield* lines.next(); line !== null; line = yield* lines.next()) ...
//
// A line comes without its newline. Lines that are already in the buffer cost no system call.

import { type Bytes, type Coroutine, Errno, type Fd, O_RDONLY } from '../../kernel/abi.ts';
import { sys } from '../sys.ts';
import { complain, quoteIfNeeded } from './errors.ts';
import { concat, decode } from './text.ts';

export const BLOCK = 65536; // how much to read at a time: what a full pipe holds

/**
 * The most bytes that a program may collect. All programs live in one process of the host, which would end with the
 * first of them that asks it for more than there is; and a longer text does not fit in a string.
 */
export const MEMORY_MAX = 2 ** 28;

const NEWLINE = 10;

export interface LineReader {
  /** The next line, or null at the end. */
  next(): Coroutine<string | null>;
  /** Did the line that next() gave last end in a newline? The last one of a file may not. */
  terminated: boolean;
}

/** `separator` is what ends a line: with '\0' the names that `find -print0` writes are lines. */
export function lineReader(fd: Fd, separator: '\n' | '\0' = '\n'): LineReader {
  const mark = separator === '\n' ? NEWLINE : 0;
  let text = ''; // whole lines, read but not yet handed out
  let at = 0;
  let rest: Bytes[] = []; // the start of a line whose end was not read yet
  let ended = false;

  /** Reads until there is at least one more line in `text`, or the file has ended. */
  function* fill(): Coroutine {
    let size = rest.reduce((sum, part) => sum + part.length, 0);
    for (;;) {
      const data = yield* sys.read(fd, BLOCK);
      const last = data.lastIndexOf(mark);
      ended = data.length === 0;
      if (ended || last >= 0) {
        text = decode(concat([...rest, data.subarray(0, last + 1)]));
        at = 0;
        rest = last + 1 < data.length ? [data.slice(last + 1)] : [];
        return;
      }
      rest.push(data);
      size = grow(size, data.length);
    }
  }

  const reader: LineReader = {
    terminated: true,
    *next() {
      if (at === text.length) {
        if (!ended) yield* fill();
        if (at === text.length) return null;
      }
      const end = text.indexOf(separator, at);
      const line = text.slice(at, end < 0 ? undefined : end);
      at = end < 0 ? text.length : end + 1;
      reader.terminated = end >= 0;
      return line;
    },
  };
  return reader;
}

/** Everything that is left to read. */
export function* readAll(fd: Fd): Coroutine<Bytes> {
  const parts: Bytes[] = [];
  for (let size = 0; ; ) {
    const data = yield* sys.read(fd, BLOCK);
    if (data.length === 0) return concat(parts);
    parts.push(data);
    size = grow(size, data.length);
  }
}

/** The size of what a program holds, when it takes so much more. Throws ENOMEM if that is too much. */
export function grow(size: number, more: number): number {
  if (size + more > MEMORY_MAX) throw new Errno('ENOMEM');
  return size + more;
}

/** What to say of an operand that cannot be opened or read: `cat` names it alone, `head` says what it tried. */
export interface Complaints {
  open(name: string): string;
  read(name: string): string;
}

const bare: Complaints = { open: quoteIfNeeded, read: quoteIfNeeded };

/** For a program that reads standard input only. */
export const readErrors: Complaints = { open: () => 'read error', read: () => 'read error' };

/**
 * Opens each operand in turn ('-' is standard input, and so are no operands at all) and runs `visit` on it. One
 * that cannot be read is told to the user, and the others go on. Returns the exit status: 0, or 1 after trouble.
 */
export function* forEachInput(
  command: string,
  operands: readonly string[],
  visit: (fd: Fd, name: string) => Coroutine<unknown>,
  complaints = bare,
): Coroutine<number> {
  let status = 0;
  for (const name of operands.length === 0 ? ['-'] : operands) {
    let what = complaints.open(name);
    try {
      const fd = name === '-' ? 0 : yield* sys.open(name, O_RDONLY);
      what = complaints.read(name);
      yield* sys.call(visit(fd, name));
      if (fd !== 0) yield* sys.close(fd);
    } catch (error) {
      yield* complain(command, what, error);
      status = 1;
    }
  }
  return status;
}
