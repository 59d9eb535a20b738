// The rounds of loops. A loop of built-ins alone makes no system call: a round of it counts as work, so that time
// passes and the others get the CPU.
//
// An interactive shell ignores ^C, and programs cannot catch signals yet: such a loop could not be broken. So after
// many rounds in which no program was run the shell lets ^C end it. init then starts another one.

import type { Coroutine } from '../../kernel/abi.ts';
import { sys } from '../../userland/sys.ts';
import type { Shell } from './state.ts';

const ROUND = 10; // ticks
const MANY = 1000;

export function* countTurn(shell: Shell): Coroutine {
  yield* sys.work(ROUND);
  shell.turns++;
  if (shell.interactive && shell.turns === MANY) yield* sys.sigaction('SIGINT', 'default');
}

/** A program is run, or a prompt is shown: there ^C does what it should. */
export function* forgetTurns(shell: Shell): Coroutine {
  if (shell.interactive && shell.turns >= MANY) yield* sys.sigaction('SIGINT', 'ignore');
  shell.turns = 0;
}
