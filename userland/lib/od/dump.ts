// Printing bytes line by line, with offsets; a `*` stands for lines that are equal to the one before.

import type { Bytes, Coroutine, Fd } from '../../../kernel/abi.ts';
import { sys } from '../../sys.ts';
import { BLOCK } from '../input.ts';
import type { Output } from '../output.ts';
import { concat } from '../text.ts';
import { type Format, formatLine } from './format.ts';

export interface Dump {
  formats: Format[];
  width: number;
  address: (offset: number) => string;
  all: boolean; // lines equal to the one before too
  skip: number;
  left: number;
}

/** Reads a file to its end, or as far as is wanted. */
export function* feed(fd: Fd, dump: Dump, take: (data: Bytes) => Coroutine): Coroutine {
  while (dump.left > 0) {
    const data = yield* sys.read(fd, Math.min(BLOCK, dump.skip + dump.left));
    if (data.length === 0) return;
    const wanted = data.subarray(Math.min(dump.skip, data.length));
    dump.skip -= data.length - wanted.length;
    dump.left -= wanted.length;
    yield* take(wanted);
  }
}

export function linePrinter({ formats, width, address, all, skip }: Dump, out: Output) {
  let rest: Bytes = new Uint8Array(0);
  let offset = skip;
  let last: Bytes | null = null;
  let starred = false;

  function* line(bytes: Bytes): Coroutine {
    const repeated = !all && bytes.length === width && last?.every((byte, i) => byte === bytes[i]);
    if (!repeated) {
      const rows = formatLine(bytes, formats, width);
      const blank = ' '.repeat(address(0).length);
      for (const [i, row] of rows.entries()) yield* out.write(`${i === 0 ? address(offset) : blank}${row}\n`);
    } else if (!starred) yield* out.write('*\n');
    starred = Boolean(repeated);
    last = bytes;
    offset += bytes.length;
  }

  return {
    *take(data: Bytes): Coroutine {
      rest = concat([rest, data]);
      let at = 0;
      for (; rest.length - at >= width; at += width) yield* line(rest.slice(at, at + width));
      rest = rest.slice(at);
    },
    *end(): Coroutine {
      if (rest.length > 0) yield* line(rest);
      if (address(0) !== '') yield* out.write(`${address(offset)}\n`);
    },
  };
}
