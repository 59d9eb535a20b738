// How many cells text takes, and how to make it take a given number.
//
// A terminal and a program can disagree about a character's width; draw.ts puts the cursor where it belongs after
// every character that could be doubtful, so a wrong answer here costs a gap, never a crooked frame.

import { eastAsianWidth } from 'get-east-asian-width';

const zeroWidth = /^[\p{Mn}\p{Me}\p{Cf}]$/u;

/** Cells that a character takes: 1, 2, or 0 for an accent and the like, which goes onto the character before it. */
export function charWidth(codePoint: number): 0 | 1 | 2 {
  if (codePoint < 0x300) return codePoint === 0xad ? 0 : 1;
  if (codePoint >= 0x2500 && codePoint < 0x25fd) return 1; // box drawing, blocks, shapes: what panes are made of
  if (zeroWidth.test(String.fromCodePoint(codePoint))) return 0;
  return eastAsianWidth(codePoint);
}

const ascii = /^[ -~]*$/;

/** Printable ASCII, and so a cell for each character: nearly all text is. */
export function isAscii(text: string): boolean {
  return ascii.test(text);
}

export function textWidth(text: string): number {
  if (isAscii(text)) return text.length;
  let width = 0;
  for (const char of text) width += charWidth(char.codePointAt(0)!);
  return width;
}

/** The text if it fits; otherwise as much of it as fits before the ellipsis. */
export function truncate(text: string, width: number, ellipsis = '…'): string {
  if (textWidth(text) <= width) return text;
  const room = width - textWidth(ellipsis);
  if (room < 0) return '';
  let taken = 0;
  let kept = '';
  for (const char of text) {
    taken += charWidth(char.codePointAt(0)!);
    if (taken > room) break;
    kept += char;
  }
  return kept + ellipsis;
}

/** Exactly so many cells: cut with an ellipsis, or filled up with spaces. */
export function fitted(
  text: string,
  width: number,
  align: 'left' | 'right' = 'left',
  ellipsis = '…',
): string {
  const cut = truncate(text, width, ellipsis);
  const space = ' '.repeat(Math.max(0, width - textWidth(cut)));
  return align === 'left' ? cut + space : space + cut;
}
