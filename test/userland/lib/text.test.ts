import fc from 'fast-check';
import { expect, test } from 'vitest';
import { completeLength, concat, decode, encode } from '../../../userland/lib/text.ts';

const bytes = (...all: number[]) => Uint8Array.from(all);

test('any bytes survive decoding and encoding', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (data) => {
      expect(encode(decode(data))).toEqual(data);
    }),
  );
});

test('any valid text survives encoding and decoding', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      expect(decode(encode(text))).toBe(text);
    }),
  );
});

test('a byte that is not UTF-8 becomes a lone surrogate', () => {
  expect(decode(bytes(0x61, 0xff, 0x62))).toBe('a\udcffb');
  expect(decode(bytes(0xc0, 0x80))).toBe('\udcc0\udc80');
  expect(decode(bytes(0xed, 0xa0, 0x80))).toBe('\udced\udca0\udc80');
  expect(decode(bytes(0xe2, 0x82))).toBe('\udce2\udc82');
});

test('a valid character next to a bad byte stays whole', () => {
  expect(decode(concat([encode('é😀'), bytes(0x80), encode('→')]))).toBe('é😀\udc80→');
});

test('an emoji whose low half looks like an escaped byte is encoded as an emoji', () => {
  const emoji = String.fromCodePoint(0x1f480); // its second half is U+DC80
  expect(emoji.charCodeAt(1)).toBe(0xdc80);
  expect(encode(`${emoji}\udcff`)).toEqual(bytes(0xf0, 0x9f, 0x92, 0x80, 0xff));
});

test('a byte order mark is kept', () => {
  expect(decode(bytes(0xef, 0xbb, 0xbf, 0x61))).toBe('\ufeffa');
});

test('completeLength leaves out a character that the end of the block has cut', () => {
  const text = encode('aé→😀');
  const complete = Array.from(text, (_, i) => completeLength(text.subarray(0, i + 1)));
  expect(complete).toEqual([1, 1, 3, 3, 3, 6, 6, 6, 6, 10]);
});
