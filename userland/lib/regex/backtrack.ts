// Regular expressions with back-references, by the host's own matcher, which can go back to remember.
//
// It differs from POSIX in that of several alternatives it takes the first that matches, not the longest; that a
// reference to a group which took no part in the match is empty; and that some patterns take time exponential in
// the length of the text. All others are run by dfa.ts.

import { type Assertion, type Node, WORD } from './syntax.ts';

export function toRegExp(node: Node, ignoreCase: boolean): RegExp {
  return new RegExp(source(node), ignoreCase ? 'gsui' : 'gsu');
}

export function hasReference(node: Node): boolean {
  switch (node.is) {
    case 'reference':
      return true;
    case 'sequence':
      return node.parts.some(hasReference);
    case 'choice':
      return node.options.some(hasReference);
    case 'repeat':
    case 'group':
      return hasReference(node.node);
    default:
      return false;
  }
}

function source(node: Node): string {
  switch (node.is) {
    case 'set':
      return node.source;
    case 'sequence':
      return node.parts.map(source).join('');
    case 'choice':
      return `(?:${node.options.map(source).join('|')})`;
    case 'repeat':
      return `(?:${source(node.node)}){${node.least},${Number.isFinite(node.most) ? node.most : ''}}`;
    case 'group':
      return `(${source(node.node)})`;
    case 'reference':
      return `(?:\\${node.group})`;
    case 'assertion':
      return assertions[node.what];
  }
}

const assertions: Record<Assertion, string> = {
  start: '^',
  end: '$',
  'word start': `(?<!${WORD})(?=${WORD})`,
  'word end': `(?<=${WORD})(?!${WORD})`,
  boundary: `(?:(?<=${WORD})(?!${WORD})|(?<!${WORD})(?=${WORD}))`,
  inside: `(?:(?<=${WORD})(?=${WORD})|(?<!${WORD})(?!${WORD}))`,
  'no word before': `(?<!${WORD})`,
  'no word after': `(?!${WORD})`,
};
