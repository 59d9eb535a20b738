import { describe, expect, test } from 'vitest';
import { fnmatch } from '../../../userland/lib/fnmatch.ts';
import { compile, type Syntax } from '../../../userland/lib/regex/regex.ts';

function match(syntax: Syntax, pattern: string, text: string): string | null {
  for (const [start, end] of compile([pattern], { syntax }).matches(text)) return text.slice(start, end);
  return null;
}

// Expected matches and messages are those of GNU grep -o.
describe('basic regular expressions', () => {
  test.each([
    ['a*b', 'xaab', 'aab'],
    ['*a', 'x*a', '*a'],
    ['^*a', '*a', '*a'],
    ['\\(*a\\)', '*a', '*a'],
    ['a+b', 'aa+b', 'a+b'],
    ['a\\+b', 'aab', 'aab'],
    ['a\\{2\\}', 'aaa', 'aa'],
    ['a\\{,2\\}b', 'aaab', 'aab'],
    ['\\(ab\\)\\1', 'ababab', 'abab'],
    ['a\\|b', 'b', 'b'],
    ['a|b', 'a|b', 'a|b'],
    ['a^b$c', 'a^b$c', 'a^b$c'],
    ['[]x]', ']', ']'],
    ['[^]x]', ']ax', 'a'],
    ['[a\\]', '\\', '\\'],
    ['[[:upper:][:digit:]_-]*', 'X_1-y', 'X_1-'],
    ['\\<b', 'ab b', 'b'],
    ['a**', 'aa', 'aa'],
    ['x.y', 'x😀y', 'x😀y'],
    ['[é😀]*', 'é😀é', 'é😀é'],
  ])('%s in %s', (pattern, text, expected) => {
    expect(match('basic', pattern, text)).toBe(expected);
  });

  test.each([
    ['\\(a', 'Unmatched ( or \\('],
    ['a\\)', 'Unmatched ) or \\)'],
    ['[a', 'Unmatched [, [^, [:, [., or [='],
    ['a\\{2', 'Unmatched \\{'],
    ['a\\{2,1\\}', 'Invalid content of \\{\\}'],
    ['\\(a\\)\\2', 'Invalid back reference'],
    ['a\\', 'Trailing backslash'],
    ['[[:foo:]]', 'Invalid character class name'],
    ['[b-a]', 'Invalid range end'],
    ['[:alpha:]', 'character class syntax is [[:space:]], not [:space:]'],
  ])('%s is wrong', (pattern, message) => {
    expect(() => match('basic', pattern, '')).toThrow(message);
  });
});

describe('extended regular expressions', () => {
  test.each([
    ['(a|b)+', 'xabba', 'abba'],
    ['a{1,2}', 'aaa', 'aa'],
    ['a{x', 'a{x', 'a{x'],
    ['a+?b', 'aab', 'aab'],
    ['(a{2}){2}', 'aaaaa', 'aaaa'],
    ['()', 'x', ''],
    ['a)', 'a)', 'a)'],
    ['*a', 'a', 'a'],
    ['\\*', '*', '*'],
    ['a|*b', 'b', 'b'],
  ])('%s in %s', (pattern, text, expected) => {
    expect(match('extended', pattern, text)).toBe(expected);
  });

  test('of several patterns each numbers its own groups', () => {
    const regex = compile(['(a)b', '(c)\\1'], { syntax: 'extended' });
    expect(['ab', 'cc', 'ca'].map((text) => regex.test(text))).toEqual([true, true, false]);
  });
});

test('words and lines', () => {
  expect(compile(['b'], { syntax: 'fixed', word: true }).test('a.b_ b')).toBe(true);
  expect(compile(['b'], { syntax: 'fixed', word: true }).test('ab b_ éb')).toBe(false);
  expect(compile(['a', 'bc'], { syntax: 'fixed', line: true }).test('bc')).toBe(true);
  expect(compile(['a', 'b'], { syntax: 'fixed', line: true }).test('ab')).toBe(false);
  expect(compile([], { syntax: 'fixed' }).test('')).toBe(false);
});

