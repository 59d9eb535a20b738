// Signals: sending one marks the process, and takes it out of its sleep. Nothing more happens here.
//
// The process acts on the mark itself, on its way back to its program (trap.ts): it ends, stops, or goes on. So a
// signal never cuts a system call in the middle, and the one who sends never waits. Only SIGCONT works at once: a
// stopped process does not run, so it could not notice.

import type { Pid, Signal, WaitStatus } from './abi.ts';
import type { Kernel } from './boot.ts';
import { type Process, proceed, type Task } from './process.ts';
import { isIgnored } from './sigaction.ts';
import { addPending, discard, KILL } from './sigmask.ts';
import { bit, membersOf } from './signals.ts';
import type { SignalInfo } from './sigrecords.ts';
import { interrupt, wakeup } from './waitqueue.ts';

const STOPS = bit('SIGSTOP') | bit('SIGTSTP') | bit('SIGTTIN') | bit('SIGTTOU');
const CONTINUE = bit('SIGCONT');

export const FROM_KERNEL: SignalInfo = { pid: 0, status: null };

export function send(
  kernel: Kernel,
  process: Process,
  signal: Signal,
  info: SignalInfo = { pid: kernel.cpu.running?.process.pid ?? 0, status: null },
): void {
  const { task } = process;
  if (task.state.is === 'zombie') return;
  kernel.watch?.({ is: 'signal', tick: kernel.clock.now, pid: process.pid, signal, by: info.pid });
  const mark = bit(signal);
  if (mark & STOPS) discard(process, CONTINUE);
  if (signal === 'SIGCONT') resumeStopped(kernel, process);
  if (!(task.blocked & mark) && isIgnored(kernel, process, signal)) return; // a blocked one may not be, later
  if (!(process.pending & mark)) note(process, signal, info); // several of one signal are one, the first
  addPending(process, mark);
  if (task.deliverable & mark) interrupt(kernel, task);
  if (signal === 'SIGKILL' && task.state.is === 'stopped') proceed(kernel, task);
}

function note(process: Process, signal: Signal, info: SignalInfo): void {
  process.infos ??= new Map();
  process.infos.set(signal, { ...info });
}

/** As kill(2) to a group: true if there was somebody in it. */
export function sendGroup(kernel: Kernel, pgid: Pid, signal: Signal, info?: SignalInfo): boolean {
  const members = groupMembers(kernel, pgid);
  for (const process of members) send(kernel, process, signal, info);
  return members.length > 0;
}

/** The living processes of a group. */
export function groupMembers(kernel: Kernel, pgid: Pid): Process[] {
  return [...kernel.processes.values()].filter((p) => p.pgid === pgid && p.task.state.is !== 'zombie');
}

/** A group is orphaned when nobody could let it go on once it is stopped (POSIX, "orphaned process group"). */
export function isOrphaned(kernel: Kernel, pgid: Pid): boolean {
  return !groupMembers(kernel, pgid).some((one) => one.parent && couldContinue(one.parent, one));
}

/** Job control is the parent's, if it is of the same session but another group. */
export function couldContinue(parent: Process, child: Process): boolean {
  return parent.pgid !== child.pgid && parent.session === child.session;
}

/** Takes the next signal to be acted on: SIGKILL, else the one with the lowest number. */
export function takeSignal({ process, deliverable }: Task): { signal: Signal; info: SignalInfo } {
  const mark = deliverable & KILL || deliverable & -deliverable;
  const [signal] = membersOf(mark) as [Signal];
  const info = process.infos?.get(signal) as SignalInfo;
  discard(process, mark);
  return { signal, info };
}

function resumeStopped(kernel: Kernel, process: Process): void {
  discard(process, STOPS);
  if (process.task.state.is !== 'stopped') return;
  process.stopSignal = null;
  kernel.watch?.({ is: 'continue', tick: kernel.clock.now, pid: process.pid });
  proceed(kernel, process.task);
  tellParent(kernel, process, { is: 'continued' });
}

/** Leaves something for the parent's waitpid to find, sends it SIGCHLD and wakes it. */
export function tellParent(kernel: Kernel, process: Process, report: WaitStatus): void {
  const { parent } = process;
  process.report = report;
  if (!parent) return;
  parent.news ??= new Set();
  parent.news.add(process);
  const isEnd = report.is === 'exited' || report.is === 'killed';
  if (isEnd || !parent.handlers?.get('SIGCHLD')?.flags.includes('SA_NOCLDSTOP'))
    send(kernel, parent, 'SIGCHLD', { pid: process.pid, status: { ...report } });
  if (parent.childQueue) wakeup(kernel, parent.childQueue);
}
