// Most words hold nothing but text, $name and $((...)). They are expanded here, in one go: no coroutine is made, since
// nothing in them can make a system call. expand.ts does all the others, and is what defines the meaning.

import { evaluate } from './arithmetic.ts';
import { parseArithmetic } from './arithmetic-syntax.ts';
import { ArithmeticError } from './operators.ts';
import { lookUp } from './parameter.ts';
import { getVariable, isUnset, type Shell, ShellError, setVariable } from './state.ts';
import type { Part, Word } from './tree.ts';

export const DEFAULT_IFS = ' \t\n';

/** The word as one string, neither split nor matched with file names; null if it is not so simple. */
export function quickText(shell: Shell, { parts, literal }: Word): string | null {
  return literal ?? (parts.every(isQuick) ? textOf(shell, parts) : null);
}

/** The word, if it makes exactly one field and that is clear without splitting and without looking for files. */
export function quickField(shell: Shell, { parts, literal }: Word): string | null {
  if (literal !== null) return literal;
  if (!parts.every(isQuick) || (getVariable(shell, 'IFS') ?? DEFAULT_IFS) !== DEFAULT_IFS) return null;
  for (const part of parts) {
    if (part.is === 'text' && /[*?[]/.test(part.text)) return null;
    if (part.is !== 'parameter') continue;
    const value = lookUp(shell, part.name);
    if (value === null || value === '' || /[\s*?[\\]/.test(value as string)) return null;
  }
  return textOf(shell, parts);
}

function isQuick(part: Part): boolean {
  switch (part.is) {
    case 'text':
      return !part.text.includes('~');
    case 'quoted':
      return true;
    case 'parameter':
      return part.change === null && part.name !== '@' && part.name !== '*';
    case 'double':
    case 'arithmetic':
      return part.parts.every(isQuick);
    default:
      return false;
  }
}

function textOf(shell: Shell, parts: readonly Part[]): string {
  let text = '';
  for (const part of parts) {
    if (part.is === 'text' || part.is === 'quoted') text += part.text;
    else if (part.is === 'double') text += textOf(shell, part.parts);
    else if (part.is === 'arithmetic') text += computed(shell, textOf(shell, part.parts));
    else if (part.is === 'parameter') text += parameterText(shell, part.name);
  }
  return text;
}

function parameterText(shell: Shell, name: string): string {
  const value = lookUp(shell, name) as string | null; // no list: isQuick saw to that
  if (value === null && shell.options.has('nounset')) throw isUnset(name);
  return value ?? '';
}

const REMEMBERED = 1000; // expressions

/** The value of an arithmetic expression, in decimal. */
export function computed(shell: Shell, text: string): string {
  try {
    let expression = shell.expressions.get(text);
    if (expression === undefined) {
      expression = parseArithmetic(text);
      if (shell.expressions.size === REMEMBERED) shell.expressions.clear();
      shell.expressions.set(text, expression);
    }
    return String(evaluate(expression, variablesOf(shell)));
  } catch (error) {
    if (!(error instanceof ArithmeticError)) throw error;
    throw new ShellError(`arithmetic expression: ${error.message}: "${text}"`);
  }
}

function variablesOf(shell: Shell) {
  return {
    get: (name: string) => parameterText(shell, name),
    set: (name: string, value: string) => setVariable(shell, name, value),
  };
}
