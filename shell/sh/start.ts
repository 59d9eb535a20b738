// Starting processes: a program, or a subshell for whatever else a process is to run.
//
// There is no fork here, only spawn. What would happen in the forked child before the program starts (words are
// expanded, files are opened) happens in the shell; whatever would change the shell itself is left to a subshell.

import {
  type Coroutine,
  type Disposition,
  type Env,
  Errno,
  type FileAction,
  type Pid,
  type Signal,
} from '../../kernel/abi.ts';
import { exists } from '../../userland/lib/files.ts';
import { execFile, findCommand, spawnFile } from '../../userland/lib/run.ts';
import { encode } from '../../userland/lib/text.ts';
import { sys } from '../../userland/sys.ts';
import { isBuiltin } from './builtins/index.ts';
import { closeAll } from './descriptors.ts';
import { expandCommand, expandText } from './expand.ts';
import { opensFifo } from './fifo.ts';
import type { JobProcess } from './jobs.ts';
import { needsSubshell } from './needs-subshell.ts';
import { noRedirects, openAll, type Plan } from './redirect.ts';
import { checkWritable, environment, getVariable, messagePrefix, type Shell, ShellError } from './state.ts';
import { spawnSubshell } from './subshell.ts';
import { tellError, trace } from './tell.ts';
import { defaultsOfChild } from './traps.ts';
import type { Command, List, SimpleCommand } from './tree.ts';
import { makeLiteral } from './words.ts';

/** Where a process is to live: its process group (null without job control), its ends of pipes. */
export interface Place {
  pgid: Pid | null; // 0: lead a new one
  foreground: boolean;
  actions: FileAction[];
  beside: boolean; // the shell does something else meanwhile
  defaults: readonly Signal[]; // signals that the shell ignores and the process is not to
}

/** The status of a command for which there is no room among the processes; the same as bash's. */
export const CANNOT_FORK = 254;

/** Starts a command as a process: a stage of a pipeline, or a job in the background. */
export function* startProcess(
  shell: Shell,
  command: Command,
  place: Place,
  text: string,
): Coroutine<JobProcess> {
  if (command.is === 'subshell' && command.redirects.length === 0)
    return yield* startSubshell(shell, command.body, text, place);
  if (
    command.is !== 'simple' ||
    command.words.length === 0 ||
    (yield* mustBeSubshell(shell, command, place))
  ) {
    const inside = command.is === 'subshell' ? { ...command, is: 'group' as const } : command;
    return yield* startSubshell(shell, [{ command: inside, background: false, text }], text, place);
  }
  shell.line = command.line;
  try {
    const argv = yield* expandCommand(shell, command.words);
    if (yield* isProgram(shell, argv[0])) return yield* startProgram(shell, command, argv, place);
    return yield* startExpanded(shell, command, argv, text, place);
  } catch (error) {
    // It is the process that fails, though the shell has done its work.
    if (!(error instanceof ShellError)) throw error;
    yield* tellError(shell, error);
    return failed(error.status);
  }
}

// Built-ins that would do the same as the program of that name in /bin.
const alsoPrograms = ['echo', 'false', 'printf', 'test', 'true'];

function* isProgram(shell: Shell, name: string | undefined): Coroutine<boolean> {
  if (name === undefined || shell.functions.has(name)) return false;
  if (!isBuiltin(name)) return true;
  if (!alsoPrograms.includes(name)) return false;
  return (yield* findCommand(name, { PATH: getVariable(shell, 'PATH') ?? '' })) === `/bin/${name}`;
}

function* mustBeSubshell(shell: Shell, command: SimpleCommand, { beside }: Place): Coroutine<boolean> {
  return needsSubshell(command, beside) || (beside && (yield* opensFifo(shell, command.redirects)));
}

/** Starts a subshell for a command whose words are expanded already, and are not to be expanded twice. */
export function* startExpanded(
  shell: Shell,
  command: SimpleCommand,
  argv: readonly string[],
  text: string,
  place: Place,
): Coroutine<JobProcess> {
  const expanded = { ...command, words: argv.map(makeLiteral) };
  return yield* startSubshell(shell, [{ command: expanded, background: false, text }], text, place);
}

/** Starts a list as a process: a shell like this one, which ends after it. */
export function* startSubshell(shell: Shell, body: List, text: string, place: Place): Coroutine<JobProcess> {
  try {
    const pid = yield* spawnSubshell(shell, body, text, spawnOptions(shell, place, noRedirects));
    return { pid, status: null };
  } catch (error) {
    return failed(yield* notStarted(shell, 'sh', error, noRedirects));
  }
}

