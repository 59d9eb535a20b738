// Laying out text: display widths, columns, sizes, permissions.

import { eastAsianWidth } from 'get-east-asian-width';
import type { FileKind } from '../../kernel/abi.ts';

const ASCII = /^[\x20-\x7e]*$/;
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Mn}\p{Me}]/u;

/** How many columns a terminal needs for this text: two for a wide character, none for an accent that combines. */
export function displayWidth(text: string): number {
  if (ASCII.test(text)) return text.length;
  let width = 0;
  for (const c of text) if (!INVISIBLE.test(c)) width += eastAsianWidth(c.codePointAt(0) as number);
  return width;
}

export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)));
}

export function padStart(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - displayWidth(text))) + text;
}

/** As much of the text as fits into so many columns. */
export function clip(text: string, width: number): string {
  if (ASCII.test(text)) return text.slice(0, width);
  let end = 0;
  let room = width;
  for (const c of text) {
    room -= displayWidth(c);
    if (room < 0) break;
    end += c.length;
  }
  return text.slice(0, end);
}

/** Arranges items in as few lines as there can be, each shorter than `width`, to be read downwards column by column. */
export function columns(items: readonly string[], width: number): string[] {
  const widths = items.map((item) => displayWidth(item) + 2);
  const sum = widths.reduce((total, one) => total + one, 0);
  const fewest = Math.max(1, Math.min(items.length, Math.ceil(sum / (width + 2)))); // fewer have no room for all
  for (let rows = fewest; rows <= items.length; rows++) {
    const columnWidths = [];
    for (let at = 0; at < items.length; at += rows) columnWidths.push(largest(widths.slice(at, at + rows)));
    const total = columnWidths.reduce((sum, one) => sum + one, 0) - 2;
    if (total < width || rows === items.length) return arrange(items, rows, columnWidths);
  }
  return [];
}

function arrange(items: readonly string[], rows: number, widths: readonly number[]): string[] {
  return Array.from({ length: rows }, (_, row) => {
    const cells = widths.map((width, column) => padEnd(items[column * rows + row] ?? '', width));
    return cells.join('').trimEnd();
  });
}

/** Of any number of values: as arguments of Math.max a hundred thousand are too many. */
export function largest(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), 0);
}

/** A size as `ls -h` shows it: 1023, 1.0K, 12K, 3.4M. Rounded up, so that nothing looks smaller than it is. */
export function humanSize(bytes: number): string {
  if (bytes < 1024) return String(bytes);
  let size = bytes;
  let unit = -1;
  while (size >= 1024) {
    size /= 1024;
    unit++;
  }
  const rounded = size < 10 ? Math.ceil(size * 10) / 10 : Math.ceil(size);
  if (rounded >= 1024) return `1.0${'KMGTP'[unit + 1]}`;
  return `${rounded < 10 ? rounded.toFixed(1) : Math.ceil(rounded)}${'KMGTP'[unit]}`;
}

const kindLetters: Record<FileKind, string> = {
  file: '-',
  directory: 'd',
  symlink: 'l',
  device: 'c',
  pipe: 'p',
};

/** Kind and permissions as `ls -l` shows them: 'drwxr-xr-x'. */
export function modeString(kind: FileKind, mode: number): string {
  const bits = Array.from('rwxrwxrwx', (letter, i) => (mode & (0o400 >> i) ? letter : '-'));
  const special = (at: number, bit: number, letter: string) => {
    if (mode & bit) bits[at] = bits[at] === 'x' ? letter : letter.toUpperCase();
  };
  special(2, 0o4000, 's');
  special(5, 0o2000, 's');
  special(8, 0o1000, 't');
  return kindLetters[kind] + bits.join('');
}