// Expected answers are those of find -name.
test.each([
  ['*.txt', 'a.txt', true],
  ['*.txt', '.txt', true],
  ['?', 'é', true],
  ['[a-c]x', 'bx', true],
  ['[!a-c]x', 'bx', false],
  ['[^a-c]x', 'dx', true],
  ['[]a]', ']', true],
  ['[a-]', '-', true],
  ['[z-a]', 'b', false],
  ['[[:digit:]]*', '7up', true],
  ['[', '[', true],
  ['a[b', 'a[b', true],
  ['\\*', '*', true],
  ['\\*', 'x', false],
  ['a.c', 'abc', false],
  ['*a*b*', 'xxaxxbxx', true],
])('the pattern %s and the name %s: %s', (pattern, name, expected) => {
  expect(fnmatch(pattern)(name)).toBe(expected);
});

test('of the matches that start first, it is the longest', () => {
  const all = (pattern: string, text: string) =>
    Array.from(compile([pattern], { syntax: 'extended' }).matches(text), ([start, end]) =>
      text.slice(start, end),
    );
  expect(all('a|ab|abc', 'xabcab')).toEqual(['abc', 'ab']);
  expect(all('(a|ab)(c|bcd)?', 'abcd')).toEqual(['abcd']);
  expect(all('x*', 'axxb')).toEqual(['', 'xx', '', '']);
  expect(all('\\<.', 'ab 😀c')).toEqual(['a', 'c']);
  expect(all('(.)\\1', 'aabbc')).toEqual(['aa', 'bb']);
});

test('no pattern takes longer than the text is long', () => {
  const text = 'a'.repeat(50_000);
  for (const pattern of [
    '(a*)*b',
    '(a+a+)+b',
    '(a|a)*b',
    '(a|aa)+$b',
    `${'a?'.repeat(50)}${'a'.repeat(50)}b`,
  ]) {
    expect(match('extended', pattern, text.slice(0, 300))).toBe(null);
    expect(compile([pattern], { syntax: 'extended' }).test(text)).toBe(false);
  }
  expect(fnmatch('*a*a*a*a*a*a*a*a*a*a*b')('a'.repeat(255))).toBe(false);
});

test('a pattern with more states than are kept still matches', () => {
  const regex = compile(['(a|b)*a(a|b){14}c'], { syntax: 'extended' });
  const text = Array.from({ length: 60_000 }, (_, i) => ((i * i * 7 + (i >> 3)) % 5 < 2 ? 'a' : 'b')).join(
    '',
  );
  expect(regex.test(text)).toBe(false);
  expect(regex.test(`${text}a${'b'.repeat(14)}c`)).toBe(true);
});

// The text that every match has in it is looked for first: it must not be asked for too much.
test.each([
  ['extended', 'ab+c', 'xabbbcx', true],
  ['extended', 'a(bc)?d', 'ad', true],
  ['extended', '(ab|cd)e', 'cde', true],
  ['extended', 'x(ab){2}', 'xabab', true],
  ['extended', 'x(ab){0}y', 'xy', true],
  ['extended', '^abc$', 'abcd', false],
  ['extended', 'a[b]c', 'abc', true],
  ['fixed', 'a.c', 'xa.c', true],
  ['fixed', 'a.c', 'abc', false],
  ['fixed', '', '', true],
] as const)('%s %s in %s: %s', (syntax, pattern, text, expected) => {
  expect(compile([pattern], { syntax }).test(text)).toBe(expected);
  expect(compile([pattern], { syntax, ignoreCase: true }).test(text.toUpperCase())).toBe(expected);
});

test('a pattern that is too large is an error, not the end of the program', () => {
  expect(() => match('extended', '('.repeat(100_000), 'a')).toThrow('Regular expression too big');
});
