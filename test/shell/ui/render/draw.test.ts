import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { attr, PLAIN } from '../../../../shell/ui/render/attr.ts';
import { rgbTable, slotOf } from '../../../../shell/ui/render/colour.ts';
import { type Cursor, createRenderer } from '../../../../shell/ui/render/draw.ts';
import { blankLines, type Cell, memorySurface, Surface } from '../../../../shell/ui/render/surface.ts';
import type { Colors } from '../../../../shell/ui/tty/caps.ts';
import { type FakeTty, fakeTty, type Look } from '../fake-tty.ts';

const rgb = rgbTable();
const options = { colors: 16777216 as Colors, unicode: true, rgb };

/** A terminal with a renderer that draws what is painted. */
function stage(tty: FakeTty, settings: Partial<typeof options> = {}) {
  const { columns, rows } = tty.output;
  const renderer = createRenderer({ ...options, ...settings });
  return (paint: (surface: Surface) => void, cursor: Cursor | null = null): string => {
    const lines = blankLines(columns, rows);
    paint(new Surface(lines, 0, 0, columns, rows));
    const bytes = renderer.draw(lines, cursor);
    tty.output.write(bytes);
    return bytes;
  };
}

const small = (): FakeTty => fakeTty({ columns: 20, rows: 3 });

test('the terminal shows the cells', async () => {
  const tty = small();
  stage(tty)((surface) => {
    surface.put(1, 0, 'hello');
    surface.put(15, 2, 'x漢');
  });
  expect(await tty.text()).toEqual([' hello', '', '               x漢']);
});

test('a frame like the last one is nothing to write', () => {
  const draw = stage(small());
  const paint = (surface: Surface): unknown => surface.put(0, 0, 'a漢●b', attr({ fg: 'red' }));
  expect(draw(paint, { x: 3, y: 1 })).not.toBe('');
  expect(draw(paint, { x: 3, y: 1 })).toBe('');
});

test('a frame is one synchronized update with the cursor hidden meanwhile', () => {
  const draw = stage(small());
  draw(() => {}, { x: 0, y: 0 });
  expect(draw((surface) => surface.put(5, 1, 'b'), { x: 2, y: 2 })).toBe(
    '\x1b[?2026h\x1b[?25l\x1b[2;6Hb\x1b[3;3H\x1b[?25h\x1b[?2026l',
  );
});

test('a hidden cursor is not hidden again', () => {
  const draw = stage(small());
  draw(() => {});
  expect(draw((surface) => surface.put(5, 1, 'b'))).toBe('\x1b[?2026h\x1b[2;6Hb\x1b[?2026l');
});

test('the cursor alone moves, hides and takes its shape', async () => {
  const tty = small();
  const draw = stage(tty);
  draw(() => {}, { x: 1, y: 1 });
  expect(await tty.cursor()).toEqual({ x: 1, y: 1 });
  expect(draw(() => {}, { x: 2, y: 1 })).toBe('\x1b[?2026h\x1b[2;3H\x1b[?25h\x1b[?2026l');
  expect(draw(() => {}, { x: 2, y: 1, shape: 6 })).toBe('\x1b[?2026h\x1b[6 q\x1b[?2026l');
  expect(draw(() => {}, null)).toBe('\x1b[?2026h\x1b[?25l\x1b[?2026l');
  expect(await tty.cursor()).toBe(null);
});

test('cells that have not changed are jumped over, or written again where that is shorter', () => {
  const draw = stage(small());
  draw((surface) => surface.put(0, 0, 'abcdefghijkl'));
  expect(draw((surface) => surface.put(0, 0, 'AbcdEfghijkL'))).toBe(
    '\x1b[?2026h\x1b[1;1HAbcdE\x1b[6CL\x1b[?2026l',
  );
});

