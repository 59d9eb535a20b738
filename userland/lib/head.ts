// The beginning of a file: so many lines or bytes of it, or all but so many.

import { type Bytes, type Coroutine, Errno, type Fd, SEEK_CUR } from '../../kernel/abi.ts';
import { sys } from '../sys.ts';
import { BLOCK, grow, lineReader } from './input.ts';
import { output, writeAll } from './output.ts';
import { concat } from './text.ts';

const ENTRY = 32; // bytes that a line takes besides its text

export function* firstBytes(fd: Fd, count: number): Coroutine {
  for (let left = count; left > 0; ) {
    const data = yield* sys.read(fd, Math.min(left, BLOCK));
    if (data.length === 0) return;
    yield* writeAll(1, data);
    left -= data.length;
  }
}

export function* firstLines(fd: Fd, count: number): Coroutine {
  for (let left = count; left > 0; ) {
    const data = yield* sys.read(fd, BLOCK);
    if (data.length === 0) return;
    let end = 0;
    while (left > 0 && end < data.length) {
      const newline = data.indexOf(10, end);
      end = newline < 0 ? data.length : newline + 1;
      if (newline >= 0) left--;
    }
    yield* writeAll(1, data.subarray(0, end));
    if (end < data.length) yield* giveBack(fd, data.length - end);
  }
}

// Whoever reads the same open file next, as in `(head -1; cat) <notes`, goes on after the last line printed.
function* giveBack(fd: Fd, count: number): Coroutine {
  try {
    yield* sys.lseek(fd, -count, SEEK_CUR);
  } catch (error) {
    if (!(error instanceof Errno)) throw error; // a pipe: what was read is gone
  }
}

export function* allButLines(fd: Fd, count: number): Coroutine {
  const lines = lineReader(fd);
  const out = output(1);
  const held: string[] = []; // a ring of the last lines
  let size = 0; // of what is held
  let total = 0;
  for (let line = yield* lines.next(); line !== null; line = yield* lines.next(), total++) {
    const text = lines.terminated ? `${line}\n` : line;
    if (count === 0) yield* out.write(text);
    else if (total >= count) yield* out.write(held[total % count] as string);
    if (count === 0) continue;
    size = grow(size - (held[total % count]?.length ?? -ENTRY), text.length);
    held[total % count] = text;
  }
  yield* out.flush();
}

export function* allButBytes(fd: Fd, count: number): Coroutine {
  const held: Bytes[] = [];
  let size = 0;
  for (let data = yield* sys.read(fd, BLOCK); data.length > 0; data = yield* sys.read(fd, BLOCK)) {
    held.push(data);
    size = grow(size, data.length);
    while (size - (held[0] as Bytes).length >= count) {
      const oldest = held.shift() as Bytes;
      size -= oldest.length;
      yield* writeAll(1, oldest);
    }
  }
  yield* writeAll(1, concat(held).subarray(0, Math.max(0, size - count)));
}
