// Parsing POSIX regular expressions, basic and extended with GNU's additions, into a tree.
//
// Where POSIX leaves it open (`a{1`, `*a`, `a|*b`), the parser does what GNU's does.

/** What a regular expression is made of. */
export type Node =
  | { is: 'set'; source: string; only?: string } // one character, as in JavaScript: 'a', '.', '[^0-9]'; `only` this one
  | { is: 'sequence'; parts: Node[] }
  | { is: 'choice'; options: Node[] }
  | { is: 'repeat'; node: Node; least: number; most: number }
  | { is: 'group'; node: Node }
  | { is: 'reference'; group: number } // the same text again as a group, counted from 1, has matched
  | { is: 'assertion'; what: Assertion };

/** What can be true of a place between two characters. */
export type Assertion =
  | 'start'
  | 'end'
  | 'word start'
  | 'word end'
  | 'boundary'
  | 'inside'
  | 'no word before'
  | 'no word after';

/** What is wrong with a pattern, in the words of regerror(3). */
export class RegexError extends Error {}

export const WORD = '[\\p{L}\\p{Nd}_]';

interface Parser {
  readonly text: string;
  readonly extended: boolean;
  at: number;
  groups: number; // opened so far, counting those of the patterns before this one
  readonly before: number; // groups of the patterns before this one
  closed: Set<number>;
  depth: number;
}

/** `before` is how many groups the patterns before this one have. */
export function parseRegex(text: string, extended: boolean, before: number): { node: Node; groups: number } {
  const parser: Parser = { text, extended, at: 0, groups: before, before, closed: new Set(), depth: 0 };
  return { node: alternatives(parser), groups: parser.groups };
}

/** The characters of a text, one after the other. */
export function literal(text: string): Node {
  return { is: 'sequence', parts: Array.from(text, character) };
}

export function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

function character(c: string): Node {
  return { is: 'set', source: escapeRegExp(c), only: c };
}

function assertion(what: Assertion): Node {
  return { is: 'assertion', what };
}

function alternatives(p: Parser): Node {
  const options = [branch(p)];
  while (take(p, p.extended ? '|' : '\\|')) options.push(branch(p));
  return options.length === 1 ? (options[0] as Node) : { is: 'choice', options };
}

function branch(p: Parser): Node {
  const parts: Node[] = [];
  let first = true; // nothing but anchors yet: there is nothing to repeat
  while (p.at < p.text.length && !atBranchEnd(p)) {
    if (p.extended && first && takeQuantifier(p) !== null) continue; // GNU skips it
    const one = atom(p, first);
    const anchor = one.is === 'assertion' && (one.what === 'start' || one.what === 'end');
    parts.push(anchor ? one : quantified(p, one));
    first = first && anchor;
  }
  return { is: 'sequence', parts };
}

function atBranchEnd(p: Parser): boolean {
  if (p.extended) return p.text[p.at] === '|' || (p.text[p.at] === ')' && p.depth > 0);
  return p.text.startsWith('\\|', p.at) || (p.text.startsWith('\\)', p.at) && p.depth > 0);
}

function atom(p: Parser, first: boolean): Node {
  const c = nextCharacter(p);
  switch (c) {
    case '.':
      return { is: 'set', source: '.' };
    case '[':
      return bracket(p);
    case '\\':
      return escaped(p, first);
    case '^':
      return p.extended || first ? assertion('start') : character(c);
    case '$':
      return p.extended || p.at === p.text.length || atBranchEnd(p) ? assertion('end') : character(c);
    case '(':
      return p.extended ? group(p) : character(c);
    default:
      return character(c);
  }
}

function escaped(p: Parser, first: boolean): Node {
  if (p.at === p.text.length) throw new RegexError('Trailing backslash');
  const c = nextCharacter(p);
  const source = sets[c];
  if (source !== undefined) return { is: 'set', source };
  const what = assertions[c];
  if (what !== undefined) return assertion(what);
  if (c >= '1' && c <= '9') return backReference(p, Number(c));
  if (!p.extended && c === '(') return group(p);
  if (!p.extended && c === ')') throw new RegexError('Unmatched ) or \\)');
  if (!p.extended && c === '{' && !first) throw new RegexError('Invalid preceding regular expression');
  return character(c);
}

const sets: Record<string, string> = { w: WORD, W: '[^\\p{L}\\p{Nd}_]', s: '\\s', S: '\\S' };

const assertions: Record<string, Assertion> = {
  b: 'boundary',
  B: 'inside',
  '<': 'word start',
  '>': 'word end',
  '`': 'start',
  "'": 'end',
};

function backReference(p: Parser, digit: number): Node {
  const number = p.before + digit;
  if (!p.closed.has(number)) throw new RegexError('Invalid back reference');
  return { is: 'reference', group: number };
}

function group(p: Parser): Node {
  const number = ++p.groups;
  p.depth++;
  const node = alternatives(p);
  if (!take(p, p.extended ? ')' : '\\)')) throw new RegexError('Unmatched ( or \\(');
  p.depth--;
  p.closed.add(number);
  return { is: 'group', node };
}

function quantified(p: Parser, node: Node): Node {
  let result = node;
  for (let times = takeQuantifier(p); times !== null; times = takeQuantifier(p)) {
    result = { is: 'repeat', node: result, ...times };
  }
  return result;
}

const MOST = 32767; // repetitions in an interval

function takeQuantifier(p: Parser): { least: number; most: number } | null {
  if (take(p, '*')) return { least: 0, most: Number.POSITIVE_INFINITY };
  if (take(p, p.extended ? '+' : '\\+')) return { least: 1, most: Number.POSITIVE_INFINITY };
  if (take(p, p.extended ? '?' : '\\?')) return { least: 0, most: 1 };
  const interval = p.extended ? /\{(\d*)(,?)(\d*)\}/y : /\\\{(\d*)(,?)(\d*)\\\}/y;
  interval.lastIndex = p.at;
  const found = interval.exec(p.text);
  if (found === null || (found[1] === '' && found[2] === '')) {
    if (!p.extended && p.text.startsWith('\\{', p.at)) throw new RegexError(intervalError(p));
    return null;
  }
  const [whole, low, comma, high] = found;
  const least = Number(low);
  const most = comma === '' ? least : high === '' ? Number.POSITIVE_INFINITY : Number(high);
  if (least > most) throw new RegexError('Invalid content of \\{\\}');
  if (least > MOST || (most > MOST && high !== '')) throw new RegexError('Regular expression too big');
  p.at += whole.length;
  return { least, most };
}

function intervalError(p: Parser): string {
  return p.text.includes('\\}', p.at) ? 'Invalid content of \\{\\}' : 'Unmatched \\{';
}

// What is inside [...] is translated element by element: a character, a range, a class such as [:alpha:].
function bracket(p: Parser): Node {
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
  return { is: 'set', source: `[${negated ? '^' : ''}${inside}]` };
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
