// The line editor: what the keys do to the line being typed. Nothing here reads or writes; line-reader.ts does, and
// painter.ts shows the result.
//
// A line is a list of characters, each with the accents that combine with it, so that the cursor never stands in the
// middle of one.

import { displayWidth } from '../../userland/lib/format.ts';
import type { EditCommand, Key } from './keys.ts';

export interface Line {
  characters: string[];
  cursor: number;
  readonly history: readonly string[]; // older lines, the oldest first
  place: number; // which of them is shown; history.length is the new line
  readonly drafts: Map<number, string>; // lines that were edited and left for another one
  search: Search | null;
  readonly cuts: Cuts;
}

/** ^R: the last line in the history with this text. */
export interface Search {
  text: string;
  failed: boolean;
  before: { characters: string[]; cursor: number; place: number };
}

/** What was cut last, for ^Y. It is kept from line to line. */
export interface Cuts {
  text: string[];
  growing: boolean; // the key before has cut too: the pieces belong together
}

/** What a key asks of whoever reads the line; null if it was only an edit. */
export type Request = 'accept' | 'interrupt' | 'end' | 'complete' | 'clear' | 'bell' | null;

export function newLine(history: readonly string[], cuts: Cuts): Line {
  const { length: place } = history;
  return { characters: [], cursor: 0, history, place, drafts: new Map(), search: null, cuts };
}

export function textOf({ characters }: Line): string {
  return characters.join('');
}

export function press(line: Line, key: Key): Request {
  if (key.is === 'unknown') return 'bell';
  if (line.search !== null) {
    const request = pressInSearch(line, line.search, key);
    if (request !== 'leave') return request;
    line.search = null;
  }
  const { growing } = line.cuts;
  if (key.is === 'text') insert(line, key.text);
  const request = key.is === 'command' ? commands[key.command](line) : null;
  if (growing) line.cuts.growing = key.is === 'command' && key.command.startsWith('kill');
  return request;
}

export function insert(line: Line, text: string): void {
  const added = charactersOf(text);
  line.characters.splice(line.cursor, 0, ...added);
  line.cursor += added.length;
  // An accent typed by itself joins the character before it.
  const joined = charactersOf(textOf(line));
  if (joined.length === line.characters.length) return;
  line.cursor -= line.characters.length - joined.length;
  line.characters = joined;
}

export function charactersOf(text: string): string[] {
  const characters: string[] = [];
  for (const c of text) {
    const combines = c >= '\x80' && displayWidth(c) === 0 && characters.length > 0;
    if (combines) characters[characters.length - 1] += c;
    else characters.push(c);
  }
  return characters;
}

const commands: Record<EditCommand, (line: Line) => Request> = {
  accept: () => 'accept',
  backspace: (line) => remove(line, line.cursor - 1, line.cursor),
  clear: () => 'clear',
  complete: () => 'complete',
  delete: (line) => remove(line, line.cursor, line.cursor + 1),
  'delete-or-end': (line) =>
    line.characters.length === 0 ? 'end' : remove(line, line.cursor, line.cursor + 1),
  'delete-word-after': (line) => cut(line, line.cursor, wordAfter(line)),
  end: (line) => moveTo(line, line.characters.length),
  interrupt: () => 'interrupt',
  'kill-line': (line) => cut(line, 0, line.cursor),
  'kill-rest': (line) => cut(line, line.cursor, line.characters.length),
  'kill-word': (line) => cut(line, blankBefore(line), line.cursor),
  'kill-word-before': (line) => cut(line, wordBefore(line), line.cursor),
  'last-argument': (line) => insertLastArgument(line),
  left: (line) => moveTo(line, line.cursor - 1),
  newest: (line) => show(line, line.history.length),
  next: (line) => show(line, line.place + 1),
  oldest: (line) => show(line, 0),
  previous: (line) => show(line, line.place - 1),
  right: (line) => moveTo(line, line.cursor + 1),
  search: (line) => startSearch(line),
  start: (line) => moveTo(line, 0),
  'stop-search': () => 'bell',
  transpose: (line) => transpose(line),
  'word-left': (line) => moveTo(line, wordBefore(line)),
  'word-right': (line) => moveTo(line, wordAfter(line)),
  yank: (line) => yank(line),
};

