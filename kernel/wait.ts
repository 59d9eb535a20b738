// Waiting for children: how a parent learns what became of them (wait(2)).
//
// Whoever has something to tell (it ended, stopped, or goes on) is in its parent's `news`. A zombie that was told is
// gone: its place in the process table is free.

import {
  Errno,
  type Pid,
  type Waited,
  type WaitedUsage,
  type WaitStatus,
  WCONTINUED,
  WNOHANG,
  WUNTRACED,
} from './abi.ts';
import type { Kernel } from './boot.ts';
import type { KernelHalf, Process, Task } from './process.ts';
import { addUsage, usageInAll } from './usage.ts';
import { sleep, waitQueue, wakeup } from './waitqueue.ts';

export function* waitpid(kernel: Kernel, task: Task, pid: Pid, options: number): KernelHalf<Waited> {
  const child = yield* childWithNews(kernel, task, pid, options);
  return child ? takeNews(kernel, task.process, child) : { pid: 0, status: null };
}

/** As waitpid, and what the child has used so far. */
export function* wait4(kernel: Kernel, task: Task, pid: Pid, options: number): KernelHalf<WaitedUsage> {
  const child = yield* childWithNews(kernel, task, pid, options);
  if (!child) return { pid: 0, status: null, usage: null };
  const usage = usageInAll(kernel, child);
  return { ...takeNews(kernel, task.process, child), usage };
}

/** Waits until a child has something to tell. With WNOHANG, null if none has. */
function* childWithNews(kernel: Kernel, task: Task, pid: Pid, options: number): KernelHalf<Process | null> {
  const parent = task.process;
  if (options & ~(WNOHANG | WUNTRACED | WCONTINUED)) throw new Errno('EINVAL');
  parent.childQueue ??= waitQueue('children', 'no child has ended', () => [...(parent.children ?? [])]);
  for (;;) {
    const found = findNews(parent, pid, options);
    if (found) return found;
    if (!hasChild(parent, pid)) throw new Errno('ECHILD');
    if (options & WNOHANG) return null;
    yield* sleep(kernel, task, parent.childQueue);
  }
}

function takeNews(kernel: Kernel, parent: Process, child: Process): Waited {
  return child.task.state.is === 'zombie' ? reap(kernel, parent, child) : takeReport(child);
}

function findNews(parent: Process, pid: Pid, options: number): Process | undefined {
  for (const child of parent.news ?? []) {
    const is = child.report?.is;
    const wanted = is === 'stopped' ? options & WUNTRACED : is === 'continued' ? options & WCONTINUED : true;
    if (wanted && isMeant(parent, child, pid)) return child;
  }
  return undefined;
}

function hasChild(parent: Process, pid: Pid): boolean {
  if (!parent.children) return false;
  if (pid === -1) return parent.children.size > 0;
  for (const child of parent.children) if (isMeant(parent, child, pid)) return true;
  return false;
}

function isMeant(parent: Process, child: Process, pid: Pid): boolean {
  if (pid === -1) return true;
  if (pid > 0) return child.pid === pid;
  return child.pgid === (pid === 0 ? parent.pgid : -pid);
}

function takeReport(child: Process): Waited {
  const status = child.report && { ...child.report }; // a copy: the program may change it
  child.report = null;
  const { parent } = child;
  if (parent) parent.news = without(parent.news, child);
  return { pid: child.pid, status };
}

// A set that is empty is none: most processes have no children, and making a set is cheaper than emptying one.
function without(set: Set<Process> | null, one: Process): Set<Process> | null {
  if (set?.size === 1 && set.has(one)) return null;
  set?.delete(one);
  return set;
}

export function reap(kernel: Kernel, parent: Process, child: Process): Waited {
  const status = child.report as WaitStatus;
  const told = takeReport(child);
  parent.children = without(parent.children, child);
  addUsage(kernel, parent, child);
  kernel.trapsOfTheDead += child.task.traps;
  kernel.processes.delete(child.pid);
  kernel.watch?.({ is: 'reap', tick: kernel.clock.now, pid: parent.pid, child: child.pid, status });
  // A parent that waits for one that somebody else reaped must look again.
  if (parent.childQueue) wakeup(kernel, parent.childQueue);
  return told;
}
