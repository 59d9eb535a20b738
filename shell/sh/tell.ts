// What the shell says on its standard error: messages, and the trace of `set -x`.

import type { Coroutine } from '../../kernel/abi.ts';
import { printError } from '../../userland/lib/output.ts';
import { getVariable, messagePrefix, type Shell } from './state.ts';

export const say = printError;

/** "sh: 3: what is wrong" */
export function* complain(shell: Shell, message: string): Coroutine {
  yield* say(`${messagePrefix(shell)}${message}\n`);
}

/** Prints a command as it is run: `+ name=value word 'another word'`. */
export function* trace(
  shell: Shell,
  assignments: readonly (readonly [name: string, value: string])[],
  argv: readonly string[],
): Coroutine {
  if (!shell.options.has('x')) return;
  const words = [...assignments.map(([name, value]) => `${name}=${quoted(value)}`), ...argv.map(quoted)];
  yield* say(`${getVariable(shell, 'PS4') ?? '+ '}${words.join(' ')}\n`);
}

/** A string as it could be typed to get it back. */
export function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
