// Where the machine's input comes from when time is virtual: the standard input of the command, read on demand.
//
// A read must not be left unfinished when the command exits (Node would wait for it), so this is for a machine that
// can do nothing until it has its input. Where input and time race, there is live.ts.

import { read } from 'node:fs';
import { reasonOf } from './host-error.ts';

const STDIN = 0;
const BLOCK = 65_536;

/** How long to wait, in milliseconds, when a pipe that somebody made non-blocking is empty. */
const RETRY_AFTER = 5;

/** Standard input cannot be read. An end of file would be a lie: the machine would do its work on nothing. */
export class InputError extends Error {
  constructor(cause: unknown) {
    super(`cannot read the standard input: ${reasonOf(cause)}`);
  }
}

/** The next bytes of standard input, or null at its end. */
export async function readSome(): Promise<Uint8Array | null> {
  const buffer = new Uint8Array(BLOCK);
  for (;;) {
    const result = await readInto(STDIN, buffer);
    if (typeof result === 'number') return result === 0 ? null : buffer.subarray(0, result);
    if (result.code !== 'EAGAIN') throw new InputError(result);
    await new Promise((resolve) => setTimeout(resolve, RETRY_AFTER));
  }
}

function readInto(fd: number, buffer: Uint8Array): Promise<number | NodeJS.ErrnoException> {
  return new Promise((resolve) => {
    read(fd, buffer, 0, buffer.length, null, (error, count) => resolve(error ?? count));
  });
}
