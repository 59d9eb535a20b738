// What a signal does to a process: its default, nothing, or run a handler (sigaction(2)).

import { type Disposition, defaultAction, Errno, type Signal } from './abi.ts';
import type { Kernel } from './boot.ts';
import type { Process } from './process.ts';
import { discard, UNSTOPPABLE } from './sigmask.ts';
import { bit } from './signals.ts';

/** As the program may have it: a copy, since it may change it. */
export function dispositionOf(process: Process, signal: Signal): Disposition {
  const action = process.handlers?.get(signal);
  if (action) return { handler: action.handler, mask: [...action.mask], flags: [...action.flags] };
  return process.ignored & bit(signal) ? 'ignore' : 'default';
}

export function setDisposition(kernel: Kernel, process: Process, signal: Signal, to: Disposition): void {
  const mark = bit(signal);
  if (mark & UNSTOPPABLE) throw new Errno('EINVAL');
  process.handlers?.delete(signal);
  process.ignored &= ~mark;
  if (to === 'ignore') process.ignored |= mark;
  else if (to !== 'default') {
    process.handlers ??= new Map();
    process.handlers.set(signal, { mask: [], flags: [], ...to });
  }
  if (isIgnored(kernel, process, signal)) discard(process, mark);
}

/** Would this signal do nothing? As on Linux, init is deaf to what it has no handler for. */
export function isIgnored(kernel: Kernel, process: Process, signal: Signal): boolean {
  if (process.handlers?.has(signal)) return false;
  if (process === kernel.init) return true;
  const mark = bit(signal);
  if (mark & UNSTOPPABLE) return false;
  const action = defaultAction(signal);
  return (process.ignored & mark) !== 0 || action === 'ignore' || action === 'continue';
}
