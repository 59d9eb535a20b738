// What a process may use at most (getrlimit(2)): the soft limit holds, and may be moved up to the hard one.
//
//   RLIMIT_NPROC    children: with so many processes of its user, spawn fails with EAGAIN; also for root
//   RLIMIT_NOFILE   descriptors: EMFILE
//   RLIMIT_FSIZE    bytes of a file that it writes to: SIGXFSZ, and EFBIG
//   RLIMIT_CPU      seconds of CPU time: SIGXCPU, again after each second, and SIGKILL at the hard limit
//
// The limit of CPU time costs nothing where there is none. Where there is one, the timer ends the slice just when it
// is reached (`process.cpuDue`). Children inherit the limits; each has its CPU time to itself.
//
// To add one: a name in resources.ts, and a row in both tables below.

import { type Bytes, Errno, OPEN_MAX, type Resource, RLIM_INFINITY, type Rlimit, type Tick } from './abi.ts';
import type { Kernel } from './boot.ts';
import { isPrivileged } from './credentials.ts';
import type { Process, Task } from './process.ts';
import { FROM_KERNEL, send } from './signal.ts';
import { cpuTime } from './usage.ts';

export type Limits = Readonly<Record<Resource, Rlimit>>;

const SECOND = 1e6;
const unlimited: Rlimit = { soft: RLIM_INFINITY, hard: RLIM_INFINITY };

export const limitsAtBoot: Limits = {
  RLIMIT_CPU: unlimited,
  RLIMIT_FSIZE: unlimited,
  RLIMIT_NOFILE: { soft: OPEN_MAX, hard: OPEN_MAX },
  RLIMIT_NPROC: unlimited,
};

/** setrlimit(2) */
export function setLimit(kernel: Kernel, process: Process, resource: Resource, limit: Rlimit): void {
  const { soft, hard } = limit;
  if (soft > hard) throw new Errno('EINVAL');
  const most = resource === 'RLIMIT_NOFILE' ? OPEN_MAX : RLIM_INFINITY;
  const mayRaise = isPrivileged(process) ? most : process.limits[resource].hard;
  if (hard > mayRaise) throw new Errno('EPERM');
  process.limits = { ...process.limits, [resource]: limit };
  if (resource !== 'RLIMIT_CPU') return;
  process.cpuDue = nextDue(limit, cpuTime(kernel, process.task));
  if (kernel.cpu.running === process.task) endSliceInTime(kernel, process.task);
}

/** When so much CPU time was used, a signal is due. A limit of 0 seconds is one of 1, as on Linux. */
export function nextDue({ soft, hard }: Rlimit, used: Tick): Tick {
  const first = Math.max(1, soft) * SECOND;
  const due = used < first ? first : (Math.floor(used / SECOND) + 1) * SECOND;
  return Math.min(due, Math.max(1, hard) * SECOND);
}

/** Lets the timer interrupt a task that has got the CPU no later than when its signal is due. */
export function endSliceInTime(kernel: Kernel, task: Task): void {
  const left = Math.max(0, task.process.cpuDue - cpuTime(kernel, task));
  kernel.cpu.sliceEnd = Math.min(kernel.cpu.sliceEnd, kernel.clock.now + left);
}

/** At the end of a slice: sends the signal that is due. */
export function enforceCpuLimit(kernel: Kernel, task: Task): void {
  const { process } = task;
  const used = cpuTime(kernel, task);
  if (used < process.cpuDue) return;
  const limit = process.limits.RLIMIT_CPU;
  const isOver = used >= Math.max(1, limit.hard) * SECOND;
  process.cpuDue = isOver ? Number.POSITIVE_INFINITY : nextDue(limit, used);
  send(kernel, process, isOver ? 'SIGKILL' : 'SIGXCPU', FROM_KERNEL);
}

/** EAGAIN if the user of this process has as many as it may have. */
export function checkProcessLimit(kernel: Kernel, { cred, limits }: Process): void {
  const { soft } = limits.RLIMIT_NPROC;
  if (soft === RLIM_INFINITY) return;
  let count = 0;
  for (const process of kernel.processes.values()) if (process.cred.ruid === cred.ruid) count++;
  if (count >= soft) throw new Errno('EAGAIN');
}

/** As much of a write as the limit leaves room for; EFBIG if that is nothing. */
export function withinSizeLimit(kernel: Kernel, process: Process, offset: number, data: Bytes): Bytes {
  const { soft } = process.limits.RLIMIT_FSIZE;
  if (offset + data.length <= soft || data.length === 0) return data;
  if (offset >= soft) tooLarge(kernel, process);
  return data.subarray(0, soft - offset);
}

/** May a file be made so long? */
export function checkSizeLimit(kernel: Kernel, process: Process, length: number): void {
  if (length > process.limits.RLIMIT_FSIZE.soft) tooLarge(kernel, process);
}

function tooLarge(kernel: Kernel, process: Process): never {
  send(kernel, process, 'SIGXFSZ', FROM_KERNEL);
  throw new Errno('EFBIG');
}

const rows: Record<Resource, readonly [name: string, unit: string]> = {
  RLIMIT_CPU: ['Max cpu time', 'seconds'],
  RLIMIT_FSIZE: ['Max file size', 'bytes'],
  RLIMIT_NPROC: ['Max processes', 'processes'],
  RLIMIT_NOFILE: ['Max open files', 'files'],
};

/** /proc/PID/limits, as Linux writes it. */
export function printLimits(limits: Limits): string {
  const line = (name: string, soft: string, hard: string, unit: string) =>
    `${name.padEnd(25)} ${soft.padEnd(20)} ${hard.padEnd(20)} ${unit.padEnd(10)}\n`;
  const value = (one: number) => (one === RLIM_INFINITY ? 'unlimited' : String(one));
  const lines = Object.entries(rows).map(([resource, [name, unit]]) => {
    const { soft, hard } = limits[resource as Resource];
    return line(name, value(soft), value(hard), unit);
  });
  return line('Limit', 'Soft Limit', 'Hard Limit', 'Units') + lines.join('');
}
