import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { attr, PLAIN } from '../../../../shell/ui/render/attr.ts';
import { blankLines, type Cell, memorySurface, Surface } from '../../../../shell/ui/render/surface.ts';
import { theme } from '../../../../shell/ui/render/theme.ts';
import { charWidth } from '../../../../shell/ui/render/width.ts';

const red = attr({ fg: 'red' });

describe('put', () => {
  test('writes text with its look and tells how many cells it took', () => {
    const surface = memorySurface(8, 2);
    expect(surface.put(1, 1, 'abc', red)).toBe(3);
    expect(surface.text()).toEqual(['', ' abc']);
    expect(surface.cell(1, 1)).toEqual([red, 'a']);
    expect(surface.cell(0, 1)).toEqual([PLAIN, ' ']);
  });

  test('clips at every edge', () => {
    const surface = memorySurface(4, 1);
    expect(surface.put(-2, 0, 'abcdefgh')).toBe(8);
    surface.put(0, -1, 'xxxx');
    surface.put(0, 1, 'xxxx');
    expect(surface.text()).toEqual(['cdef']);
  });

  test('gives wide characters two cells', () => {
    const surface = memorySurface(6, 1);
    expect(surface.put(0, 0, 'a漢b')).toBe(4);
    expect([0, 1, 2, 3].map((x) => surface.cell(x, 0)?.[1])).toEqual(['a', '漢', '', 'b']);
  });

  test('leaves a blank where only half of a wide character has room', () => {
    const surface = memorySurface(3, 1);
    surface.put(0, 0, 'ab漢');
    expect(surface.cell(2, 0)?.[1]).toBe(' ');
    surface.put(-1, 0, '漢');
    expect(surface.cell(0, 0)?.[1]).toBe(' ');
  });

  test('puts accents onto the character before, also onto a wide one', () => {
    const surface = memorySurface(6, 1);
    expect(surface.put(0, 0, 'e\u0301漢\u0301!')).toBe(4);
    expect(surface.cell(0, 0)?.[1]).toBe('e\u0301');
    expect(surface.cell(1, 0)?.[1]).toBe('漢\u0301');
    expect(surface.cell(3, 0)?.[1]).toBe('!');
  });

  test('shows control characters as dots and drops what would turn the line around', () => {
    const surface = memorySurface(12, 1);
    surface.put(0, 0, 'a\x1b[2J\n\x9b\u2028\u202eb');
    expect(surface.text()).toEqual(['a·[2J···b']);
  });
});

describe('sub', () => {
  test('is cut to its parent and writes into it', () => {
    const surface = memorySurface(6, 3);
    const sub = surface.sub(2, 1, 10, 10);
    expect([sub.width, sub.height]).toEqual([4, 2]);
    sub.put(0, 0, 'abcdefgh');
    sub.put(-1, 1, 'xy');
    expect(surface.text()).toEqual(['', '  abcd', '  y']);
    expect(surface.sub(7, 0, 3, 3).width).toBe(0);
  });
});

test('fill and clear stay inside', () => {
  const surface = memorySurface(5, 3);
  surface.fill(-1, 1, 3, 9, '#');
  expect(surface.text()).toEqual(['', '##', '##']);
  surface.sub(0, 1, 1, 1).clear();
  expect(surface.text()).toEqual(['', ' #', '##']);
});

test('paint changes the look and keeps the text', () => {
  const surface = memorySurface(4, 1);
  surface.put(0, 0, 'abcd', red);
  surface.paint(1, 0, 2, () => PLAIN);
  expect([0, 1, 2, 3].map((x) => surface.cell(x, 0))).toEqual([
    [red, 'a'],
    [PLAIN, 'b'],
    [PLAIN, 'c'],
    [red, 'd'],
  ]);
});

describe('frames', () => {
  const { frame } = theme({ unicode: true });

  test('have a title, a note and an inside', () => {
    const surface = memorySurface(24, 3);
    const inside = surface.frame(frame.light, PLAIN, { title: '1 tty1', note: '80×24' });
    inside.put(0, 0, 'inside');
    expect([inside.width, inside.height]).toEqual([22, 1]);
    expect(surface.text()).toEqual([
      '┌─ 1 tty1 ───── 80×24 ─┐', //
      '│inside                │',
      '└──────────────────────┘',
    ]);
  });

  test('drop the note first, then cut the title', () => {
    const narrow = memorySurface(14, 2);
    narrow.frame(frame.heavy, PLAIN, { title: '2 Processes', note: 'sort: pid' });
    expect(narrow.text()[0]).toBe('┏━ 2 Proce… ━┓');
  });

  test('have an ASCII twin', () => {
    const surface = memorySurface(9, 3);
    surface.frame(theme({ unicode: false }).frame.light, PLAIN, { title: 'a' });
    expect(surface.text()).toEqual(['+- a ---+', '|       |', '+-------+']);
  });

  test('do not fail for want of room', () => {
    for (const [width, height] of [
      [0, 0],
      [1, 1],
      [2, 1],
      [3, 2],
    ] as const) {
      const inside = memorySurface(width, height).frame(frame.light, PLAIN, { title: 'title', note: 'note' });
      expect([inside.width, inside.height]).toEqual([Math.max(0, width - 2), Math.max(0, height - 2)]);
    }
  });
});

test('a surface that reaches beyond the screen is harmless', () => {
  const lines = blankLines(4, 2);
  const surface = new Surface(lines, 2, 1, 5, 5);
  surface.fill(0, 0, 5, 5, 'x');
  surface.put(0, 0, '漢漢漢');
  expect(lines.map((line) => line.map((cell) => cell[1]).join('|'))).toEqual([' | | | ', ' | |漢|']);
});

test('no half of a wide character is ever left alone', () => {
  const action = fc.oneof(
    fc.record({
      x: fc.integer({ min: -2, max: 9 }),
      text: fc.constantFrom('a', '漢', 'ab漢', '漢漢漢', '漢a\u0301'),
    }),
    fc.record({ x: fc.integer({ min: -1, max: 8 }), width: fc.integer({ min: 0, max: 4 }) }),
    fc.record({ sub: fc.integer({ min: 0, max: 7 }), text: fc.constantFrom('x', '漢漢') }),
  );
  fc.assert(
    fc.property(fc.array(action), (actions) => {
      const lines = blankLines(8, 1);
      const surface = new Surface(lines, 0, 0, 8, 1);
      for (const one of actions) {
        if ('width' in one) surface.fill(one.x, 0, one.width, 1, '#');
        else if ('sub' in one) surface.sub(one.sub, 0, 3, 1).put(0, 0, one.text);
        else surface.put(one.x, 0, one.text);
      }
      expect(halves(lines[0]!)).toEqual([]);
    }),
  );
});

/** The cells that are one half of a wide character without the other. */
function halves(line: Cell[]): number[] {
  const wide = (cell?: Cell): boolean => charWidth(cell?.[1].codePointAt(0) ?? 0x20) === 2;
  return line.flatMap((cell, x) => {
    if (wide(cell) && line[x + 1]?.[1] !== '') return [x];
    return cell[1] === '' && !wide(line[x - 1]) ? [x] : [];
  });
}
