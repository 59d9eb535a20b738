// Built-ins that tell or change what a command's name stands for.

import { type Coroutine, X_OK } from '../../../kernel/abi.ts';
import { mayAccess, statIfAny } from '../../../userland/lib/files.ts';
import { print } from '../../../userland/lib/output.ts';
import { DEFAULT_PATH, findCommand } from '../../../userland/lib/run.ts';
import { isReservedWord } from '../parser.ts';
import { getVariable, type Shell } from '../state.ts';
import { complain } from '../tell.ts';
import { switches } from './arguments.ts';
import { isBuiltin, specialBuiltins } from './index.ts';

type Meaning =
  | { is: 'alias'; value: string }
  | { is: 'keyword' | 'function' | 'special' | 'builtin' | 'nothing' }
  | { is: 'program'; path: string };

function* meaningOf(shell: Shell, name: string, path = getVariable(shell, 'PATH')): Coroutine<Meaning> {
  const alias = shell.aliases.get(name);
  if (alias !== undefined) return { is: 'alias', value: alias };
  if (isReservedWord(name) || name === 'in') return { is: 'keyword' };
  if (name in specialBuiltins) return { is: 'special' };
  if (shell.functions.has(name)) return { is: 'function' };
  if (isBuiltin(name)) return { is: 'builtin' };
  const found = yield* findCommand(name, { PATH: path ?? '' });
  if (found === null || !(yield* isExecutable(found))) return { is: 'nothing' };
  return { is: 'program', path: found };
}

export function* builtinType(shell: Shell, argv: string[]): Coroutine<number> {
  let status = 0;
  for (const name of argv.slice(1)) if (!(yield* describe(shell, name))) status = 127;
  return status;
}

function* isExecutable(path: string): Coroutine<boolean> {
  const stat = yield* statIfAny(path);
  return stat?.kind === 'file' && (yield* mayAccess(path, X_OK));
}

function* describe(shell: Shell, name: string, path?: string | null): Coroutine<boolean> {
  const meaning = yield* meaningOf(shell, name, path);
  const text = {
    alias: () => `an alias for ${meaning.is === 'alias' ? meaning.value : ''}`,
    keyword: () => 'a shell keyword',
    function: () => 'a shell function',
    special: () => 'a special shell builtin',
    builtin: () => 'a shell builtin',
    program: () => (meaning.is === 'program' ? meaning.path : ''),
    nothing: () => null,
  }[meaning.is]();
  yield* print(text === null ? `${name}: not found\n` : `${name} is ${text}\n`);
  return text !== null;
}

/**
 * What `command` is to run, if it is not to tell something (simple.ts). `path` is where programs are to be found: not
 * along PATH with -p.
 */
export function commandOperands(argv: readonly string[]): { operands: string[]; path: string | null } | null {
  let at = 0;
  let path: string | null = null;
  while (argv[at] === 'command') {
    at++;
    for (; argv[at] === '-p'; at++) path = DEFAULT_PATH;
    if (argv[at] === '--') at++;
  }
  const operands = argv.slice(at);
  return at === 0 || operands.length === 0 || operands[0]!.startsWith('-') ? null : { operands, path };
}

/** `command -v` and `command -V`: tells what would be run. */
export function* builtinCommand(shell: Shell, argv: string[]): Coroutine<number> {
  const { given, operands } = switches(argv, 'pvV');
  const [name] = operands;
  const path = given.includes('p') ? DEFAULT_PATH : getVariable(shell, 'PATH');
  if (name === undefined) return 0;
  if (!given.includes('v') && !given.includes('V')) return yield* builtinCommand(shell, operands);
  if (given.includes('V')) return (yield* describe(shell, name, path)) ? 0 : 127;
  return yield* tellMeaning(shell, name, path);
}

/** What could be typed to get the same. */
function* tellMeaning(shell: Shell, name: string, path: string | null): Coroutine<number> {
  const meaning = yield* meaningOf(shell, name, path);
  if (meaning.is === 'nothing') return 127;
  const text =
    meaning.is === 'alias'
      ? `alias ${aliasLine(name, meaning.value)}`
      : meaning.is === 'program'
        ? meaning.path
        : name;
  yield* print(`${text}\n`);
  return 0;
}

function aliasLine(name: string, value: string): string {
  return `${name}='${value.replaceAll("'", "'\\''")}'`;
}

export function* builtinAlias(shell: Shell, argv: string[]): Coroutine<number> {
  if (argv.length === 1) {
    const all = [...shell.aliases].sort(([a], [b]) => (a < b ? -1 : 1));
    yield* print(all.map(([name, value]) => `${aliasLine(name, value)}\n`).join(''));
  }
  let status = 0;
  for (const operand of argv.slice(1)) {
    const equals = operand.indexOf('=', 1);
    const name = equals < 0 ? operand : operand.slice(0, equals);
    const value = equals < 0 ? undefined : operand.slice(equals + 1);
    const known = shell.aliases.get(name);
    if (value !== undefined) {
      shell.aliases.set(name, value);
    } else if (known !== undefined) {
      yield* print(`${aliasLine(name, known)}\n`);
    } else {
      yield* complain(shell, `alias: ${name}: not found`);
      status = 1;
    }
  }
  return status;
}

export function* builtinUnalias(shell: Shell, argv: string[]): Coroutine<number> {
  const { given, operands } = switches(argv, 'a');
  if (given.includes('a')) shell.aliases.clear();
  let status = 0;
  for (const name of operands) {
    if (shell.aliases.delete(name)) continue;
    yield* complain(shell, `unalias: ${name}: not found`);
    status = 1;
  }
  return status;
}

/** The paths of programs that the shell remembers. */
export function* builtinHash(shell: Shell, argv: string[]): Coroutine<number> {
  const { given, operands } = switches(argv, 'r');
  if (given.includes('r')) shell.commands.clear();
  else if (operands.length === 0)
    yield* print([...shell.commands.values()].map((path) => `${path}\n`).join(''));
  let status = 0;
  for (const name of operands) {
    const meaning = yield* meaningOf(shell, name);
    if (meaning.is === 'program' && !name.includes('/')) {
      shell.commands.set(name, meaning.path);
    } else if (meaning.is === 'nothing') {
      yield* complain(shell, `hash: ${name}: not found`);
      status = 1;
    }
  }
  return status;
}
