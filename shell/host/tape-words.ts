// The words of a tape's line. They are separated by single spaces, and are bare or in double quotes.
//
// What is quoted stands for bytes: printable ASCII is itself, all else is \n, \r, \t, \", \\ or \x and two hexadecimal
// digits. Text is its UTF-8 bytes.

/** A tape that cannot be read, and in which line that shows. */
export class TapeError extends Error {
  constructor(line: number, message: string) {
    super(`line ${line}: ${message}`);
    this.name = 'TapeError';
  }
}

/** The words of one line, taken one after the other. What is not as it should be throws a TapeError. */
export interface Words {
  more(): boolean;
  next(): string;
  expect(word: string): void;
  number(): number;
  asNumber(word: string): number;
  text(): string;
  bytes(): Uint8Array;
  finish(): void;
  fail(message: string): never;
}

export function wordsOf(lines: readonly string[], index: number): Words {
  const rest = split(lines[index] as string);
  let position = 0;

  function fail(message: string): never {
    throw new TapeError(index + 1, message);
  }
  function next(): string {
    return rest[position++] ?? fail('the line ends too early');
  }
  function asNumber(word: string): number {
    const value = /^\d+$/.test(word) ? Number(word) : Number.NaN;
    return Number.isSafeInteger(value) ? value : fail(`"${word}" is no number`);
  }
  function bytes(): Uint8Array {
    return unquote(next()) ?? fail('a quoted string was expected, with all but printable ASCII escaped');
  }

  return {
    more: () => position < rest.length,
    next,
    expect(word) {
      const found = next();
      if (found !== word) fail(`"${word}" was expected, and here is "${found}"`);
    },
    number: () => asNumber(next()),
    asNumber,
    text: () => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes()),
    bytes,
    finish() {
      if (position < rest.length) fail(`nothing more was expected, and here is "${rest[position]}"`);
    },
    fail,
  };
}

/** Splits at the spaces that are not within quotes. */
function split(line: string): string[] {
  return line.match(/"(?:[^"\\]|\\.)*"?|[^ ]+/g) ?? [];
}

const ESCAPES: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '"': '\\"', '\\': '\\\\' };

export function quote(data: Uint8Array | string): string {
  const bytes =
    typeof data === 'string' ? Buffer.from(data) : Buffer.from(data.buffer, data.byteOffset, data.length);
  const escaped = bytes
    .toString('latin1')
    .replace(/[^ !#-[\]-~]/g, (c) => ESCAPES[c] ?? `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`);
  return `"${escaped}"`;
}

const UNESCAPES: Record<string, string> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };

/** The bytes that a quoted word stands for; null if it is not well formed. */
export function unquote(word: string): Uint8Array | null {
  if (!/^"(?:[ !#-[\]-~]|\\[nrt"\\]|\\x[0-9a-f]{2})*"$/.test(word)) return null;
  const plain = word
    .slice(1, -1)
    .replace(/\\(?:x(..)|(.))/g, (_, hex: string | undefined, letter: string) =>
      hex === undefined ? (UNESCAPES[letter] as string) : String.fromCharCode(Number.parseInt(hex, 16)),
    );
  return Uint8Array.from(Buffer.from(plain, 'latin1'));
}
