// $((...)): the integer arithmetic of C, with 64 bits and all its operators (XCU 2.6.4).
//
//     const value = evaluate(parseArithmetic('i += 2'), variables)
//
// The grammar is in arithmetic-syntax.ts, the operators are in operators.ts.

import type { Expression } from './arithmetic-syntax.ts';
import { ArithmeticError, apply, parseConstant, unary, wrap } from './operators.ts';

/** The shell's variables, as arithmetic sees them. */
export interface Variables {
  get(name: string): string;
  set(name: string, value: string): void;
}

export function evaluate(expression: Expression, variables: Variables): bigint {
  switch (expression.is) {
    case 'number':
      return expression.value;
    case 'variable':
      return parseNumber(variables.get(expression.name));
    case 'unary':
      return unary[expression.operator](evaluate(expression.operand, variables));
    case 'binary':
      return evaluateBinary(expression, variables);
    case 'choose': {
      const chosen = evaluate(expression.condition, variables) !== 0n ? expression.yes : expression.no;
      return evaluate(chosen, variables);
    }
    case 'assign': {
      const right = evaluate(expression.value, variables);
      const value =
        expression.operator === ''
          ? right
          : apply(expression.operator, parseNumber(variables.get(expression.name)), right);
      variables.set(expression.name, String(value));
      return value;
    }
    case 'step': {
      const before = parseNumber(variables.get(expression.name));
      const after = wrap(before + expression.by);
      variables.set(expression.name, String(after));
      return expression.prefix ? after : before;
    }
    default:
      return expression satisfies never;
  }
}

type Binary = Extract<Expression, { is: 'binary' }>;

// 1 + 2 + 3 ... may be long: it goes down on the left without the host's stack.
function evaluateBinary(whole: Binary, variables: Variables): bigint {
  const chain = [whole];
  let first = whole.left;
  for (; first.is === 'binary'; first = first.left) chain.push(first);
  let value = evaluate(first, variables);
  for (let link = chain.pop(); link !== undefined; link = chain.pop()) {
    const { operator, right } = link;
    if (operator === '&&' && value === 0n) continue;
    if (operator === '||' && value !== 0n) value = 1n;
    else value = apply(operator, value, evaluate(right, variables));
  }
  return value;
}

function parseNumber(text: string): bigint {
  const [, sign, digits = ''] = /^\s*([-+]?)(.*?)\s*$/s.exec(text) ?? [];
  const value = digits === '' && !sign ? 0n : parseConstant(digits);
  if (value === null) throw new ArithmeticError(`Illegal number: ${text}`);
  return sign === '-' ? wrap(-value) : value;
}
