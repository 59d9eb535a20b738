// Signals: sending one marks the process, and takes it out of its sleep. Nothing more happens here.
//
// The process acts on the mark itself, on its way back to its program (trap.ts): it ends, stops, or goes on. So a
// signal never cuts a system call in the middle, and the one who sends never waits. Only SIGCONT works at once: a
// stopped process does not run, so it could not notice.

import { defaultAction, type Pid, type Signal } from './abi.ts';
import type { Kernel } from './boot.ts';
import { type Process, ready } from './process.ts';
import { bit, type SignalSet } from './signals.ts';
import { interrupt, wakeup } from './waitqueue.ts';

const STOPS = bit('SIGSTOP') | bit('SIGTSTP') | bit('SIGTTIN') | bit('SIGTTOU');
const CONTINUE = bit('SIGCONT');
const KILL = bit('SIGKILL');
const UNSTOPPABLE = KILL | bit('SIGSTOP');

export function send(kernel: Kernel, process: Process, signal: Signal): void {
  if (process.task.state.is === 'zombie') return;
  const by = kernel.cpu.running?.process.pid ?? 0;
  kernel.watch?.({ is: 'signal', tick: kernel.clock.now, pid: process.pid, signal, by });
  const mark = bit(signal);
  if (mark & STOPS) process.pending &= ~CONTINUE;
  if (signal === 'SIGCONT') resumeStopped(kernel, process);
  if (isIgnored(kernel, process, signal)) return;
  process.pending |= mark;
  interrupt(kernel, process.task);
  if (signal === 'SIGKILL' && process.task.state.is === 'stopped') ready(kernel, process.task);
}

/** As kill(2) to a group: true if there was somebody in it. */
export function sendGroup(kernel: Kernel, pgid: Pid, signal: Signal): boolean {
  const members = groupMembers(kernel, pgid);
  for (const process of members) send(kernel, process, signal);
  return members.length > 0;
}

/** The living processes of a group. */
export function groupMembers(kernel: Kernel, pgid: Pid): Process[] {
  return [...kernel.processes.values()].filter((p) => p.pgid === pgid && p.task.state.is !== 'zombie');
}

/** Would this signal be dropped? As on Linux, init is deaf to what it has no handler for. */
function isIgnored(kernel: Kernel, process: Process, signal: Signal): boolean {
  if (process === kernel.init) return true;
  if (bit(signal) & UNSTOPPABLE) return false;
  if (process.ignored & bit(signal)) return true;
  const action = defaultAction(signal);
  return action === 'ignore' || action === 'continue';
}

/** Takes one pending signal off the mark: SIGKILL, else the one with the lowest number. */
export function takeSignal(process: Process): SignalSet {
  const first = process.pending & KILL || process.pending & -process.pending;
  process.pending &= ~first;
  return first;
}

function resumeStopped(kernel: Kernel, process: Process): void {
  process.pending &= ~STOPS;
  if (process.task.state.is !== 'stopped') return;
  process.stopSignal = null;
  kernel.watch?.({ is: 'continue', tick: kernel.clock.now, pid: process.pid });
  ready(kernel, process.task);
  tellParent(kernel, process, { is: 'continued' });
}

/** Leaves something for the parent's waitpid to find, sends it SIGCHLD and wakes it. */
export function tellParent(kernel: Kernel, process: Process, report: NonNullable<Process['report']>): void {
  const { parent } = process;
  process.report = report;
  if (!parent) return;
  parent.news ??= new Set();
  parent.news.add(process);
  send(kernel, parent, 'SIGCHLD');
  if (parent.childQueue) wakeup(kernel, parent.childQueue);
}
