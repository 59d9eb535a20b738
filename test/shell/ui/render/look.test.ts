import { describe, expect, test } from 'vitest';
import {
  attr,
  background,
  flags,
  flagsOf,
  foreground,
  PLAIN,
  restyle,
} from '../../../../shell/ui/render/attr.ts';
import { colourCode, nearest256, rgbTable, slotOf } from '../../../../shell/ui/render/colour.ts';
import { theme } from '../../../../shell/ui/render/theme.ts';
import { fitted, textWidth, truncate } from '../../../../shell/ui/render/width.ts';

describe('attr', () => {
  test('packs as blessed does', () => {
    expect(attr({})).toBe((0x1ff << 9) | 0x1ff);
    expect(attr({ fg: 'red', bg: 'bright-white', bold: true, strike: true })).toBe(
      (129 << 18) | (1 << 9) | 15,
    );
  });

  test('restyle changes what is named and nothing else', () => {
    const base = attr({ fg: 'green', bold: true, underline: true });
    const changed = restyle(base, { bg: 200, bold: false, dim: true });
    expect([foreground(changed), background(changed)]).toEqual([2, 200]);
    expect(flagsOf(changed)).toBe(flags.underline | flags.dim);
    expect(restyle(changed, { fg: 'default', bg: 'default', underline: false, dim: false })).toBe(PLAIN);
  });
});

describe('true colours', () => {
  test('have a slot each, the same one every time', () => {
    const table = rgbTable();
    expect([slotOf(table, 0x123456), slotOf(table, 0xffffff), slotOf(table, 0x123456)]).toEqual([
      256, 257, 256,
    ]);
  });

  test('beyond the slots, one frame gets the nearest of the 256 and keeps what it has', () => {
    const table = rgbTable();
    const slots = Array.from({ length: 255 }, (_, i) => slotOf(table, i));
    expect(new Set(slots).size).toBe(255);
    expect(slotOf(table, 0xff0000)).toBe(nearest256(0xff0000));
    expect(slotOf(table, 7)).toBe(slots[7]);
  });

  test('take over the slots of those that have gone from the screen', () => {
    const table = rgbTable();
    for (let i = 0; i < 255; i++) slotOf(table, i);
    table.frame = 1;
    expect(slotOf(table, 5)).toBe(261);
    expect(slotOf(table, 0xabcdef)).toBe(nearest256(0xabcdef)); // the others were on the screen a frame ago
    table.frame = 2;
    expect(slotOf(table, 0xabcdef)).toBe(256);
    expect(slotOf(table, 5)).toBe(261);
    expect(slotOf(table, 0)).toBe(257);
  });

  test('come down to what the host can show', () => {
    const table = rgbTable();
    const orange = slotOf(table, 0xff8700);
    expect(colourCode(orange, 30, 16777216, table)).toBe(';38;2;255;135;0');
    expect(colourCode(orange, 40, 256, table)).toBe(';48;5;208');
    expect(colourCode(orange, 30, 16, table)).toBe(';33');
    expect(colourCode(orange, 30, 0, table)).toBe('');
  });

  test('are near: greys become greys, the corners of the cube themselves', () => {
    expect(nearest256(0x808080)).toBe(244);
    expect(nearest256(0x0000ff)).toBe(21);
    expect(nearest256(0x000000)).toBe(16);
    expect(nearest256(0xffffff)).toBe(231);
  });
});

test('the 16 colours are written as the oldest terminals know them', () => {
  const table = rgbTable();
  expect([1, 9, 208, 0x1ff].map((colour) => colourCode(colour, 30, 256, table))).toEqual([
    ';31',
    ';91',
    ';38;5;208',
    '',
  ]);
  expect([1, 9, 208, 0x1ff].map((colour) => colourCode(colour, 40, 16, table))).toEqual([
    ';41',
    ';101',
    ';43',
    '',
  ]);
});

describe('text', () => {
  test('is measured in cells', () => {
    expect(['abc', '漢字', 'e\u0301', '😀', '', '─●'].map(textWidth)).toEqual([3, 4, 1, 2, 0, 2]);
  });

  test('that is too long ends in an ellipsis', () => {
    expect(truncate('process', 7)).toBe('process');
    expect(truncate('processes', 7)).toBe('proces…');
    expect(truncate('漢字漢字', 5)).toBe('漢字…');
    expect(truncate('漢字漢字', 4)).toBe('漢…');
    expect(truncate('abc', 0)).toBe('');
  });

  test('can be made to fit', () => {
    expect(fitted('ab', 4)).toBe('ab  ');
    expect(fitted('42', 4, 'right')).toBe('  42');
    expect(fitted('漢字漢', 4)).toBe('漢… ');
    expect(fitted('abcdef', 3, 'left', '~')).toBe('ab~');
  });
});

describe('the theme', () => {
  test('tells each state by a glyph, a letter and a word of its own', () => {
    for (const unicode of [true, false]) {
      const states = Object.values(theme({ unicode }).states);
      for (const key of ['glyph', 'letter', 'word', 'lane', 'attr'] as const) {
        expect(new Set(states.map((state) => state[key])).size).toBe(5);
      }
      expect(states.map((state) => textWidth(state.glyph) + textWidth(state.lane))).toEqual([2, 2, 2, 2, 2]);
    }
  });

  test('is ASCII where that was asked for', () => {
    const { states, frame, glyphs } = theme({ unicode: false });
    expect(JSON.stringify([states, frame, glyphs])).toMatch(/^[ -~]*$/);
  });
});
