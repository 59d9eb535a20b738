// Scheduling policies: who runs next, and for how long.
//
// A policy holds the tasks that are ready. The scheduler asks it for the next one, and hands back those whose slice
// is over. It knows nothing of why a task runs or sleeps.
//
// To add one: a file beside round-robin.ts, and a row below. The contract test in test/kernel/policies.test.ts runs
// over every row.
//
// This is the end of the walk: the policy's `pick` is what the loop in scheduler.ts calls, and from there the answer
// goes back through trap.ts to the `yield*` in the program.

import type { Tick } from '../abi.ts';
import type { Task } from '../process.ts';
import { roundRobin } from './round-robin.ts';

export interface Policy {
  readonly name: string;
  add(task: Task): void; // it is ready: new, woken, or its slice is over
  pick(): Task | null; // takes out the one to run next
  remove(task: Task): void; // takes out one that was stopped or killed
  quantum(task: Task): Tick; // how long it may run
  list(): Task[]; // in the order in which they will run
}

export const policies: Record<string, (quantum: Tick) => Policy> = {
  rr: roundRobin,
};

/** What each policy is, for --help and the boot log. */
export const policyTexts: Record<string, string> = {
  rr: 'round robin: one queue, everybody gets a slice in turn',
};
