// Telling the user what went wrong, on standard error, as every Unix program does: "cat: notes: No such file or
// directory". The program then goes on with its other operands and ends with a status that is not 0.

import { type Coroutine, Errno, type TrapFrame } from '../../kernel/abi.ts';
import { sys } from '../sys.ts';
import { printError } from './output.ts';

/** Says that a system call failed for `what`. Only an Errno is told; anything else is a bug, and thrown on. */
export function* complain(name: string, what: string, error: unknown): Coroutine {
  if (!(error instanceof Errno)) throw error;
  yield* warn(name, `${what}: ${error.message}`);
}

/** Makes a system call; if it fails, says so and returns null. */
export function* attempt<T>(
  name: string,
  what: string,
  call: Iterable<TrapFrame, T, unknown>,
): Coroutine<T | null> {
  try {
    return yield* call;
  } catch (error) {
    yield* complain(name, what, error);
    return null;
  }
}

/** Prints "name: message" on standard error. */
export function* warn(name: string, message: string): Coroutine {
  yield* printError(`${name}: ${message}\n`);
}

/** Says what is wrong and ends the program. */
export function* fail(name: string, message: string, status = 1): Coroutine<never> {
  yield* warn(name, message);
  return yield* exit(status);
}

export function* exit(status: number): Coroutine<never> {
  for (;;) yield* sys.exit(status);
}

// What a shell would not take as part of a word; some only at its start, or alone.
const SPECIAL = /^$|[\s!"$&'()*;<=>?[\\^`|\x00-\x1f\x7f-\x9f\ud800-\udfff]|^[#~]|^[{}]$/u;

/** A name as a shell would want it typed: quoted, but only if it has to be. */
export function quoteIfNeeded(name: string): string {
  return SPECIAL.test(name) ? quote(name) : name;
}

/** A name in quotes; what cannot be seen is written as $'\n'. */
export function quote(name: string): string {
  if (/[\x00-\x1f\x7f-\x9f\ud800-\udfff]/u.test(name)) return quoteControls(name);
  return name.includes("'") && !/["$`\\]/.test(name) ? `"${name}"` : `'${name.replaceAll("'", "'\\''")}'`;
}

function quoteControls(name: string): string {
  const parts = name.match(/[^\x00-\x1f\x7f-\x9f\udc80-\udcff]+|[\x00-\x1f\x7f-\x9f\udc80-\udcff]+/gu) ?? [];
  const quoted = parts.map((part) => {
    if (!/^[\x00-\x1f\x7f-\x9f\udc80-\udcff]/.test(part)) return `'${part.replaceAll("'", "'\\''")}'`;
    return `$'${Array.from(part, escapeControl).join('')}'`;
  });
  return `${quoted[0]?.startsWith('$') ? "''" : ''}${quoted.join('')}`;
}

function escapeControl(c: string): string {
  const named = '\x07a\bb\tt\nn\vv\ff\rr'.indexOf(c);
  if (named >= 0) return `\\${'\x07a\bb\tt\nn\vv\ff\rr'[named + 1]}`;
  return `\\${(c.charCodeAt(0) & 0xff).toString(8).padStart(3, '0')}`;
}
