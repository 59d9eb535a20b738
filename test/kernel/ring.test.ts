import fc from 'fast-check';
import { expect, test } from 'vitest';
import { items, newRing, push, remove, shift } from '../../kernel/ring.ts';

test('a ring behaves as a list from which the first is taken', () => {
  const step = fc.oneof(
    { weight: 4, arbitrary: fc.constant('push') },
    { weight: 3, arbitrary: fc.constant('shift') },
    { weight: 1, arbitrary: fc.nat({ max: 30 }) }, // remove the one at this place
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const ring = newRing<number>();
      const model: number[] = [];
      let next = 0;
      for (const one of steps) {
        if (one === 'push') {
          push(ring, next);
          model.push(next++);
        } else if (one === 'shift') expect(shift(ring)).toBe(model.shift() ?? null);
        else if (typeof one === 'number' && one < model.length)
          remove(ring, model.splice(one, 1)[0] as number);
        expect(items(ring)).toEqual(model);
        expect(ring.length).toBe(model.length);
      }
    }),
  );
});

test('removing what is not there changes nothing', () => {
  const ring = newRing<string>();
  push(ring, 'a');
  remove(ring, 'b');
  expect(items(ring)).toEqual(['a']);
});

test('what was taken out is not held on to', () => {
  const ring = newRing<object>();
  push(ring, {});
  shift(ring);
  expect(ring.slots.every((slot) => slot === null)).toBe(true);
});
