// The renderer: from the cells of two frames to the fewest bytes that make the one out of the other.
//
//     const bytes = renderer.draw(lines, cursor);      // '' if the frame looks as the last one did
//
// It stands in for blessed's Screen.draw and knows what that does not: true colours, dim and italic, wide
// characters on hosts that disagree about them, and terminals that paint a frame at once (mode 2026).
//
// The rule not to break: after a character about which hosts may disagree, the cursor is placed anew and the cell
// after it is written again. So no such character can push the rest of a row aside, or leave half of itself.

import type { Colors } from '../tty/caps.ts';
import { type Attr, background, DEFAULT_COLOUR, FIRST_SLOT, flags, flagsOf, foreground } from './attr.ts';
import { colourCode, type RgbTable } from './colour.ts';
import type { Cell } from './surface.ts';

export interface Cursor {
  x: number;
  y: number;
  shape?: number; // as DECSCUSR counts: 0 default, 1 and 2 block, 3 and 4 underline, 5 and 6 bar; odd ones blink
}

/** From column xi to before xl, and from row yi to before yl. */
export interface Area {
  xi: number;
  xl: number;
  yi: number;
  yl: number;
}

export interface Renderer {
  /**
   * The bytes to write so that the terminal shows these cells, with the cursor there or hidden. `changed`: where they
   * may differ from those of the last frame; anywhere if it is not said.
   */
  draw(lines: readonly (readonly Cell[])[], cursor: Cursor | null, changed?: readonly Area[]): string;
  /** Forget what the terminal shows: the next frame writes every cell. */
  invalidate(): void;
}

export interface RendererOptions {
  colors: Colors;
  unicode: boolean;
  rgb: RgbTable;
}

/** What is known of the terminal between two frames, and the frame being put together. */
interface Pen {
  options: RendererOptions;
  sgrs: Map<Attr, string>; // of attrs without slots, whose colours never change
  shown: Cell[][];
  out: string;
  sgr: string; // in force on the terminal
  x: number; // where the cursor is; -1 if that is not sure
  y: number;
  cursor: Cursor | null | undefined; // undefined: not known
  shape: number; // -1: not known
}

export function createRenderer(options: RendererOptions): Renderer {
  const pen: Pen = {
    options,
    sgrs: new Map(),
    shown: [],
    out: '',
    sgr: '?',
    x: -1,
    y: -1,
    cursor: undefined,
    shape: 0,
  };
  return {
    draw: (lines, cursor, changed) => drawFrame(pen, lines, cursor, changed),
    invalidate() {
      pen.shown = [];
      pen.cursor = undefined;
      if (pen.shape !== 0) pen.shape = -1;
    },
  };
}

function drawFrame(
  pen: Pen,
  lines: readonly (readonly Cell[])[],
  cursor: Cursor | null,
  changed?: readonly Area[],
): string {
  const known = pen.shown.length === lines.length && pen.shown[0]?.length === lines[0]?.length;
  if (!known) {
    pen.shown = lines.map((line) => line.map((): Cell => [-1, '']));
    pen.sgr = '?';
  }
  pen.out = '';
  pen.x = -1;
  for (const [y, line] of lines.entries()) {
    const there = known && changed ? changed.filter((area) => y >= area.yi && y < area.yl) : null;
    if (!there) drawLine(pen, line, pen.shown[y]!, y, 0, line.length);
    else for (const { xi, xl } of there) drawLine(pen, line, pen.shown[y]!, y, xi, xl);
  }
  if (pen.out !== '' && pen.cursor !== null) pen.out = `\x1b[?25l${pen.out}`;
  placeCursor(pen, cursor);
  return pen.out && `\x1b[?2026h${pen.out}\x1b[?2026l`;
}

/** The cursor is hidden while cells are drawn; this puts it where it belongs. */
function placeCursor(pen: Pen, cursor: Cursor | null): void {
  const drawn = pen.out !== '';
  const was = pen.cursor;
  pen.cursor = cursor && { ...cursor };
  if (cursor === null) {
    if (!drawn && was !== null) pen.out += '\x1b[?25l';
    return;
  }
  const { x, y, shape = 0 } = cursor;
  if (shape !== pen.shape) pen.out += `\x1b[${shape} q`;
  pen.shape = shape;
  if (drawn || was?.x !== x || was.y !== y) pen.out += `${cup(x, y)}\x1b[?25h`;
}

