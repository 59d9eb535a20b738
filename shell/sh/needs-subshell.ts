// What of a command cannot be done in the shell before its process starts?
//
// ${name:=word} and $((i = 1)) set variables, and those of the process they must be. And while the shell is to go on,
// $( ) cannot be waited for; its standard input may be that of the process, too.

import type { Part, SimpleCommand, Word } from './tree.ts';

/** `beside`: the process is to run while the shell goes on. */
export function needsSubshell({ words, assignments, redirects }: SimpleCommand, beside: boolean): boolean {
  const needs = (word: Word) => wordNeedsSubshell(word, beside);
  return (
    words.some(needs) ||
    assignments.some(({ value }) => needs(value)) ||
    redirects.some((redirect) => needs(redirect.is === 'here' ? redirect.body : redirect.target))
  );
}

export function wordNeedsSubshell({ literal, parts }: Word, beside: boolean): boolean {
  return literal === null && parts.some((part) => partNeeds(part, beside));
}

function partNeeds(part: Part, beside: boolean): boolean {
  const anyNeeds = (parts: readonly Part[]) => parts.some((inner) => partNeeds(inner, beside));
  switch (part.is) {
    case 'double':
      return anyNeeds(part.parts);
    case 'arithmetic':
      return anyNeeds(part.parts) || part.parts.some((one) => one.is === 'quoted' && assigns(one.text));
    case 'parameter':
      if (part.change === null || part.change.is === 'length') return false;
      if (part.change.is === 'trim') return anyNeeds(part.change.pattern.parts);
      return part.change.is === 'assign' || anyNeeds(part.change.word.parts);
    case 'command':
      return beside;
    default:
      return false;
  }
}

function assigns(arithmetic: string): boolean {
  return /\+\+|--|(?<![=!<>])=(?!=)|<<=|>>=/.test(arithmetic);
}
