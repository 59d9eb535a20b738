// POSIX regular expressions, basic and extended with GNU's additions, translated into JavaScript's.
//
// Approximations, all because JavaScript's matcher backtracks:
//  - Of several alternatives JavaScript takes the first that matches, POSIX the longest: `echo ab | grep -oE 'a|ab'`
//    prints `a` here and `ab` there. Whether a line matches at all is the same.
//  - A back-reference to a group that took no part in the match is empty here and never matches in POSIX.
//  - A pattern such as `(a*)*b` may take time exponential in the length of the line.
//  - Character classes and word characters are those of Unicode; collating elements are single characters.

export type Syntax = 'basic' | 'extended' | 'fixed';

/** What is wrong with a pattern, in the words of regerror(3). */
export class RegexError extends Error {}

export interface RegexOptions {
  syntax: Syntax;
  ignoreCase?: boolean;
  word?: boolean; // what matches has no word character right before or after it
  line?: boolean; // a whole line matches, or nothing
  flags?: string; // more of JavaScript's, such as 'g'
}

/** One JavaScript expression that matches what any of the patterns matches. */
export function compile(patterns: readonly string[], options: RegexOptions): RegExp {
  try {
    const regex = new RegExp(
      sourceOf(patterns, options),
      `su${options.ignoreCase ? 'i' : ''}${options.flags ?? ''}`,
    );
    regex.test(''); // only now does JavaScript compile it
    regex.lastIndex = 0;
    return regex;
  } catch (error) {
    throw error instanceof RegexError ? error : new RegexError('Regular expression too big');
  }
}

function sourceOf(patterns: readonly string[], options: RegexOptions): string {
  let groups = 0;
  const sources = patterns.map((pattern) => {
    const translated = translate(pattern, options.syntax, groups);
    groups = translated.groups;
    return `(?:${translated.source})`;
  });
  const source = sources.length === 0 ? '(?!)' : sources.join('|');
  if (options.line) return `^(?:${source})$`;
  return options.word ? `(?<!${WORD})(?:${source})(?!${WORD})` : source;
}

const WORD = '[\\p{L}\\p{Nd}_]';

interface Parser {
  readonly text: string;
  readonly extended: boolean;
  at: number;
  groups: number; // opened so far, counting those of the patterns before this one
  readonly before: number; // groups of the patterns before this one
  closed: Set<number>;
  depth: number;
}

function translate(text: string, syntax: Syntax, before: number): { source: string; groups: number } {
  if (syntax === 'fixed') return { source: escapeRegExp(text), groups: before };
  const extended = syntax === 'extended';
  const parser: Parser = { text, extended, at: 0, groups: before, before, closed: new Set(), depth: 0 };
  const source = alternatives(parser);
  return { source, groups: parser.groups };
}

export function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

function alternatives(p: Parser): string {
  const branches = [branch(p)];
  while (take(p, p.extended ? '|' : '\\|')) branches.push(branch(p));
  return branches.join('|');
}

function branch(p: Parser): string {
  let source = '';
  let first = true; // nothing but anchors yet: there is nothing to repeat
  while (p.at < p.text.length && !atBranchEnd(p)) {
    if (p.extended && first && takeQuantifier(p) !== '') continue; // nothing to repeat: GNU skips it
    const start = p.at;
    let piece = atom(p, first);
    const anchor = piece === '^' || (piece === '$' && p.text[start] === '$');
    if (!anchor) piece = quantified(p, piece);
    first = first && piece === '^';
    source += piece;
  }
  return source;
}

function atBranchEnd(p: Parser): boolean {
  if (p.extended) return p.text[p.at] === '|' || (p.text[p.at] === ')' && p.depth > 0);
  return p.text.startsWith('\\|', p.at) || (p.text.startsWith('\\)', p.at) && p.depth > 0);
}

function atom(p: Parser, first: boolean): string {
  const c = nextCharacter(p);
  switch (c) {
    case '.':
      return '.';
    case '[':
      return bracket(p);
    case '\\':
      return escaped(p, first);
    case '^':
      return p.extended || first ? '^' : '\\^';
    case '$':
      return p.extended || p.at === p.text.length || atBranchEnd(p) ? '$' : '\\$';
    case '(':
      return p.extended ? group(p) : '\\(';
    default:
      return escapeRegExp(c);
  }
}

function escaped(p: Parser, first: boolean): string {
  if (p.at === p.text.length) throw new RegexError('Trailing backslash');
  const c = nextCharacter(p);
  if (c in assertions) return assertions[c] as string;
  if (c >= '1' && c <= '9') return backReference(p, Number(c));
  if (!p.extended && c === '(') return group(p);
  if (!p.extended && c === ')') throw new RegexError('Unmatched ) or \\)');
  if (!p.extended && c === '{' && !first) throw new RegexError('Invalid preceding regular expression');
  return escapeRegExp(c);
}

const assertions: Record<string, string> = {
  w: WORD,
  W: '[^\\p{L}\\p{Nd}_]',
  s: '\\s',
  S: '\\S',
  b: `(?:(?<=${WORD})(?!${WORD})|(?<!${WORD})(?=${WORD}))`,
  B: `(?:(?<=${WORD})(?=${WORD})|(?<!${WORD})(?!${WORD}))`,
  '<': `(?<!${WORD})(?=${WORD})`,
  '>': `(?<=${WORD})(?!${WORD})`,
  '`': '^',
  "'": '$',
};

