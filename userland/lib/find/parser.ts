// Parsing the command line of find: paths, then an expression by its grammar. `,` binds weakest, then -o, then -a,
// which may be left out, then `!`.

import type { Coroutine, Env } from '../../../kernel/abi.ts';
import type { Expression } from './expression.ts';
import { primaries } from './primaries.ts';

/** What the expression says of the search as a whole. */
export interface Scope {
  mindepth: number;
  maxdepth: number;
  follow: boolean; // a symbolic link stands for what it points to
  depth: boolean; // a directory comes after what is in it
  acts: boolean; // there is an action; else -print is meant
}

export interface Parser {
  readonly words: readonly string[];
  at: number;
  readonly scope: Scope;
  readonly env: Env;
}

/** An expression that makes no sense; the message says why. */
export class ExpressionError extends Error {}

const STARTS_EXPRESSION = /^-.|^[()!,]$/;

/** The paths, and the words of the expression after them. */
export function splitPaths(all: readonly string[]): { paths: string[]; rest: string[]; follow: boolean } {
  const options = all.findIndex((word) => word !== '-L' && word !== '-P');
  const words = options < 0 ? [] : all.slice(options);
  const follow = all[(options < 0 ? all.length : options) - 1] === '-L';
  const start = words.findIndex((word) => STARTS_EXPRESSION.test(word));
  const end = start < 0 ? words.length : start;
  return { paths: end === 0 ? ['.'] : words.slice(0, end), rest: words.slice(end), follow };
}

/** Null for an empty expression, which is true of every file. */
export function* parseExpression(words: readonly string[], env: Env, follow: boolean) {
  const scope: Scope = { mindepth: 0, maxdepth: Number.POSITIVE_INFINITY, follow, depth: false, acts: false };
  const p: Parser = { words, at: 0, scope, env };
  const expression = words.length === 0 ? null : yield* list(p);
  if (p.at < words.length) {
    const word = words[p.at] as string;
    throw new ExpressionError(
      word === ')' ? "you have too many ')'" : `paths must precede expression: \`${word}'`,
    );
  }
  return { expression, scope };
}

function* list(p: Parser): Coroutine<Expression> {
  let left = yield* disjunction(p);
  while (take(p, ',')) left = { is: 'list', left, right: yield* operandOf(p, ',', disjunction) };
  return left;
}

function* disjunction(p: Parser): Coroutine<Expression> {
  let left = yield* conjunction(p);
  for (let word = take(p, '-o', '-or'); word; word = take(p, '-o', '-or')) {
    left = { is: 'or', left, right: yield* operandOf(p, word, conjunction) };
  }
  return left;
}

function* conjunction(p: Parser): Coroutine<Expression> {
  let left = yield* negation(p);
  for (;;) {
    const word = take(p, '-a', '-and');
    if (!word && !startsOperand(p.words[p.at])) return left;
    left = { is: 'and', left, right: yield* operandOf(p, word ?? '', negation) };
  }
}

function startsOperand(word: string | undefined): boolean {
  return word !== undefined && STARTS_EXPRESSION.test(word) && ![')', ',', '-o', '-or'].includes(word);
}

function* negation(p: Parser): Coroutine<Expression> {
  const not = take(p, '!', '-not');
  if (not) return { is: 'not', operand: yield* operandOf(p, not, negation) };
  if (!take(p, '(')) return yield* primary(p);
  if (p.words[p.at] === ')')
    throw new ExpressionError('invalid expression; empty parentheses are not allowed.');
  const inside = yield* list(p);
  if (!take(p, ')')) {
    throw new ExpressionError(
      "invalid expression; I was expecting to find a ')' somewhere but did not see one.",
    );
  }
  return inside;
}

function* operandOf(
  p: Parser,
  operator: string,
  parse: (p: Parser) => Coroutine<Expression>,
): Coroutine<Expression> {
  if (p.at >= p.words.length) throw new ExpressionError(`expected an expression after '${operator}'`);
  return yield* parse(p);
}

function* primary(p: Parser): Coroutine<Expression> {
  const word = p.words[p.at] as string;
  if (['-a', '-and', '-o', '-or', ',', ')'].includes(word)) {
    const what = `binary operator '${word}' with nothing before it.`;
    throw new ExpressionError(
      word === ')' ? "you have too many ')'" : `invalid expression; you have used a ${what}`,
    );
  }
  const make = Object.hasOwn(primaries, word) ? primaries[word] : undefined;
  if (make === undefined) {
    const unknown = word.startsWith('-') ? 'unknown predicate' : 'paths must precede expression:';
    throw new ExpressionError(`${unknown} \`${word}'`);
  }
  p.at++;
  return yield* make(p, word);
}

function take(p: Parser, ...words: string[]): string | null {
  const word = p.words[p.at];
  if (word === undefined || !words.includes(word)) return null;
  p.at++;
  return word;
}
