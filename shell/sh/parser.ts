// The parser: tokens to the tree, by recursive descent. The grammar is that of XCU 2.10, and the functions bear
// the names of its rules: a complete command is a list of and-or lists, of pipelines, of commands.
//
// parseNext reads one complete command, as a shell must: a line may define an alias that the next one uses, and
// what comes before a syntax error is run. Compound commands are in compound.ts.

import { parseCompound, parseFunction } from './compound.ts';
import { followsBlankAlias, inside, type Lexer, peek, replaceAlias, type Token, take } from './lexer.ts';
import { ShellSyntaxError } from './syntax-error.ts';
import type { Assignment, Command, List, Part, Redirect, SimpleCommand, Word } from './tree.ts';
import { assignmentOf, makeWord } from './words.ts';

/** The next complete command: a line, or more of them if it needs more. null at the end of the text. */
export function parseNext(lexer: Lexer): List | null {
  skipNewlines(lexer);
  if (peek(lexer).is === 'end') return null;
  const list = parseList(lexer, false);
  const token = peek(lexer);
  if (token.is !== 'newline' && token.is !== 'end') throw unexpected(lexer, token);
  take(lexer);
  return list;
}

/** All of the text. */
export function parseProgram(lexer: Lexer): List {
  const program: List = [];
  for (let list = parseNext(lexer); list !== null; list = parseNext(lexer)) program.push(...list);
  return program;
}

/** The program in $( ), from after the opening parenthesis to after the closing one. */
export function parseSubstitution(lexer: Lexer): List {
  const { pending, last } = lexer;
  lexer.pending = [];
  const body = inside(lexer, () => parseList(lexer, true));
  expect(lexer, ')');
  lexer.pending = pending;
  lexer.last = last;
  return body;
}

/** Lists end where no command can begin. One inside of something (compound) may go on over many lines. */
export function parseList(lexer: Lexer, compound: boolean): List {
  const list: List = [];
  for (;;) {
    const first = compound ? commandAfterNewlines(lexer) : commandStart(lexer);
    if (endsList(first)) return list;
    const command = parseAndOr(lexer);
    const text = lexer.text.slice(first.start, lexer.last);
    const separator = peek(lexer);
    list.push({ command, background: separator.text === '&', text });
    if (separator.is === 'operator' && (separator.text === ';' || separator.text === '&')) take(lexer);
    else if (!compound || separator.is !== 'newline') return list;
  }
}

const opening = ['if', 'while', 'until', 'for', 'case', '{', '!'];
const closing = ['then', 'else', 'elif', 'fi', 'do', 'done', 'esac', '}'];

function endsList(token: Token): boolean {
  if (token.is === 'word') return closing.includes(token.text);
  if (token.is === 'operator') return token.text === ')' || token.text === ';;' || token.text === ';&';
  return token.is === 'end' || token.is === 'newline';
}

function parseAndOr(lexer: Lexer): Command {
  let left = parsePipeline(lexer);
  for (let token = peek(lexer); token.text === '&&' || token.text === '||'; token = peek(lexer)) {
    take(lexer);
    commandAfterNewlines(lexer);
    left = { is: token.text === '&&' ? 'and' : 'or', left, right: parsePipeline(lexer) };
  }
  return left;
}

function parsePipeline(lexer: Lexer): Command {
  const first = commandStart(lexer);
  if (isReserved(first, '!')) {
    take(lexer);
    return { is: 'not', command: inside(lexer, () => parsePipeline(lexer)) };
  }
  const stages = [parseCommand(lexer)];
  while (peek(lexer).text === '|') {
    take(lexer);
    commandAfterNewlines(lexer);
    stages.push(parseCommand(lexer));
  }
  if (stages.length === 1) return stages[0]!;
  return { is: 'pipeline', stages, text: lexer.text.slice(first.start, lexer.last) };
}

export function parseCommand(lexer: Lexer): Command {
  return parseCompound(lexer, commandStart(lexer)) ?? parseSimple(lexer);
}

/** The token ahead, where a command may begin: there reserved words are known, and aliases are replaced. */
function commandStart(lexer: Lexer): Token {
  let token = peek(lexer);
  while (!isReservedWord(token.text) && replaceAlias(lexer, token)) token = peek(lexer);
  return token;
}

// An alias may be no more than a newline.
function commandAfterNewlines(lexer: Lexer): Token {
  let token = commandStart(lexer);
  while (token.is === 'newline') {
    take(lexer);
    token = commandStart(lexer);
  }
  return token;
}

