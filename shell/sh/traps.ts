// What the shell does with signals: the traps of a script, and ^C in an interactive shell.
//
//     if (shell.caught.length > 0) yield* attend(shell);
//
// A handler only takes note. What is to be done is done between two commands, so no command is left half done; while a
// program runs, that means after it (XCU 2.11). `wait` and `read` alone are interrupted. Between two system calls
// of a program no signal comes: a look at `caught` just before a call that waits misses none.

import {
  type Coroutine,
  Errno,
  type SigFlag,
  type Signal,
  signalNumber,
  type Trap,
} from '../../kernel/abi.ts';
import { sys } from '../../userland/sys.ts';
import { runText } from './script.ts';
import { Interrupted, type Shell } from './state.ts';
import { say } from './tell.ts';

export type Condition = Signal | 'EXIT';

/** What an interactive shell does not want to hear, and its children do (XCU 2.12). */
const ignoredSignals: readonly Signal[] = ['SIGINT', 'SIGQUIT', 'SIGTERM', 'SIGTSTP', 'SIGTTIN', 'SIGTTOU'];
const jobControl: readonly Signal[] = ['SIGTSTP', 'SIGTTIN', 'SIGTTOU'];
const cannotBeTrapped: readonly Signal[] = ['SIGKILL', 'SIGSTOP'];

/** Those of these signals that a child is to have back, though the shell ignores them. */
export function defaultsOfChild(shell: Shell, among = ignoredSignals): readonly Signal[] {
  return shell.interactive ? among.filter((signal) => shell.traps.get(signal) !== '') : [];
}

/** An interactive shell is not ended by the keys, nor by a kill that does not insist; ^C ends what it does. */
export function* ignoreKeys(): Coroutine {
  for (const signal of ignoredSignals) yield* sys.sigaction(signal, 'ignore');
}

/** Lets ^C end a loop, `wait` or `read`. */
export function* listenToInterrupt(shell: Shell): Coroutine {
  yield* listen(shell, 'SIGINT', ['SA_RESTART']);
}

/** trap(1): what to do on a condition; '' is nothing at all, null what a shell without traps does. */
export function* setTrap(shell: Shell, condition: Condition, action: string | null): Coroutine {
  if (shell.foreignTraps) forgetForeign(shell);
  if (condition !== 'EXIT' && !(yield* setAction(shell, condition, action))) return;
  if (action === null) shell.traps.delete(condition);
  else shell.traps.set(condition, action);
}

// The traps of the shell that a subshell comes from can be listed in it, but are not its own; what they ignore is.
function forgetForeign(shell: Shell): void {
  for (const [condition, action] of shell.traps) if (action !== '') shell.traps.delete(condition);
  shell.foreignTraps = false;
}

/** False if a script must leave the signal as it is: whoever started it ignores that. */
function* setAction(shell: Shell, signal: Signal, action: string | null): Coroutine<boolean> {
  if (cannotBeTrapped.includes(signal)) return true;
  if (shell.interactive && jobControl.includes(signal)) return true; // it could not give the terminal away
  const isIgnored = (yield* sys.sigaction(signal)) === 'ignore';
  if (isIgnored && !shell.interactive && !shell.traps.has(signal)) return false;
  if (action === '') yield* sys.sigaction(signal, 'ignore');
  else if (action !== null || (shell.interactive && signal === 'SIGINT'))
    yield* listen(shell, signal, ['SA_RESTART']);
  else
    yield* sys.sigaction(signal, shell.interactive && ignoredSignals.includes(signal) ? 'ignore' : 'default');
  return true;
}

function* listen(shell: Shell, signal: Signal, flags: SigFlag[]): Coroutine {
  yield* sys.sigaction(signal, {
    *handler() {
      if (!shell.caught.includes(signal)) shell.caught.push(signal);
    },
    flags,
  });
}

/** Between two commands: runs the traps of the signals that have come. ^C leads back to the prompt. */
export function* attend(shell: Shell): Coroutine {
  for (let signal = shell.caught.shift(); signal !== undefined; signal = shell.caught.shift()) {
    if (shell.traps.has(signal)) yield* runTrap(shell, signal);
    else if (signal === 'SIGINT' && shell.interactive) {
      yield* say('\n');
      throw new Interrupted();
    }
    if (shell.unwinding !== null) return;
  }
}

/** Does what is to be done on a signal, if that is anything. `$?` is after it what it was before. */
export function* runTrap(shell: Shell, signal: Signal): Coroutine {
  const { status, line } = shell;
  yield* runText(shell, shell.traps.get(signal) ?? '');
  Object.assign(shell, { line, status });
}

/** Runs a built-in that a signal ends: its status is then 128 and the signal's number. */
export function* interruptible(shell: Shell, body: () => Coroutine<number>): Coroutine<number> {
  try {
    return yield* unrestarted(shell, body);
  } catch (error) {
    const [signal] = shell.caught;
    if (!(error instanceof Errno) || error.code !== 'EINTR' || signal === undefined) throw error;
    return 128 + signalNumber(signal);
  }
}

/** Lets the signals that the shell hears make a call fail with EINTR. */
export function* unrestarted<T>(shell: Shell, body: () => Call<T>): Coroutine<T> {
  const heard = heardSignals(shell);
  for (const signal of heard) yield* listen(shell, signal, []);
  try {
    return yield* body();
  } finally {
    for (const signal of heard) yield* listen(shell, signal, ['SA_RESTART']);
  }
}

type Call<T> = Coroutine<T> | Trap<T>;

function heardSignals(shell: Shell): Signal[] {
  const trapped = shell.foreignTraps ? [] : [...shell.traps].filter(([, action]) => action !== '');
  const heard = new Set(trapped.map(([condition]) => condition).filter((one) => one !== 'EXIT'));
  if (shell.interactive) for (const signal of jobControl) heard.delete(signal);
  for (const signal of cannotBeTrapped) heard.delete(signal);
  if (shell.interactive && shell.traps.get('SIGINT') !== '') heard.add('SIGINT');
  return [...heard];
}

/** To be called just before a call that waits: has a signal come that the call would not notice? */
export function checkCaught(shell: Shell): void {
  if (shell.caught.length > 0) throw new Errno('EINTR');
}

/** The action for the end of the shell, which has it once. */
export function takeExitTrap(shell: Shell): string {
  const action = shell.foreignTraps ? undefined : shell.traps.get('EXIT');
  shell.traps.delete('EXIT');
  return action ?? '';
}

/** Has the shell something to do on a signal, or at its end? Then no program may take its place unasked. */
export function hasTraps(shell: Shell): boolean {
  return !shell.foreignTraps && [...shell.traps.values()].some((action) => action !== '');
}
