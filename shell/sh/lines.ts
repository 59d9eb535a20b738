// Reading a line and not a byte more, since what follows belongs to whoever reads next: a command of the script that
// comes in on the same descriptor, or the next `read`.

import { type Bytes, type Coroutine, Errno, type Fd, SEEK_CUR } from '../../kernel/abi.ts';
import { decode } from '../../userland/lib/text.ts';
import { sys } from '../../userland/sys.ts';
import type { Shell } from './state.ts';
import { checkCaught } from './traps.ts';

const NEWLINE = 10;
const BLOCK = 128; // what is asked of a file at first: most lines are shorter, and what follows is given back
const LINE_MAX = 2 ** 20; // bytes: `read` makes much more of each of them while it splits the line

export interface Line {
  text: string; // without its newline
  terminated: boolean; // did it have one?
  interrupted: boolean; // by a signal, before it was all there
}

/**
 * The next line, or null at the end. For `read` it ends where a signal comes that the shell has caught. To be called
 * with sys.call where the caller is deep in other coroutines: of a pipe each byte takes a system call.
 */
export function* readLine(fd: Fd, shell: Shell | null = null): Coroutine<Line | null> {
  const { kind } = yield* sys.fstat(fd);
  let line: Bytes = new Uint8Array(0);
  let size = 0;
  const ending = (end: number, how: Partial<Line>): Line => ({
    text: decode(line.subarray(0, end)),
    terminated: false,
    interrupted: false,
    ...how,
  });
  try {
    while (size <= LINE_MAX) {
      if (shell !== null) checkCaught(shell);
      const data = yield* sys.read(fd, kind === 'file' ? Math.max(BLOCK, size) : 1);
      const newline = data.indexOf(NEWLINE);
      if (newline >= 0 && newline + 1 < data.length)
        yield* sys.lseek(fd, newline + 1 - data.length, SEEK_CUR);
      line = withRoom(line, size + data.length);
      line.set(data, size);
      if (newline >= 0) return ending(size + newline, { terminated: true });
      size += data.length;
      if (data.length === 0) return size === 0 ? null : ending(size, {});
    }
  } catch (error) {
    if (shell === null || !(error instanceof Errno) || error.code !== 'EINTR') throw error;
    return ending(size, { interrupted: true });
  }
  throw new Errno('ENOMEM');
}

function withRoom(bytes: Bytes, size: number): Bytes {
  if (size <= bytes.length) return bytes;
  const larger = new Uint8Array(Math.max(2 * size, 64));
  larger.set(bytes);
  return larger;
}
