// What tr does with each byte, as tables.

import type { Bytes } from '../../../kernel/abi.ts';
import type { Flags } from '../getopt.ts';
import { parseSet, SetError } from './sets.ts';

/** What becomes of each byte. */
export interface Plan {
  map: Uint8Array; // what it is replaced by
  deleted: Uint8Array; // 1: nothing is left of it
  squeezed: Uint8Array; // 1: of several in a row one is left, after the replacement
}

/** Throws a SetError if one of the sets is not as it should be. */
export function makePlan(flags: Flags, first: string, second: string | undefined): Plan {
  const map = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  const deleted = new Uint8Array(256);
  const squeezed = new Uint8Array(256);
  const mark = (table: Bytes, bytes: readonly number[]) => {
    for (const byte of bytes) table[byte] = 1;
  };
  const set = parseSet(first).bytes;
  const from = flags.has('c') || flags.has('C') ? complement(set) : set;
  if (flags.has('d')) {
    mark(deleted, from);
    if (second !== undefined) mark(squeezed, parseSet(second).bytes);
  } else if (second === undefined) mark(squeezed, from);
  else {
    const to = translation(from, second, flags.has('t'));
    for (const [i, byte] of from.entries()) map[byte] = to[i] ?? byte;
    if (flags.has('s')) mark(squeezed, to);
  }
  return { map, deleted, squeezed };
}

/** What the bytes of `from` become, in their order. A set that is too short goes on with its last byte. */
function translation(from: readonly number[], second: string, truncate: boolean): number[] {
  const { bytes, classes } = parseSet(second, from.length);
  if (classes.some((name) => name !== 'upper' && name !== 'lower')) {
    throw new SetError(
      "when translating, the only character classes that may appear in\nstring2 are 'upper' and 'lower'",
    );
  }
  if (truncate) return bytes.slice(0, from.length);
  if (bytes.length === 0 && from.length > 0) {
    throw new SetError('when not truncating set1, string2 must be non-empty');
  }
  return from.map((_, i) => bytes[Math.min(i, bytes.length - 1)] as number);
}

function complement(bytes: readonly number[]): number[] {
  return Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => !bytes.includes(byte));
}
