// Running other programs, for those that take a command as their operands: env, nice, time, find -exec.
//
//     return yield* execCommand('nice', ['sleep', '5'], env);       in the place of this program
//     const started = yield* startCommand('time', words, env);      beside it
//
// It fails as POSIX wants it: 127 if there is no such command, 126 if it cannot be started; both are told. Who waits
// for `nice make` cannot tell it from `make`; nor who waits for `time make`, which ends as its command did (endAs).

import {
  type Coroutine,
  type Env,
  Errno,
  O_RDONLY,
  type Pid,
  type SpawnOptions,
  signalNumber,
  type Trap,
  type WaitStatus,
  X_OK,
} from '../../kernel/abi.ts';
import { sys } from '../sys.ts';
import { warn } from './errors.ts';
import { mayAccess, statIfAny } from './files.ts';
import { join } from './paths.ts';
import { raise } from './signals.ts';
import { decode } from './text.ts';

export const DEFAULT_PATH = '/bin';

const HEAD = 256; // bytes of a file in which #! and its interpreter are looked for, as Linux does
const INTERPRETERS = 5; // that are scripts for another one

/** Lets a command take the place of this program. If that fails, it says why and returns the status to end with. */
export function* execCommand(name: string, argv: string[], env: Env): Coroutine<number> {
  try {
    yield* execFile(yield* pathOf(argv, env), argv, env);
    return 0; // not reached: this program is no more
  } catch (error) {
    return yield* notStarted(name, argv, error);
  }
}

/** Starts a command. If that fails, it says why and returns the status to end with. */
export function* startCommand(
  name: string,
  argv: string[],
  env: Env,
  options: SpawnOptions = {},
): Coroutine<{ pid: Pid } | { status: number }> {
  try {
    return { pid: yield* spawnFile(yield* pathOf(argv, env), argv, { ...options, env }) };
  } catch (error) {
    return { status: yield* notStarted(name, argv, error) };
  }
}

function* pathOf([command = '']: readonly string[], env: Env): Coroutine<string> {
  const path = yield* findCommand(command, env);
  if (path === null) throw new Errno('ENOENT');
  return path;
}

function* notStarted(name: string, [command = '']: readonly string[], error: unknown): Coroutine<number> {
  if (!(error instanceof Errno)) throw error;
  yield* warn(name, `'${command}': ${error.message}`);
  return error.code === 'ENOENT' ? 127 : 126;
}

/** The path of the program that a command's name stands for; a name with a slash stands for itself. */
export function* findCommand(command: string, env: Env): Coroutine<string | null> {
  if (command.includes('/')) return command;
  const found = (yield* findCommands(command, env)).at(0);
  return found ?? (yield* findDenied(command, env));
}

/** A file of that name that may not be run: whoever tries is told so, and not that there is none. */
function* findDenied(command: string, env: Env): Coroutine<string | null> {
  for (const path of pathsOf(command, env)) if ((yield* statIfAny(path))?.kind === 'file') return path;
  return null;
}

function pathsOf(command: string, env: Env): string[] {
  if (command === '') return [];
  return (env.PATH ?? DEFAULT_PATH)
    .split(':')
    .map((directory) => join(directory === '' ? '.' : directory, command));
}

/** All executable files of that name along PATH, in its order. */
export function* findCommands(command: string, env: Env): Coroutine<string[]> {
  const found: string[] = [];
  for (const path of pathsOf(command, env)) {
    const stat = yield* statIfAny(path);
    if (stat?.kind !== 'file' || !(stat.mode & 0o111)) continue;
    if ((stat.mode & 0o111) === 0o111 || (yield* mayAccess(path, X_OK))) found.push(path);
  }
  return found;
}

/** Starts the program or script in a file. */
export function* spawnFile(path: string, argv: string[], options: SpawnOptions): Coroutine<Pid> {
  return yield* load(path, argv, (program, words) => sys.spawn(program, words, options));
}

/** Lets the program or script in a file take the place of this program. Returns only by failing. */
export function* execFile(path: string, argv: string[], env: Env): Coroutine {
  yield* load(path, argv, (program, words) => sys.execve(program, words, env));
}

/**
 * Loads the program in a file. An executable file that is no program is a script: for the interpreter that its first
 * line names after #!, as with execve(2), or for the shell, as with execvp(3).
 */
function* load<T>(path: string, argv: string[], loader: Loader<T>, nesting = 0): Coroutine<T> {
  try {
    return yield* loader(path, argv);
  } catch (error) {
    if (!(error instanceof Errno) || error.code !== 'ENOEXEC') throw error;
    const head = yield* readHead(path);
    if (head.includes('\0')) throw error;
    if (nesting === INTERPRETERS) throw new Errno('ELOOP');
    const [, interpreter, argument] = /^#![ \t]*([^ \t\n]+)[ \t]*(.*)/.exec(head) ?? [];
    if (interpreter === undefined) return yield* loader('/bin/sh', ['sh', path, ...argv.slice(1)]);
    const words = [interpreter, ...(argument ? [argument.trimEnd()] : []), path, ...argv.slice(1)];
    return yield* load(interpreter, words, loader, nesting + 1);
  }
}

type Loader<T> = (path: string, argv: string[]) => Trap<T>;

function* readHead(path: string): Coroutine<string> {
  const fd = yield* sys.open(path, O_RDONLY);
  const head = yield* sys.read(fd, HEAD);
  yield* sys.close(fd);
  return decode(head);
}

export function* waitFor(pid: Pid): Coroutine<WaitStatus> {
  const { status } = yield* sys.waitpid(pid);
  return status as WaitStatus; // it is null after WNOHANG only
}

/** Ends as a child did: returns the exit status to return, or dies of the signal that killed the child. */
export function* endAs(status: WaitStatus): Coroutine<number> {
  if (status.is === 'killed') {
    if (status.signal !== 'SIGKILL') yield* sys.sigaction(status.signal, 'default');
    yield* raise(status.signal);
  }
  return exitStatus(status);
}

/** The status as a shell has it in $?: that of exit, or 128 and the number of the signal. */
export function exitStatus(status: WaitStatus): number {
  if (status.is === 'exited') return status.code;
  return status.is === 'continued' ? 0 : 128 + signalNumber(status.signal);
}
