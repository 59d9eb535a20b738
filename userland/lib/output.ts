// Writing: all of it, or an error.
//
//     yield* print('hello\n');                 one string to standard output
//     const out = output(1);                   many pieces, gathered into few system calls:
//     yield* out.write(line + '\n');             8 KiB at a time, or line by line to a terminal
//     yield* out.flush();                      at the end, or what is gathered is lost
//
// What cannot be written ends the program, unless it catches the OutputError: see programs.ts.

import { type Bytes, type Coroutine, Errno, type Fd } from '../../kernel/abi.ts';
import { sys } from '../sys.ts';
import { isatty } from './terminal.ts';
import { encode } from './text.ts';

const BUFFER = 8192;

/** A write that failed. It is no Errno, so that nobody takes it for trouble with the file being read. */
export class OutputError extends Error {
  readonly errno: Errno;
  constructor(errno: Errno) {
    super(`write error: ${errno.message}`);
    this.errno = errno;
  }
}

export function* print(text: string): Coroutine {
  yield* writeAll(1, encode(text));
}

/** To standard error. With nobody there to be told, there is nothing to do about it. */
export function* printError(text: string): Coroutine {
  try {
    yield* writeAll(2, encode(text));
  } catch (error) {
    if (!(error instanceof OutputError)) throw error;
  }
}

/** Writes all the bytes, in as many calls as it takes. */
export function* writeAll(fd: Fd, bytes: Bytes): Coroutine {
  try {
    for (let rest = bytes; rest.length > 0; ) {
      const taken = yield* sys.write(fd, rest);
      rest = rest.subarray(taken);
    }
  } catch (error) {
    throw error instanceof Errno ? new OutputError(error) : error;
  }
}

export interface Output {
  write(data: string | Bytes): Coroutine;
  flush(): Coroutine;
}

export function output(fd: Fd): Output {
  let text = '';
  let limit = -1; // how much to gather; not known before the first write has asked what fd is

  function* flush(): Coroutine {
    const gathered = text;
    text = '';
    if (gathered !== '') yield* writeAll(fd, encode(gathered));
  }

  function* write(data: string | Bytes): Coroutine {
    if (limit < 0) limit = (yield* isatty(fd)) ? 0 : BUFFER;
    if (typeof data !== 'string') {
      yield* flush();
      yield* writeAll(fd, data);
      return;
    }
    text += data;
    if (text.length >= BUFFER || (limit === 0 && data.includes('\n'))) yield* flush();
  }

  return { write, flush };
}
