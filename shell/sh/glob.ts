// Pathname expansion: the files whose paths match a pattern, sorted by their bytes (XCU 2.14.3).
//
// A pattern is matched name by name: only directories under which something can match are read. A leading dot must
// be matched by a dot.

import { type Coroutine, Errno } from '../../kernel/abi.ts';
import { listDirectory, lstatIfAny } from '../../userland/lib/files.ts';
import { type Character, compile, isPattern, matches } from './pattern.ts';

export function* glob(pattern: readonly Character[]): Coroutine<string[]> {
  let found = [''];
  const names = splitAtSlashes(pattern);
  for (const [i, name] of names.entries()) {
    const last = i === names.length - 1;
    const next: string[] = [];
    for (const directory of found) {
      for (const match of yield* matchName(directory, name, last)) {
        next.push(directory + match + (last ? '' : '/'));
      }
    }
    found = next;
  }
  return found.sort(byCodePoints);
}

// 'a//b' has an empty name in the middle, and '/a' one in front; they stay as they are.
function splitAtSlashes(pattern: readonly Character[]): Character[][] {
  const names: Character[][] = [[]];
  for (const character of pattern) {
    if (character.c === '/') names.push([]);
    else names.at(-1)!.push(character);
  }
  return names;
}

function* matchName(directory: string, name: readonly Character[], last: boolean): Coroutine<string[]> {
  if (!isPattern(name.map(({ c, quoted }) => (quoted ? '' : c)).join(''))) {
    const text = withoutBackslashes(name);
    return !last || (yield* isThere(directory + text)) ? [text] : [];
  }
  const pattern = compile(name);
  const hidden = withoutBackslashes(name).startsWith('.');
  const entries = yield* entriesOf(directory === '' ? '.' : directory);
  return entries
    .filter(({ name }) => name.startsWith('.') === hidden && matches(pattern, name))
    .filter(({ kind }) => last || kind === 'directory' || kind === 'symlink')
    .map(({ name }) => name);
}

function withoutBackslashes(name: readonly Character[]): string {
  return name
    .filter(({ c, quoted }, i) => quoted || c !== '\\' || i === name.length - 1)
    .map(({ c }) => c)
    .join('');
}

function* entriesOf(directory: string) {
  try {
    return yield* listDirectory(directory);
  } catch (error) {
    if (error instanceof Errno) return [];
    throw error;
  }
}

function* isThere(path: string): Coroutine<boolean> {
  try {
    return (yield* lstatIfAny(path)) !== null;
  } catch (error) {
    if (error instanceof Errno) return false;
    throw error;
  }
}

function byCodePoints(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return (a.codePointAt(at) ?? -1) - (b.codePointAt(at) ?? -1);
}
