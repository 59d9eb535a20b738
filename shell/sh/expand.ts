// The expansion of words, in the order of XCU 2.6: tilde; parameters, commands and arithmetic, from left to right;
// field splitting (fields.ts); file names (glob.ts); and quotes are gone with the parts that held them.
//
//     const argv = yield* expandCommand(shell, words)   the words of a command
//     const value = yield* expandText(shell, word)      one string: an assignment, the target of a redirection
//     const pattern = yield* expandPattern(shell, word) where * is to match: `case`, ${name#pattern}

import type { Coroutine } from '../../kernel/abi.ts';
import { evaluate } from './arithmetic.ts';
import { parseArithmetic } from './arithmetic-syntax.ts';
import { add, addSplit, charactersOf, type Field, type Fields, finish, newFields, textOf } from './fields.ts';
import { glob } from './glob.ts';
import { ArithmeticError } from './operators.ts';
import { expandParameter, isUnset } from './parameter.ts';
import { compile, type Pattern } from './pattern.ts';
import { getVariable, type Shell, ShellError, setVariable } from './state.ts';
import { substitute } from './substitute.ts';
import { expandTildes } from './tilde.ts';
import type { Part, Word } from './tree.ts';

/** The words of a command. After `export` and its like NAME=value is an assignment: it is not split. */
export function* expandCommand(shell: Shell, words: readonly Word[]): Coroutine<string[]> {
  const name = words.find(({ literal }) => literal !== 'command')?.literal ?? '';
  if (!['export', 'readonly', 'local'].includes(name)) return yield* expandFields(shell, words);
  const all: string[] = [];
  for (const word of words) {
    const [first] = word.parts;
    const assigns = first?.is === 'text' && /^[A-Za-z_]\w*=/.test(first.text);
    if (assigns) all.push(yield* expandText(shell, word, true));
    else yield* expandWord(shell, word, all);
  }
  return all;
}

export function* expandFields(shell: Shell, words: readonly Word[]): Coroutine<string[]> {
  const all: string[] = [];
  for (const word of words) {
    if (word.literal !== null) all.push(word.literal);
    else yield* expandWord(shell, word, all);
  }
  return all;
}

function* expandWord(shell: Shell, word: Word, all: string[]): Coroutine {
  const fields = newFields(getVariable(shell, 'IFS') ?? ' \t\n');
  yield* expandParts(shell, fields, yield* expandTildes(shell, word.parts, false), 'word');
  for (const field of finish(fields)) yield* expandNames(shell, field, all);
}

function* expandNames(shell: Shell, field: Field, all: string[]): Coroutine {
  const special = field.some(({ text, quoted }) => !quoted && /[*?[]/.test(text));
  const names = special && !shell.options.has('noglob') ? yield* glob(charactersOf(field)) : [];
  if (names.length > 0) all.push(...names);
  else all.push(textOf(field));
}

/** One string, neither split nor matched with file names. `assigned` text may have tildes after colons too. */
export function* expandText(shell: Shell, word: Word, assigned = false): Coroutine<string> {
  if (word.literal !== null) return word.literal;
  const field = yield* expandOne(shell, yield* expandTildes(shell, word.parts, assigned));
  return textOf(field);
}

export function* expandPattern(shell: Shell, word: Word): Coroutine<Pattern> {
  return compile(charactersOf(yield* expandOne(shell, yield* expandTildes(shell, word.parts, false))));
}

function* expandOne(shell: Shell, parts: readonly Part[]): Coroutine<Field> {
  const fields = newFields(null);
  yield* expandParts(shell, fields, parts, 'word');
  return finish(fields)[0] ?? [];
}

/** Where parts stand: in a word, in quotes, or in the word of ${name:-word}, which is split as a value would be. */
export type Context = 'word' | 'quotes' | 'value';

export function* expandParts(
  shell: Shell,
  fields: Fields,
  parts: readonly Part[],
  context: Context,
): Coroutine {
  for (const part of parts) {
    switch (part.is) {
      case 'text':
        if (context === 'value') addSplit(fields, part.text);
        else add(fields, part.text, context === 'quotes');
        break;
      case 'quoted':
        add(fields, part.text, true);
        break;
      case 'double':
        if (!vanishes(shell, part.parts)) add(fields, '', true);
        yield* expandParts(shell, fields, part.parts, 'quotes');
        break;
      case 'parameter':
        yield* expandParameter(shell, fields, part, context);
        break;
      case 'command':
        addValue(fields, yield* substitute(shell, part.body, part.text), context);
        break;
      case 'arithmetic':
        addValue(fields, yield* expandArithmetic(shell, part.parts), context);
        break;
      default:
        part satisfies never;
    }
  }
}

/** Adds the result of an expansion: in quotes as it is, else to be split. */
export function addValue(fields: Fields, value: string, context: Context): void {
  if (context === 'quotes') add(fields, value, true);
  else addSplit(fields, value);
}

// "$@" without any arguments is no field at all, unlike "".
function vanishes(shell: Shell, parts: readonly Part[]): boolean {
  const onlyArguments = (part: Part) => part.is === 'parameter' && part.name === '@' && part.change === null;
  return shell.args.length === 0 && parts.length > 0 && parts.every(onlyArguments);
}

function* expandArithmetic(shell: Shell, parts: readonly Part[]): Coroutine<string> {
  const text = textOf(yield* expandOne(shell, parts));
  try {
    const variables = {
      get: (name: string) => {
        const value = getVariable(shell, name);
        if (value === null && shell.options.has('nounset')) throw isUnset(name);
        return value ?? '';
      },
      set: (name: string, value: string) => setVariable(shell, name, value),
    };
    return String(evaluate(parseArithmetic(text), variables));
  } catch (error) {
    if (!(error instanceof ArithmeticError)) throw error;
    throw new ShellError(`arithmetic expression: ${error.message}: "${text}"`);
  }
}
