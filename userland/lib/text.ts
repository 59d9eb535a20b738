// Text and bytes: UTF-8, and nothing is lost.
//
// Files and pipes hold bytes, programs work on strings. A byte that is not part of valid UTF-8 becomes the lone
// surrogate U+DC00 + byte, which no valid text contains, and encode() turns it back (Python calls this
// "surrogateescape"). So encode(decode(bytes)) gives the same bytes, whatever they were, and a program that
// handles lines of text handles any file.

import type { Bytes } from '../../kernel/abi.ts';

const SHORT = 64; // up to here a loop is faster than the host's encoder
const ESCAPE = 0xdc00;
const ESCAPED = /[\uDC80-\uDCFF]/;

// Stateless: neither is ever used with `stream`.
const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export function encode(text: string): Bytes {
  if (text.length <= SHORT) {
    const bytes = encodeAscii(text);
    if (bytes !== null) return bytes;
  }
  return ESCAPED.test(text) ? encodeEscaped(text) : encoder.encode(text);
}

export function decode(bytes: Bytes): string {
  try {
    return decoder.decode(bytes);
  } catch {
    return decodeEscaped(bytes);
  }
}

function encodeAscii(text: string): Bytes | null {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 0x7f) return null;
    bytes[i] = code;
  }
  return bytes;
}

// The low half of a pair such as an emoji's may look like an escape: a pair is taken as a whole first.
function encodeEscaped(text: string): Bytes {
  const parts: Bytes[] = [];
  for (const [run] of text.matchAll(
    /(?:[\uD800-\uDBFF][\uDC00-\uDFFF]|[^\uDC80-\uDCFF])+|[\uDC80-\uDCFF]+/g,
  )) {
    const code = run.charCodeAt(0);
    const escaped = code >= ESCAPE + 0x80 && code <= ESCAPE + 0xff;
    parts.push(escaped ? Uint8Array.from(run, (c) => c.charCodeAt(0) - ESCAPE) : encoder.encode(run));
  }
  return concat(parts);
}

function decodeEscaped(bytes: Bytes): string {
  let text = '';
  let units: number[] = [];
  for (let i = 0; i < bytes.length; ) {
    const size = sequenceLength(bytes, i);
    if (size === 0) units.push(ESCAPE + (bytes[i++] as number));
    else i = pushCharacter(units, bytes, i, size);
    if (units.length > 4096) {
      text += String.fromCharCode(...units);
      units = [];
    }
  }
  return text + String.fromCharCode(...units);
}

function pushCharacter(units: number[], bytes: Bytes, at: number, size: number): number {
  let code = (bytes[at] as number) & (size === 1 ? 0x7f : 0xff >> (size + 1));
  for (let i = 1; i < size; i++) code = (code << 6) | ((bytes[at + i] as number) & 0x3f);
  if (code > 0xffff) units.push(0xd800 + ((code - 0x10000) >> 10), 0xdc00 + (code & 0x3ff));
  else units.push(code);
  return at + size;
}

/** How many bytes the character that starts at `at` has; 0 if no valid one does (RFC 3629, section 4). */
function sequenceLength(bytes: Bytes, at: number): number {
  const lead = bytes[at] as number;
  if (lead < 0x80) return 1;
  const size =
    lead >= 0xc2 && lead < 0xe0 ? 2 : lead >= 0xe0 && lead < 0xf0 ? 3 : lead >= 0xf0 && lead < 0xf5 ? 4 : 0;
  if (size === 0 || at + size > bytes.length) return 0;
  const second = bytes[at + 1] as number;
  const low = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  const high = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  if (second < low || second > high) return 0;
  for (let i = 2; i < size; i++) if (((bytes[at + i] as number) & 0xc0) !== 0x80) return 0;
  return size;
}

/**
 * How many bytes at the start of a block can be decoded now: all but a character that the end of the block may
 * have cut. The rest belongs in front of the next block.
 */
export function completeLength(bytes: Bytes): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] as number;
    if (byte < 0x80) break;
    if (byte >= 0xc0) {
      const wanted = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return wanted > back ? bytes.length - back : bytes.length;
    }
  }
  return bytes.length;
}

/** How many newlines there are. A loop: a native search for each of many short lines takes longer. */
export function countLines(data: Bytes): number {
  let lines = 0;
  for (let i = 0; i < data.length; i++) if (data[i] === 10) lines++;
  return lines;
}

export function concat(parts: readonly Bytes[]): Bytes {
  if (parts.length === 1) return parts[0] as Bytes;
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
