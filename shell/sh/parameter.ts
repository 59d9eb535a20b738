// Parameters: what $name stands for, and what ${name:-word} and its kind make of it (XCU 2.6.2).

import type { Coroutine } from '../../kernel/abi.ts';
import { addValue, type Context, expandParts, expandPattern, expandText } from './expand.ts';
import { add, addSplit, closeField, type Fields } from './fields.ts';
import { optionLetters } from './options.ts';
import { isName } from './parameter-syntax.ts';
import { trim } from './pattern.ts';
import { getVariable, isUnset, type Shell, ShellError, setVariable } from './state.ts';
import type { Change, Part } from './tree.ts';

type Parameter = Extract<Part, { is: 'parameter' }>;
type Value = string | readonly string[] | null; // null: not set

export function* expandParameter(
  shell: Shell,
  fields: Fields,
  { name, change }: Parameter,
  context: Context,
): Coroutine {
  const value = lookUp(shell, name);
  if (change?.is === 'default' || change?.is === 'alternative' || change?.is === 'assign') {
    const missing = isMissing(value, change.colon);
    if (change.is === 'alternative' ? !missing : missing && change.is === 'default') {
      return yield* expandParts(shell, fields, change.word.parts, context === 'quotes' ? context : 'value');
    }
    if (change.is === 'alternative') return;
    if (missing) return addValue(fields, yield* assign(shell, name, change), context);
  } else if (change?.is === 'error') {
    yield* check(shell, name, value, change);
  } else if (value === null && shell.options.has('nounset')) {
    throw isUnset(name);
  }
  if (value === null && change?.is !== 'length') return;
  if (change?.is === 'length') addValue(fields, String(lengthOf(value)), context);
  else if (change?.is === 'trim') yield* addTrimmed(shell, fields, { name, change }, value, context);
  else addWhole(shell, fields, name, value, context);
}

/** The value of a parameter; a list for $@ and $*. */
export function lookUp(shell: Shell, name: string): Value {
  switch (name) {
    case '@':
    case '*':
      return shell.args;
    case '#':
      return String(shell.args.length);
    case '?':
      return String(shell.status);
    case '$':
      return String(shell.pid);
    case '!':
      return shell.background === null ? null : String(shell.background);
    case '-':
      return optionLetters(shell.options) + (shell.interactive ? 'i' : '');
    case '0':
      return shell.name;
    case 'LINENO':
      return String(shell.line);
    default:
      if (/^\d/.test(name)) return shell.args[Number(name) - 1] ?? null;
      return getVariable(shell, name);
  }
}

function isMissing(value: Value, emptyToo: boolean): boolean {
  if (value === null || (typeof value !== 'string' && value.length === 0)) return true;
  return emptyToo && (typeof value === 'string' ? value : value.join('')) === '';
}

function lengthOf(value: Value): number {
  if (value === null) return 0;
  return typeof value === 'string' ? Array.from(value).length : value.length;
}

type Worded = Extract<Change, { colon: boolean }>;

function* assign(shell: Shell, name: string, { word }: Worded): Coroutine<string> {
  if (!isName(name)) throw new ShellError(`${name}: bad variable name`);
  const value = yield* expandText(shell, word, true);
  setVariable(shell, name, value);
  return value;
}

function* check(shell: Shell, name: string, value: Value, { colon, word }: Worded): Coroutine {
  if (!isMissing(value, colon)) return;
  const message = yield* expandText(shell, word);
  throw new ShellError(`${name}: ${message || `parameter not set${colon ? ' or null' : ''}`}`);
}

function* addTrimmed(
  shell: Shell,
  fields: Fields,
  { name, change }: { name: string; change: Extract<Change, { is: 'trim' }> },
  value: Value,
  context: Context,
): Coroutine {
  const pattern = yield* expandPattern(shell, change.pattern);
  const cut = (text: string) => trim(text, pattern, change.from, change.longest);
  addWhole(shell, fields, name, typeof value === 'string' ? cut(value) : (value ?? []).map(cut), context);
}

function addWhole(shell: Shell, fields: Fields, name: string, value: Value, context: Context): void {
  if (value === null) return;
  if (typeof value === 'string') addValue(fields, value, context);
  else if (fields.ifs === null || (context === 'quotes' && name === '*'))
    add(fields, value.join(name === '@' ? ' ' : separator(shell)), context === 'quotes');
  else addEach(fields, value, context);
}

// Each argument is a field of its own, or more if it is not quoted.
function addEach(fields: Fields, values: readonly string[], context: Context): void {
  for (const [i, value] of values.entries()) {
    if (i > 0) closeField(fields);
    if (context === 'quotes') add(fields, value, true);
    else addSplit(fields, value);
  }
}

/** What "$*" puts between the arguments: the first character of IFS. */
function separator(shell: Shell): string {
  const ifs = getVariable(shell, 'IFS');
  return ifs === null ? ' ' : (Array.from(ifs)[0] ?? '');
}
