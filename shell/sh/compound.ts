// The grammar of compound commands and functions. Each begins with a reserved word or a parenthesis.

import { inside, type Lexer, peek, type Token, take } from './lexer.ts';
import { isName } from './parameter-syntax.ts';
import {
  expect,
  isReserved,
  parseCommand,
  parseList,
  parseRedirect,
  skipNewlines,
  unexpected,
} from './parser.ts';
import { ShellSyntaxError } from './syntax-error.ts';
import type { Arm, Command, Compound, List, Redirect, Word } from './tree.ts';

type Body = Compound extends infer C
  ? C extends Compound
    ? Omit<C, 'redirects' | 'line' | 'text'>
    : never
  : never;

/** The compound command that begins with the token ahead; null if none does. */
export function parseCompound(lexer: Lexer, first: Token): Command | null {
  const body = parseBody(lexer, first);
  if (body === null) return null;
  const redirects: Redirect[] = [];
  for (let one = parseRedirect(lexer); one !== null; one = parseRedirect(lexer)) redirects.push(one);
  return { ...body, redirects, line: first.line, text: lexer.text.slice(first.start, lexer.last) };
}

function parseBody(lexer: Lexer, first: Token): Body | null {
  if (first.is === 'operator' && first.text === '(') return parseSubshell(lexer);
  if (first.is !== 'word') return null;
  switch (first.text) {
    case '{':
      return parseGroup(lexer);
    case 'if':
      return parseIf(lexer);
    case 'while':
    case 'until':
      return parseLoop(lexer);
    case 'for':
      return parseFor(lexer);
    case 'case':
      return parseCase(lexer);
    default:
      if (reserved.includes(first.text)) throw unexpected(lexer, first);
      return null;
  }
}

const reserved = ['then', 'else', 'elif', 'fi', 'do', 'done', 'esac', '}'];

function parseSubshell(lexer: Lexer): Body {
  take(lexer);
  return { is: 'subshell', body: parseUntil(lexer, ')') };
}

function parseGroup(lexer: Lexer): Body {
  take(lexer);
  return { is: 'group', body: parseUntil(lexer, '}') };
}

function parseIf(lexer: Lexer): Body {
  const branches: { condition: List; body: List }[] = [];
  do {
    take(lexer);
    const condition = parseUntil(lexer, 'then');
    branches.push({ condition, body: parseFilled(lexer, 'fi') });
  } while (isReserved(peek(lexer), 'elif'));
  let otherwise: List | null = null;
  if (isReserved(peek(lexer), 'else')) {
    take(lexer);
    otherwise = parseFilled(lexer, 'fi');
  }
  expect(lexer, 'fi');
  return { is: 'if', branches, otherwise };
}

function parseLoop(lexer: Lexer): Body {
  const until = take(lexer).text === 'until';
  const condition = parseFilled(lexer, 'do');
  return { is: 'loop', until, condition, body: parseDo(lexer) };
}

function parseFor(lexer: Lexer): Body {
  take(lexer);
  const name = take(lexer);
  if (name.is === 'end') throw unexpected(lexer, name);
  if (!isName(name.text)) throw new ShellSyntaxError(name.line, 'Bad for loop variable');
  skipNewlines(lexer);
  let words: Word[] | null = null;
  if (isReserved(peek(lexer), 'in')) {
    take(lexer);
    words = [];
    for (let token = peek(lexer); token.is === 'word'; token = peek(lexer)) {
      take(lexer);
      words.push(token.word);
    }
    if (peek(lexer).is !== 'newline' && peek(lexer).text !== ';') throw unexpected(lexer, peek(lexer));
    take(lexer);
  } else if (peek(lexer).text === ';') {
    take(lexer);
  }
  skipNewlines(lexer);
  return { is: 'for', name: name.text, words, body: parseDo(lexer) };
}

function parseDo(lexer: Lexer): List {
  expect(lexer, 'do');
  return parseUntil(lexer, 'done');
}

function parseCase(lexer: Lexer): Body {
  take(lexer);
  const subject = parseWord(lexer);
  skipNewlines(lexer);
  expect(lexer, 'in');
  const arms: Arm[] = [];
  skipNewlines(lexer);
  while (!isReserved(peek(lexer), 'esac')) {
    arms.push(parseArm(lexer));
    skipNewlines(lexer);
  }
  take(lexer);
  return { is: 'case', subject, arms };
}

function parseArm(lexer: Lexer): Arm {
  if (peek(lexer).text === '(') take(lexer);
  const patterns = [parseWord(lexer)];
  while (peek(lexer).text === '|') {
    take(lexer);
    patterns.push(parseWord(lexer));
  }
  expect(lexer, ')');
  const body = parseList(lexer, true);
  const end = peek(lexer);
  if (end.text === ';;' || end.text === ';&') take(lexer);
  else if (!isReserved(end, 'esac')) throw unexpected(lexer, end, ';;');
  return { patterns, body, falls: end.text === ';&' };
}

function parseWord(lexer: Lexer): Word {
  const token = peek(lexer);
  if (token.is !== 'word') throw unexpected(lexer, token);
  take(lexer);
  return token.word;
}

/** The rest of a function definition: its name was read, and its parenthesis is ahead. */
export function parseFunction(lexer: Lexer, name: Word): Command {
  take(lexer);
  expect(lexer, ')');
  if (name.literal === null || !isName(name.literal))
    throw new ShellSyntaxError(lexer.line, 'Bad function name');
  skipNewlines(lexer);
  return { is: 'function', name: name.literal, body: parseCommand(lexer) };
}

/** A list that must not be empty, and the token that closes it. */
function parseUntil(lexer: Lexer, closer: string): List {
  const list = parseFilled(lexer, closer);
  expect(lexer, closer);
  return list;
}

function parseFilled(lexer: Lexer, closer: string): List {
  const list = inside(lexer, () => parseList(lexer, true));
  const token = peek(lexer);
  if (list.length === 0) throw unexpected(lexer, token, token.is === 'end' ? closer : undefined);
  return list;
}