/** Starts a program whose words are expanded already. It is searched along PATH, if not told otherwise. */
export function* startProgram(
  shell: Shell,
  { assignments, redirects }: SimpleCommand,
  argv: string[],
  place: Place,
  searched: string | null = null,
): Coroutine<JobProcess> {
  const plan = yield* openAll(shell, redirects);
  try {
    const { path, env } = yield* prepare(shell, assignments, argv, searched);
    const options = { ...spawnOptions(shell, place, plan), env };
    return { pid: yield* spawnFile(path, argv, options), status: null };
  } catch (error) {
    return failed(yield* notStarted(shell, argv[0]!, error, plan));
  } finally {
    yield* closeAll(shell, plan.opened);
  }
}

/**
 * Lets a program take the place of the shell, with the redirections that the shell has. Only if that fails does it
 * return: the status to end with. `prefix` is who says why.
 */
export function* becomeProgram(
  shell: Shell,
  { assignments }: SimpleCommand,
  argv: string[],
  { searched = null as string | null, prefix = '' } = {},
): Coroutine<number> {
  const before: [Signal, Disposition][] = [];
  try {
    const { path, env } = yield* prepare(shell, assignments, argv, searched);
    for (const signal of defaultsOfChild(shell))
      before.push([signal, yield* sys.sigaction(signal, 'default')]);
    yield* execFile(path, argv, env);
    return 0; // not reached: this program is no more
  } catch (error) {
    for (const [signal, action] of before) yield* sys.sigaction(signal, action);
    return yield* notStarted(shell, argv[0]!, error, noRedirects, prefix);
  }
}

/** What there is to do before a program can be started: its environment, its path. */
function* prepare(
  shell: Shell,
  assignments: SimpleCommand['assignments'],
  argv: string[],
  searched: string | null,
): Coroutine<{ path: string; env: Env }> {
  const values: [string, string][] = [];
  for (const { name, value } of assignments) {
    checkWritable(shell, name);
    values.push([name, yield* expandText(shell, value, true)]);
  }
  yield* trace(shell, values, argv);
  const env = { ...environment(shell), ...Object.fromEntries(values) };
  const along = searched ?? env.PATH ?? getVariable(shell, 'PATH') ?? '';
  return { path: yield* findProgram(shell, argv[0]!, along), env };
}

function spawnOptions(shell: Shell, { pgid, foreground, actions, defaults }: Place, plan: Plan) {
  const takesTerminal: FileAction[] =
    foreground && shell.terminal !== null ? [{ is: 'tcsetpgrp', fd: shell.terminal.fd }] : [];
  return {
    actions: [...takesTerminal, ...actions, ...plan.steps],
    ...(pgid === null ? {} : { pgid }),
    defaults: [...defaults],
  };
}

/** The path of a program, remembered until PATH changes. */
function* findProgram(shell: Shell, name: string, path: string): Coroutine<string> {
  const known = shell.commands.get(name);
  if (known !== undefined && path === shell.variables.get('PATH')?.value) return known;
  const found = yield* findCommand(name, { PATH: path });
  if (found === null) throw new Errno('ENOENT');
  if (!name.includes('/') && path === shell.variables.get('PATH')?.value) shell.commands.set(name, found);
  return found;
}

/** Says why there is no such program, and returns the status that the command has for it. */
function* notStarted(shell: Shell, name: string, error: unknown, plan: Plan, prefix = ''): Coroutine<number> {
  if (!(error instanceof Errno)) throw error;
  shell.commands.delete(name);
  const absent = error.code === 'ENOENT';
  // A script that is there, but whose interpreter is not, is not found either.
  const notFound = absent && (!name.includes('/') || (yield* exists(name)));
  const what =
    error.code === 'EAGAIN'
      ? `cannot start ${name}: ${error.message}`
      : `${name}: ${notFound ? 'not found' : error.message}`;
  yield* tellOn(plan, `${messagePrefix(shell)}${prefix}${what}\n`);
  if (error.code === 'EAGAIN') return CANNOT_FORK;
  return absent ? 127 : 126;
}

// The message belongs to where the command's standard error was to go.
function* tellOn({ steps }: Plan, text: string): Coroutine {
  let fd = 2;
  for (const step of steps.toReversed()) {
    if (step.is === 'close' && step.fd === fd) return;
    if (step.is === 'dup' && step.to === fd) fd = step.from;
  }
  try {
    yield* sys.write(fd, encode(text));
  } catch (error) {
    if (!(error instanceof Errno)) throw error;
  }
}

function failed(code: number): JobProcess {
  return { pid: 0, status: { is: 'exited', code } };
}
