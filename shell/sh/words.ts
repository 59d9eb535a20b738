// The inside of words: quoting and expansions, kept as parts (tree.ts).
//
// One loop reads the parts of any text; Rules say what is special where it stands: between blanks, in double
// quotes, in the braces of ${name:-word}, in arithmetic, in a here-document. $( ) holds a whole program, so this
// file and the parser call each other, as the grammar does.

import { interpretEscapes } from '../../userland/lib/escapes.ts';
import { advance, current, inside, type Lexer, lexer, unfinished } from './lexer.ts';
import { readParameter } from './parameter-syntax.ts';
import { parseProgram, parseSubstitution } from './parser.ts';
import { isPattern } from './pattern.ts';
import type { Assignment, List, Part, Word } from './tree.ts';

export interface Rules {
  ends: string; // the unquoted characters that end the text
  quotes: boolean; // ' is special, and so is any character after a backslash
  double: boolean; // " opens double quotes
  escapes: string; // without `quotes`: what a backslash may stand before
  unfinished: string | null; // the complaint if the text ends first; null where it may
}

const word: Rules = { ends: ' \t\n|&;<>()', quotes: true, double: true, escapes: '', unfinished: null };
const double: Rules = {
  ends: '"',
  quotes: false,
  double: false,
  escapes: '$`"\\',
  unfinished: 'Unterminated quoted string',
};
const here: Rules = { ends: '', quotes: false, double: false, escapes: '$`\\', unfinished: null };
const arithmetic: Rules = { ...double, ends: '()', escapes: '$`\\', unfinished: "Missing '))'" };
const braces: Rules = { ends: '}', quotes: true, double: true, escapes: '', unfinished: "Missing '}'" };
/** In "${name:-word}" a ' is just a character, but in "${name#pattern}" it quotes. */
const quotedBraces: Rules = { ...braces, quotes: false, escapes: '$`"\\}' };

export function readWord(lexer: Lexer): Word {
  return makeWord(readParts(lexer, word));
}

export function readHereParts(lexer: Lexer): Part[] {
  return readParts(lexer, here);
}

/** The word in ${name:-word}; leaves the lexer before the closing brace. */
export function readBraceWord(lexer: Lexer, insideQuotes: boolean): Word {
  return makeWord(inside(lexer, () => readParts(lexer, insideQuotes ? quotedBraces : braces)));
}

export function makeWord(parts: Part[]): Word {
  const texts = parts.map(plainText);
  const unquoted = parts.map((part) => (part.is === 'text' ? part.text : '')).join('');
  const plain = parts.length > 0 && !texts.includes(null) && !unquoted.includes('~') && !isPattern(unquoted);
  return { parts, literal: plain ? texts.join('') : null };
}

/** A word that stands for exactly this text. */
export function makeLiteral(text: string): Word {
  return { parts: [{ is: 'quoted', text }], literal: text };
}

/** NAME=value, with the name and the = unquoted. */
export function assignmentOf({ parts }: Word): Assignment | null {
  const [first, ...rest] = parts;
  const found = first?.is === 'text' ? /^([A-Za-z_]\w*)=([\s\S]*)$/.exec(first.text) : null;
  if (found === null) return null;
  const [, name = '', text = ''] = found;
  const value: Part[] = text === '' ? rest : [{ is: 'text', text }, ...rest];
  return { name, value: makeWord(value) };
}

// What a part always stands for, if no expansion can change it.
function plainText(part: Part): string | null {
  if (part.is === 'quoted' || part.is === 'text') return part.text;
  if (part.is !== 'double' || part.parts.some((inner) => inner.is !== 'quoted')) return null;
  return part.parts.map((inner) => (inner.is === 'quoted' ? inner.text : '')).join('');
}

function readParts(lexer: Lexer, rules: Rules): Part[] {
  const parts: Part[] = [];
  const add = (part: Part) => {
    const last = parts.at(-1);
    if (part.is === 'text' && last?.is === 'text') last.text += part.text;
    else if (part.is === 'quoted' && last?.is === 'quoted') last.text += part.text;
    else parts.push(part);
  };
  for (let c = current(lexer); c === '' || !rules.ends.includes(c); c = current(lexer)) {
    if (c === '') {
      if (rules.unfinished !== null) throw unfinished(lexer, rules.unfinished);
      break;
    }
    add(readPart(lexer, c, rules));
  }
  return parts;
}