function drawLine(pen: Pen, line: readonly Cell[], shown: Cell[], y: number, from: number, to: number): void {
  let again = -1; // the cell that must be written even if it has not changed
  for (let x = from; x < to || (x === again && x < line.length); x++) {
    const cell = line[x]!;
    const old = shown[x]!;
    if (cell[1] === old[1] && cell[0] === old[0] && x !== again) continue;
    if (cell[1] === '' && x > 0 && line[x - 1]![1] !== '') continue; // written with its first half
    const wide = line[x + 1]?.[1] === '' && cell[1] !== '';
    moveTo(pen, line, x, y);
    write(pen, cell, x, y, wide);
    if (pen.x < 0) again = wide ? x + 2 : x + 1;
    old[0] = cell[0];
    old[1] = cell[1];
    if (wide) {
      shown[x + 1]![0] = line[x + 1]![0];
      shown[x + 1]![1] = '';
    }
  }
}

function write(pen: Pen, cell: Cell, x: number, y: number, wide: boolean): void {
  const text = cell[1] || ' ';
  const sgr = sgrOf(pen, cell[0]);
  if (sgr !== pen.sgr) pen.out += sgr;
  pen.sgr = sgr;
  if (!pen.options.unicode) {
    const plain = toAscii(text);
    pen.out += wide ? plain + plain : plain;
    pen.x = x + (wide ? 2 : 1);
  } else if (wide) {
    pen.out += `  ${cup(x, y)}${text}`; // blanks first: a host for which it is narrow would leave the second cell
    pen.x = -1;
  } else {
    pen.out += text;
    pen.x = isSure(text) ? x + 1 : -1;
  }
  pen.y = y;
}

/** Moves on by the cheapest means: nothing, the few cells in between written again, or a cursor sequence. */
function moveTo(pen: Pen, line: readonly Cell[], x: number, y: number): void {
  const gap = x - pen.x;
  if (pen.x < 0 || pen.y !== y || gap < 0) {
    pen.out += cup(x, y);
  } else if (gap > 0) {
    const between = gap <= 3 ? line.slice(pen.x, x) : [];
    const cheap =
      between.length > 0 && between.every((cell) => isAscii(cell[1]) && sgrOf(pen, cell[0]) === pen.sgr);
    pen.out += cheap ? between.map((cell) => cell[1]).join('') : `\x1b[${gap}C`;
  }
}

function cup(x: number, y: number): string {
  return `\x1b[${y + 1};${x + 1}H`;
}

const codes: [flag: number, code: number][] = [
  [flags.bold, 1],
  [flags.dim, 2],
  [flags.italic, 3],
  [flags.underline, 4],
  [flags.blink, 5],
  [flags.inverse, 7],
  [flags.invisible, 8],
  [flags.strike, 9],
];

function sgrOf(pen: Pen, attr: Attr): string {
  const known = pen.sgrs.get(attr);
  if (known !== undefined) return known;
  const { colors, rgb } = pen.options;
  const [fg, bg, set] = [foreground(attr), background(attr), flagsOf(attr)];
  const looks = codes.map(([flag, code]) => (set & flag ? `;${code}` : '')).join('');
  const sgr = `\x1b[0${looks}${colourCode(fg, 30, colors, rgb)}${colourCode(bg, 40, colors, rgb)}m`;
  if (!isSlot(fg) && !isSlot(bg)) pen.sgrs.set(attr, sgr);
  return sgr;
}

function isSlot(colour: number): boolean {
  return colour >= FIRST_SLOT && colour !== DEFAULT_COLOUR;
}

function isAscii(text: string): boolean {
  return text.length === 1 && text >= ' ' && text <= '~';
}

/** Is it one cell on every terminal? ASCII, the alphabets of Europe, box drawing and blocks are. */
function isSure(text: string): boolean {
  if (text.length !== 1) return false;
  const code = text.charCodeAt(0);
  return code < 0x300 || (code >= 0x370 && code < 0x530) || (code >= 0x2500 && code < 0x25a0);
}

const asciiTwins: Record<string, string> = {
  '·': '.',
  '…': '~',
  '→': '>',
  '←': '<',
  '•': '*',
  '“': '"',
  '”': '"',
  '‘': "'",
  '’': "'",
};

function toAscii(text: string): string {
  if (isAscii(text)) return text;
  const code = text.codePointAt(0)!;
  if (code === 0x2500 || code === 0x2501) return '-';
  if (code === 0x2502 || code === 0x2503) return '|';
  if (code > 0x2503 && code < 0x2580) return '+';
  if (code >= 0x2580 && code < 0x25a0) return '#';
  return asciiTwins[text] ?? '?';
}
