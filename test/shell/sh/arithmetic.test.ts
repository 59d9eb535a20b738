import { describe, expect, it } from 'vitest';
import { evaluate } from '../../../shell/sh/arithmetic.ts';
import { parseArithmetic } from '../../../shell/sh/arithmetic-syntax.ts';

function compute(text: string, variables: Record<string, string> = {}): string {
  const value = evaluate(parseArithmetic(text), {
    get: (name) => variables[name] ?? '',
    set: (name, value) => {
      variables[name] = value;
    },
  });
  return String(value);
}

describe('arithmetic is that of C with 64 bits', () => {
  it.each([
    ['1 + 2 * 3', '7'],
    ['(1 + 2) * 3', '9'],
    ['7 / 2', '3'],
    ['-7 / 2', '-3'],
    ['-7 % 3', '-1'],
    ['2 - 3 - 4', '-5'],
    ['1 << 3 | 1', '9'],
    ['-8 >> 1', '-4'],
    ['6 & 3 ^ 1', '3'],
    ['~5', '-6'],
    ['!0 + !7', '1'],
    ['- - 3', '3'],
    ['1--1', '2'],
    ['1 < 2', '1'],
    ['2 <= 1', '0'],
    ['3 == 3 && 2 != 2 || 1', '1'],
    ['1 ? 2 : 3', '2'],
    ['0 ? 1 : 0 ? 2 : 3', '3'],
    ['0x1F + 010', '39'],
    ['9223372036854775807 + 1', '-9223372036854775808'],
    ['1, 2', '2'],
    ['  42  ', '42'],
  ])('%s is %s', (text, value) => {
    expect(compute(text)).toBe(value);
  });
});

describe('variables', () => {
  it('stand for their values, and for 0 without one', () => {
    expect(compute('x + y', { x: ' -5 ' })).toBe('-5');
  });

  it.each([
    ['x = 3', '3', '3'],
    ['x += 2', '7', '7'],
    ['x <<= 1', '10', '10'],
    ['x++', '5', '6'],
    ['--x', '4', '4'],
    ['x = y = 2', '2', '2'],
    ['1 ? 2 : (x = 9)', '2', '5'],
    ['0 && (x = 9)', '0', '5'],
    ['1 || x++', '1', '5'],
  ])('%s gives %s and leaves x at %s', (text, value, x) => {
    const variables = { x: '5' };
    expect(compute(text, variables)).toBe(value);
    expect(variables.x).toBe(x);
  });

  it('must hold numbers', () => {
    expect(() => compute('x', { x: 'abc' })).toThrow('Illegal number: abc');
  });
});

it.each([
  ['1 +', 'expecting primary'],
  ['', 'expecting primary'],
  ['1 2', 'expecting EOF'],
  ['(1', "expecting ')'"],
  ['1 ? 2', "expecting ':'"],
  ['5 = 2', 'expecting EOF'],
  ['08', 'expecting primary'],
  ['1 / 0', 'division by zero'],
  ['1 % 0', 'division by zero'],
])('%j is wrong: %s', (text, message) => {
  expect(() => compute(text)).toThrow(message);
});
