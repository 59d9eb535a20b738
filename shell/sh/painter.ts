// The picture of the line being typed, on as many rows of the terminal as it takes.
//
// A terminal shows what it is sent, and goes to the next row at the right edge; so where each character lands can be
// computed, and the cursor be moved there. When a key only adds a character at the end, nothing else is sent:
// what a program left in front of the prompt, without a newline, stays there.

import { displayWidth } from '../../userland/lib/format.ts';

export interface View {
  prompt: string; // may hold colours and newlines
  characters: readonly string[];
  cursor: number;
}

/** What is on the terminal, as far as the next picture must know. */
export interface Painted extends View {
  columns: number;
  row: number; // of the cursor, counted from the prompt's first
}

interface Place {
  row: number;
  column: number; // up to the width of the window: the next character goes to the next row
}

export function paint(
  before: Painted | null,
  view: View,
  columns: number,
): { output: string; painted: Painted } {
  const { prompt, characters, cursor } = view;
  const start = promptCells(prompt).reduce((place, cell) => advance(place, cell, columns), {
    row: 0,
    column: 0,
  });
  const places = [start];
  for (const c of characters) places.push(advance(places.at(-1)!, shown(c, places.at(-1)!), columns));
  const end = wrapped(places.at(-1)!, columns);
  const target = wrapped(places[cursor]!, columns);
  const painted = { prompt, characters: [...characters], cursor, columns, row: target.row };

  const added = before && addition(before, view, columns, places);
  if (added !== null) return { output: added, painted };
  const text = characters.map((c, i) => (c === '\n' ? '\r\n' : shown(c, places[i]!))).join('');
  const output = [
    before === null ? '' : `${up(before.row)}\r\x1b[J`,
    prompt.replaceAll('\n', '\r\n'),
    text,
    places.at(-1)!.column === columns ? '\r\n' : '',
    target.row === end.row && target.column === end.column
      ? ''
      : `${up(end.row - target.row)}\r${right(target.column)}`,
  ];
  return { output: output.join(''), painted };
}

/** The text added to the end, '' for none, if that is all that is new and it does not reach the edge. */
function addition(
  before: Painted,
  { prompt, characters, cursor }: View,
  columns: number,
  places: Place[],
): string | null {
  const { length } = before.characters;
  const appended =
    before.columns === columns &&
    before.prompt === prompt &&
    before.cursor === length &&
    cursor === characters.length &&
    before.characters.every((c, i) => c === characters[i]);
  if (!appended || places.at(-1)!.row !== places[length]!.row || places.at(-1)!.column >= columns)
    return null;
  return characters
    .slice(length)
    .map((c, i) => shown(c, places[length + i]!))
    .join('');
}

/** A control character is shown as ^A, and a tab as blanks. */
function shown(c: string, { column }: Place): string {
  if (c === '\n') return c;
  if (c === '\t') return ' '.repeat(8 - (column % 8));
  if (/^[\x00-\x1f\x7f]/.test(c)) return `^${String.fromCharCode(c.charCodeAt(0) ^ 64)}`;
  return c;
}

/** Colours and other escape sequences take no room. */
function promptCells(prompt: string): string[] {
  return Array.from(prompt.replace(/\x1b(?:\[[0-9;?]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|.)/g, ''));
}

function advance({ row, column }: Place, text: string, columns: number): Place {
  if (text === '\n') return { row: row + 1, column: 0 };
  let place = { row, column };
  for (const c of text) {
    const width = displayWidth(c);
    place =
      place.column + width > columns
        ? { row: place.row + 1, column: width }
        : { ...place, column: place.column + width };
  }
  return place;
}

function wrapped(place: Place, columns: number): Place {
  return place.column >= columns ? { row: place.row + 1, column: 0 } : place;
}

function up(rows: number): string {
  return rows > 0 ? `\x1b[${rows}A` : '';
}

function right(columns: number): string {
  return columns > 0 ? `\x1b[${columns}C` : '';
}