test('only where it is said to have changed is a frame compared, and the cell after a doubtful character is written', () => {
  const renderer = createRenderer(options);
  const lines = blankLines(8, 2);
  renderer.draw(lines, null);
  const surface = new Surface(lines, 0, 0, 8, 2);
  surface.put(0, 0, 'ab漢d');
  surface.put(0, 1, 'not said');
  expect(renderer.draw(lines, null, [{ xi: 0, xl: 4, yi: 0, yl: 1 }])).toBe(
    '\x1b[?2026h\x1b[1;1Hab  \x1b[1;3H漢\x1b[1;5Hd\x1b[?2026l',
  );
  expect(renderer.draw(lines, null)).toBe('\x1b[?2026h\x1b[2;1Hnot said\x1b[?2026l');
});

test('after invalidate every cell is written', () => {
  const renderer = createRenderer(options);
  const lines = blankLines(4, 2);
  renderer.draw(lines, null);
  renderer.invalidate();
  expect(renderer.draw(lines, null)).toBe('\x1b[?2026h\x1b[?25l\x1b[1;1H\x1b[0m    \x1b[2;1H    \x1b[?2026l');
});

test('after invalidate the cursor gets its shape anew', () => {
  const renderer = createRenderer(options);
  const lines = blankLines(4, 2);
  renderer.draw(lines, { x: 0, y: 0, shape: 6 });
  renderer.invalidate();
  expect(renderer.draw(lines, { x: 0, y: 0, shape: 6 })).toContain('\x1b[6 q');
  renderer.invalidate();
  expect(renderer.draw(lines, { x: 0, y: 0 })).toContain('\x1b[0 q');
});

describe('looks', () => {
  const everything = attr({
    fg: slotOf(rgb, 0xff8700),
    bg: 4,
    bold: true,
    dim: true,
    italic: true,
    underline: true,
  });

  test('arrive: true colours, dim, italic and strike too', async () => {
    const tty = small();
    stage(tty)((surface) => {
      surface.put(0, 0, 'a', everything);
      surface.put(1, 0, 'b', attr({ inverse: true, strike: true, fg: 'bright-green' }));
      surface.put(2, 0, 'c');
    });
    const look = {
      bold: false,
      dim: false,
      italic: false,
      underline: false,
      inverse: false,
      strike: false,
      width: 1,
    };
    expect(await tty.cell(0, 0)).toEqual({
      ...look,
      text: 'a',
      fg: '#ff8700',
      bg: '4',
      bold: true,
      dim: true,
      italic: true,
      underline: true,
    });
    expect(await tty.cell(1, 0)).toEqual({
      ...look,
      text: 'b',
      fg: '10',
      bg: 'default',
      inverse: true,
      strike: true,
    });
    expect(await tty.cell(2, 0)).toEqual({ ...look, text: 'c', fg: 'default', bg: 'default' });
  });

  test('without colours the flags remain', async () => {
    const tty = small();
    stage(tty, { colors: 0 })((surface) => surface.put(0, 0, 'a', everything));
    expect(await tty.cell(0, 0)).toMatchObject({ fg: 'default', bg: 'default', bold: true, underline: true });
  });

  test('a slot that was taken over shows its new colour', async () => {
    const tty = small();
    const table = rgbTable();
    const draw = stage(tty, { rgb: table });
    draw((surface) => surface.put(0, 0, 'a', attr({ fg: slotOf(table, 0x111111) })));
    table.values[0] = 0x222222;
    draw((surface) => surface.put(1, 0, 'b', attr({ fg: 256 })));
    expect((await tty.cell(1, 0)).fg).toBe('#222222');
  });
});

test('a host without Unicode gets ASCII, cell for cell', async () => {
  const tty = small();
  stage(tty, { unicode: false })((surface) => {
    surface.put(0, 0, '┌─┐│█é…→漢!');
  });
  expect((await tty.text())[0]).toBe('+-+|#?~>??!');
});

