// Simple commands: assignments, redirections, and words of which the first says what to run (XCU 2.9.1): a special
// built-in, a function, a built-in, or a program.

import { type Coroutine, Errno } from '../../kernel/abi.ts';
import { OutputError } from '../../userland/lib/output.ts';
import { assign, withAssignments } from './assignments.ts';
import { type Builtin, builtins, specialBuiltins } from './builtins/index.ts';
import { commandOperands } from './builtins/lookup.ts';
import { expandCommand } from './expand.ts';
import { opensFifo } from './fifo.ts';
import { callFunction } from './functions.ts';
import { addJob, waitInForeground } from './jobs.ts';
import { foregroundPlace } from './pipeline.ts';
import { carryOut, forget, openAll, RedirectError, type Saved, undo, withRedirects } from './redirect.ts';
import { becomeProgram, startExpanded, startProgram } from './start.ts';
import { type Shell, ShellError } from './state.ts';
import { tellError, trace } from './tell.ts';
import { hasTraps } from './traps.ts';
import type { SimpleCommand } from './tree.ts';

/** `isLast`: the shell has nothing to do after it. Then a program may take the place of the shell. */
export function* runSimple(shell: Shell, command: SimpleCommand, isLast = false): Coroutine<number> {
  shell.line = command.line;
  shell.substitution = null;
  try {
    const { assignments, redirects, words } = command;
    const argv = words.length === 0 ? [] : yield* expandCommand(shell, words);
    if (argv.length > 0) return yield* runWords(shell, command, argv, isLast);
    if (redirects.length === 0) yield* assign(shell, assignments, []);
    else yield* withRedirects(shell, redirects, () => assign(shell, assignments, []));
    return shell.substitution ?? 0;
  } catch (error) {
    if (!(error instanceof RedirectError)) throw error;
    yield* tellError(shell, error);
    return error.status;
  }
}

/** Runs a command whose words are expanded. */
function* runWords(shell: Shell, command: SimpleCommand, argv: string[], isLast: boolean): Coroutine<number> {
  const plain = shell.functions.has('command') ? null : commandOperands(argv);
  if (plain !== null) return yield* runPlain(shell, command, plain.operands, plain.path);
  const name = argv[0]!;
  const special = specialBuiltins[name];
  if (special !== undefined) return yield* runSpecial(shell, command, special, argv);
  if (!shell.functions.has(name)) return yield* runBuiltinOrProgram(shell, command, argv, isLast);
  return yield* withRedirects(shell, command.redirects, () =>
    withAssignments(shell, command.assignments, argv, () => callFunction(shell, argv)),
  );
}

/** Runs what follows `command`: no function, and what a special built-in does wrong does not end the shell. */
function* runPlain(
  shell: Shell,
  command: SimpleCommand,
  argv: string[],
  path: string | null,
): Coroutine<number> {
  const special = specialBuiltins[argv[0]!];
  if (special === undefined) return yield* runBuiltinOrProgram(shell, command, argv, false, path);
  try {
    return yield* runSpecial(shell, command, special, argv);
  } catch (error) {
    if (!(error instanceof ShellError)) throw error;
    yield* tellError(shell, error);
    return error.status;
  }
}

function* runBuiltinOrProgram(
  shell: Shell,
  command: SimpleCommand,
  argv: string[],
  isLast: boolean,
  path: string | null = null,
): Coroutine<number> {
  const builtin = builtins[argv[0]!];
  if (builtin === undefined && isLast && !shell.interactive && !hasTraps(shell)) {
    yield* carryOut(shell, yield* openAll(shell, command.redirects));
    return yield* becomeProgram(shell, command, argv);
  }
  if (builtin === undefined) return yield* runProgram(shell, command, argv, path);
  if (command.redirects.length + command.assignments.length === 0) {
    if (shell.options.has('xtrace')) yield* trace(shell, [], argv);
    return yield* runBuiltin(shell, builtin, argv, command);
  }
  return yield* withRedirects(shell, command.redirects, () =>
    withAssignments(shell, command.assignments, argv, () => runBuiltin(shell, builtin, argv, command)),
  );
}

/** Runs a program in the foreground, as a job. */
function* runProgram(
  shell: Shell,
  command: SimpleCommand,
  argv: string[],
  path: string | null,
): Coroutine<number> {
  const place = foregroundPlace(shell);
  const process =
    shell.interactive && (yield* opensFifo(shell, command.redirects))
      ? yield* startExpanded(shell, command, argv, command.text, place)
      : yield* startProgram(shell, command, argv, place, path);
  return yield* waitInForeground(
    shell,
    addJob(shell, command.text, place.pgid === null ? 0 : process.pid, [process]),
  );
}

// An error in a special built-in ends a shell that is not interactive, and what is assigned before it stays. So do
// the redirections of `exec`.
function* runSpecial(
  shell: Shell,
  command: SimpleCommand,
  special: Builtin,
  argv: string[],
): Coroutine<number> {
  const saved = yield* openForSpecial(shell, command);
  try {
    yield* assign(shell, command.assignments, argv);
    return yield* special(shell, argv, command);
  } catch (error) {
    throw asShellError(error, argv);
  } finally {
    yield* (argv[0] === 'exec' ? forget : undo)(shell, saved);
  }
}

function* openForSpecial(shell: Shell, { redirects }: SimpleCommand): Coroutine<Saved> {
  try {
    return yield* carryOut(shell, yield* openAll(shell, redirects));
  } catch (error) {
    throw error instanceof RedirectError ? new ShellError(error.message, error.status) : error;
  }
}

function* runBuiltin(
  shell: Shell,
  builtin: Builtin,
  argv: string[],
  command: SimpleCommand,
): Coroutine<number> {
  try {
    return yield* builtin(shell, argv, command);
  } catch (failure) {
    const error = asShellError(failure, argv);
    if (!(error instanceof ShellError)) throw error;
    yield* tellError(shell, error);
    return error.status;
  }
}

// What a built-in did not expect, its user reads: "sh: read: Is a directory".
function asShellError(error: unknown, [name]: string[]): unknown {
  if (error instanceof Errno || error instanceof OutputError)
    return new ShellError(`${name}: ${error.message}`, 1);
  return error;
}
