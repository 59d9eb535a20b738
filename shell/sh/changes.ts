// Would expanding the words of a command change the shell? ${name:=word} and $((i = 1)) set variables, and in a
// command that runs as a process of its own they must set those of the process.

import type { Part, SimpleCommand, Word } from './tree.ts';

export function changesShell({ words, assignments, redirects }: SimpleCommand): boolean {
  return (
    words.some(wordChanges) ||
    assignments.some(({ value }) => wordChanges(value)) ||
    redirects.some((redirect) => wordChanges(redirect.is === 'here' ? redirect.body : redirect.target))
  );
}

function wordChanges({ parts, literal }: Word): boolean {
  return literal === null && parts.some(partChanges);
}

function partChanges(part: Part): boolean {
  switch (part.is) {
    case 'double':
      return part.parts.some(partChanges);
    case 'arithmetic':
      return part.parts.some(
        (one) =>
          partChanges(one) || (one.is === 'quoted' && /\+\+|--|(?<![=!<>])=(?!=)|<<=|>>=/.test(one.text)),
      );
    case 'parameter':
      if (part.change === null || part.change.is === 'length') return false;
      if (part.change.is === 'trim') return wordChanges(part.change.pattern);
      return part.change.is === 'assign' || wordChanges(part.change.word);
    default:
      return false;
  }
}
