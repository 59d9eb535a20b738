// $'...': the escapes of C (XCU 2.2.4).

import { decode, encode } from '../../userland/lib/text.ts';
import { type Lexer, unfinished } from './lexer.ts';

const letters: Record<string, string> = {
  a: '\x07',
  b: '\b',
  e: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};
const BYTE = 0xdc00; // a byte that is no character by itself, as text.ts writes it

/** Reads from after $' to after the closing quote. */
export function readDollarQuotes(lexer: Lexer): string {
  const quoted = /((?:[^'\\]|\\[\s\S])*)'/y;
  quoted.lastIndex = lexer.at;
  const found = quoted.exec(lexer.text);
  if (found === null) throw unfinished(lexer, 'Unterminated quoted string');
  lexer.at = quoted.lastIndex;
  const body = found[1] ?? '';
  lexer.line += body.split('\n').length - 1;
  return unescapeAll(body);
}

function unescapeAll(text: string): string {
  const escapes = /\\(?:x([0-9a-fA-F]{1,2})|([0-7]{1,3})|u([0-9a-fA-F]{1,4})|c([\s\S])|([\s\S]))/g;
  let bytes = false;
  const result = text.replace(escapes, (_, hex, octal, unicode, control, letter) => {
    if (unicode !== undefined) return String.fromCodePoint(Number.parseInt(unicode, 16));
    if (control !== undefined) return String.fromCharCode(control.toUpperCase().charCodeAt(0) ^ 64);
    if (letter !== undefined) return letters[letter] ?? ('\'"\\?'.includes(letter) ? letter : `\\${letter}`);
    const code = Number.parseInt(hex ?? octal, hex === undefined ? 8 : 16) & 255;
    bytes ||= code > 127;
    return String.fromCharCode(code > 127 ? BYTE + code : code);
  });
  // The bytes of a character may have been given one by one.
  return bytes ? decode(encode(result)) : result;
}
