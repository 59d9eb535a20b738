// Bytes as numbers and characters: the formats of od, and one line of its output.

import type { Bytes } from '../../../kernel/abi.ts';

/** One way to show bytes, such as x2: hexadecimal numbers of two bytes each. */
export interface Format {
  letter: string; // of `a c d o u x`
  size: number;
  text: boolean; // the printable characters at the end of the line
}

const SIZES: Record<string, number> = { C: 1, S: 2, I: 4, L: 8 };

/** The formats of a type string such as `x1z` or `d4c`; or what is wrong with it. */
export function parseFormats(type: string): Format[] | string {
  const formats: Format[] = [];
  let rest = type;
  while (rest !== '') {
    const found = /^(?:([ac])|([doux])(1|2|4|8|[CSIL])?)(z?)/.exec(rest);
    if (found === null) {
      const number = /^[doux](\d+)/.exec(rest)?.[1];
      if (number !== undefined)
        return `invalid type string '${type}';\nthis system doesn't provide a ${number}-byte integral type`;
      return `invalid character '${rest.charAt(0)}' in type string '${type}'`;
    }
    const [whole, character, letter, size = '4', text] = found;
    rest = rest.slice(whole.length);
    formats.push({
      letter: (character ?? letter) as string,
      size: character ? 1 : (SIZES[size] ?? Number(size)),
      text: text === 'z',
    });
  }
  return formats;
}

/** The lines for these bytes, one for each format. `width` is how many bytes a full line has. */
export function formatLine(bytes: Bytes, formats: readonly Format[], width: number): string[] {
  const full = Math.max(...formats.map((format) => (width / format.size) * (fieldWidth(format) + 1)));
  return formats.map((format) => {
    const fields = width / format.size;
    const field = full / fields; // a line of larger numbers makes the others wider
    let line = '';
    for (let at = 0; at < bytes.length; at += format.size) {
      const end = Math.floor((at / format.size + 1) * field);
      line += show(bytes, at, format).padStart(end - line.length);
    }
    return format.text ? `${line.padEnd(full)}  >${Array.from(bytes, printable).join('')}<` : line;
  });
}

function fieldWidth({ letter, size }: Format): number {
  const bits = size * 8;
  switch (letter) {
    case 'o':
      return Math.ceil(bits / 3);
    case 'x':
      return bits / 4;
    case 'd':
      return String(2n ** BigInt(bits - 1)).length + 1;
    case 'u':
      return String(2n ** BigInt(bits)).length;
    default:
      return 3;
  }
}

function show(bytes: Bytes, at: number, format: Format): string {
  const { letter, size } = format;
  if (letter === 'c') return character(bytes[at] as number);
  if (letter === 'a') return asciiName(bytes[at] as number);
  let value = 0n;
  for (let i = size - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[at + i] ?? 0); // the lowest byte first
  if (letter === 'd') return String(BigInt.asIntN(size * 8, value));
  if (letter === 'u') return String(value);
  return value.toString(letter === 'o' ? 8 : 16).padStart(fieldWidth(format), '0');
}

// biome-ignore format: a table
const ESCAPES: Record<number, string> = { 0: '\\0', 7: '\\a', 8: '\\b', 9: '\\t', 10: '\\n', 11: '\\v', 12: '\\f', 13: '\\r' };

function character(byte: number): string {
  if (byte >= 0x20 && byte < 0x7f) return String.fromCharCode(byte);
  return ESCAPES[byte] ?? byte.toString(8).padStart(3, '0');
}

// biome-ignore format: a table
const NAMES: readonly string[] = [
  'nul', 'soh', 'stx', 'etx', 'eot', 'enq', 'ack', 'bel', 'bs', 'ht', 'nl', 'vt', 'ff', 'cr', 'so', 'si', 'dle',
  'dc1', 'dc2', 'dc3', 'dc4', 'nak', 'syn', 'etb', 'can', 'em', 'sub', 'esc', 'fs', 'gs', 'rs', 'us', 'sp',
];

/** The name of a character in ASCII; the highest bit does not count. */
function asciiName(byte: number): string {
  const code = byte & 0x7f;
  return code === 0x7f ? 'del' : (NAMES[code] ?? String.fromCharCode(code));
}

function printable(byte: number): string {
  return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.';
}
