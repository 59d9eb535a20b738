// The expansion of words, in the order of XCU 2.6: tilde; parameters, commands and arithmetic, from left to right;
// field splitting (fields.ts); file names (glob.ts); and quotes are gone with the parts that held them.
//
//     const argv = yield* expandCommand(shell, words)   the words of a command
//     const value = yield* expandText(shell, word)      one string: an assignment, the target of a redirection
//     const pattern = yield* expandPattern(shell, word) where * is to match: `case`, ${name#pattern}

import type { Coroutine } from '../../kernel/abi.ts';
import { add, addSplit, charactersOf, type Field, type Fields, finish, newFields, textOf } from './fields.ts';
import { glob } from './glob.ts';
import { expandParameter } from './parameter.ts';
import { compile, isPattern, type Pattern } from './pattern.ts';
import { computed, DEFAULT_IFS, quickField, quickText } from './quick.ts';
import { getVariable, type Shell } from './state.ts';
import { substitute } from './substitute.ts';
import { expandTildes } from './tilde.ts';
import type { Assignment, Part, Word } from './tree.ts';
import { assignmentOf } from './words.ts';

/** The words of a command. After `export` and its like NAME=value is an assignment: it is not split. */
export function* expandCommand(shell: Shell, words: readonly Word[]): Coroutine<string[]> {
  const declares = declaresVariables(words);
  const all: string[] = [];
  for (const word of words) {
    const quick = quickField(shell, word);
    const assignment = declares && quick === null ? assignmentOf(word) : null;
    if (quick !== null) all.push(quick);
    else if (assignment !== null) all.push(yield* expandAssignment(shell, assignment));
    else yield* expandWord(shell, word, all);
  }
  return all;
}

function declaresVariables(words: readonly Word[]): boolean {
  const name = words.find(({ literal }) => literal !== 'command')?.literal;
  return name === 'export' || name === 'readonly' || name === 'local';
}

function* expandAssignment(shell: Shell, { name, value }: Assignment): Coroutine<string> {
  return `${name}=${yield* expandText(shell, value, true)}`;
}

function* expandWord(shell: Shell, word: Word, all: string[]): Coroutine {
  const fields = newFields(getVariable(shell, 'IFS') ?? DEFAULT_IFS);
  yield* expandParts(shell, fields, yield* expandTildes(shell, word.parts, false), 'word');
  for (const field of finish(fields)) yield* expandNames(shell, field, all);
}

function* expandNames(shell: Shell, field: Field, all: string[]): Coroutine {
  const unquoted = field.map(({ text, quoted }) => (quoted ? '' : text)).join('');
  const names = isPattern(unquoted) && !shell.options.has('noglob') ? yield* glob(charactersOf(field)) : [];
  if (names.length > 0) all.push(...names);
  else all.push(textOf(field));
}

/** One string, neither split nor matched with file names. `assigned` text may have tildes after colons too. */
export function* expandText(shell: Shell, word: Word, assigned = false): Coroutine<string> {
  const quick = quickText(shell, word);
  if (quick !== null) return quick;
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
        addValue(fields, computed(shell, textOf(yield* expandOne(shell, part.parts))), context);
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
