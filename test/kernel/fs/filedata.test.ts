import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { newFileData, newSpace, readData, resizeData, writeData } from '../../../kernel/fs/filedata.ts';
import { sys } from '../../../userland/sys.ts';
import { answerOf, decode, encode, errorOf, say, slurp, spill } from '../../helpers.ts';

test('a file behaves as an array of bytes that grows, with zeros where nothing was written', () => {
  const place = fc.oneof(
    fc.nat({ max: 600 }),
    fc.integer({ min: 65_000, max: 66_000 }),
    fc.nat({ max: 200_000 }),
  );
  const step = fc.oneof(
    fc.record({ write: place, size: fc.oneof(fc.nat({ max: 40 }), fc.nat({ max: 70_000 })) }),
    fc.record({ resize: place }),
    fc.record({ read: place, count: fc.nat({ max: 70_000 }) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
      const data = newFileData(newSpace(2 ** 30));
      let model = new Uint8Array(0);
      const resized = (length: number) => {
        const next = new Uint8Array(length);
        next.set(model.subarray(0, length));
        return next;
      };
      for (const [i, one] of steps.entries()) {
        if ('write' in one) {
          const bytes = new Uint8Array(one.size).fill(i + 1);
          writeData(data, one.write, bytes);
          if (one.size > 0) model = resized(Math.max(model.length, one.write + one.size));
          model.set(bytes, one.size > 0 ? one.write : 0);
        } else if ('resize' in one) {
          resizeData(data, one.resize);
          model = resized(one.resize);
        } else {
          const expected = model.slice(one.read, one.read + one.count);
          expect(Buffer.compare(readData(data, one.read, one.count), expected)).toBe(0);
        }
        expect(data.length).toBe(model.length);
      }
      expect(Buffer.compare(readData(data, 0, 1e9), model)).toBe(0);
    }),
    { numRuns: 150 },
  );
});

test('what was read is a copy', () => {
  const data = newFileData(newSpace(2 ** 30), encode('abc'));
  readData(data, 0, 3).fill(0);
  expect(decode(readData(data, 0, 3))).toBe('abc');
});

describe('a hole', () => {
  test('costs nothing, reads as zeros, and may be terabytes long', () => {
    const data = newFileData(newSpace(2 ** 30), encode('start'));
    writeData(data, 2 ** 42, encode('end'));
    expect(data.pages.size).toBe(2);
    expect(data.length).toBe(2 ** 42 + 3);
    expect(readData(data, 2 ** 41, 3)).toEqual(new Uint8Array(3));
    expect(decode(readData(data, 2 ** 42 - 1, 100))).toBe('\0end');
  });

  test('is left by a write beyond the end of a file that was cut', () => {
    const main = function* () {
      yield* spill('/tmp/f', '12345678');
      const fd = yield* sys.open('/tmp/f', 1);
      yield* sys.lseek(fd, 6);
      yield* sys.truncate('/tmp/f', 2);
      yield* say('x', fd);
      return yield* slurp('/tmp/f');
    };
    expect(answerOf(main)).toBe('12\0\0\0\0x');
  });

  test('of the largest file can be read, at most 64 MiB at a time', () => {
    const main = function* () {
      yield* spill('/tmp/f', 'x');
      yield* sys.truncate('/tmp/f', 2 ** 43);
      const fd = yield* sys.open('/tmp/f', 0);
      return (yield* sys.read(fd, 2 ** 53 - 1)).length;
    };
    expect(answerOf(main)).toBe(2 ** 26);
  });
});

test('the largest file is 8 TiB: a byte more is EFBIG, and changes nothing', () => {
  const main = function* () {
    yield* spill('/tmp/f', 'x');
    const fd = yield* sys.open('/tmp/f', 2);
    yield* sys.lseek(fd, 2 ** 43 - 1);
    const told = [
      yield* errorOf(say('y', fd)),
      yield* errorOf(say('z', fd)),
      yield* errorOf(sys.truncate('/tmp/f', 2 ** 43 + 1)),
    ];
    return [...told, (yield* sys.fstat(fd)).size];
  };
  expect(answerOf(main)).toEqual(['ok', 'EFBIG', 'EFBIG', 2 ** 43]);
});

test('a file that is cut and made longer again has zeros where it was cut', () => {
  const main = function* () {
    yield* spill('/tmp/f', 'abcdef');
    yield* sys.truncate('/tmp/f', 2);
    yield* sys.truncate('/tmp/f', 4);
    return yield* slurp('/tmp/f');
  };
  expect(answerOf(main)).toBe('ab\0\0');
});

test('writing no bytes beyond the end does not make a file longer', () => {
  const main = function* () {
    yield* spill('/tmp/f', 'ab');
    const fd = yield* sys.open('/tmp/f', 1);
    yield* sys.lseek(fd, 100);
    yield* say('', fd);
    return (yield* sys.fstat(fd)).size;
  };
  expect(answerOf(main)).toBe(2);
});

test('a write that finds no more space comes up short, the next one fails, and what is cut off is free again', () => {
  const space = newSpace(2 ** 17);
  const [one, other] = [newFileData(space), newFileData(space)];
  expect(writeData(one, 0, new Uint8Array(2 ** 16))).toBe(2 ** 16);
  expect(writeData(other, 10, new Uint8Array(2 ** 17))).toBe(2 ** 16 - 10);
  expect(() => writeData(other, 2 ** 16, encode('x'))).toThrow('No space left on device');
  expect(space.used).toBe(2 ** 17);
  resizeData(one, 0);
  expect(writeData(other, 2 ** 16, encode('x'))).toBe(1);
  expect(space.used).toBe(2 ** 16 + 256);
});
