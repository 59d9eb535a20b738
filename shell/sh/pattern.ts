// Patterns: * ? [a-z] [!x] [[:alpha:]], as in file names, `case` and ${name#pattern} (XCU 2.14).
//
// A pattern is compiled to a row of tokens and matched by walking the text once while keeping all places in the
// row that could have been reached. So the time is at most text times pattern, whatever the pattern is.

/** A character of an expanded word; a quoted one stands for itself. */
export interface Character {
  c: string;
  quoted: boolean;
}

type Token = { is: 'star' } | { is: 'one'; matches: (c: string) => boolean };

export type Pattern = readonly Token[];

/** Can these characters, none of them quoted, stand for others? A bracket needs another one. */
export function isPattern(unquoted: string): boolean {
  return /[*?]|\[.*\]/s.test(unquoted);
}

export function compile(characters: readonly Character[]): Pattern {
  const tokens: Token[] = [];
  for (let i = 0; i < characters.length; i++) {
    const { c, quoted } = characters[i]!;
    if (quoted) {
      tokens.push(exactly(c));
    } else if (c === '*') {
      if (tokens.at(-1)?.is !== 'star') tokens.push({ is: 'star' });
    } else if (c === '?') {
      tokens.push({ is: 'one', matches: () => true });
    } else if (c === '\\' && i + 1 < characters.length) {
      tokens.push(exactly(characters[++i]!.c));
    } else {
      const set = c === '[' ? compileSet(characters, i + 1) : null;
      tokens.push(set === null ? exactly(c) : { is: 'one', matches: set.matches });
      if (set !== null) i = set.end;
    }
  }
  return tokens;
}

function exactly(wanted: string): Token {
  return { is: 'one', matches: (c) => c === wanted };
}

export function matches(pattern: Pattern, text: string): boolean {
  const characters = Array.from(text);
  return reach(pattern, characters).longest === characters.length;
}

/** Takes the part that matches from the start or the end of the text; all of the text if nothing matches. */
export function trim(text: string, pattern: Pattern, from: 'start' | 'end', longest: boolean): string {
  const characters = Array.from(text);
  if (from === 'start') {
    const found = reach(pattern, characters);
    return characters.slice(Math.max(0, longest ? found.longest : found.shortest)).join('');
  }
  const found = reach(pattern.toReversed(), characters.toReversed());
  const length = Math.max(0, longest ? found.longest : found.shortest);
  return characters.slice(0, characters.length - length).join('');
}

/** How many characters from the start can match: the fewest and the most; -1 if none. */
function reach(pattern: Pattern, characters: readonly string[]): { shortest: number; longest: number } {
  let shortest = -1;
  let longest = -1;
  let places = withStars(pattern, [0]);
  for (let i = 0; places.length > 0; i++) {
    if (places.at(-1) === pattern.length) {
      longest = i;
      if (shortest < 0) shortest = i;
    }
    if (i === characters.length) break;
    places = withStars(pattern, step(pattern, places, characters[i]!));
  }
  return { shortest, longest };
}

// Places are kept in ascending order, each at most once.
function step(pattern: Pattern, places: readonly number[], c: string): number[] {
  const next: number[] = [];
  for (const place of places) {
    const token = pattern[place];
    if (token?.is === 'star') push(next, place);
    else if (token?.matches(c)) push(next, place + 1);
  }
  return next;
}

/** A star may also match nothing: whoever is before one is behind it too. */
function withStars(pattern: Pattern, places: readonly number[]): number[] {
  const all: number[] = [];
  for (let place of places) {
    push(all, place);
    while (pattern[place]?.is === 'star') push(all, ++place);
  }
  return all;
}

function push(places: number[], place: number): void {
  const last = places.at(-1);
  if (last === undefined || last < place) places.push(place);
}

type Test = (c: string) => boolean;

const classes: Record<string, Test> = {
  alnum: (c) => /[\p{L}\p{N}]/u.test(c),
  alpha: (c) => /\p{L}/u.test(c),
  blank: (c) => c === ' ' || c === '\t',
  cntrl: (c) => /\p{Cc}/u.test(c),
  digit: (c) => c >= '0' && c <= '9',
  graph: (c) => /[^\s\p{C}]/u.test(c),
  lower: (c) => /\p{Ll}/u.test(c),
  print: (c) => /[^\p{C}]/u.test(c),
  punct: (c) => /[\p{P}\p{S}]/u.test(c),
  space: (c) => /\s/.test(c),
  upper: (c) => /\p{Lu}/u.test(c),
  xdigit: (c) => /[0-9A-Fa-f]/.test(c),
};

// The bracket expression whose inside starts at `start`; null if it is none, and the [ stands for itself.
function compileSet(characters: readonly Character[], start: number): { matches: Test; end: number } | null {
  let at = start;
  const is = (c: string, i = at) => characters[i]?.c === c && !characters[i]!.quoted;
  const negated = is('!') || is('^');
  if (negated) at++;
  const tests: Test[] = [];
  for (let first = true; first || !is(']'); first = false) {
    const named = is('[') ? readNamed(characters, at) : null;
    if (named?.test) {
      tests.push(named.test);
      at = named.end;
      continue;
    }
    const low = named ?? readOne(characters, at);
    if (low === null) return null;
    at = low.end;
    const range = is('-') && at + 1 < characters.length && !is(']', at + 1);
    const high = range ? (readNamed(characters, at + 1) ?? readOne(characters, at + 1)) : low;
    if (high === null) return null;
    at = high.end;
    const [from, to] = [code(low.c), code(high.c)];
    tests.push((c) => code(c) >= from && code(c) <= to);
  }
  return { matches: (c) => tests.some((test) => test(c)) !== negated, end: at };
}

function code(c: string): number {
  return c.codePointAt(0) ?? 0;
}

function readOne(characters: readonly Character[], at: number): { c: string; end: number } | null {
  const escaped = characters[at]?.c === '\\' && !characters[at]!.quoted && at + 1 < characters.length;
  const one = characters[escaped ? at + 1 : at];
  return one === undefined ? null : { c: one.c, end: at + (escaped ? 2 : 1) };
}

// [:class:], [=c=] and [.c.], with `at` on the bracket.
function readNamed(
  characters: readonly Character[],
  at: number,
): { c: string; test: Test | null; end: number } | null {
  const kind = characters[at + 1]?.c ?? '';
  if (characters[at]?.c !== '[' || kind === '' || !':=.'.includes(kind)) return null;
  const close = characters.findIndex(({ c }, i) => i > at + 2 && c === ']' && characters[i - 1]!.c === kind);
  if (close < 0) return null;
  const name = characters
    .slice(at + 2, close - 1)
    .map(({ c }) => c)
    .join('');
  if (kind !== ':') return { c: name, test: null, end: close + 1 };
  return { c: '', test: classes[name] ?? (() => false), end: close + 1 };
}
