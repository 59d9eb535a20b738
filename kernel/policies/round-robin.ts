// Round robin (OSTEP, chapter 7): one queue, first come first served, and a slice for everybody.
//
// A nicer process gets a shorter slice, by the weights that Linux uses: each step of nice is a factor of 1.25, so
// that of two busy processes one step apart the nicer one gets about 45 % of the CPU and the other 55 %.

import type { Tick } from '../abi.ts';
import type { Task } from '../process.ts';
import type { Policy } from './index.ts';

export function roundRobin(quantum: Tick): Policy {
  // A doubly linked list through the tasks themselves: adding, picking and removing cost the same for any length.
  let head: Task | null = null;
  let tail: Task | null = null;

  const slices = Array.from({ length: 40 }, (_, i) => Math.max(1, Math.round(quantum * 1.25 ** (20 - i))));

  function remove(task: Task): void {
    if (task.previous) task.previous.next = task.next;
    else head = task.next;
    if (task.next) task.next.previous = task.previous;
    else tail = task.previous;
    task.next = null;
    task.previous = null;
  }

  return {
    name: 'rr',
    add(task) {
      task.previous = tail;
      if (tail) tail.next = task;
      else head = task;
      tail = task;
    },
    pick() {
      const task = head;
      if (task) remove(task);
      return task;
    },
    remove,
    quantum: (task) => slices[task.process.nice + 20] as Tick,
    list() {
      const tasks: Task[] = [];
      for (let task = head; task; task = task.next) tasks.push(task);
      return tasks;
    },
  };
}
