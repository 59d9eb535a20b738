// What the shell says on its standard error: messages, and the trace of `set -x`.

import type { Coroutine } from '../../kernel/abi.ts';
import { quote } from '../../userland/lib/errors.ts';
import { printError } from '../../userland/lib/output.ts';
import { expandPrompt } from './prompt.ts';
import { getVariable, messagePrefix, type Shell, type ShellError } from './state.ts';

export const say = printError;

/** "sh: 3: what is wrong" */
export function* complain(shell: Shell, message: string): Coroutine {
  yield* say(`${messagePrefix(shell)}${message}\n`);
}

/** Tells an error once, however often it is caught on its way: where it happened standard error may be elsewhere. */
export function* tellError(shell: Shell, error: ShellError): Coroutine {
  if (!error.told) yield* complain(shell, error.message);
  error.told = true;
}

/** Prints a command as it is run: `+ name=value word 'another word'`. */
export function* trace(
  shell: Shell,
  assignments: readonly (readonly [name: string, value: string])[],
  argv: readonly string[],
  prefix: string | null = null,
): Coroutine {
  if (!shell.options.has('xtrace')) return;
  const words = [...assignments.map(([name, value]) => `${name}=${quoted(value)}`), ...argv.map(quoted)];
  yield* say(`${prefix ?? (yield* tracePrefix(shell))}${words.join(' ')}\n`);
}

/** What stands in front of a traced command. */
export function* tracePrefix(shell: Shell): Coroutine<string> {
  return yield* expandPrompt(shell, getVariable(shell, 'PS4') ?? '');
}

/** A string as it could be typed to get it back. */
export function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : singleQuoted(text);
}

/** In quotes, and on one line. */
export function singleQuoted(text: string): string {
  if (/[\x00-\x1f\x7f]/.test(text)) return quote(text);
  return `'${text.replaceAll("'", "'\\''")}'`;
}
