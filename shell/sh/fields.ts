// Field splitting: expanded parts of a word are gathered into fields (XCU 2.6.5).
//
// Only what an expansion gave is split, at the characters of IFS: blanks among them separate fields in any number,
// each other one ends a field, even an empty one. A field remembers which of its characters were quoted, since only
// the others can match file names.

import type { Character } from './pattern.ts';

export type Field = { text: string; quoted: boolean }[];

export interface Fields {
  readonly done: Field[];
  open: Field | null; // the field being gathered
  readonly ifs: string | null; // null: all is one field
  last: 'nothing' | 'blank' | 'mark'; // what ended the last field
}

export function newFields(ifs: string | null): Fields {
  return { done: [], open: null, ifs, last: 'nothing' };
}

/** Adds text that is not split. Even an empty one makes a field, if it was quoted. */
export function add(fields: Fields, text: string, quoted: boolean): void {
  if (text === '' && !quoted) return;
  fields.open ??= [];
  fields.open.push({ text, quoted });
  fields.last = 'nothing';
}

/** Adds what an expansion gave outside of quotes. */
export function addSplit(fields: Fields, text: string): void {
  const { ifs } = fields;
  if (ifs === null) {
    add(fields, text, false);
    return;
  }
  let start = 0;
  let at = 0;
  for (const c of text) {
    if (ifs.includes(c)) {
      add(fields, text.slice(start, at), false);
      separate(fields, c);
      start = at + c.length;
    }
    at += c.length;
  }
  add(fields, text.slice(start), false);
}

// Blanks beside a mark belong to it: 'a : b' has two fields.
function separate(fields: Fields, c: string): void {
  const blank = c === ' ' || c === '\t' || c === '\n';
  if (fields.open !== null) closeField(fields);
  else if (blank) return;
  else if (fields.last !== 'blank') fields.done.push([]);
  fields.last = blank ? 'blank' : 'mark';
}

/** Ends the field being gathered, if there is one. */
export function closeField(fields: Fields): void {
  if (fields.open !== null) fields.done.push(fields.open);
  fields.open = null;
  fields.last = 'nothing';
}

export function finish(fields: Fields): Field[] {
  closeField(fields);
  return fields.done;
}

export function textOf(field: Field): string {
  return field.length === 1 ? field[0]!.text : field.map(({ text }) => text).join('');
}

export function charactersOf(field: Field): Character[] {
  return field.flatMap(({ text, quoted }) => Array.from(text, (c) => ({ c, quoted })));
}