function moveTo(line: Line, cursor: number): Request {
  if (cursor < 0 || cursor > line.characters.length) return 'bell';
  line.cursor = cursor;
  return null;
}

function remove(line: Line, from: number, to: number): Request {
  if (from < 0 || to > line.characters.length) return 'bell';
  line.characters.splice(from, to - from);
  line.cursor = from;
  return null;
}

/** Takes a part of the line away, to be put back elsewhere. Cuts one after the other add up. */
function cut(line: Line, from: number, to: number): Request {
  if (from === to) return 'bell';
  const { cuts, cursor } = line;
  const text = line.characters.slice(from, to);
  cuts.text = !cuts.growing ? text : to === cursor ? [...text, ...cuts.text] : [...cuts.text, ...text];
  cuts.growing = true;
  return remove(line, from, to);
}

function yank(line: Line): Request {
  if (line.cuts.text.length === 0) return 'bell';
  insert(line, line.cuts.text.join(''));
  return null;
}

/** Drags the character before the cursor over the one at it. */
function transpose(line: Line): Request {
  const { characters, cursor } = line;
  const at = Math.min(cursor, characters.length - 1);
  if (at < 1) return 'bell';
  [characters[at - 1], characters[at]] = [characters[at]!, characters[at - 1]!];
  return moveTo(line, at + 1);
}

/** Where the word before the cursor starts, counting all but blanks to words, as ^W does. */
function blankBefore({ characters, cursor }: Line): number {
  let at = cursor;
  while (at > 0 && characters[at - 1] === ' ') at--;
  while (at > 0 && characters[at - 1] !== ' ') at--;
  return at;
}

function isWordCharacter(c: string | undefined): boolean {
  return c !== undefined && /^[\p{L}\p{N}]/u.test(c);
}

function wordBefore({ characters, cursor }: Line): number {
  let at = cursor;
  while (at > 0 && !isWordCharacter(characters[at - 1])) at--;
  while (at > 0 && isWordCharacter(characters[at - 1])) at--;
  return at;
}

function wordAfter({ characters, cursor }: Line): number {
  let at = cursor;
  while (at < characters.length && !isWordCharacter(characters[at])) at++;
  while (at < characters.length && isWordCharacter(characters[at])) at++;
  return at;
}

function insertLastArgument(line: Line): Request {
  const last = line.history.at(-1)?.trim().split(/\s+/).at(-1) ?? '';
  if (last === '') return 'bell';
  insert(line, last);
  return null;
}

/** Shows another line of the history; what was typed is kept for when one comes back. */
function show(line: Line, place: number): Request {
  if (place < 0 || place > line.history.length || place === line.place) return 'bell';
  line.drafts.set(line.place, textOf(line));
  line.place = place;
  replace(line, line.drafts.get(place) ?? line.history[place] ?? '');
  return null;
}

function replace(line: Line, text: string): void {
  line.characters = charactersOf(text);
  line.cursor = line.characters.length;
}

function startSearch(line: Line): Request {
  const { characters, cursor, place } = line;
  line.search = { text: '', failed: false, before: { characters, cursor, place } };
  return null;
}

/** Keys while a search is on. 'leave': the search is over, and the key does what it always does. */
function pressInSearch(line: Line, search: Search, key: Key): Request | 'leave' {
  if (key.is === 'text') {
    search.text += key.text;
    return find(line, search, line.place);
  }
  switch (key.is === 'command' ? key.command : null) {
    case 'search':
      return find(line, search, line.place - 1);
    case 'backspace':
      search.text = charactersOf(search.text).slice(0, -1).join('');
      return find(line, search, line.history.length);
    case 'stop-search':
      Object.assign(line, search.before, { search: null });
      return null;
    default:
      return 'leave';
  }
}

function find(line: Line, search: Search, from: number): Request {
  if (search.text === '') {
    Object.assign(line, search.before);
    return null;
  }
  const place = line.history.findLastIndex((old, i) => i <= from && old.includes(search.text));
  search.failed = place < 0;
  if (place < 0) return 'bell';
  line.place = place;
  const old = line.history[place]!;
  replace(line, old);
  line.cursor = charactersOf(old.slice(0, old.lastIndexOf(search.text))).length;
  return null;
}

/** What stands in front of the line while a search is on. */
export function searchPrompt({ text, failed }: Search): string {
  return `(${failed ? 'failed ' : ''}reverse-i-search)\`${text}': `;
}
