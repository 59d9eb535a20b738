// A rectangle of cells to paint on: all that a pane needs to know of the screen.
//
//     surface.put(2, 0, 'ready', attr({ fg: 'green' }));
//     const inside = surface.frame(theme.frame.light, dim, { title: '2 Processes' });
//
// The cells are blessed's (`screen.lines`) or an array in a test. Everything is clipped, and control characters
// become dots: a process may be called anything, and must not be able to move the cursor.
// A wide character is its text in one cell and '' in the next. Only set() writes cells, so that no half of a wide
// character is ever left without its other half; draw.ts relies on that.

import { type Attr, PLAIN } from './attr.ts';
import type { FrameGlyphs } from './theme.ts';
import { charWidth, isAscii, textWidth, truncate } from './width.ts';

export type Cell = [attr: Attr, text: string];

export interface Rect {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Labels {
  title?: string; // at the left of the upper edge
  note?: string; // at its right
  titleAttr?: Attr;
}

export class Surface {
  readonly width: number;
  readonly height: number;
  private readonly lines: Cell[][];
  private readonly left: number;
  private readonly top: number;

  constructor(lines: Cell[][], x: number, y: number, width: number, height: number) {
    this.lines = lines;
    this.left = x;
    this.top = y;
    this.width = Math.max(0, width);
    this.height = Math.max(0, height);
  }

  /** Writes text from x on and returns how many cells it took, also those that were clipped. */
  put(x: number, y: number, text: string, attr: Attr = PLAIN): number {
    if (!isAscii(text)) return this.putAny(x, y, text, attr);
    const line = this.line(y);
    const from = Math.max(0, x);
    const to = Math.min(this.width, x + text.length);
    if (!line || from >= to) return text.length;
    release(line, this.left + from);
    release(line, this.left + to - 1);
    for (let at = from; at < to; at++) assign(line[this.left + at], attr, text[at - x]!);
    return text.length;
  }

  /** One character of one or two cells. */
  set(x: number, y: number, char: string, width: 1 | 2, attr: Attr): void {
    const line = this.line(y);
    if (!line) return;
    if (width === 2 && x >= 0 && x + 1 < this.width) {
      release(line, this.left + x);
      release(line, this.left + x + 1);
      assign(line[this.left + x], attr, char);
      assign(line[this.left + x + 1], attr, '');
      return;
    }
    const shown = width === 2 ? ' ' : printable(char);
    for (let at = Math.max(0, x); at < Math.min(this.width, x + width); at++) {
      release(line, this.left + at);
      assign(line[this.left + at], attr, shown);
    }
  }

  /** `char` is one cell wide. */
  fill(x: number, y: number, width: number, height: number, char: string, attr: Attr = PLAIN): void {
    const from = this.left + Math.max(0, x);
    const to = this.left + Math.min(this.width, x + width);
    for (let row = Math.max(0, y); row < Math.min(this.height, y + height) && from < to; row++) {
      const line = this.line(row);
      if (!line) return;
      release(line, from);
      release(line, to - 1);
      for (let at = from; at < to; at++) assign(line[at], attr, char);
    }
  }

  clear(attr: Attr = PLAIN): void {
    this.fill(0, 0, this.width, this.height, ' ', attr);
  }

  /** Gives cells another look and leaves their text. */
  paint(x: number, y: number, width: number, restyled: (attr: Attr) => Attr): void {
    const line = this.line(y);
    for (let at = Math.max(0, x); at < Math.min(this.width, x + width); at++) {
      const cell = line?.[this.left + at];
      if (cell) cell[0] = restyled(cell[0]);
    }
  }

  /** A horizontal line with a title at its left and a note at its right; the note gives way first. */
  rule(y: number, glyph: string, attr: Attr, labels: Labels = {}, x = 0, width = this.width): void {
    this.fill(x, y, width, 1, glyph, attr);
    const title = labels.title ? ` ${truncate(labels.title, width - 4)} ` : '';
    const note = labels.note ? ` ${labels.note} ` : '';
    this.put(x + 1, y, title, labels.titleAttr ?? attr);
    const from = x + width - 1 - textWidth(note);
    if (from > x + 1 + textWidth(title)) this.put(from, y, note, attr);
  }

