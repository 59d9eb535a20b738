// Reading a line and not a byte more, since what follows belongs to whoever reads next: a command of the script that
// comes in on the same descriptor, or the next `read`.

import { type Bytes, type Coroutine, Errno, type Fd, SEEK_CUR } from '../../kernel/abi.ts';
import { concat, decode } from '../../userland/lib/text.ts';
import { sys } from '../../userland/sys.ts';
import type { Shell } from './state.ts';
import { checkCaught } from './traps.ts';

const NEWLINE = 10;
const BLOCK = 512;
const LINE_MAX = 2 ** 20; // bytes: they may come one by one, and each one is then an array in the host's memory

export interface Line {
  text: string; // without its newline
  terminated: boolean; // did it have one?
  interrupted: boolean; // by a signal, before it was all there
}

/** The next line, or null at the end. For `read` it ends where a signal comes that the shell has caught. */
export function* readLine(fd: Fd, shell: Shell | null = null): Coroutine<Line | null> {
  const { kind } = yield* sys.fstat(fd);
  const parts: Bytes[] = [];
  const ended = { terminated: false, interrupted: false };
  try {
    for (let size = 0; size <= LINE_MAX; ) {
      if (shell !== null) checkCaught(shell);
      const data = yield* sys.read(fd, kind === 'file' ? BLOCK : 1);
      const newline = data.indexOf(NEWLINE);
      if (newline >= 0 && newline + 1 < data.length)
        yield* sys.lseek(fd, newline + 1 - data.length, SEEK_CUR);
      parts.push(newline < 0 ? data : data.subarray(0, newline));
      if (newline >= 0) return { ...ended, text: decode(concat(parts)), terminated: true };
      size += data.length;
      if (data.length > 0) continue;
      const text = decode(concat(parts));
      return text === '' ? null : { ...ended, text };
    }
  } catch (error) {
    if (shell === null || !(error instanceof Errno) || error.code !== 'EINTR') throw error;
    return { ...ended, text: decode(concat(parts)), interrupted: true };
  }
  throw new Errno('ENOMEM');
}
