// System calls on processes, groups and sessions.

import { Errno, type Pid } from '../abi.ts';
import type { Kernel } from '../boot.ts';
import { isPrivileged } from '../credentials.ts';
import { execve } from '../exec.ts';
import { exit, joinGroup, spawn } from '../lifecycle.ts';
import type { Process } from '../process.ts';
import { setLimit } from '../rlimit.ts';
import { groupMembers } from '../signal.ts';
import { usageOf, usageOfChildren } from '../usage.ts';
import { wait4, waitpid } from '../wait.ts';
import type { Handlers } from './index.ts';

export const processCalls = {
  exit(kernel, { process }, status) {
    exit(kernel, process, { is: 'exited', code: status & 255 });
  },

  spawn: (kernel, { process }, path, argv, options) => spawn(kernel, process, path, argv, options).pid,

  execve(kernel, task, path, argv, env) {
    execve(kernel, task, path, argv, env);
  },

  waitpid: (kernel, task, pid, options) => waitpid(kernel, task, pid, options),

  wait4: (kernel, task, pid, options) => wait4(kernel, task, pid, options),

  getrusage: (kernel, { process }, who) =>
    who === 'self' ? usageOf(kernel, process) : usageOfChildren(process),

  getpid: (_kernel, { process }) => process.pid,

  getppid: (_kernel, { process }) => process.parent?.pid ?? 0,

  getrlimit: (_kernel, { process }, resource) => ({ ...process.limits[resource] }),

  setrlimit(kernel, { process }, resource, limit) {
    setLimit(kernel, process, resource, limit);
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
    if (increment < 0 && !isPrivileged(process)) throw new Errno('EPERM');
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
