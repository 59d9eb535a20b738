import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ByteQueue, byteQueue, pushBytes, takeBytes } from '../../kernel/bytequeue.ts';

const bytes = (...values: number[]) => Uint8Array.from(values);

function filled(...parts: Uint8Array[]): ByteQueue {
  const queue = byteQueue();
  for (const part of parts) pushBytes(queue, part);
  return queue;
}

test('bytes come out in the order in which they went in, however they are cut', () => {
  const step = fc.oneof(
    fc.record({ put: fc.oneof(fc.nat({ max: 40 }), fc.integer({ min: 4000, max: 9000 })) }),
    fc.record({ take: fc.oneof(fc.nat({ max: 60 }), fc.integer({ min: 4000, max: 12000 })) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const queue = byteQueue();
      const model: number[] = [];
      let next = 0;
      for (const one of steps) {
        if ('put' in one) {
          const data = Uint8Array.from({ length: one.put }, () => next++ % 251);
          pushBytes(queue, data);
          model.push(...data);
        } else expect([...takeBytes(queue, one.take)]).toEqual(model.splice(0, one.take));
        expect(queue.length).toBe(model.length);
      }
    }),
    { numRuns: 200 },
  );
});

test('taking from an empty queue gives no bytes', () => {
  expect(takeBytes(byteQueue(), 10)).toEqual(bytes());
});

test('taking nothing leaves everything', () => {
  const queue = filled(bytes(1, 2));
  expect(takeBytes(queue, 0)).toEqual(bytes());
  expect(takeBytes(queue, 9)).toEqual(bytes(1, 2));
});

test('a change of the bytes after they went in does not reach those that come out', () => {
  const data = bytes(1, 2, 3);
  const queue = filled(data);
  data.fill(9);
  expect(takeBytes(queue, 3)).toEqual(bytes(1, 2, 3));
});

test('a change of bytes that came out does not reach those that are still in', () => {
  const queue = filled(bytes(1, 2, 3, 4));
  takeBytes(queue, 2).fill(9);
  expect(takeBytes(queue, 2)).toEqual(bytes(3, 4));
  const whole = filled(bytes(1, 2));
  const taken = takeBytes(whole, 2);
  pushBytes(whole, bytes(5, 6));
  expect(taken).toEqual(bytes(1, 2));
});

test('many small writes share few blocks, and those that were read are given up, but for one', () => {
  const queue = byteQueue();
  for (let i = 0; i < 10_000; i++) pushBytes(queue, bytes(i & 255));
  expect(queue.blocks.length).toBe(3);
  for (let i = 0; i < 10_000; i++) expect(takeBytes(queue, 1)[0]).toBe(i & 255);
  expect(queue.blocks.length).toBe(1);
});

test('small writes that are read one by one share one block', () => {
  const queue = filled(bytes(1));
  const [block] = queue.blocks;
  for (let i = 0; i < 10_000; i++) {
    pushBytes(queue, bytes(i & 255));
    expect(takeBytes(queue, 2).length).toBeGreaterThan(0);
  }
  expect(queue.blocks).toEqual([block]);
});

test('what is taken shows nothing but itself, also through its buffer', () => {
  const queue = filled(bytes(1, 2, 3));
  expect(takeBytes(queue, 2).buffer.byteLength).toBe(2);
  expect(takeBytes(queue, 1).buffer.byteLength).toBe(1);
  pushBytes(queue, new Uint8Array(5000));
  expect(takeBytes(queue, 5000).buffer.byteLength).toBe(5000);
  pushBytes(queue, new Uint8Array(5000));
  takeBytes(queue, 10);
  expect(takeBytes(queue, 5000).buffer.byteLength).toBe(4990);
});
