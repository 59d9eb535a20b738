import { describe, expect, test } from 'vitest';
import { same } from '../../../../shell/ui/vm/same.ts';

describe('two pieces of data are the same', () => {
  test.each([
    [1, 1],
    [Number.NaN, Number.NaN],
    [null, null],
    [
      [1, ['a']],
      [1, ['a']],
    ],
    [
      { a: 1, b: { c: [] } },
      { b: { c: [] }, a: 1 },
    ],
  ])('%j and %j', (a, b) => expect(same(a, b)).toBe(true));
});

describe('and not the same', () => {
  test.each([
    [1, '1'],
    [0, null],
    [null, {}],
    [[], {}],
    [{}, []],
    [[1], [1, 2]],
    [[1, 2], [1]],
    [{ a: 1 }, { a: 2 }],
    [{ a: 1 }, { a: 1, b: undefined }],
    [{ a: 1, b: undefined }, { a: 1 }],
    [new Set([1]), new Set([1])], // what it cannot look into counts as new
  ])('%j and %j', (a, b) => expect(same(a, b)).toBe(false));
});