function readPart(lexer: Lexer, c: string, rules: Rules): Part {
  advance(lexer);
  if (c === '\\') return afterBackslash(lexer, rules);
  if (c === '$') return afterDollar(lexer, rules);
  if (c === '`') return afterBackquote(lexer, !rules.quotes);
  if (c === "'" && rules.quotes) return { is: 'quoted', text: upTo(lexer, "'") };
  if (c === '"' && rules.double) {
    const parts = inside(lexer, () => readParts(lexer, double));
    advance(lexer);
    return { is: 'double', parts };
  }
  return literal(c + plainRun(lexer), rules);
}

// In double quotes and here-documents every character is as if quoted.
function literal(text: string, rules: Rules): Part {
  return { is: rules.quotes ? 'text' : 'quoted', text };
}

// Most characters are nobody's business, and words are mostly made of them.
function plainRun(lexer: Lexer): string {
  const run = /[\w./:=,+%@^-]*/y;
  run.lastIndex = lexer.at;
  const text = run.exec(lexer.text)?.[0] ?? '';
  lexer.at += text.length;
  return text;
}

function afterBackslash(lexer: Lexer, rules: Rules): Part {
  const c = lexer.text[lexer.at] ?? '';
  if (c === '') {
    if (!lexer.final) throw unfinished(lexer, 'end of file unexpected');
    return { is: 'quoted', text: '\\' };
  }
  if (!rules.quotes && !rules.escapes.includes(c)) return { is: 'quoted', text: '\\' };
  const character = String.fromCodePoint(lexer.text.codePointAt(lexer.at)!);
  advance(lexer);
  lexer.at += character.length - 1;
  return { is: 'quoted', text: character };
}

function upTo(lexer: Lexer, quote: string): string {
  const end = lexer.text.indexOf(quote, lexer.at);
  if (end < 0) throw unfinished(lexer, 'Unterminated quoted string');
  const text = lexer.text.slice(lexer.at, end);
  lexer.line += text.split('\n').length - 1;
  lexer.at = end + 1;
  return text;
}

function afterDollar(lexer: Lexer, rules: Rules): Part {
  const c = current(lexer);
  if (c === "'" && rules.quotes) {
    advance(lexer);
    return { is: 'quoted', text: readDollarQuotes(lexer) };
  }
  if (c === '(') {
    advance(lexer);
    return (current(lexer) === '(' ? readArithmetic(lexer) : null) ?? readCommand(lexer);
  }
  return readParameter(lexer, !rules.quotes) ?? literal('$', rules);
}

// $'...' (XCU 2.2.4), from after its opening quote.
function readDollarQuotes(lexer: Lexer): string {
  const quoted = /((?:[^'\\]|\\[\s\S])*)'/y;
  quoted.lastIndex = lexer.at;
  const [whole, body = ''] = quoted.exec(lexer.text) ?? [];
  if (whole === undefined) throw unfinished(lexer, 'Unterminated quoted string');
  lexer.at += whole.length;
  lexer.line += body.split('\n').length - 1;
  return interpretEscapes(body, 'quoted').text;
}

function readCommand(lexer: Lexer): Part {
  const start = lexer.at;
  const body = parseSubstitution(lexer);
  return { is: 'command', body, text: lexer.text.slice(start, lexer.at - 1).trim() };
}

// Whether $(( begins arithmetic or a subshell in a substitution shows at its end: only the former has )).
function readArithmetic(lexer: Lexer): Part | null {
  const { at, line } = lexer;
  advance(lexer);
  const parts: Part[] = [];
  for (let depth = 0; ; ) {
    parts.push(...inside(lexer, () => readParts(lexer, arithmetic)));
    const c = current(lexer);
    advance(lexer);
    if (c === ')' && depth === 0) break;
    depth += c === '(' ? 1 : -1;
    parts.push({ is: 'quoted', text: c });
  }
  if (current(lexer) === ')') {
    advance(lexer);
    return { is: 'arithmetic', parts };
  }
  lexer.at = at;
  lexer.line = line;
  return null;
}

// The text between backquotes is a program from which one level of backslashes has been taken.
function afterBackquote(outer: Lexer, insideQuotes: boolean): Part {
  const { line } = outer;
  const escapes = insideQuotes ? '$`\\"' : '$`\\';
  let text = '';
  for (let c = current(outer); c !== '`'; c = current(outer)) {
    if (c === '') throw unfinished(outer, 'EOF in backquote substitution');
    advance(outer);
    const next = outer.text[outer.at];
    if (c === '\\' && next !== undefined && escapes.includes(next)) {
      text += next;
      advance(outer);
    } else {
      text += c;
    }
  }
  advance(outer);
  const body: List = parseProgram(lexer(text, { line, aliases: outer.aliases }));
  return { is: 'command', body, text: text.trim() };
}
