// Tilde expansion: ~ and ~/notes, at the start of a word and, in assignments, after a colon (XCU 2.6.1).

import type { Coroutine } from '../../kernel/abi.ts';
import { findAccount } from '../../userland/lib/users.ts';
import { getVariable, type Shell } from './state.ts';
import type { Part } from './tree.ts';

/** The parts, with the directories in the place of tildes: as if quoted, since they are what they are. */
export function* expandTildes(
  shell: Shell,
  parts: readonly Part[],
  assigned: boolean,
): Coroutine<readonly Part[]> {
  const [first] = parts;
  if (!(first?.is === 'text' && first.text.startsWith('~')) && !(assigned && parts.some(hasTilde)))
    return parts;
  const result: Part[] = [];
  for (const [i, part] of parts.entries()) {
    if (hasTilde(part)) {
      yield* expandPart(shell, part, { assigned, starts: i === 0, ends: i === parts.length - 1 }, result);
    } else {
      result.push(part);
    }
  }
  return result;
}

function hasTilde(part: Part): part is { is: 'text'; text: string } {
  return part.is === 'text' && part.text.includes('~');
}

interface Place {
  assigned: boolean;
  starts: boolean; // the part is the word's first
  ends: boolean; // and its last
}

function* expandPart(shell: Shell, part: { text: string }, place: Place, result: Part[]): Coroutine {
  const pieces = place.assigned ? part.text.split(/(?<=:)/) : [part.text];
  for (const [i, piece] of pieces.entries()) {
    const [prefix = '', user = ''] =
      (place.assigned ? /^~([\w.-]*)(?=[/:]|$)/ : /^~([\w.-]*)(?=\/|$)/).exec(piece) ?? [];
    const whole = prefix !== piece || i < pieces.length - 1 || place.ends;
    const begins = i > 0 || place.starts;
    const home = prefix !== '' && whole && begins ? yield* homeOf(shell, user) : null;
    if (home === null) {
      result.push({ is: 'text', text: piece });
    } else {
      result.push({ is: 'quoted', text: home }, { is: 'text', text: piece.slice(prefix.length) });
    }
  }
}

/** The home directory of a user, '' being the one at the keyboard; null if it is not known. */
export function* homeOf(shell: Shell, user: string): Coroutine<string | null> {
  if (user === '') return getVariable(shell, 'HOME');
  return (yield* findAccount(user))?.home ?? null;
}
