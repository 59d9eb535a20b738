// Built-ins on variables, positional parameters and options.

import type { Coroutine } from '../../../kernel/abi.ts';
import { print } from '../../../userland/lib/output.ts';
import { findOption, optionNames } from '../options.ts';
import { isName } from '../parameter-syntax.ts';
import { type Shell, ShellError, setVariable, unsetVariable, type Variable } from '../state.ts';
import { singleQuoted } from '../tell.ts';
import { parseCount, switches } from './arguments.ts';

export function* builtinExport(shell: Shell, argv: string[]): Coroutine<number> {
  return yield* mark(shell, argv, 'exported');
}

export function* builtinReadonly(shell: Shell, argv: string[]): Coroutine<number> {
  return yield* mark(shell, argv, 'readonly');
}

/** NAME or NAME=value, each of which gets the attribute. */
function* mark(shell: Shell, argv: string[], attribute: 'exported' | 'readonly'): Coroutine<number> {
  const { operands } = switches(argv, 'p');
  const command = argv[0]!;
  if (operands.length === 0) {
    const marked = sorted(shell).filter(([, variable]) => variable[attribute]);
    yield* print(marked.map(([name, { value }]) => `${command} ${assignment(name, value)}\n`).join(''));
  }
  for (const operand of operands) {
    const { name, value } = splitAssignment(command, operand);
    if (value !== null) setVariable(shell, name, value);
    variableOf(shell, name)[attribute] = true;
  }
  return 0;
}

function splitAssignment(command: string, text: string): { name: string; value: string | null } {
  const equals = text.indexOf('=');
  const name = equals < 0 ? text : text.slice(0, equals);
  if (!isName(name)) throw new ShellError(`${command}: ${name}: bad variable name`);
  return { name, value: equals < 0 ? null : text.slice(equals + 1) };
}

function variableOf(shell: Shell, name: string): Variable {
  const variable = shell.variables.get(name) ?? { value: null, exported: false, readonly: false };
  shell.variables.set(name, variable);
  return variable;
}

function sorted(shell: Shell): [string, Variable][] {
  return [...shell.variables].sort(([a], [b]) => (a < b ? -1 : 1));
}

function assignment(name: string, value: string | null): string {
  return value === null ? name : `${name}=${singleQuoted(value)}`;
}

export function* builtinUnset(shell: Shell, argv: string[]): Coroutine<number> {
  const { given, operands } = switches(argv, 'fv');
  for (const name of operands) {
    if (given.includes('f')) shell.functions.delete(name);
    else if (!isName(name)) throw new ShellError(`unset: ${name}: bad variable name`);
    else unsetVariable(shell, name);
  }
  return 0;
}

/** Hides variables until the function returns. */
export function* builtinLocal(shell: Shell, argv: string[]): Coroutine<number> {
  const hidden = shell.locals.at(-1);
  if (hidden === undefined) throw new ShellError('local: not in a function');
  for (const operand of argv.slice(1)) {
    const { name, value } = splitAssignment('local', operand);
    const variable = shell.variables.get(name) ?? null;
    if (!hidden.has(name)) hidden.set(name, variable);
    if (variable !== null) shell.variables.set(name, { ...variable });
    if (value !== null) setVariable(shell, name, value);
  }
  return 0;
}

export function* builtinShift(shell: Shell, [, count = '1']: string[]): Coroutine<number> {
  const places = parseCount('shift', count);
  if (places > shell.args.length) throw new ShellError("shift: can't shift that many");
  shell.args = shell.args.slice(places);
  return 0;
}

export function* builtinSet(shell: Shell, argv: string[]): Coroutine<number> {
  if (argv.length === 1) {
    const set = sorted(shell).filter(([, { value }]) => value !== null);
    yield* print(set.map(([name, { value }]) => `${assignment(name, value)}\n`).join(''));
    return 0;
  }
  const rest = yield* setOptions(shell, argv.slice(1));
  if (rest !== null) shell.args = rest;
  return 0;
}

/** Sets the options in front of the arguments; returns the arguments, null if there are none to be set. */
export function* setOptions(shell: Shell, args: readonly string[]): Coroutine<string[] | null> {
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!;
    if (arg === '--') return args.slice(i + 1);
    if (arg === '-') {
      shell.options.delete('verbose');
      shell.options.delete('xtrace');
      return args.length > i + 1 ? args.slice(i + 1) : null;
    }
    if (!/^[-+]/.test(arg)) return args.slice(i);
    const on = arg.startsWith('-');
    for (const letter of arg.slice(1)) {
      if (letter !== 'o') setOption(shell, letter, on, arg);
      else if (args[i + 1] === undefined) yield* print(optionList(shell, on));
      else setOption(shell, args[++i]!, on, `${arg} ${args[i]}`);
    }
  }
  return null;
}

function setOption(shell: Shell, text: string, on: boolean, given: string): void {
  const name = findOption(text);
  if (name === null) throw new ShellError(`set: Illegal option ${given}`);
  if (on) shell.options.add(name);
  else shell.options.delete(name);
}

function optionList(shell: Shell, readable: boolean): string {
  const lines = optionNames.map((name) => {
    const on = shell.options.has(name);
    return readable ? `${name.padEnd(15)} ${on ? 'on' : 'off'}` : `set ${on ? '-' : '+'}o ${name}`;
  });
  return `${readable ? 'Current option settings\n' : ''}${lines.join('\n')}\n`;
}
