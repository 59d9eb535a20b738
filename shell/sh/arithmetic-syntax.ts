// The grammar of arithmetic: precedence climbing over the table of operators.

import { ArithmeticError, type BinaryOperator, binary, parseConstant, unary } from './operators.ts';

type UnaryOperator = keyof typeof unary;

export type Expression =
  | { is: 'number'; value: bigint }
  | { is: 'variable'; name: string }
  | { is: 'unary'; operator: UnaryOperator; operand: Expression }
  | { is: 'binary'; operator: BinaryOperator; left: Expression; right: Expression }
  | { is: 'choose'; condition: Expression; yes: Expression; no: Expression }
  | { is: 'assign'; name: string; operator: BinaryOperator | ''; value: Expression }
  | { is: 'step'; name: string; by: bigint; prefix: boolean }; // ++ and --

interface Tokens {
  all: string[];
  at: number;
  depth: number; // how many expressions the one at hand is inside of
}

const DEPTH_MAX = 500;

export function parseArithmetic(text: string): Expression {
  const tokens = { all: tokenize(text), at: 0, depth: 0 };
  const expression = parseComma(tokens);
  if (tokens.at < tokens.all.length) throw new ArithmeticError('expecting EOF');
  return expression;
}

function tokenize(text: string): string[] {
  const token = /\w+|<<=|>>=|\+\+|--|<<|>>|[-+*/%&|^<>=!]=|&&|\|\||[^\s"]/g;
  return Array.from(text.matchAll(token), ([one]) => one);
}

function parseComma(tokens: Tokens): Expression {
  let left = parseAssignment(tokens);
  while (accept(tokens, ',')) left = { is: 'binary', operator: ',', left, right: parseAssignment(tokens) };
  return left;
}

function parseAssignment(tokens: Tokens): Expression {
  const [name = '', operator = ''] = tokens.all.slice(tokens.at, tokens.at + 2);
  const compound = operator.slice(0, -1);
  const assigns = /^(<<|>>|[-+*/%&|^])?=$/.test(operator);
  if (!isVariable(name) || !assigns) return parseChoice(tokens);
  tokens.at += 2;
  return {
    is: 'assign',
    name,
    operator: compound as BinaryOperator | '',
    value: inside(tokens, parseAssignment),
  };
}

function parseChoice(tokens: Tokens): Expression {
  const condition = parseBinary(tokens, 2);
  if (!accept(tokens, '?')) return condition;
  const yes = inside(tokens, parseComma);
  if (!accept(tokens, ':')) throw new ArithmeticError("expecting ':'");
  return { is: 'choose', condition, yes, no: inside(tokens, parseAssignment) };
}

/** Operators that bind at least as tightly as `least`; those that bind alike go from left to right. */
function parseBinary(tokens: Tokens, least: number): Expression {
  let left = parseUnary(tokens);
  for (;;) {
    splitSigns(tokens);
    const operator = tokens.all[tokens.at] ?? '';
    if (!isBinary(operator) || binary[operator][0] < least) return left;
    tokens.at++;
    left = { is: 'binary', operator, left, right: parseBinary(tokens, binary[operator][0] + 1) };
  }
}

function parseUnary(tokens: Tokens): Expression {
  const operator = tokens.all[tokens.at] ?? '';
  if (operator === '++' || operator === '--') {
    const name = tokens.all[tokens.at + 1] ?? '';
    if (!isVariable(name)) {
      splitSigns(tokens);
      return parseUnary(tokens);
    }
    tokens.at += 2;
    return { is: 'step', name, by: operator === '++' ? 1n : -1n, prefix: true };
  }
  if (!Object.hasOwn(unary, operator)) return parsePrimary(tokens);
  tokens.at++;
  return { is: 'unary', operator: operator as UnaryOperator, operand: inside(tokens, parseUnary) };
}

function parsePrimary(tokens: Tokens): Expression {
  const text = tokens.all[tokens.at++] ?? '';
  if (text === '(') {
    const inner = inside(tokens, parseComma);
    if (!accept(tokens, ')')) throw new ArithmeticError("expecting ')'");
    return inner;
  }
  if (isVariable(text)) {
    if (accept(tokens, '++')) return { is: 'step', name: text, by: 1n, prefix: false };
    if (accept(tokens, '--')) return { is: 'step', name: text, by: -1n, prefix: false };
    return { is: 'variable', name: text };
  }
  const value = parseConstant(text);
  if (value === null) throw new ArithmeticError('expecting primary');
  return { is: 'number', value };
}

function inside(tokens: Tokens, parse: (tokens: Tokens) => Expression): Expression {
  if (++tokens.depth > DEPTH_MAX) throw new ArithmeticError('too deeply nested');
  const expression = parse(tokens);
  tokens.depth--;
  return expression;
}

/** Next to what is no variable, ++ and -- are two signs: 1--1 is 2. */
function splitSigns({ all, at }: Tokens): void {
  if (all[at] === '++' || all[at] === '--') all.splice(at, 1, ...all[at]);
}

function accept(tokens: Tokens, text: string): boolean {
  if (tokens.all[tokens.at] !== text) return false;
  tokens.at++;
  return true;
}

function isVariable(text: string): boolean {
  return /^[A-Za-z_]\w*$/.test(text);
}

function isBinary(text: string): text is BinaryOperator {
  return Object.hasOwn(binary, text) && text !== ',';
}
