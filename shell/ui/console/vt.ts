// The terminal that programs in the machine talk to: @xterm/headless, painted cell by cell.
//
//     vt.write(bytes);                 // parsed soon, in order; vt.pending says how many are still to be parsed
//     await vt.flush();                // all of them are parsed now
//     vt.paint(surface, screen.rgb);   // what it shows
//
// A terminal also answers: what a program asks it (where is the cursor? who are you?) comes back through `answer`,
// to be put into the machine as if it had been typed.

import unicode11 from '@xterm/addon-unicode11';
import headless from '@xterm/headless';
import { type Attr, DEFAULT_COLOUR, flags, PLAIN, pack } from '../render/attr.ts';
import { type RgbTable, slotOf } from '../render/colour.ts';
import type { Cursor } from '../render/draw.ts';
import type { Surface } from '../render/surface.ts';
import type { ConsoleModes } from '../tty/encode.ts';

type Terminal = InstanceType<typeof headless.Terminal>;
type XtermCell = NonNullable<ReturnType<Terminal['buffer']['active']['getNullCell']>>;

export interface VtOptions {
  columns: number;
  rows: number;
  scrollback?: number; // rows kept above the window; default 1000
  answer(text: string): void;
}

export interface Vt {
  readonly columns: number;
  readonly rows: number;
  /** Bytes written and not parsed yet. */
  readonly pending: number;
  /** Goes up when what it shows may have changed. */
  readonly version: number;
  readonly modes: ConsoleModes;
  /** A full-screen program is on its alternate screen. */
  readonly alternate: boolean;
  /** How many rows the view is scrolled back; 0: it shows the newest. */
  readonly scrolled: number;
  /** The cursor's cell; null if it is hidden or scrolled out of view. */
  readonly cursor: Cursor | null;
  /** The array is kept until it is parsed, so it must not change. */
  write(data: Uint8Array): void;
  flush(): Promise<void>;
  resize(columns: number, rows: number): void;
  /** Scrolls the view: negative is back. It stays within what there is. */
  scroll(rows: number): void;
  scrollToEnd(): void;
  paint(surface: Surface, rgb: RgbTable): void;
  dispose(): void;
}

/** What xterm.js knows but does not tell; watched in the bytes. */
interface Watched {
  cursorHidden: boolean;
  cursorShape: number;
  sgrMouse: boolean;
}

interface State {
  terminal: Terminal;
  watched: Watched;
  pending: number;
  version: number;
}

export function createVt(options: VtOptions): Vt {
  const { columns: cols, rows, scrollback = 1000 } = options;
  const terminal = new headless.Terminal({ cols, rows, scrollback, allowProposedApi: true });
  terminal.loadAddon(new unicode11.Unicode11Addon());
  terminal.unicode.activeVersion = '11';
  terminal.onData(options.answer);
  const state: State = { terminal, watched: watchModes(terminal), pending: 0, version: 0 };
  return {
    get columns() {
      return terminal.cols;
    },
    get rows() {
      return terminal.rows;
    },
    get pending() {
      return state.pending;
    },
    get version() {
      return state.version;
    },
    get modes() {
      return modes(state);
    },
    get alternate() {
      return terminal.buffer.active.type === 'alternate';
    },
    get scrolled() {
      return terminal.buffer.active.baseY - terminal.buffer.active.viewportY;
    },
    get cursor() {
      return cursor(state);
    },
    write: (data) => write(state, data),
    flush: () => new Promise((resolve) => terminal.write('', resolve)),
    resize: (columns, rows) => changed(state, () => terminal.resize(columns, rows)),
    scroll: (rows) => changed(state, () => terminal.scrollLines(rows)),
    scrollToEnd: () => changed(state, () => terminal.scrollToBottom()),
    paint: (surface, rgb) => paint(terminal, surface, rgb),
    dispose: () => terminal.dispose(),
  };
}

function write(state: State, data: Uint8Array): void {
  state.pending += data.length;
  state.terminal.write(data, () => {
    state.pending -= data.length;
    state.version++;
  });
}

function changed(state: State, action: () => void): void {
  action();
  state.version++;
}

function watchModes(terminal: Terminal): Watched {
  const watched: Watched = { cursorHidden: false, cursorShape: 0, sgrMouse: false };
  const set = (on: boolean) => (params: (number | number[])[]) => {
    if (params.includes(25)) watched.cursorHidden = !on;
    if (params.includes(1006)) watched.sgrMouse = on;
    return false; // xterm.js acts on it
  };
  const reset = (): boolean => {
    Object.assign(watched, { cursorHidden: false, cursorShape: 0 });
    return false;
  };
  terminal.parser.registerCsiHandler({ prefix: '?', final: 'h' }, set(true));
  terminal.parser.registerCsiHandler({ prefix: '?', final: 'l' }, set(false));
  terminal.parser.registerCsiHandler({ intermediates: ' ', final: 'q' }, ([shape]) => {
    watched.cursorShape = typeof shape === 'number' ? shape : 0;
    return false;
  });
  terminal.parser.registerCsiHandler({ intermediates: '!', final: 'p' }, reset);
  terminal.parser.registerEscHandler({ final: 'c' }, () => {
    watched.sgrMouse = false;
    return reset();
  });
  return watched;
}

function modes({ terminal, watched }: State): ConsoleModes {
  return {
    applicationCursor: terminal.modes.applicationCursorKeysMode,
    bracketedPaste: terminal.modes.bracketedPasteMode,
    mouse: terminal.modes.mouseTrackingMode,
    sgrMouse: watched.sgrMouse,
  };
}

function cursor({ terminal, watched }: State): Cursor | null {
  const { active } = terminal.buffer;
  const y = active.baseY + active.cursorY - active.viewportY;
  if (watched.cursorHidden || y >= terminal.rows) return null;
  return { x: Math.min(active.cursorX, terminal.cols - 1), y, shape: watched.cursorShape };
}

function paint(terminal: Terminal, surface: Surface, rgb: RgbTable): void {
  rgb.frame++;
  const { active } = terminal.buffer;
  const cell = active.getNullCell();
  for (let y = 0; y < Math.min(surface.height, terminal.rows); y++) {
    const line = active.getLine(active.viewportY + y);
    for (let x = 0; x < Math.min(surface.width, terminal.cols); x++) {
      if (!line?.getCell(x, cell)) break;
      const width = cell.getWidth();
      if (width === 0) continue; // the second half of the wide character before it
      surface.set(x, y, cell.getChars() || ' ', width === 2 ? 2 : 1, attrOf(cell, rgb));
    }
  }
}

function attrOf(cell: XtermCell, rgb: RgbTable): Attr {
  if (cell.isAttributeDefault()) return PLAIN;
  let set = 0;
  if (cell.isBold()) set |= flags.bold;
  if (cell.isDim()) set |= flags.dim;
  if (cell.isItalic()) set |= flags.italic;
  if (cell.isUnderline()) set |= flags.underline;
  if (cell.isBlink()) set |= flags.blink;
  if (cell.isInverse()) set |= flags.inverse;
  if (cell.isInvisible()) set |= flags.invisible;
  if (cell.isStrikethrough()) set |= flags.strike;
  let fg = DEFAULT_COLOUR;
  if (cell.isFgPalette()) fg = cell.getFgColor();
  else if (cell.isFgRGB()) fg = slotOf(rgb, cell.getFgColor());
  let bg = DEFAULT_COLOUR;
  if (cell.isBgPalette()) bg = cell.getBgColor();
  else if (cell.isBgRGB()) bg = slotOf(rgb, cell.getBgColor());
  return pack(set, fg, bg);
}