function backReference(p: Parser, digit: number): string {
  const number = p.before + digit;
  if (!p.closed.has(number)) throw new RegexError('Invalid back reference');
  return `(?:\\${number})`;
}

function group(p: Parser): string {
  const number = ++p.groups;
  p.depth++;
  const inside = alternatives(p);
  if (!take(p, p.extended ? ')' : '\\)')) throw new RegexError('Unmatched ( or \\(');
  p.depth--;
  p.closed.add(number);
  return `(${inside})`;
}

// Repetitions of a repetition are allowed in POSIX (`a**`); in JavaScript `a+?` would mean something else.
function quantified(p: Parser, atomSource: string): string {
  let source = atomSource;
  for (let count = 0; ; count++) {
    const quantifier = takeQuantifier(p);
    if (quantifier === '') return source;
    source = (count > 0 ? `(?:${source})` : source) + quantifier;
  }
}

function takeQuantifier(p: Parser): string {
  if (take(p, '*')) return '*';
  if (take(p, p.extended ? '+' : '\\+')) return '+';
  if (take(p, p.extended ? '?' : '\\?')) return '?';
  const interval = p.extended ? /\{(\d*)(,?)(\d*)\}/y : /\\\{(\d*)(,?)(\d*)\\\}/y;
  interval.lastIndex = p.at;
  const found = interval.exec(p.text);
  if (found === null || (found[1] === '' && found[2] === '')) {
    if (!p.extended && p.text.startsWith('\\{', p.at)) throw new RegexError(intervalError(p));
    return '';
  }
  const [whole, low = '', comma = '', high = ''] = found;
  if (comma !== '' && high !== '' && Number(low) > Number(high))
    throw new RegexError('Invalid content of \\{\\}');
  if (Number(low) > 32767 || Number(high) > 32767) throw new RegexError('Regular expression too big');
  p.at += whole.length;
  return `{${low || '0'}${comma}${high}}`;
}

function intervalError(p: Parser): string {
  return p.text.includes('\\}', p.at) ? 'Invalid content of \\{\\}' : 'Unmatched \\{';
}

// What is inside [...] is translated element by element: a character, a range, a class such as [:alpha:].
function bracket(p: Parser): string {
  const start = p.at;
  const negated = take(p, '^');
  let inside = '';
  for (let first = true; first || p.text[p.at] !== ']'; first = false) {
    if (p.at >= p.text.length) throw new RegexError('Unmatched [, [^, [:, [., or [=');
    if (p.text.startsWith('[:', p.at)) {
      inside += className(p);
      continue;
    }
    const low = element(p);
    if (p.text[p.at] !== '-' || p.text[p.at + 1] === ']' || p.at + 1 >= p.text.length) {
      inside += classEscape(low);
      continue;
    }
    p.at++;
    const high = element(p);
    if ((low.codePointAt(0) as number) > (high.codePointAt(0) as number))
      throw new RegexError('Invalid range end');
    inside += `${classEscape(low)}-${classEscape(high)}`;
  }
  p.at++;
  if (/^:[^:]*:$/.test(p.text.slice(start, p.at - 1))) {
    throw new RegexError('character class syntax is [[:space:]], not [:space:]');
  }
  return `[${negated ? '^' : ''}${inside}]`;
}

function element(p: Parser): string {
  const collating = /\[([.=])(.+?)\1\]/uy;
  collating.lastIndex = p.at;
  const found = collating.exec(p.text);
  if (found === null) return nextCharacter(p);
  p.at += found[0].length;
  if (Array.from(found[2] as string).length > 1) throw new RegexError('Invalid collation character');
  return found[2] as string;
}

function className(p: Parser): string {
  const end = p.text.indexOf(':]', p.at + 2);
  if (end < 0) throw new RegexError('Unmatched [, [^, [:, [., or [=');
  const name = p.text.slice(p.at + 2, end);
  p.at = end + 2;
  const members = characterClasses[name];
  if (members === undefined) throw new RegexError('Invalid character class name');
  return members;
}

/** The insides of [[:alpha:]] and the others, for a JavaScript class with the `u` flag. */
export const characterClasses: Readonly<Record<string, string>> = {
  alpha: '\\p{L}',
  digit: '0-9',
  alnum: '\\p{L}\\p{Nd}',
  upper: '\\p{Lu}',
  lower: '\\p{Ll}',
  space: '\\s',
  blank: ' \\t',
  punct: '\\p{P}\\p{S}',
  print: '\\P{C}',
  graph: '\\p{L}\\p{M}\\p{N}\\p{P}\\p{S}',
  cntrl: '\\p{Cc}',
  xdigit: '0-9A-Fa-f',
};

function classEscape(c: string): string {
  return /[\\\]^[-]/.test(c) ? `\\${c}` : c;
}

function take(p: Parser, text: string): boolean {
  if (!p.text.startsWith(text, p.at)) return false;
  p.at += text.length;
  return true;
}

function nextCharacter(p: Parser): string {
  const c = String.fromCodePoint(p.text.codePointAt(p.at) as number);
  p.at += c.length;
  return c;
}
