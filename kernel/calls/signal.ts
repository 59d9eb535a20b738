// System calls on signals: sending them, what they do, which of them wait, waiting for one, and the timer.

import { Errno, type Pid } from '../abi.ts';
import type { Kernel } from '../boot.ts';
import { toTicks } from '../clock.ts';
import { setTimer } from '../itimer.ts';
import { maySignal } from '../permissions.ts';
import type { KernelHalf, Process, Task } from '../process.ts';
import { dispositionOf, setDisposition } from '../sigaction.ts';
import { setBlocked } from '../sigmask.ts';
import { groupMembers, send } from '../signal.ts';
import { membersOf, setOf } from '../signals.ts';
import { sleep } from '../waitqueue.ts';
import type { Handlers } from './index.ts';

export const signalCalls = {
  kill(kernel, { process }, pid, signal) {
    const targets = targetsOf(kernel, process, pid);
    if (targets.length === 0) throw new Errno('ESRCH');
    const allowed = targets.filter((target) => maySignal(process, target, signal));
    if (allowed.length === 0) throw new Errno('EPERM');
    if (signal !== 0) for (const target of allowed) send(kernel, target, signal);
  },

  sigaction(kernel, { process }, signal, action) {
    const before = dispositionOf(process, signal);
    if (action !== null) setDisposition(kernel, process, signal, action);
    return before;
  },

  sigprocmask(_kernel, task, how, signals) {
    const before = task.blocked;
    const set = setOf(signals);
    const after = { block: before | set, unblock: before & ~set, setmask: set };
    setBlocked(task, after[how]);
    return membersOf(before);
  },

  sigpending: (_kernel, { process, blocked }) => membersOf(process.pending & blocked),

  sigsuspend(kernel, task, mask) {
    task.savedMask ??= task.blocked; // made again after a stop, it has saved it before
    setBlocked(task, setOf(mask));
    return waitForSignal(kernel, task);
  },

  pause: (kernel, task) => waitForSignal(kernel, task),

  alarm(kernel, { process }, seconds) {
    const { sec, nsec } = setTimer(kernel, process, seconds * 1e6, 0).value;
    return sec + (nsec > 0 ? 1 : 0);
  },

  setitimer(kernel, { process }, { value, interval }) {
    if (value.sec < 0 || interval.sec < 0) throw new Errno('EINVAL');
    return setTimer(kernel, process, toTicks(value), toTicks(interval));
  },
} satisfies Handlers;

/** Whom kill(2) means by this number. */
function targetsOf(kernel: Kernel, self: Process, pid: Pid): Process[] {
  if (pid > 0) return [kernel.processes.get(pid)].filter((process) => process !== undefined);
  if (pid === 0) return groupMembers(kernel, self.pgid);
  if (pid < -1) return groupMembers(kernel, -pid);
  return [...kernel.processes.values()].filter((p) => p !== kernel.init && p !== self);
}

// Only a signal ends this.
function* waitForSignal(kernel: Kernel, task: Task): KernelHalf<void> {
  for (;;) yield* sleep(kernel, task, kernel.signalled);
}
