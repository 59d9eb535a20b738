// Round robin (OSTEP, chapter 7): one queue, first come first served, and a slice for everybody.
//
// A nicer process gets a shorter slice, by the weights that Linux uses: each step of nice is a factor of 1.25, so
// that of two busy processes one step apart the nicer one gets about 45 % of the CPU and the other 55 %.

import type { Tick } from '../abi.ts';
import type { Task } from '../process.ts';
import { items, newRing, push, remove, shift } from '../ring.ts';
import type { Policy } from './index.ts';

export function roundRobin(quantum: Tick): Policy {
  const queue = newRing<Task>();
  const slices = Array.from({ length: 40 }, (_, i) => Math.max(1, Math.round(quantum * 1.25 ** (20 - i))));
  return {
    name: 'rr',
    add: (task) => push(queue, task),
    pick: () => shift(queue),
    remove: (task) => remove(queue, task),
    quantum: (task) => slices[task.process.nice + 20] as Tick,
    list: () => items(queue),
  };
}
