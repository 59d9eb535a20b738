// `getopts`: the options of a script, one at each call (XCU 3, getopts).
//
// OPTIND is the argument to look at next. Where in it, if options are clustered as in -ab, only the shell knows.

import type { Coroutine } from '../../../kernel/abi.ts';
import { isName } from '../parameter-syntax.ts';
import { getVariable, type Shell, ShellError, setVariable } from '../state.ts';
import { complain } from '../tell.ts';

/** Argument `index`, counted from 1, and the character in it. */
export interface OptionPlace {
  index: number;
  offset: number;
}

interface Found {
  next: OptionPlace;
  name: string; // the option, '?' or ':' for a wrong one, '' after the last
  argument: string | null;
  complaint: string | null;
}

export function* builtinGetopts(shell: Shell, argv: string[]): Coroutine<number> {
  const [, letters, name, ...given] = argv;
  if (letters === undefined || name === undefined || !isName(name))
    throw new ShellError('getopts: usage: getopts OPTSTRING NAME [ARG...]');
  const index = Math.max(1, Number.parseInt(getVariable(shell, 'OPTIND') ?? '1', 10) || 1);
  const offset = index === shell.option.index ? shell.option.offset : 1;
  const found = nextOption(letters, given.length > 0 ? given : shell.args, { index, offset });
  shell.option = found.next;
  setVariable(shell, 'OPTIND', String(found.next.index));
  setVariable(shell, name, found.name || '?');
  if (found.argument === null) shell.variables.delete('OPTARG');
  else setVariable(shell, 'OPTARG', found.argument);
  if (found.complaint !== null) yield* complain(shell, found.complaint);
  return found.name === '' ? 1 : 0;
}

export function nextOption(letters: string, args: readonly string[], { index, offset }: OptionPlace): Found {
  const arg = args[index - 1];
  const after = { index: index + 1, offset: 1 };
  if (arg === '--') return { next: after, name: '', argument: null, complaint: null };
  if (arg === undefined || !/^-./.test(arg))
    return { next: { index, offset: 1 }, name: '', argument: null, complaint: null };

  const quiet = letters.startsWith(':');
  const letter = arg[offset] ?? '';
  const next = offset + 1 < arg.length ? { index, offset: offset + 1 } : after;
  const at = letter === ':' ? -1 : letters.indexOf(letter, quiet ? 1 : 0);
  if (at < 0) return failed(quiet, '?', letter, next, `illegal option -- ${letter}`);
  if (letters[at + 1] !== ':') return { next, name: letter, argument: null, complaint: null };
  if (next === after && args[index] === undefined)
    return failed(quiet, quiet ? ':' : '?', letter, after, `option requires an argument -- ${letter}`);
  if (next !== after) return { next: after, name: letter, argument: arg.slice(offset + 1), complaint: null };
  return { next: { index: index + 2, offset: 1 }, name: letter, argument: args[index]!, complaint: null };
}

// With a colon in front of the letters the script itself wants to tell the user.
function failed(quiet: boolean, name: string, letter: string, next: OptionPlace, complaint: string): Found {
  return quiet
    ? { next, name, argument: letter, complaint: null }
    : { next, name, argument: null, complaint };
}