  /** A border with its labels; returns the surface inside it. */
  frame(glyphs: FrameGlyphs, attr: Attr, labels: Labels = {}): Surface {
    const right = this.width - 1;
    const bottom = this.height - 1;
    this.rule(bottom, glyphs.horizontal, attr);
    this.rule(0, glyphs.horizontal, attr, labels, 1, this.width - 2);
    this.fill(0, 1, 1, this.height - 2, glyphs.vertical, attr);
    this.fill(right, 1, 1, this.height - 2, glyphs.vertical, attr);
    this.put(0, 0, glyphs.topLeft, attr);
    this.put(right, 0, glyphs.topRight, attr);
    this.put(0, bottom, glyphs.bottomLeft, attr);
    this.put(right, bottom, glyphs.bottomRight, attr);
    return this.sub(1, 1, this.width - 2, this.height - 2);
  }

  /** A part of this surface, cut to its bounds. */
  sub(x: number, y: number, width: number, height: number): Surface {
    const left = Math.min(Math.max(0, x), this.width);
    const top = Math.min(Math.max(0, y), this.height);
    const right = Math.min(this.width, x + width);
    const bottom = Math.min(this.height, y + height);
    return new Surface(this.lines, this.left + left, this.top + top, right - left, bottom - top);
  }

  /** What is in a cell: for tests, and to look before painting over. */
  cell(x: number, y: number): Readonly<Cell> | undefined {
    if (x < 0 || y < 0 || x >= this.width || y >= this.height) return undefined;
    return this.lines[this.top + y]?.[this.left + x];
  }

  /** The text of every row, without the spaces at its end. */
  text(): string[] {
    return Array.from({ length: this.height }, (_, y) => {
      const row = this.lines[this.top + y]!.slice(this.left, this.left + this.width);
      return row
        .map((cell) => cell[1])
        .join('')
        .trimEnd();
    });
  }

  private putAny(x: number, y: number, text: string, attr: Attr): number {
    let at = x;
    for (const char of text) {
      const width = charWidth(char.codePointAt(0)!);
      if (width === 0) {
        this.join(at - 1, y, char);
      } else {
        this.set(at, y, char, width, attr);
        at += width;
      }
    }
    return at - x;
  }

  private line(y: number): Cell[] | undefined {
    return y >= 0 && y < this.height ? this.lines[this.top + y] : undefined;
  }

  private join(x: number, y: number, mark: string): void {
    if (x < 0 || x >= this.width || !joins.test(mark)) return;
    const line = this.line(y);
    const at = this.left + x;
    const base = line?.[at]?.[1] === '' ? line[at - 1] : line?.[at];
    if (base) base[1] += mark;
  }
}

/** A surface over cells of its own. */
export function memorySurface(width: number, height: number): Surface {
  return new Surface(blankLines(width, height), 0, 0, width, height);
}

export function blankLines(width: number, height: number): Cell[][] {
  return Array.from({ length: height }, () => Array.from({ length: width }, (): Cell => [PLAIN, ' ']));
}

/** Makes a cell free to be written: the other half of a wide character that reaches into it goes. */
function release(line: Cell[], at: number): void {
  const cell = line[at];
  const next = line[at + 1];
  if (cell?.[1] === '') line[at - 1]![1] = ' ';
  if (next?.[1] === '') next[1] = ' ';
}

function assign(cell: Cell | undefined, attr: Attr, text: string): void {
  if (!cell) return;
  cell[0] = attr;
  cell[1] = text;
}

/** Accents and the joiner of emoji. Others without width, such as those that turn text to run leftwards, are dropped. */
const joins = /[\p{Mn}\p{Me}\u200d]/u;

/** Controls, and the separators of lines that are not controls. */
function printable(char: string): string {
  const code = char.charCodeAt(0);
  const control = code < 0x20 || (code >= 0x7f && code < 0xa0) || code === 0x2028 || code === 0x2029;
  return control ? '·' : char;
}
