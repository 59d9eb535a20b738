// Keys: from the bytes that a terminal sends to what the line editor does with them.
//
// To add a key: a row in the table, and if the command is new, its function in edit.ts.

import { completeLength, decode } from '../../userland/lib/text.ts';

export type EditCommand =
  | 'accept'
  | 'backspace'
  | 'clear'
  | 'complete'
  | 'delete'
  | 'delete-or-end'
  | 'delete-word-after'
  | 'end'
  | 'interrupt'
  | 'kill-line'
  | 'kill-rest'
  | 'kill-word'
  | 'kill-word-before'
  | 'last-argument'
  | 'left'
  | 'next'
  | 'oldest'
  | 'newest'
  | 'previous'
  | 'right'
  | 'search'
  | 'start'
  | 'stop-search'
  | 'transpose'
  | 'word-left'
  | 'word-right'
  | 'yank';

/** A key: text to insert, a command, or one that means nothing here. */
export type Key = { is: 'text'; text: string } | { is: 'command'; command: EditCommand } | { is: 'unknown' };

// biome-ignore format: a table
const table: readonly (readonly [command: EditCommand, ...keys: string[]])[] = [
  ['accept',            '\r', '\n'],
  ['backspace',         '\x7f', '\b'],
  ['clear',             '\x0c'],
  ['complete',          '\t'],
  ['delete',            '\x1b[3~'],
  ['delete-or-end',     '\x04'],
  ['delete-word-after', '\x1bd', '\x1b[3;5~'],
  ['end',               '\x05', '\x1b[F', '\x1bOF', '\x1b[4~', '\x1b[8~'],
  ['interrupt',         '\x03'],
  ['kill-line',         '\x15'],
  ['kill-rest',         '\x0b'],
  ['kill-word',         '\x17'],
  ['kill-word-before',  '\x1b\x7f', '\x1b\b'],
  ['last-argument',     '\x1b.', '\x1b_'],
  ['left',              '\x02', '\x1b[D', '\x1bOD'],
  ['newest',            '\x1b>'],
  ['next',              '\x0e', '\x1b[B', '\x1bOB'],
  ['oldest',            '\x1b<'],
  ['previous',          '\x10', '\x1b[A', '\x1bOA'],
  ['right',             '\x06', '\x1b[C', '\x1bOC'],
  ['search',            '\x12'],
  ['start',             '\x01', '\x1b[H', '\x1bOH', '\x1b[1~', '\x1b[7~'],
  ['stop-search',       '\x07'],
  ['transpose',         '\x14'],
  ['word-left',         '\x1bb', '\x1b[1;5D', '\x1b[1;3D', '\x1b\x1b[D'],
  ['word-right',        '\x1bf', '\x1b[1;5C', '\x1b[1;3C', '\x1b\x1b[C'],
  ['yank',              '\x19'],
];

const PASTE = '\x1b[200~'; // what a terminal sends around text that was pasted
const PASTED = '\x1b[201~';

/** The key that these bytes are; null if they are only the beginning of one. */
export function keyOf(bytes: Uint8Array): Key | null {
  if (completeLength(bytes) < bytes.length) return null;
  const text = decode(bytes);
  if (text.startsWith(PASTE)) return text.endsWith(PASTED) ? pasted(text) : null;
  if (/^\x1b?\x1b(?:\[[0-9;?<]*|O)?$/.test(text)) return null;
  const row = table.find(([, ...keys]) => keys.includes(text));
  if (row) return { is: 'command', command: row[0] };
  return /^[\x00-\x1f]/.test(text) ? { is: 'unknown' } : { is: 'text', text };
}

function pasted(text: string): Key {
  return { is: 'text', text: text.slice(PASTE.length, -PASTED.length).replace(/\r\n?/g, '\n') };
}
