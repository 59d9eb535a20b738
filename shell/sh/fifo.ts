// Redirections from and to FIFOs: opening one waits until somebody opens its other end.
//
// A process that the shell starts must wait for that itself: the shell has other things to do, and ^C is to end the
// process. So it is started as a subshell, which opens the file and becomes the program. Where the shell opens a FIFO
// for itself, it waits, and a person may end that with ^C.

import type { Coroutine, Fd } from '../../kernel/abi.ts';
import { statIfAny } from '../../userland/lib/files.ts';
import { sys } from '../../userland/sys.ts';
import { expandText } from './expand.ts';
import { wordNeedsSubshell } from './needs-subshell.ts';
import type { Shell } from './state.ts';
import { attend, unrestarted } from './traps.ts';
import type { Redirect } from './tree.ts';

/** Does one of these open a FIFO? A target that cannot be expanded twice is taken for an ordinary file. */
export function* opensFifo(shell: Shell, redirects: readonly Redirect[]): Coroutine<boolean> {
  for (const redirect of redirects) {
    if (redirect.is !== 'file' || wordNeedsSubshell(redirect.target, true)) continue;
    if (yield* isFifo(yield* expandText(shell, redirect.target))) return true;
  }
  return false;
}

/** Opens a file for the shell itself. */
export function* openFor(shell: Shell, path: string, flags: number): Coroutine<Fd> {
  if (!shell.interactive || !(yield* isFifo(path))) return yield* sys.open(path, flags);
  try {
    return yield* unrestarted(shell, () => sys.open(path, flags));
  } catch (error) {
    yield* attend(shell); // ^C leads back to the prompt
    throw error;
  }
}

function* isFifo(path: string): Coroutine<boolean> {
  return (yield* statIfAny(path))?.kind === 'pipe';
}
