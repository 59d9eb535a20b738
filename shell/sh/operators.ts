// The operators of arithmetic and its constants. Numbers have 64 bits and wrap around.
//
// To add a binary operator: a row in the table; lexing and precedence follow from it.

export class ArithmeticError extends Error {}

export const unary = {
  '-': (a: bigint) => wrap(-a),
  '+': (a: bigint) => a,
  '!': (a: bigint) => truth(a === 0n),
  '~': (a: bigint) => ~a,
};

/** How tightly an operator binds (more is tighter), and what it does. */
// biome-ignore format: a table
export const binary = {
  ',':  [1,  (_: bigint, b: bigint) => b],
  '||': [4,  (a: bigint, b: bigint) => truth(a !== 0n || b !== 0n)],
  '&&': [5,  (a: bigint, b: bigint) => truth(a !== 0n && b !== 0n)],
  '|':  [6,  (a: bigint, b: bigint) => a | b],
  '^':  [7,  (a: bigint, b: bigint) => a ^ b],
  '&':  [8,  (a: bigint, b: bigint) => a & b],
  '==': [9,  (a: bigint, b: bigint) => truth(a === b)],
  '!=': [9,  (a: bigint, b: bigint) => truth(a !== b)],
  '<':  [10, (a: bigint, b: bigint) => truth(a < b)],
  '>':  [10, (a: bigint, b: bigint) => truth(a > b)],
  '<=': [10, (a: bigint, b: bigint) => truth(a <= b)],
  '>=': [10, (a: bigint, b: bigint) => truth(a >= b)],
  '<<': [11, (a: bigint, b: bigint) => a << (b & 63n)],
  '>>': [11, (a: bigint, b: bigint) => a >> (b & 63n)],
  '+':  [12, (a: bigint, b: bigint) => a + b],
  '-':  [12, (a: bigint, b: bigint) => a - b],
  '*':  [13, (a: bigint, b: bigint) => a * b],
  '/':  [13, (a: bigint, b: bigint) => a / nonZero(b)],
  '%':  [13, (a: bigint, b: bigint) => a % nonZero(b)],
} as const;

export type BinaryOperator = keyof typeof binary;

export function apply(operator: BinaryOperator, a: bigint, b: bigint): bigint {
  return wrap(binary[operator][1](a, b));
}

function nonZero(value: bigint): bigint {
  if (value === 0n) throw new ArithmeticError('division by zero');
  return value;
}

/** A constant as C writes it: decimal, octal with 0, hexadecimal with 0x; null if it is none. */
export function parseConstant(text: string): bigint | null {
  if (/^0[0-7]+$/.test(text)) return wrap(BigInt(`0o${text.slice(1)}`));
  return /^(0[xX][0-9a-fA-F]+|0|[1-9]\d*)$/.test(text) ? wrap(BigInt(text)) : null;
}

export function wrap(value: bigint): bigint {
  return BigInt.asIntN(64, value);
}

function truth(value: boolean): bigint {
  return value ? 1n : 0n;
}
