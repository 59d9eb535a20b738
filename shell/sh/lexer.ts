// The lexer: text to tokens, as XCU 2.3 describes it.
//
//     const token = peek(lexer); ... take(lexer);
//
// It keeps one token of look-ahead, knows nothing of reserved words (the parser does: whether `done` is one
// depends on where it stands) and leaves the inside of words to words.ts. The bodies of here-documents are read
// when the newline after their operator is. An alias is replaced in the text itself; what follows a token is
// always the tail of the text, so the number of characters that remain tells whether an alias is used up.

import { readHereDocuments } from './heredoc.ts';
import { ShellSyntaxError } from './syntax-error.ts';
import type { Redirect, Word } from './tree.ts';
import { readWord } from './words.ts';

export type Token = { start: number; line: number; text: string } & (
  | { is: 'word'; word: Word }
  | { is: 'number' } // digits right before < or >
  | { is: 'operator' | 'newline' | 'end' }
);

/** A here-document whose operator was read and whose body was not. */
export interface Pending {
  redirect: Extract<Redirect, { is: 'here' }>;
  delimiter: string;
  quoted: boolean;
  tabs: boolean; // <<-: leading tabs go
}

export interface Lexer {
  text: string;
  at: number;
  line: number;
  readonly final: boolean; // there will be no more text
  ahead: Token | null;
  last: number; // where the last token taken ended
  pending: Pending[];
  depth: number; // how many compound commands and expansions the text at hand is inside of
  readonly aliases: ReadonlyMap<string, string>;
  replaced: { name: string; rest: number; blank: boolean }[]; // aliases that the text at hand comes from
}

export function lexer(
  text: string,
  { line = 1, final = true, aliases = new Map<string, string>() as ReadonlyMap<string, string> } = {},
): Lexer {
  return { text, at: 0, line, final, ahead: null, last: 0, pending: [], depth: 0, aliases, replaced: [] };
}

export function peek(lexer: Lexer): Token {
  lexer.ahead ??= read(lexer);
  return lexer.ahead;
}

const DEPTH_MAX = 200; // neither parsing nor running so much may use up the host's stack

/** Parses what is inside of something else. */
export function inside<T>(lexer: Lexer, parse: () => T): T {
  if (++lexer.depth > DEPTH_MAX) throw new ShellSyntaxError(lexer.line, 'too deeply nested');
  const parsed = parse();
  lexer.depth--;
  return parsed;
}

export function take(lexer: Lexer): Token {
  const token = peek(lexer);
  lexer.ahead = null;
  lexer.last = lexer.at;
  return token;
}

// The longest first.
const operators = ['<<-', '&&', '||', ';;', ';&', '<<', '>>', '<&', '>&', '<>', '>|', ...'|&;<>()'];

function read(lexer: Lexer): Token {
  skipBlanks(lexer);
  const { at: start, line } = lexer;
  const first = current(lexer);
  if (first === '') return end(lexer);
  if (first === '\n') {
    advance(lexer);
    readHereDocuments(lexer);
    return { is: 'newline', start, line, text: '\n' };
  }
  joinLines(lexer, /(?:[|&;<>()-]|\\\n)*/y);
  const operator = operators.find((one) => lexer.text.startsWith(one, lexer.at));
  if (operator !== undefined) {
    lexer.at += operator.length;
    return { is: 'operator', start, line, text: operator };
  }
  const word = readWord(lexer);
  const text = lexer.text.slice(start, lexer.at).replaceAll('\\\n', '');
  const next = current(lexer);
  if ((next === '<' || next === '>') && /^\d+$/.test(text)) return { is: 'number', start, line, text };
  return { is: 'word', start, line, text, word };
}

function end(lexer: Lexer): Token {
  const { at: start, line, final, pending } = lexer;
  if (!final && pending[0]) throw unfinished(lexer, 'Unterminated here-document', pending[0].delimiter);
  readHereDocuments(lexer);
  return { is: 'end', start, line, text: '' };
}

function skipBlanks(lexer: Lexer): void {
  for (let c = current(lexer); c === ' ' || c === '\t'; c = current(lexer)) advance(lexer);
  if (current(lexer) !== '#') return;
  const newline = lexer.text.indexOf('\n', lexer.at);
  lexer.at = newline < 0 ? lexer.text.length : newline;
}

/** The character to be read next, '' at the end of the text. A backslash and newline are as if not there. */
export function current(lexer: Lexer): string {
  while (lexer.text[lexer.at] === '\\' && lexer.text[lexer.at + 1] === '\n') {
    lexer.at += 2;
    lexer.line++;
    if (lexer.at === lexer.text.length && !lexer.final) throw unfinished(lexer, 'end of file unexpected');
  }
  return lexer.text[lexer.at] ?? '';
}

/** Takes the line continuations out of what `run` matches from here on. */
export function joinLines(lexer: Lexer, run: RegExp): void {
  run.lastIndex = lexer.at;
  const text = run.exec(lexer.text)?.[0] ?? '';
  if (!text.includes('\\\n')) return;
  const joined = text.replaceAll('\\\n', '');
  lexer.line += (text.length - joined.length) / 2;
  lexer.text = lexer.text.slice(0, lexer.at) + joined + lexer.text.slice(lexer.at + text.length);
}

export function advance(lexer: Lexer): void {
  if (lexer.text[lexer.at] === '\n') lexer.line++;
  lexer.at++;
}

/** The text ended inside of something. */
export function unfinished(lexer: Lexer, message: string, delimiter: string | null = null): ShellSyntaxError {
  return new ShellSyntaxError(lexer.line, message, !lexer.final, delimiter);
}

/** If `token`, the one ahead, is an alias, puts its value into the text instead and tells so. */
export function replaceAlias(lexer: Lexer, token: Token): boolean {
  const rest = lexer.text.length - lexer.at;
  lexer.replaced = lexer.replaced.filter((alias) => alias.rest < lexer.text.length - token.start);
  const value = token.is === 'word' ? lexer.aliases.get(token.text) : undefined;
  if (value === undefined || lexer.replaced.some((alias) => alias.name === token.text)) return false;
  lexer.text = lexer.text.slice(0, token.start) + value + lexer.text.slice(lexer.at);
  lexer.at = token.start;
  lexer.ahead = null;
  lexer.replaced.push({ name: token.text, rest, blank: /[ \t]$/.test(value) });
  return true;
}

/** Is `token` the first one after an alias that ends in a blank? Then it may be an alias too. */
export function followsBlankAlias(lexer: Lexer, token: Token): boolean {
  const before = lexer.text.length - token.start;
  return lexer.replaced.some((alias) => alias.blank && alias.rest >= before);
}
