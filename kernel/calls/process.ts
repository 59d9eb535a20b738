// System calls on processes, groups, sessions and signals.

import { Errno, type Pid, type Signal } from '../abi.ts';
import type { Kernel } from '../boot.ts';
import { exit, joinGroup, spawn } from '../lifecycle.ts';
import type { Process } from '../process.ts';
import { groupMembers, send } from '../signal.ts';
import { bit } from '../signals.ts';
import { waitpid } from '../wait.ts';
import type { Handlers } from './index.ts';

export const processCalls = {
  exit(kernel, { process }, status) {
    exit(kernel, process, { is: 'exited', code: status & 255 });
  },

  spawn: (kernel, { process }, path, argv, options) => spawn(kernel, process, path, argv, options).pid,

  waitpid: (kernel, task, pid, options) => waitpid(kernel, task, pid, options),

  getpid: (_kernel, { process }) => process.pid,

  getppid: (_kernel, { process }) => process.parent?.pid ?? 0,

  kill(kernel, { process }, pid, signal) {
    const targets = targetsOf(kernel, process, pid);
    if (targets.length === 0) throw new Errno('ESRCH');
    if (signal !== 0) for (const target of targets) send(kernel, target, signal);
  },

  sigaction(_kernel, { process }, signal: Signal, action) {
    const mark = bit(signal);
    if (signal === 'SIGKILL' || signal === 'SIGSTOP') throw new Errno('EINVAL');
    const before = process.ignored & mark ? 'ignore' : 'default';
    if (action === 'ignore') {
      process.ignored |= mark;
      process.pending &= ~mark;
    } else process.ignored &= ~mark;
    return before;
  },

  setpgid(kernel, { process }, pid, pgid) {
    const target = processOf(kernel, process, pid);
    if (pgid < 0) throw new Errno('EINVAL');
    if (target !== process && target.parent !== process) throw new Errno('ESRCH');
    if (target.session !== process.session) throw new Errno('EPERM');
    joinGroup(kernel, target, pgid);
  },

  getpgid: (kernel, { process }, pid) => processOf(kernel, process, pid).pgid,

  setsid(kernel, { process }) {
    if (groupMembers(kernel, process.pid).length > 0) throw new Errno('EPERM');
    process.session = { id: process.pid, terminal: null };
    process.pgid = process.pid;
    return process.pid;
  },

  getsid: (kernel, { process }, pid) => processOf(kernel, process, pid).session.id,

  nice(_kernel, task, increment) {
    const { process } = task;
    process.nice = Math.max(-20, Math.min(19, process.nice + increment));
    return process.nice;
  },

  umask(_kernel, { process }, mask) {
    const before = process.umask;
    process.umask = mask & 0o777;
    return before;
  },
} satisfies Handlers;

function processOf(kernel: Kernel, self: Process, pid: Pid): Process {
  const process = pid === 0 ? self : kernel.processes.get(pid);
  if (!process) throw new Errno('ESRCH');
  return process;
}

/** Whom kill(2) means by this number. */
function targetsOf(kernel: Kernel, self: Process, pid: Pid): Process[] {
  if (pid > 0) return [processOf(kernel, self, pid)];
  if (pid === 0) return groupMembers(kernel, self.pgid);
  if (pid < -1) return groupMembers(kernel, -pid);
  return [...kernel.processes.values()].filter((p) => p !== kernel.init && p !== self);
}
