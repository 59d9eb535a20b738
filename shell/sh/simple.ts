// Simple commands: assignments, redirections, and words of which the first says what to run (XCU 2.9.1): a special
// built-in, a function, a built-in, or a program.

import type { Coroutine } from '../../kernel/abi.ts';
import { OutputError } from '../../userland/lib/output.ts';
import { sys } from '../../userland/sys.ts';
import { type Builtin, builtins, specialBuiltins } from './builtins/index.ts';
import { expandFields, expandText } from './expand.ts';
import { addJob, waitInForeground } from './jobs.ts';
import { foregroundPlace } from './pipeline.ts';
import { carryOut, forget, openAll, RedirectError, type Saved, undo, withRedirects } from './redirect.ts';
import { run } from './run.ts';
import { startProgram } from './start.ts';
import { type Shell, ShellError, setVariable, type Variable } from './state.ts';
import { complain, trace } from './tell.ts';
import type { Assignment, Command, SimpleCommand } from './tree.ts';

const MAX_CALLS = 10_000; // functions inside of functions

export function* runSimple(shell: Shell, command: SimpleCommand): Coroutine<number> {
  shell.line = command.line;
  shell.substitution = null;
  try {
    const argv = yield* expandFields(shell, command.words);
    if (argv.length > 0) return yield* runWords(shell, command, argv);
    yield* withRedirects(shell, command.redirects, () => assign(shell, command.assignments, []));
    return shell.substitution ?? 0;
  } catch (error) {
    if (!(error instanceof RedirectError)) throw error;
    yield* complain(shell, error.message);
    return error.status;
  }
}

/** Runs a command whose words are expanded. `functions` says whether it may be one. */
export function* runWords(
  shell: Shell,
  command: SimpleCommand,
  argv: string[],
  functions = true,
): Coroutine<number> {
  const name = argv[0]!;
  const special = functions ? specialBuiltins[name] : undefined;
  if (special !== undefined) return yield* runSpecial(shell, command, special, argv);
  const body = functions ? shell.functions.get(name) : undefined;
  const builtin = builtins[name] ?? specialBuiltins[name];
  if (body === undefined && builtin === undefined) return yield* runProgram(shell, command, argv);
  return yield* withRedirects(shell, command.redirects, () =>
    withAssignments(shell, command.assignments, argv, () =>
      body === undefined ? runBuiltin(shell, builtin!, argv, command) : callFunction(shell, body, argv),
    ),
  );
}

/** Runs a program in the foreground, as a job. */
function* runProgram(shell: Shell, command: SimpleCommand, argv: string[]): Coroutine<number> {
  const process = yield* startProgram(shell, command, argv, foregroundPlace(shell));
  const pgid = shell.terminal === null ? 0 : process.pid;
  return yield* waitInForeground(shell, addJob(shell, command.text, pgid, [process]));
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
  } catch (error) {
    if (error instanceof OutputError) yield* complain(shell, `${argv[0]}: ${error.message}`);
    else if (error instanceof ShellError) yield* complain(shell, error.message);
    else throw error;
    return error instanceof ShellError ? error.status : 1;
  }
}

function* callFunction(shell: Shell, body: Command, argv: string[]): Coroutine<number> {
  if (shell.locals.length >= MAX_CALLS) throw new ShellError(`${argv[0]}: functions are nested too deep`);
  const { args, loops } = shell;
  const hidden = new Map<string, Variable | null>();
  shell.args = argv.slice(1);
  shell.loops = 0;
  shell.locals.push(hidden);
  try {
    const status = yield* sys.call(run(shell, body));
    const { unwinding } = shell;
    shell.unwinding = null;
    return unwinding?.is === 'return' ? unwinding.status : status;
  } finally {
    shell.locals.pop();
    restore(shell, hidden);
    Object.assign(shell, { args, loops });
  }
}

/** Assigns, for good; tells the trace, in which `argv` follows. */
function* assign(shell: Shell, assignments: readonly Assignment[], argv: readonly string[]): Coroutine {
  const values: [string, string][] = [];
  for (const { name, value } of assignments) {
    const text = yield* expandText(shell, value, true);
    setVariable(shell, name, text);
    values.push([name, text]);
  }
  yield* trace(shell, values, argv);
}

/** Assigns for the time that `body` takes. */
function* withAssignments(
  shell: Shell,
  assignments: readonly Assignment[],
  argv: readonly string[],
  body: () => Coroutine<number>,
): Coroutine<number> {
  if (assignments.length === 0) {
    yield* trace(shell, [], argv);
    return yield* body();
  }
  const before = new Map<string, Variable | null>();
  for (const { name } of assignments) {
    const variable = shell.variables.get(name);
    before.set(name, variable ?? null);
    if (variable) shell.variables.set(name, { ...variable, exported: true });
  }
  try {
    yield* assign(shell, assignments, argv);
    for (const { name } of assignments) shell.variables.get(name)!.exported = true;
    return yield* body();
  } finally {
    restore(shell, before);
  }
}

function restore(shell: Shell, before: ReadonlyMap<string, Variable | null>): void {
  for (const [name, variable] of before) {
    if (variable === null) shell.variables.delete(name);
    else shell.variables.set(name, variable);
    if (name === 'PATH') shell.commands.clear();
  }
}
