// Built-ins on the working directory and the mask for new files.

import { type Coroutine, Errno } from '../../../kernel/abi.ts';
import { isDirectory } from '../../../userland/lib/files.ts';
import { getUmask, parseMode, symbolicMode } from '../../../userland/lib/mode.ts';
import { print } from '../../../userland/lib/output.ts';
import { join, normalize } from '../../../userland/lib/paths.ts';
import { sys } from '../../../userland/sys.ts';
import { getVariable, type Shell, ShellError, setVariable } from '../state.ts';
import { switches } from './arguments.ts';

/** With -L, the default, `..` goes back the way one came, also through a symbolic link. */
export function* builtinCd(shell: Shell, argv: string[]): Coroutine<number> {
  const { given, operands } = switches(argv, 'LP');
  const [operand = getVariable(shell, 'HOME')] = operands;
  if (operands.length > 1) throw new ShellError('cd: too many arguments');
  if (operand === null) throw new ShellError('cd: HOME not set');
  const target = operand === '-' ? getVariable(shell, 'OLDPWD') : operand;
  if (target === null) throw new ShellError('cd: OLDPWD not set');

  const physical = given.at(-1) === 'P';
  const before = getVariable(shell, 'PWD') ?? (yield* sys.getcwd());
  const found = yield* alongCdPath(shell, target);
  const path = physical ? found : normalize(join(before, found));
  try {
    if (!physical) yield* checkNames(before, found);
    yield* sys.chdir(path);
  } catch (error) {
    if (!(error instanceof Errno)) throw error;
    throw new ShellError(`cd: ${target}: ${error.message}`);
  }
  setVariable(shell, 'OLDPWD', before);
  setVariable(shell, 'PWD', physical ? yield* sys.getcwd() : path);
  if (operand === '-' || found !== target) yield* print(`${getVariable(shell, 'PWD')}\n`);
  return 0;
}

// In a/../b there must be an a. But '../b' asks nothing of the directory one is in: it may be gone.
function* checkNames(before: string, path: string): Coroutine {
  const [up = ''] = /^(\.\.?(\/+|$))*/.exec(path) ?? [];
  yield* sys.stat(join(normalize(join(before, up)), path.slice(up.length)) || '/');
}

/** The first directory of that name below those in CDPATH; as given, if it is in none, or says where it is. */
function* alongCdPath(shell: Shell, target: string): Coroutine<string> {
  const path = getVariable(shell, 'CDPATH') ?? '';
  if (path === '' || /^\.{0,2}(\/|$)/.test(target)) return target;
  for (const directory of path.split(':')) {
    const candidate = directory === '' ? target : join(directory, target);
    if (yield* isDirectory(candidate)) return candidate;
  }
  return target;
}

export function* builtinPwd(shell: Shell, argv: string[]): Coroutine<number> {
  const { given } = switches(argv, 'LP');
  const logical = given.at(-1) === 'P' ? null : getVariable(shell, 'PWD');
  yield* print(`${logical ?? (yield* sys.getcwd())}\n`);
  return 0;
}

/** A number says what new files do not get; a symbolic mode, and what -S prints, what they may get. */
export function* builtinUmask(_shell: Shell, argv: string[]): Coroutine<number> {
  const { given, operands } = switches(argv, 'S');
  const [mode] = operands;
  const before = yield* getUmask();
  if (mode === undefined) {
    const text = given.length > 0 ? symbolicMode(~before) : before.toString(8).padStart(4, '0');
    yield* print(`${text}\n`);
    return 0;
  }
  const change = parseMode(mode, 0);
  if (change === null) throw new ShellError(`umask: Illegal mode: ${mode}`);
  yield* sys.umask(/^\d/.test(mode) ? change(0, false) & 0o777 : ~change(~before & 0o777, false) & 0o777);
  return 0;
}
