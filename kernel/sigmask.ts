// The signals of a task that wait, and those that do not.
//
// A blocked signal stays pending until it is unblocked. While a handler runs, other signals that have come and have
// handlers are held: so handlers run one after the other, in the order of the signals' numbers. What is deliverable is
// kept up to date here, so that the way back to the program tests one number.

import type { Process, Task } from './process.ts';
import { bit, type SignalSet } from './signals.ts';

export const KILL = bit('SIGKILL');
export const UNSTOPPABLE = KILL | bit('SIGSTOP');

/** Sets which signals wait. SIGKILL and SIGSTOP never do. */
export function setBlocked(task: Task, blocked: SignalSet, held: SignalSet = 0): void {
  task.blocked = blocked & ~UNSTOPPABLE;
  task.held = held;
  update(task);
}

/** A signal has come. */
export function addPending(process: Process, signals: SignalSet): void {
  process.pending |= signals;
  update(process.task);
}

/** Signals that have come are forgotten. */
export function discard(process: Process, signals: SignalSet): void {
  process.pending &= ~signals;
  update(process.task);
}

function update(task: Task): void {
  task.deliverable = task.process.pending & ~(task.blocked | task.held);
}
