// Patterns for file names, as in find -name: `*` any characters, `?` one, `[a-z]` one of a set, `\` takes what follows
// as it is. As fnmatch(3) without flags does, `*` also matches slashes and a dot at the start.

import { characterClasses, escapeRegExp } from './regex.ts';

export function fnmatch(pattern: string, options: { ignoreCase?: boolean } = {}): (name: string) => boolean {
  const regex = new RegExp(`^${translate(pattern)}$`, options.ignoreCase ? 'sui' : 'su');
  return (name) => regex.test(name);
}

const SET = /^\[([!^]?)(\]?(?:\[:\w+:\]|\\.|[^\]])*)\]/su;

function translate(pattern: string): string {
  let source = '';
  for (let rest = pattern; rest !== ''; ) {
    const set = SET.exec(rest);
    const [first = ''] = rest;
    const taken = set?.[0] ?? (first === '\\' && rest.length > 1 ? rest.slice(0, 2) : first);
    if (set) source += setSource(set[1] !== '', set[2] as string);
    else if (first === '*') source += '.*';
    else if (first === '?') source += '.';
    else source += escapeRegExp(taken.length > 1 && first === '\\' ? taken.slice(1) : taken);
    rest = rest.slice(taken.length);
  }
  return source;
}

const MEMBER = /\[:(\w+):\]|(\\.|[\s\S])(?:-(\\.|[\s\S]))?/gu;

// A range that is upside down, such as [z-a], has no members.
function setSource(negated: boolean, members: string): string {
  let source = '';
  for (const [, className, first = '', last = first] of members.matchAll(MEMBER)) {
    const [low, high] = [plain(first), plain(last)];
    if (className !== undefined) source += characterClasses[className] ?? '';
    else if (low <= high) source += `${escapeMember(low)}-${escapeMember(high)}`;
  }
  if (source === '') return negated ? '.' : '(?!)';
  return `[${negated ? '^' : ''}${source}]`;
}

function plain(item: string): string {
  return item.length > 1 && item.startsWith('\\') ? item.slice(1) : item;
}

function escapeMember(c: string): string {
  return /[\\\]^[-]/.test(c) ? `\\${c}` : c;
}
