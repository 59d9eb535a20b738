// The end of a file, in memory no larger than that end.

import { type Bytes, type Coroutine, type Fd, SEEK_CUR, SEEK_SET } from '../../kernel/abi.ts';
import { sys } from '../sys.ts';
import { BLOCK, grow } from './input.ts';
import { writeAll } from './output.ts';
import { countLines } from './text.ts';

const NEWLINE = 10;

/** Copies all but the first `count` lines to standard output. */
export function* copyFromLine(fd: Fd, count: number): Coroutine {
  let left = count;
  for (let data = yield* sys.read(fd, BLOCK); data.length > 0; data = yield* sys.read(fd, BLOCK)) {
    const start = left > 0 ? afterLines(data, left) : 0;
    left -= left > 0 ? countLines(data.subarray(0, start)) : 0;
    yield* writeAll(1, data.subarray(start));
  }
}

/** Copies all but the first `count` bytes. */
export function* copyFromByte(fd: Fd, count: number): Coroutine {
  let left = count;
  for (let data = yield* sys.read(fd, BLOCK); data.length > 0; data = yield* sys.read(fd, BLOCK)) {
    yield* writeAll(1, data.subarray(Math.min(left, data.length)));
    left = Math.max(0, left - data.length);
  }
}

/** Copies the last `count` lines, and leaves fd at the end of the file. */
export function* copyLastLines(fd: Fd, count: number): Coroutine {
  yield* skipTo(fd, function* (size) {
    return yield* startOfLastLines(fd, size, count);
  });
  const held: Bytes[] = [];
  let size = 0; // bytes in `held`
  let lines = 0; // newlines in it
  for (let data = yield* sys.read(fd, BLOCK); data.length > 0; data = yield* sys.read(fd, BLOCK)) {
    held.push(data);
    size = grow(size, data.length);
    lines += countLines(data);
    // One more than wanted: the last newline may be the very end.
    for (
      let first = countLines(held[0]!);
      held.length > 1 && lines - first > count;
      first = countLines(held[0]!)
    ) {
      lines -= first;
      size -= held.shift()!.length;
    }
  }
  const unterminated = held.length > 0 && held.at(-1)!.at(-1) !== NEWLINE ? 1 : 0;
  let surplus = lines + unterminated - count;
  for (const data of held) {
    const start = surplus > 0 ? afterLines(data, surplus) : 0;
    surplus -= surplus > 0 ? countLines(data.subarray(0, start)) : 0;
    yield* writeAll(1, data.subarray(start));
  }
}

/** Copies the last `count` bytes, and leaves fd at the end of the file. */
export function* copyLastBytes(fd: Fd, count: number): Coroutine {
  yield* skipTo(fd, function* (size) {
    return Math.max(0, size - count);
  });
  const held: Bytes[] = [];
  let size = 0;
  for (let data = yield* sys.read(fd, BLOCK); data.length > 0; data = yield* sys.read(fd, BLOCK)) {
    held.push(data);
    size = grow(size, data.length);
    while (size - held[0]!.length >= count && held.length > 1) size -= held.shift()!.length;
  }
  let surplus = Math.max(0, size - count);
  for (const data of held) {
    yield* writeAll(1, data.subarray(Math.min(surplus, data.length)));
    surplus = Math.max(0, surplus - data.length);
  }
}

// In a file that has a size there is no need to read what comes before.
function* skipTo(fd: Fd, position: (size: number) => Coroutine<number>): Coroutine {
  const { kind, size } = yield* sys.fstat(fd);
  if (kind !== 'file' || size <= BLOCK) return;
  const from = yield* sys.lseek(fd, 0, SEEK_CUR);
  const to = yield* position(size);
  yield* sys.lseek(fd, Math.max(from, to), SEEK_SET);
}

// Goes back from the end block by block, counting newlines.
function* startOfLastLines(fd: Fd, size: number, count: number): Coroutine<number> {
  if (count === 0) return size;
  let wanted = count;
  for (let end = size; end > 0; ) {
    const start = Math.max(0, end - BLOCK);
    yield* sys.lseek(fd, start, SEEK_SET);
    const data = (yield* sys.read(fd, end - start)).subarray(0, end - start);
    if (end === size && data.at(-1) === NEWLINE) wanted++;
    for (let at = data.lastIndexOf(NEWLINE); at >= 0; at = at > 0 ? data.lastIndexOf(NEWLINE, at - 1) : -1) {
      if (--wanted <= 0) return start + at + 1;
    }
    end = start;
  }
  return 0;
}

/** Where the data goes on after so many lines: at its end, if it has fewer. */
function afterLines(data: Bytes, count: number): number {
  let at = 0;
  for (let left = count; left > 0; left--) {
    const newline = data.indexOf(NEWLINE, at);
    if (newline < 0) return data.length;
    at = newline + 1;
  }
  return at;
}
