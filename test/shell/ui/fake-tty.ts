// A terminal for tests: what the UI writes is parsed by @xterm/headless, which stands for the user's terminal.
//
//     const tty = fakeTty({ columns: 80, rows: 24 });
//     const screen = createScreen({ ...tty, caps, escapeDelay: 0 });
//     tty.press('q');                            // bytes, as the keyboard sends them
//     expect(await tty.text()).toEqual([...]);   // what the user sees
//
// Nothing here waits for time to pass: text(), rect(), cell() and until() only wait until all bytes are parsed.

import { PassThrough, Writable } from 'node:stream';
import unicode11 from '@xterm/addon-unicode11';
import headless from '@xterm/headless';

export interface FakeTtyOptions {
  columns?: number;
  rows?: number;
  unicode?: '6' | '11'; // how old the terminal's table of widths is
}

type Terminal = InstanceType<typeof headless.Terminal>;

export type FakeTty = ReturnType<typeof fakeTty>;

export function fakeTty({ columns = 80, rows = 24, unicode = '11' }: FakeTtyOptions = {}) {
  const terminal = new headless.Terminal({ cols: columns, rows, scrollback: 0, allowProposedApi: true });
  terminal.loadAddon(new unicode11.Unicode11Addon());
  terminal.unicode.activeVersion = unicode;
  const modes = watchModes(terminal);
  const input = fakeInput();
  const output = fakeOutput(terminal, columns, rows);
  const parsed = (): Promise<void> => new Promise((resolve) => terminal.write('', resolve));
  const cells = (x: number, y: number, width: number, height: number): string[] =>
    Array.from({ length: height }, (_, row) => rowText(terminal, y + row, x, x + width));

  return {
    input,
    output,
    terminal,
    modes,
    /** All that was written so far; `clearBytes` starts anew. */
    bytes: () => output.written,
    clearBytes() {
      output.written = '';
    },
    press(keys: string) {
      input.emit('data', Buffer.from(keys));
    },
    click(x: number, y: number) {
      input.emit('data', Buffer.from(`\x1b[<0;${x + 1};${y + 1}M\x1b[<0;${x + 1};${y + 1}m`));
    },
    wheel(x: number, y: number, direction: 'up' | 'down') {
      input.emit('data', Buffer.from(`\x1b[<${direction === 'up' ? 64 : 65};${x + 1};${y + 1}M`));
    },
    resize(width: number, height: number) {
      terminal.resize(width, height);
      Object.assign(output, { columns: width, rows: height });
      output.emit('resize');
    },
    parsed,
    /** The rows of the screen, without the spaces at their ends. */
    async text(): Promise<string[]> {
      await parsed();
      return cells(0, 0, terminal.cols, terminal.rows).map((row) => row.trimEnd());
    },
    /** A part of the screen by cells: a wide character does not shift what is right of it. */
    async rect(x: number, y: number, width: number, height: number): Promise<string[]> {
      await parsed();
      return cells(x, y, width, height);
    },
    async cell(x: number, y: number): Promise<Look> {
      await parsed();
      return look(terminal, x, y);
    },
    /** All cells of the screen, row by row. */
    async cells(): Promise<Look[][]> {
      await parsed();
      return Array.from({ length: terminal.rows }, (_, y) =>
        Array.from({ length: terminal.cols }, (_, x) => look(terminal, x, y)),
      );
    },
    /** Where the cursor is, or null if it is hidden. */
    async cursor(): Promise<{ x: number; y: number } | null> {
      await parsed();
      const { cursorX: x, cursorY: y } = terminal.buffer.active;
      return modes.has(25) ? { x, y } : null;
    },
    /** Takes steps until the screen shows it; fails with the whole screen if it never does. */
    async until(pattern: RegExp | string, step: () => unknown = () => {}, most = 500): Promise<void> {
      for (let i = 0; i < most; i++) {
        const shown = (await this.text()).join('\n');
        if (typeof pattern === 'string' ? shown.includes(pattern) : pattern.test(shown)) return;
        await step();
      }
      throw new Error(`never seen: ${pattern}\n${(await this.text()).join('\n')}`);
    },
  };
}

function fakeInput() {
  return Object.assign(new PassThrough(), {
    isTTY: true,
    isRaw: false,
    setRawMode(raw: boolean) {
      this.isRaw = raw;
    },
  });
}

function fakeOutput(terminal: Terminal, columns: number, rows: number) {
  const stream = new Writable({
    decodeStrings: false,
    write(text: string | Uint8Array, _encoding, done) {
      output.written += text;
      terminal.write(text);
      done();
    },
  });
  const output = Object.assign(stream, { isTTY: true, columns, rows, written: '' });
  return output;
}

/** The private modes that are set, such as 25 (cursor shown), 1049 (alternate screen), 1006 (mouse). */
function watchModes(terminal: Terminal): Set<number> {
  const modes = new Set([7, 25]);
  const watch = (final: 'h' | 'l', change: (mode: number) => void): void => {
    terminal.parser.registerCsiHandler({ prefix: '?', final }, (params) => {
      for (const mode of params) change(mode as number);
      return false;
    });
  };
  watch('h', (mode) => modes.add(mode));
  watch('l', (mode) => modes.delete(mode));
  return modes;
}

function rowText(terminal: Terminal, y: number, from: number, to: number): string {
  const line = terminal.buffer.active.getLine(y);
  let text = '';
  for (let x = from; x < Math.min(to, terminal.cols); x++) {
    const cell = line?.getCell(x);
    if (cell && cell.getWidth() > 0) text += cell.getChars() || ' ';
  }
  return text;
}

export type Look = ReturnType<typeof look>;

function look(terminal: Terminal, x: number, y: number) {
  const cell = terminal.buffer.active.getLine(y)?.getCell(x);
  if (!cell) throw new Error(`no cell at ${x},${y}`);
  const colour = (palette: boolean, rgb: boolean, number: number): string => {
    if (palette) return String(number);
    return rgb ? `#${number.toString(16).padStart(6, '0')}` : 'default';
  };
  return {
    text: cell.getChars(),
    width: cell.getWidth(),
    fg: colour(cell.isFgPalette(), cell.isFgRGB(), cell.getFgColor()),
    bg: colour(cell.isBgPalette(), cell.isBgRGB(), cell.getBgColor()),
    bold: cell.isBold() !== 0,
    dim: cell.isDim() !== 0,
    italic: cell.isItalic() !== 0,
    underline: cell.isUnderline() !== 0,
    inverse: cell.isInverse() !== 0,
    strike: cell.isStrikethrough() !== 0,
  };
}
