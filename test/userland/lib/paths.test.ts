import { expect, test } from 'vitest';
import { quoteIfNeeded } from '../../../userland/lib/errors.ts';
import { parseCount } from '../../../userland/lib/numbers.ts';
import { join, normalize } from '../../../userland/lib/paths.ts';

test('join', () => {
  expect([join('a', 'b'), join('a/', 'b'), join('/', 'b'), join('', 'b'), join('a', '/b')]).toEqual([
    'a/b',
    'a/b',
    '/b',
    'b',
    '/b',
  ]);
});

test.each([
  ['/a/./b/../c//d/', '/a/c/d'],
  ['../../x', '../../x'],
  ['/../x', '/x'],
  ['a/..', '.'],
  ['', '.'],
  ['/', '/'],
])('%s without dots is %s', (path, expected) => {
  expect(normalize(path)).toBe(expected);
});

// Expected texts are those of `ls --quoting-style=shell-escape`.
test.each([
  ['plain-name_1.txt', 'plain-name_1.txt'],
  ['é日', 'é日'],
  ['a#b', 'a#b'],
  ['#b', "'#b'"],
  ['a~{}', 'a~{}'],
  ['~', "'~'"],
  ['{', "'{'"],
  ['a b', "'a b'"],
  ["it's", `"it's"`],
  [`it's "q"`, `'it'\\''s "q"'`],
  ['n\nl', "'n'$'\\n''l'"],
  ['a\udcffb', "'a'$'\\377''b'"],
  ['', "''"],
])('the name %j is shown as %s', (name, expected) => {
  expect(quoteIfNeeded(name)).toBe(expected);
});

test.each([
  ['5', 5],
  ['2K', 2048],
  ['2kB', 2000],
  ['2KiB', 2048],
  ['3b', 1536],
  ['1M', 2 ** 20],
  ['1MB', 1e6],
  ['0', 0],
  ['', null],
  ['x', null],
  ['5x', null],
  ['-5', null],
])('the count %s is %s', (text, expected) => {
  expect(parseCount(text)).toBe(expected);
});
