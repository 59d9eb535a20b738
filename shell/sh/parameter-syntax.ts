// The syntax of parameters: $name, ${name}, and what may follow the name in braces. Their meaning is in
// parameter.ts.

import { advance, current, joinLines, type Lexer, unfinished } from './lexer.ts';
import { ShellSyntaxError } from './syntax-error.ts';
import type { Change, Part } from './tree.ts';
import { readBraceWord } from './words.ts';

/** Reads what comes after a $; null if it is no parameter. */
export function readParameter(lexer: Lexer, insideQuotes: boolean): Part | null {
  joinLines(lexer, /(?:[\w@*#?$!:=+%{}-]|\\\n)*/y);
  if (current(lexer) === '{') {
    advance(lexer);
    return readBraces(lexer, insideQuotes);
  }
  const name = match(lexer, /[A-Za-z_]\w*|[0-9@*#?$!-]/y);
  return name === '' ? null : { is: 'parameter', name, change: null };
}

function readBraces(lexer: Lexer, insideQuotes: boolean): Part {
  const measured = match(lexer, /#(?=(?:[A-Za-z_]\w*|\d+|[@*#?$!-])\})/y) !== '';
  const name = match(lexer, /[A-Za-z_]\w*|\d+|[@*#?$!-]/y);
  const change = measured ? ({ is: 'length' } as const) : readChange(lexer, insideQuotes);
  if (current(lexer) === '') throw unfinished(lexer, "Missing '}'");
  if (name === '' || current(lexer) !== '}') throw new ShellSyntaxError(lexer.line, 'Bad substitution');
  advance(lexer);
  return { is: 'parameter', name, change };
}

const words = { '-': 'default', '=': 'assign', '?': 'error', '+': 'alternative' } as const;

function readChange(lexer: Lexer, insideQuotes: boolean): Change | null {
  const operator = match(lexer, /:?[-=?+]|%%?|##?/y);
  if (operator === '') return null;
  const sign = operator.at(-1) as keyof typeof words | '%' | '#';
  if (sign === '%' || sign === '#') {
    const pattern = readBraceWord(lexer, false);
    return { is: 'trim', from: sign === '#' ? 'start' : 'end', longest: operator.length === 2, pattern };
  }
  return { is: words[sign], colon: operator.length === 2, word: readBraceWord(lexer, insideQuotes) };
}

function match(lexer: Lexer, pattern: RegExp): string {
  pattern.lastIndex = lexer.at;
  const text = pattern.exec(lexer.text)?.[0] ?? '';
  lexer.at += text.length;
  return text;
}

export function isName(text: string): boolean {
  return /^[A-Za-z_]\w*$/.test(text);
}
