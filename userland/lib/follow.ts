// Reading on as files grow: tail -f.

import { type Coroutine, Errno, type Fd, SEEK_CUR, SEEK_SET } from '../../kernel/abi.ts';
import { sys } from '../sys.ts';
import { warn } from './errors.ts';
import { BLOCK } from './input.ts';
import { writeAll } from './output.ts';
import { timespec } from './time.ts';

/** Prints the header of a file, unless it is the one that is being printed. */
export type Announce = (name: string) => Coroutine;

export interface Followed {
  fd: Fd;
  name: string;
}

/** Nothing tells a reader that a file has grown, so it looks again after a while, in seconds. */
export function* follow(files: readonly Followed[], interval: number, announce: Announce): Coroutine<never> {
  for (;;) {
    for (const { fd, name } of files) {
      yield* rewindIfCut(fd, name);
      for (let data = yield* sys.read(fd, BLOCK); data.length > 0; data = yield* sys.read(fd, BLOCK)) {
        yield* announce(name);
        yield* writeAll(1, data);
      }
    }
    yield* sys.nanosleep(timespec(interval));
  }
}

function* rewindIfCut(fd: Fd, name: string): Coroutine {
  try {
    const { kind, size } = yield* sys.fstat(fd);
    if (kind !== 'file' || size >= (yield* sys.lseek(fd, 0, SEEK_CUR))) return;
    yield* warn('tail', `${name}: file truncated`);
    yield* sys.lseek(fd, 0, SEEK_SET);
  } catch (error) {
    if (!(error instanceof Errno)) throw error;
  }
}
