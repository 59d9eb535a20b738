// Regular expressions: POSIX's, basic and extended, with GNU's additions.
//
//     const regex = compile(['a|ab', 'c*'], { syntax: 'extended' });
//     if (regex.test(line)) for (const [start, end] of regex.matches(line)) ...
//
// The match is the leftmost, and of those the longest, and it takes time proportional to the length of the text,
// whatever the pattern; but see backtrack.ts for patterns with back-references. Classes such as [:alpha:] are those
// of Unicode; a collating element is a single character.

import { hasReference, toRegExp } from './backtrack.ts';
import { hasMatch, longestMatch, newDfa } from './dfa.ts';
import { buildNfa } from './nfa.ts';
import { exactText, requiredText } from './required.ts';
import { literal, type Node, parseRegex, RegexError } from './syntax.ts';

export { RegexError } from './syntax.ts';

export type Syntax = 'basic' | 'extended' | 'fixed';

export interface RegexOptions {
  syntax: Syntax;
  ignoreCase?: boolean;
  word?: boolean; // what matches has no word character right before or after it
  line?: boolean; // a whole line matches, or nothing
}

export interface Regex {
  test(text: string): boolean;
  /** The matches from left to right, none overlapping another. */
  matches(text: string): Iterable<[start: number, end: number]>;
}

/** Matches what any of the patterns matches. Throws a RegexError if one of them is wrong. */
export function compile(patterns: readonly string[], options: RegexOptions): Regex {
  try {
    return compileNode(wholeNode(patterns, options), options.ignoreCase ?? false);
  } catch (error) {
    // A pattern may be too deep for the parser's stack, or too large for the host.
    throw error instanceof RangeError || error instanceof SyntaxError
      ? new RegexError('Regular expression too big')
      : error;
  }
}

export function compileNode(node: Node, ignoreCase: boolean): Regex {
  return hasReference(node) ? backtracking(toRegExp(node, ignoreCase)) : automaton(node, ignoreCase);
}

function wholeNode(patterns: readonly string[], { syntax, word, line }: RegexOptions): Node {
  let groups = 0;
  const options = patterns.map((pattern) => {
    if (syntax === 'fixed') return literal(pattern);
    const parsed = parseRegex(pattern, syntax === 'extended', groups);
    groups = parsed.groups;
    return parsed.node;
  });
  const node: Node = { is: 'choice', options };
  if (line) return between('start', node, 'end');
  return word ? between('no word before', node, 'no word after') : node;
}

type Assertion = Extract<Node, { is: 'assertion' }>['what'];

function between(before: Assertion, node: Node, after: Assertion): Node {
  return {
    is: 'sequence',
    parts: [{ is: 'assertion', what: before }, node, { is: 'assertion', what: after }],
  };
}

function automaton(node: Node, ignoreCase: boolean): Regex {
  const nfa = buildNfa(node, ignoreCase);
  const searching = newDfa(nfa, true);
  const anchored = newDfa(nfa, false);
  const required = ignoreCase ? '' : requiredText(node);
  const enough = !ignoreCase && exactText(node) !== null; // to find that text is to match
  return {
    test: (text) => text.includes(required) && (enough || hasMatch(searching, text)),
    *matches(text) {
      for (let at = 0; at <= text.length; ) {
        const end = longestMatch(anchored, text, at);
        if (end >= 0) yield [at, end];
        at = Math.max(end, at + ((text.codePointAt(at) as number) > 0xffff ? 2 : 1));
      }
    },
  };
}

function backtracking(regex: RegExp): Regex {
  return {
    test(text) {
      regex.lastIndex = 0;
      return regex.test(text);
    },
    *matches(text) {
      regex.lastIndex = 0;
      for (const { index, 0: match } of text.matchAll(regex)) yield [index, index + match.length];
    },
  };
}
