// The descriptors that the shell keeps for itself: ends of pipes, files it has opened for a command, its own
// descriptors put aside. They have numbers from 10 on, out of the way of those that scripts use, and are closed when
// another program takes over, in a child or in the shell's place.

import type { Coroutine, Fd } from '../../kernel/abi.ts';
import { sys } from '../../userland/sys.ts';
import type { Shell } from './state.ts';

const FIRST = 10;

/** Moves a descriptor that was just opened out of the way. */
export function* keep(shell: Shell, fd: Fd): Coroutine<Fd> {
  const kept = yield* keepCopy(shell, fd);
  yield* sys.close(fd);
  return kept;
}

/** Another descriptor of the same open file, out of the way. */
export function* keepCopy(shell: Shell, fd: Fd): Coroutine<Fd> {
  let least = FIRST;
  while (shell.kept.has(least) || shell.taken.has(least)) least++;
  const kept = yield* sys.fcntl(fd, 'F_DUPFD_CLOEXEC', least);
  shell.kept.add(kept);
  return kept;
}

export function* keptPipe(shell: Shell): Coroutine<[Fd, Fd]> {
  const [reader, writer] = yield* sys.pipe();
  return [yield* keep(shell, reader), yield* keep(shell, writer)];
}

export function* closeAll(shell: Shell, fds: readonly Fd[]): Coroutine {
  for (const fd of fds) {
    shell.kept.delete(fd);
    yield* sys.close(fd);
  }
}