describe.each(['6', '11'] as const)('on a host that knows Unicode %s', (unicode) => {
  test('what is right of an emoji stays in its column', async () => {
    const tty = fakeTty({ columns: 20, rows: 3, unicode });
    const draw = stage(tty);
    const row = '│😀│漢字│👨\u200d👩│e\u0301│';
    draw((surface) => surface.put(0, 0, row));
    for (const [x, text] of [
      [0, '│'],
      [3, '│'],
      [8, '│'],
      [13, '│'],
      [15, '│'],
    ] as const) {
      expect((await tty.rect(x, 0, 1, 1))[0]).toBe(text);
    }
  });

  test('a wide character that goes leaves nothing behind', async () => {
    const tty = fakeTty({ columns: 20, rows: 3, unicode });
    const draw = stage(tty);
    draw((surface) => surface.put(0, 0, 'abcd'));
    draw((surface) => surface.put(0, 0, 'a😀d'));
    draw((surface) => surface.put(0, 0, 'ab d'));
    expect((await tty.text())[0]).toBe('ab d');
    draw((surface) => surface.put(0, 0, 'a😀d'));
    draw((surface) => surface.put(0, 0, 'a cd'));
    expect((await tty.text())[0]).toBe('a cd');
  });

  test('a character that is wider there than we think hides no other', async () => {
    const tty = fakeTty({ columns: 20, rows: 1, unicode });
    const draw = stage(tty);
    draw((surface) => surface.put(0, 0, '│ ab│'));
    draw((surface) => {
      surface.put(0, 0, '│ ab│');
      surface.set(1, 0, '漢', 1, PLAIN);
    });
    expect(await tty.rect(2, 0, 3, 1)).toEqual(['ab│']);
  });

  test('any frame after any other shows what it should', async () => {
    const looks = [
      PLAIN,
      attr({ fg: 'red' }),
      attr({ bg: 4, bold: true }),
      attr({ fg: slotOf(rgb, 0x336699) }),
    ];
    const piece = fc.record({
      x: fc.integer({ min: -1, max: 15 }),
      y: fc.integer({ min: 0, max: 2 }),
      text: fc.constantFrom('abc', ' ', '─│─', '漢字', '😀', 'é', '●x', 'e\u0301', '      '),
      look: fc.constantFrom(...looks),
    });
    const frames = fc.array(fc.array(piece, { maxLength: 8 }), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(frames, async (all) => {
        const tty = fakeTty({ columns: 16, rows: 3, unicode });
        const fresh = fakeTty({ columns: 16, rows: 3, unicode });
        const draw = stage(tty);
        const paint = (pieces: (typeof all)[number]) => (surface: Surface) => {
          for (const { x, y, text, look } of pieces) surface.put(x, y, text, look);
        };
        for (const pieces of all) draw(paint(pieces));
        stage(fresh)(paint(all.at(-1)!));
        expect(await tty.cells()).toEqual(await fresh.cells());
        const wanted = memorySurface(16, 3);
        paint(all.at(-1)!)(wanted);
        expect(plainCells(await tty.cells(), wanted)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

test('a busy screen of 120 by 40 costs less than 4,000 bytes a frame', () => {
  const tty = fakeTty({ columns: 120, rows: 40 });
  const draw = stage(tty);
  const frame = (tick: number) => (surface: Surface) => {
    const looks = [
      attr({ fg: 'bright-green', bold: true }),
      attr({ fg: 'bright-yellow' }),
      attr({ fg: 'bright-blue' }),
    ];
    for (let y = 0; y < 12; y++) {
      surface.put(
        0,
        y,
        `  ${y} cruncher ● ready  ${tick * 7 + y}  ${tick % 3 ? 'read(0, 64)' : 'yield()'}`,
        looks[y % 3],
      );
      for (let x = 0; x < tick % 60; x++)
        surface.put(x, 20 + y, '█░─'[(x * 7 + y * 3) % 3]!, looks[(x * 7 + y * 3) % 3]);
      surface.put(70, y, `${tick + y} consumer read   BLOCK pipe#${(tick + y) % 4}`);
    }
  };
  draw(frame(1));
  const sizes = Array.from({ length: 50 }, (_, tick) => draw(frame(tick + 2)).length);
  expect(Math.max(...sizes)).toBeLessThan(4000);
});

/** The cells with plain text that do not show it. */
function plainCells(shown: Look[][], wanted: Surface): string[] {
  return shown.flatMap((line, y) =>
    line.flatMap((look, x) => {
      const [, text] = wanted.cell(x, y) as Cell;
      return !/^[!-~é─│]$/.test(text) || look.text === text ? [] : [`${x},${y}: ${look.text} is not ${text}`];
    }),
  );
}
