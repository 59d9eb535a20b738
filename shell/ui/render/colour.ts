// Colours beyond the 16: true colours as slots that fit into an attr, and the way down to what the host can show.

import type { Colors } from '../tty/caps.ts';
import { DEFAULT_COLOUR, FIRST_SLOT } from './attr.ts';

const SLOTS = DEFAULT_COLOUR - FIRST_SLOT;

/**
 * The true colours on the screen, each in a slot. A screen shows few at a time, but a program may run through
 * thousands: a slot is taken over once the console was painted without it, for then it is not on the screen.
 * With more colours at once than slots, the rest get the nearest of the 256.
 */
export interface RgbTable {
  readonly values: number[]; // 0xrrggbb by slot
  readonly usedAt: number[]; // the frame that used the slot last
  readonly slots: Map<number, number>;
  frame: number; // counts how often the console was painted
  fullAt: number; // the frame in which no slot was left
}

export function rgbTable(): RgbTable {
  return { values: [], usedAt: [], slots: new Map(), frame: 0, fullAt: -1 };
}

/** The colour number of a true colour, to be put into an attr. */
export function slotOf(table: RgbTable, rgb: number): number {
  const slot = table.slots.get(rgb) ?? takeSlot(table, rgb);
  if (slot === undefined) return nearest256(rgb);
  table.usedAt[slot] = table.frame;
  return FIRST_SLOT + slot;
}

function takeSlot(table: RgbTable, rgb: number): number | undefined {
  if (table.fullAt === table.frame) return undefined;
  const slot =
    table.values.length < SLOTS
      ? table.values.length
      : table.usedAt.findIndex((used) => used < table.frame - 1);
  if (slot < 0) {
    table.fullAt = table.frame;
    return undefined;
  }
  table.slots.delete(table.values[slot]!);
  table.slots.set(rgb, slot);
  table.values[slot] = rgb;
  return slot;
}

/** The SGR parameters of a colour, such as ';38;5;208', on a host with so many colours. `base` is 30 or 40. */
export function colourCode(colour: number, base: 30 | 40, colors: Colors, table: RgbTable): string {
  if (colour === DEFAULT_COLOUR || colors === 0) return '';
  if (colour >= FIRST_SLOT && colors === 16777216) {
    const rgb = table.values[colour - FIRST_SLOT]!;
    return `;${base + 8};2;${rgb >> 16};${(rgb >> 8) & 0xff};${rgb & 0xff}`;
  }
  let index = colour < FIRST_SLOT ? colour : nearest256(table.values[colour - FIRST_SLOT]!);
  if (colors === 16 && index >= 16) index = nearest16(rgbOf(index));
  if (index < 8) return `;${base + index}`;
  if (index < 16) return `;${base + 60 + index - 8}`;
  return `;${base + 8};5;${index}`;
}

const ansi = [
  0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd, 0x00cdcd, 0xe5e5e5, 0x7f7f7f, 0xff0000,
  0x00ff00, 0xffff00, 0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff,
];

const levels = [0, 95, 135, 175, 215, 255]; // of the colour cube, 16 to 231

function rgbOf(index: number): number {
  if (index < 16) return ansi[index]!;
  if (index >= 232) return (8 + 10 * (index - 232)) * 0x010101;
  const cube = index - 16;
  return (
    (levels[Math.floor(cube / 36)]! << 16) | (levels[Math.floor(cube / 6) % 6]! << 8) | levels[cube % 6]!
  );
}

/** The nearest of the colour cube and the greys; the first 16 are the user's to choose, so not among them. */
export function nearest256(rgb: number): number {
  const [r, g, b] = [nearestLevel(rgb >> 16), nearestLevel((rgb >> 8) & 0xff), nearestLevel(rgb & 0xff)];
  const cube = 16 + 36 * r + 6 * g + b;
  const mean = ((rgb >> 16) + ((rgb >> 8) & 0xff) + (rgb & 0xff)) / 3;
  const grey = 232 + Math.min(23, Math.max(0, Math.round((mean - 8) / 10)));
  return distance(rgb, rgbOf(grey)) < distance(rgb, rgbOf(cube)) ? grey : cube;
}

function nearest16(rgb: number): number {
  const distances = ansi.map((one) => distance(rgb, one));
  return distances.indexOf(Math.min(...distances));
}

function nearestLevel(value: number): number {
  const distances = levels.map((level) => Math.abs(level - value));
  return distances.indexOf(Math.min(...distances));
}

function distance(a: number, b: number): number {
  const [r, g, bl] = [(a >> 16) - (b >> 16), ((a >> 8) & 0xff) - ((b >> 8) & 0xff), (a & 0xff) - (b & 0xff)];
  return r * r + g * g + bl * bl;
}
