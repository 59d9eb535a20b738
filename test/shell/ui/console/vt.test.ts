import { describe, expect, test } from 'vitest';
import { createVt, type Vt, type VtOptions } from '../../../../shell/ui/console/vt.ts';
import { attr, background, flags, flagsOf, foreground, PLAIN } from '../../../../shell/ui/render/attr.ts';
import { rgbTable } from '../../../../shell/ui/render/colour.ts';
import { memorySurface, type Surface } from '../../../../shell/ui/render/surface.ts';

const rgb = rgbTable();

async function vt(text: string, options: Partial<VtOptions> = {}): Promise<Vt> {
  const made = createVt({ columns: 12, rows: 3, answer() {}, ...options });
  await type(made, text);
  return made;
}

async function type(to: Vt, text: string): Promise<void> {
  to.write(new TextEncoder().encode(text));
  await to.flush();
}

function painted(from: Vt, width = from.columns, height = from.rows): Surface {
  const surface = memorySurface(width, height);
  from.paint(surface, rgb);
  return surface;
}

describe('what it shows', () => {
  test('is what a terminal would', async () => {
    expect(painted(await vt('one\r\ntwo\x1b[1;6Hthree')).text()).toEqual(['one  three', 'two', '']);
  });

  test('comes with its looks', async () => {
    const surface = painted(
      await vt('a\x1b[1;2;3;4;31;44mb\x1b[0;7;9;38;5;208mc\x1b[0;38;2;1;2;3md\x1b[0;5;8me'),
    );
    const look = (x: number): number => surface.cell(x, 0)![0];
    expect(look(0)).toBe(PLAIN);
    expect(look(1)).toBe(
      attr({ fg: 'red', bg: 'blue', bold: true, dim: true, italic: true, underline: true }),
    );
    expect(look(2)).toBe(attr({ fg: 208, inverse: true, strike: true }));
    expect(rgb.values[foreground(look(3)) - 256]).toBe(0x010203);
    expect(background(look(3))).toBe(0x1ff);
    expect(flagsOf(look(4))).toBe(flags.blink | flags.invisible);
  });

  test('has wide characters in two cells, emoji too', async () => {
    const surface = painted(await vt('漢😀|'));
    expect([0, 1, 2, 3, 4].map((x) => surface.cell(x, 0)![1])).toEqual(['漢', '', '😀', '', '|']);
  });

  test('is cut to the surface, without half a character', async () => {
    const surface = painted(await vt('abc漢\r\nsecond'), 4, 1);
    expect(surface.text()).toEqual(['abc']);
  });

  test('may come in pieces, cut within a character or a sequence', async () => {
    const console = await vt('');
    const bytes = new TextEncoder().encode('é漢\x1b[31mr');
    for (const byte of bytes) console.write(Uint8Array.of(byte));
    await console.flush();
    const surface = painted(console);
    expect(surface.text()[0]).toBe('é漢r');
    expect(foreground(surface.cell(3, 0)![0])).toBe(1);
  });
});

describe('the cursor', () => {
  test('is where the program left it, also at the end of a full row', async () => {
    expect((await vt('ab')).cursor).toEqual({ x: 2, y: 0, shape: 0 });
    expect((await vt('123456789012')).cursor).toEqual({ x: 11, y: 0, shape: 0 });
  });

  test('is hidden and shown as the program says', async () => {
    const console = await vt('\x1b[?25l');
    expect(console.cursor).toBe(null);
    await type(console, '\x1b[?25h');
    expect(console.cursor).not.toBe(null);
    await type(console, '\x1b[?25l\x1bc'); // reset
    expect(console.cursor).not.toBe(null);
    await type(console, '\x1b[?25l\x1b[!p'); // soft reset
    expect(console.cursor).not.toBe(null);
  });

  test('has the shape that the program gave it', async () => {
    expect((await vt('\x1b[6 q')).cursor).toEqual({ x: 0, y: 0, shape: 6 });
  });
});

test('bytes are pending until they are parsed, and then the version has changed', async () => {
  const console = await vt('');
  const before = console.version;
  console.write(new Uint8Array(1000).fill(0x61));
  expect(console.pending).toBe(1000);
  await console.flush();
  expect(console.pending).toBe(0);
  expect(console.version).toBeGreaterThan(before);
});

test('a megabyte arrives whole and in order', async () => {
  const console = await vt('');
  const line = new TextEncoder().encode(`${'x'.repeat(998)}\r\n`);
  for (let i = 0; i < 1000; i++) console.write(line);
  await type(console, 'end');
  expect(painted(console).text()[2]).toBe('end');
});

test('the modes that a program sets are told', async () => {
  const console = await vt('');
  expect(console.modes).toEqual({
    applicationCursor: false,
    bracketedPaste: false,
    mouse: 'none',
    sgrMouse: false,
  });
  await type(console, '\x1b[?1h\x1b[?2004h\x1b[?1002;1006h');
  expect(console.modes).toEqual({
    applicationCursor: true,
    bracketedPaste: true,
    mouse: 'drag',
    sgrMouse: true,
  });
  await type(console, '\x1b[?1l\x1b[?1006l');
  expect(console.modes).toMatchObject({ applicationCursor: false, sgrMouse: false });
});

test('a full-screen program has a screen of its own, and gives the other one back', async () => {
  const console = await vt('shell');
  await type(console, '\x1b[?1049h\x1b[2J\x1b[Htop');
  expect(console.alternate).toBe(true);
  expect(painted(console).text()).toEqual(['top', '', '']);
  await type(console, '\x1b[?1049l');
  expect(console.alternate).toBe(false);
  expect(painted(console).text()).toEqual(['shell', '', '']);
});

describe('scrolling back', () => {
  const lines = (count: number): string => Array.from({ length: count }, (_, i) => `line ${i}`).join('\r\n');

  test('shows earlier rows, stops at the first, and hides the cursor below the view', async () => {
    const console = await vt(lines(10));
    console.scroll(-2);
    expect(console.scrolled).toBe(2);
    expect(painted(console).text()).toEqual(['line 5', 'line 6', 'line 7']);
    expect(console.cursor).toBe(null);
    console.scroll(-100);
    expect(painted(console).text()[0]).toBe('line 0');
    console.scrollToEnd();
    expect(console.scrolled).toBe(0);
    expect(painted(console).text()[2]).toBe('line 9');
  });

  test('stays at its rows while new ones come', async () => {
    const console = await vt(lines(10));
    console.scroll(-2);
    await type(console, '\r\nnew');
    expect(console.scrolled).toBe(3);
    expect(painted(console).text()[0]).toBe('line 5');
  });

  test('goes no further than what is kept', async () => {
    const console = await vt(lines(100), { scrollback: 5 });
    console.scroll(-100);
    expect(console.scrolled).toBe(5);
  });
});

test('a new width wraps the rows anew', async () => {
  const console = await vt('123456789012\r\n$ ');
  console.resize(6, 4);
  expect([console.columns, console.rows]).toEqual([6, 4]);
  expect(painted(console).text()).toEqual(['123456', '789012', '$', '']);
});

test('it answers what programs ask', async () => {
  const answers: string[] = [];
  await vt('ab\x1b[6n\x1b[c', { answer: (text) => answers.push(text) });
  expect(answers).toEqual(['\x1b[1;3R', '\x1b[?1;2c']);
});
