import { describe, expect, it } from 'vitest';
import { type Character, compile, matches, trim } from '../../../shell/sh/pattern.ts';

/** Characters between << and >> are quoted. */
function characters(text: string): Character[] {
  return text.split(/<<|>>/).flatMap((piece, i) => Array.from(piece, (c) => ({ c, quoted: i % 2 === 1 })));
}

const pattern = (text: string) => compile(characters(text));

describe('a pattern matches', () => {
  it.each([
    ['abc', 'abc'],
    ['*', ''],
    ['*', 'abc'],
    ['a*c', 'ac'],
    ['a*b*c', 'axbbyc'],
    ['?', 'é'],
    ['?', '😀'],
    ['[abc]x', 'bx'],
    ['[a-c]', 'b'],
    ['[!a-c]', 'd'],
    ['[^a-c]', 'd'],
    ['[]a]', ']'],
    ['[!]a]', 'b'],
    ['[a-]', '-'],
    ['[[:digit:]x]', '7'],
    ['[[:upper:]][[:lower:]]', 'Éa'],
    ['[[.-.]]', '-'],
    ['[[=a=]b]', 'a'],
    ['[', '['],
    ['[a', '[a'],
    ['a]', 'a]'],
    ['<<*>>', '*'],
    ['[<<a-c>>]', '-'],
    ['[a<<]>>b]', ']'],
    ['\\*', '*'],
    ['[\\]]', ']'],
    ['**a**', 'xax'],
  ])('%s: %s', (text, subject) => {
    expect(matches(pattern(text), subject)).toBe(true);
  });

  it.each([
    ['abc', 'abcd'],
    ['abc', 'ab'],
    ['a*c', 'acb'],
    ['?', ''],
    ['?', 'ab'],
    ['[abc]', 'd'],
    ['[!a-c]', 'a'],
    ['[c-a]', 'b'],
    ['<<*>>', 'a'],
    ['[<<a-c>>]', 'b'],
    ['[[:digit:]]', 'a'],
    ['[[:nothing:]]', 'a'],
    ['[]', ''],
  ])('%s but not %s', (text, subject) => {
    expect(matches(pattern(text), subject)).toBe(false);
  });
});

it.each([
  ['a/b/c.tar.gz', '*/', 'start', false, 'b/c.tar.gz'],
  ['a/b/c.tar.gz', '*/', 'start', true, 'c.tar.gz'],
  ['a/b/c.tar.gz', '.*', 'end', false, 'a/b/c.tar'],
  ['a/b/c.tar.gz', '.*', 'end', true, 'a/b/c'],
  ['abc', 'x*', 'start', true, 'abc'],
  ['abc', '*', 'end', true, ''],
  ['abc', '*', 'end', false, 'abc'],
  ['日本語', '?', 'start', false, '本語'],
  ['日本語', '[本語]', 'end', false, '日本'],
] as const)(
  'of %s, %s takes from the %s (longest: %s) so that %s is left',
  (text, cut, from, longest, left) => {
    expect(trim(text, pattern(cut), from, longest)).toBe(left);
  },
);

it('takes time in proportion to the text, whatever the pattern', () => {
  const text = 'a'.repeat(20_000);
  expect(matches(pattern(`${'a*'.repeat(20)}b`), text)).toBe(false);
});
