// Where the machine's input comes from when time is virtual: a file descriptor of the host, read on demand.
//
// A read must not be left unfinished when the command exits (Node would wait for it), so this is for a machine that
// can do nothing until it has its input. Where input and time race, there is live.ts.

import { read } from 'node:fs';

const BLOCK = 65_536;

/** How long to wait, in milliseconds, when a pipe that somebody made non-blocking is empty. */
const RETRY_AFTER = 5;

/** The next bytes, or null at the end of the input. What cannot be read is at its end. */
export async function readSome(fd: number): Promise<Uint8Array | null> {
  const buffer = new Uint8Array(BLOCK);
  for (;;) {
    const result = await readInto(fd, buffer);
    if (typeof result === 'number') return result === 0 ? null : buffer.subarray(0, result);
    if (result.code !== 'EAGAIN') return null;
    await new Promise((resolve) => setTimeout(resolve, RETRY_AFTER));
  }
}

function readInto(fd: number, buffer: Uint8Array): Promise<number | NodeJS.ErrnoException> {
  return new Promise((resolve) => {
    read(fd, buffer, 0, buffer.length, null, (error, count) => resolve(error ?? count));
  });
}
