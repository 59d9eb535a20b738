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

import { Errno, type Pid, type Tick } from './abi.ts';
import type { Kernel } from './boot.ts';
import { cancelAlarm, setAlarm } from './clock.ts';
import { enter, type KernelHalf, type Process, ready, type State, type Task } from './process.ts';
import { setBlocked } from './sigmask.ts';

export interface WaitQueue {
  readonly name: string; // 'pipe#3 readers'
  readonly reason: string; // 'pipe empty'
  sleepers: Set<Task>; // in the order in which they came
  readonly wakers: ((kernel: Kernel) => Process[]) | null; // who could wake them, where that can be known
  readonly source: string | null; // or what: 'keyboard'
  readonly asleep: State; // of a task that sleeps on this queue alone
}

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
  if (task.held !== 0) setBlocked(task, task.blocked); // a handler that waits does not keep the others waiting
  if (task.deliverable !== 0) throw new Errno('EINTR');
  if (deadline <= kernel.clock.now) return 'timeout';
  queue.sleepers.add(task);
  enter(kernel, task, queue.asleep);
  if (deadline !== Number.POSITIVE_INFINITY) {
    task.alarm = setAlarm(kernel, deadline, () => wake(kernel, task, 'timeout', queue, 0));
  }
  kernel.watch?.({
    is: 'sleep',
    tick: kernel.clock.now,
    pid: task.process.pid,
    call: task.gate?.name ?? 'exit',
    queue: queue.name,
    reason: queue.reason,
  });
  yield; // others run; wake() brings us back
  if (task.woken === 'signal') throw new Errno('EINTR');
  return task.woken;
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
