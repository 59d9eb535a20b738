// Patterns for file names, as in find -name: `*` any characters, `?` one, `[a-z]` one of a set, `\` takes what follows
// as it is. As fnmatch(3) without flags does, `*` also matches slashes and a dot at the start.

import { compileNode } from './regex/regex.ts';
import { characterClasses, escapeRegExp, type Node } from './regex/syntax.ts';

export function fnmatch(pattern: string, options: { ignoreCase?: boolean } = {}): (name: string) => boolean {
  const parts: Node[] = [
    { is: 'assertion', what: 'start' },
    ...parse(pattern),
    { is: 'assertion', what: 'end' },
  ];
  return compileNode({ is: 'sequence', parts }, options.ignoreCase ?? false).test;
}

const ITEM = /\[([!^]?)(\]?(?:\[:\w+:\]|\\[\s\S]|[^\]])*)\]|\\([\s\S])|([\s\S])/gu;

function parse(pattern: string): Node[] {
  return Array.from(pattern.matchAll(ITEM), ([, negation, members, escaped, plain = '']): Node => {
    if (members !== undefined) return { is: 'set', source: setSource(negation !== '', members) };
    if (plain === '*')
      return { is: 'repeat', node: { is: 'set', source: '.' }, least: 0, most: Number.POSITIVE_INFINITY };
    if (plain === '?') return { is: 'set', source: '.' };
    return { is: 'set', source: escapeRegExp(escaped ?? plain) };
  });
}

const MEMBER = /\[:(\w+):\]|(\\[\s\S]|[\s\S])(?:-(\\[\s\S]|[\s\S]))?/gu;

// A range that is upside down, such as [z-a], has no members.
function setSource(negated: boolean, members: string): string {
  let source = '';
  for (const [, className, first = '', last = first] of members.matchAll(MEMBER)) {
    const [low, high] = [plainOf(first), plainOf(last)];
    if (className !== undefined) source += characterClasses[className] ?? '';
    else if (low <= high) source += `${escapeMember(low)}-${escapeMember(high)}`;
  }
  if (source === '') return negated ? '.' : '(?!)';
  return `[${negated ? '^' : ''}${source}]`;
}

function plainOf(item: string): string {
  return item.length > 1 && item.startsWith('\\') ? item.slice(1) : item;
}

function escapeMember(c: string): string {
  return /[\\\]^[-]/.test(c) ? `\\${c}` : c;
}
