// Wait queues: how a task waits without using the CPU, and how it is woken.
//
//     while (pipe.bytes.length === 0 && pipe.writers > 0) yield* sleep(kernel, task, pipe.readable);
//
// The loop is not decoration: everybody who sleeps on a queue is woken, the first to run may take what there was, and
// the others must look again. Between two yields nobody else runs; this is where other kernels need locks.
//
// `sleep` ends in one of three ways: woken, timed out (it says so), or interrupted by a signal: then it throws EINTR,
// so the loops need no check. Whichever it is, the task is off every queue and its alarm is off.
//
// Read next: process.ts

import { Errno, O_NONBLOCK, type Pid, type Tick } from './abi.ts';
import type { Kernel } from './boot.ts';
import { cancelAlarm, setAlarm } from './clock.ts';
import type { OpenFile } from './file.ts';
import { enter, type KernelHalf, type Process, ready, type State, type Task } from './process.ts';
import { setBlocked } from './sigmask.ts';

export interface WaitQueue {
  readonly name: string; // 'pipe#3 readers'
  readonly reason: string; // 'pipe empty'
  sleepers: Set<Task>; // in the order in which they came
  readonly wakers: ((kernel: Kernel) => Process[]) | null; // who could wake them, where that can be known
  readonly source: string | null; // or what: 'keyboard'
  readonly asleep: Asleep; // of a task that sleeps on this queue alone
}

type Asleep = State & { is: 'sleeping' };

export type Wake = 'woken' | 'timeout' | 'signal';

export function waitQueue(
  name: string,
  reason: string,
  wakers: WaitQueue['wakers'] = null,
  source: string | null = null,
): WaitQueue {
  const on: WaitQueue[] = [];
  const queue: WaitQueue = {
    name,
    reason,
    sleepers: new Set(),
    wakers,
    source,
    asleep: { is: 'sleeping', on },
  };
  on.push(queue);
  return queue;
}

/** Sleeps until somebody wakes the queue, or until `deadline`. */
export function* sleep(
  kernel: Kernel,
  task: Task,
  queue: WaitQueue,
  deadline: Tick = Number.POSITIVE_INFINITY,
): KernelHalf<'woken' | 'timeout'> {
  if (!lieDown(kernel, task, queue.asleep, deadline)) return 'timeout';
  yield; // others run; wake() brings us back
  return howWoken(task);
}

/** Sleeps until somebody wakes one of the queues; there is at least one. */
export function* sleepOnAny(
  kernel: Kernel,
  task: Task,
  queues: readonly WaitQueue[],
  deadline: Tick,
): KernelHalf<'woken' | 'timeout'> {
  if (!lieDown(kernel, task, { is: 'sleeping', on: queues }, deadline)) return 'timeout';
  yield;
  return howWoken(task);
}

/** Before a sleep for a file's sake: EAGAIN if it was opened, or set, not to be waited for. */
export function mayWait({ flags }: OpenFile): void {
  if (flags & O_NONBLOCK) throw new Errno('EAGAIN');
}

/** Puts the task on its queues. False if the deadline has passed. */
function lieDown(kernel: Kernel, task: Task, asleep: Asleep, deadline: Tick): boolean {
  if (task.held !== 0) setBlocked(task, task.blocked); // a handler that waits does not keep the others waiting
  if (task.deliverable !== 0) throw new Errno('EINTR');
  if (deadline <= kernel.clock.now) return false;
  const { on } = asleep;
  const first = on[0] as WaitQueue;
  for (const queue of on) queue.sleepers.add(task);
  enter(kernel, task, asleep);
  if (deadline !== Number.POSITIVE_INFINITY) {
    task.alarm = setAlarm(kernel, deadline, () => wake(kernel, task, 'timeout', first, 0));
  }
  kernel.watch?.({
    is: 'sleep',
    tick: kernel.clock.now,
    pid: task.process.pid,
    call: task.gate?.name ?? 'exit',
    queue: on.map(({ name }) => name).join(', '),
    reason: on.map(({ reason }) => reason).join(', '),
  });
  return true;
}

function howWoken({ woken }: Task): 'woken' | 'timeout' {
  if (woken === 'signal') throw new Errno('EINTR');
  return woken;
}

/** Wakes everybody on the queue, first come first. They run when the scheduler picks them. */
export function wakeup(kernel: Kernel, queue: WaitQueue): void {
  if (queue.sleepers.size === 0) return;
  const by = kernel.cpu.running?.process.pid ?? 0;
  const { sleepers } = queue;
  queue.sleepers = new Set(); // costs less than taking them out one by one
  for (const task of sleepers) wake(kernel, task, 'woken', queue, by);
}

/** Ends a sleep by force, for a signal. A task that does not sleep is left alone. */
export function interrupt(kernel: Kernel, task: Task): void {
  if (task.state.is !== 'sleeping') return;
  const by = kernel.cpu.running?.process.pid ?? 0;
  wake(kernel, task, 'signal', task.state.on[0] as WaitQueue, by);
}

/** Takes a task off every queue and switches its alarm off. */
export function leaveQueues(kernel: Kernel, task: Task): void {
  if (task.state.is === 'sleeping') for (const queue of task.state.on) queue.sleepers.delete(task);
  if (task.alarm) cancelAlarm(kernel, task.alarm);
  task.alarm = null;
}

function wake(kernel: Kernel, task: Task, how: Wake, queue: WaitQueue, by: Pid): void {
  leaveQueues(kernel, task);
  task.woken = how;
  kernel.watch?.({ is: 'wake', tick: kernel.clock.now, pid: task.process.pid, queue: queue.name, by });
  ready(kernel, task);
}