function parseSimple(lexer: Lexer): Command {
  const { start, line } = peek(lexer);
  const assignments: Assignment[] = [];
  const words: Word[] = [];
  const redirects: Redirect[] = [];
  for (;;) {
    const token = wordOrAlias(lexer, assignments.length + redirects.length > 0 && words.length === 0);
    const redirect = parseRedirect(lexer);
    if (redirect !== null) {
      redirects.push(redirect);
    } else if (token.is === 'word') {
      take(lexer);
      const assignment = words.length === 0 ? assignmentOf(token.word) : null;
      if (assignment === null) words.push(token.word);
      else assignments.push(assignment);
    } else if (token.text === '(' && words.length === 1 && assignments.length + redirects.length === 0) {
      return parseFunction(lexer, words[0]!);
    } else {
      break;
    }
  }
  if (words.length + assignments.length + redirects.length === 0) throw unexpected(lexer, peek(lexer));
  const text = lexer.text.slice(start, lexer.last);
  return { is: 'simple', assignments, words, redirects, line, text } satisfies SimpleCommand;
}

function wordOrAlias(lexer: Lexer, commandWord: boolean): Token {
  let token = peek(lexer);
  const mayBeAlias = commandWord || followsBlankAlias(lexer, token);
  while (mayBeAlias && replaceAlias(lexer, token)) token = peek(lexer);
  return token;
}

const directions = ['<', '>', '>>', '>|', '<>'] as const;

/** A redirection, if the tokens ahead are one. */
export function parseRedirect(lexer: Lexer): Redirect | null {
  const first = peek(lexer);
  if (first.is === 'number') take(lexer);
  const operator = peek(lexer);
  if (operator.is !== 'operator' || !/^[<>]/.test(operator.text)) return null;
  take(lexer);
  const number = first.is === 'number' ? Number(first.text) : operator.text.startsWith('<') ? 0 : 1;
  const token = wordOrAlias(lexer, false);
  if (token.is !== 'word' && token.is !== 'number') throw unexpected(lexer, token);
  take(lexer);
  const target = token.is === 'word' ? token.word : makeWord([{ is: 'text', text: token.text }]);
  if (operator.text.startsWith('<<')) return hereDocument(lexer, number, target, operator.text === '<<-');
  if (operator.text.endsWith('&')) return { is: 'duplicate', number, target };
  const direction = directions.find((one) => one === operator.text)!;
  return { is: 'file', number, operator: direction, target };
}

function hereDocument(lexer: Lexer, number: number, end: Word, tabs: boolean): Redirect {
  const redirect = { is: 'here' as const, number, body: makeWord([]) };
  const quoted = end.parts.some((part) => part.is === 'quoted' || part.is === 'double');
  lexer.pending.push({ redirect, delimiter: delimiterText(end.parts), quoted, tabs });
  return redirect;
}

// The word is not expanded: what looks like an expansion is taken as it was typed.
function delimiterText(parts: Part[]): string {
  return parts
    .map((part) => {
      if (part.is === 'double') return delimiterText(part.parts);
      if (part.is === 'parameter') return `$${part.name}`;
      if (part.is === 'command') return `$(${part.text})`;
      return part.is === 'arithmetic' ? `$((${delimiterText(part.parts)}))` : part.text;
    })
    .join('');
}

export function skipNewlines(lexer: Lexer): void {
  while (wordOrAlias(lexer, false).is === 'newline') take(lexer);
}

export function isReservedWord(text: string): boolean {
  return opening.includes(text) || closing.includes(text);
}

export function isReserved(token: Token, word: string): boolean {
  return token.is === 'word' && token.text === word;
}

/** Takes the token `text`, be it an operator or a reserved word; anything else is an error. */
export function expect(lexer: Lexer, text: string): Token {
  const token = peek(lexer);
  if (token.text !== text || token.is === 'number') throw unexpected(lexer, token, text);
  return take(lexer);
}

/** The complaint about a token that cannot stand where it is. */
export function unexpected(lexer: Lexer, token: Token, expected?: string): ShellSyntaxError {
  const found =
    token.is === 'end' ? 'end of file' : token.is === 'newline' ? 'newline' : JSON.stringify(token.text);
  const hint = expected === undefined ? '' : ` (expecting "${expected}")`;
  return new ShellSyntaxError(token.line, `${found} unexpected${hint}`, token.is === 'end' && !lexer.final);
}
