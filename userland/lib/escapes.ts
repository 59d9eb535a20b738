// Backslash escapes, as echo -e, printf(1) and the shell's $'...' read them.
//
// An escape such as \377 stands for one byte, whatever the bytes around it: it becomes a character that encode()
// turns into that byte.

import { decode, encode } from './text.ts';

export interface Unescaped {
  text: string;
  stop: boolean; // a \c: no more output
}

/**
 * With 'zero' an octal escape may have one more in front: \0101 is one byte for echo and %b, \010 and a 1 in a format,
 * which is 'plain'. 'quoted' is $'...': there \cX is a control character, and ' and ? may be escaped.
 */
export type EscapeStyle = 'plain' | 'zero' | 'quoted';

const CODES = `x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8})`;
const patterns = {
  plain: new RegExp(String.raw`\\(?:${CODES}|([0-7]{1,3})|([\s\S]))`, 'g'),
  zero: new RegExp(String.raw`\\(?:${CODES}|(0[0-7]{0,3}|[1-7][0-7]{0,2})|([\s\S]))`, 'g'),
  quoted: new RegExp(String.raw`\\(?:${CODES}|([0-7]{1,3})|(c[\s\S]|[\s\S]))`, 'g'),
};

const named: Record<string, string> = {
  '\\': '\\',
  '"': '"',
  a: '\x07',
  b: '\b',
  e: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};
const quotedToo: Record<string, string> = { ...named, "'": "'", '?': '?' };

export function interpretEscapes(text: string, style: EscapeStyle): Unescaped {
  if (!text.includes('\\')) return { text, stop: false };
  const parts: string[] = [];
  let from = 0;
  for (const found of text.matchAll(patterns[style])) {
    const [whole, hex, short, long, digits, letter] = found;
    parts.push(text.slice(from, found.index));
    from = found.index + whole.length;
    if (letter === 'c' && style !== 'quoted') return { text: joinBytes(parts), stop: true };
    if (hex !== undefined) parts.push(byteCharacter(Number.parseInt(hex, 16)));
    else if (digits !== undefined) parts.push(byteCharacter(Number.parseInt(digits, 8)));
    else if (letter?.length === 2) parts.push(controlCharacter(letter.charCodeAt(1)));
    else if (letter !== undefined) parts.push((style === 'quoted' ? quotedToo : named)[letter] ?? whole);
    else parts.push(codePoint(Number.parseInt((short ?? long) as string, 16), whole));
  }
  return { text: joinBytes([...parts, text.slice(from)]), stop: false };
}

// Bytes that were written one by one may be valid UTF-8 together.
function joinBytes(parts: readonly string[]): string {
  const text = parts.join('');
  return /[\udc80-\udcff]/.test(text) ? decode(encode(text)) : text;
}

function byteCharacter(code: number): string {
  const byte = code & 0xff;
  return String.fromCharCode(byte < 0x80 ? byte : 0xdc00 + byte);
}

// The bit that tells ^A from A, and ^? from ?.
function controlCharacter(code: number): string {
  return String.fromCharCode((code >= 97 && code <= 122 ? code - 32 : code) ^ 64);
}

function codePoint(code: number, otherwise: string): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : otherwise;
}
