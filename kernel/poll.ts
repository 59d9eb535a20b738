// Waiting for several files at once (poll(2)): whichever is ready first ends the wait.
//
// Each file tells which of its events are there and which queues are woken when that changes (`poll` of its FileOps).
// As long as nothing is there, the task sleeps on all these queues; whichever is woken, it looks at all files again.

import { POLLERR, POLLHUP, POLLIN, POLLNVAL, POLLOUT, type Polled, type PollFd, type Tick } from './abi.ts';
import type { Kernel } from './boot.ts';
import type { KernelHalf, Readiness, Task } from './process.ts';
import { sleepOnAny, type WaitQueue } from './waitqueue.ts';

const ALWAYS_READY: Readiness = { events: POLLIN | POLLOUT, on: [] };
const NOT_OPEN: Readiness = { events: POLLNVAL, on: [] };
const UNASKED = POLLERR | POLLHUP | POLLNVAL; // are told whether they are asked for or not

export function* poll(
  kernel: Kernel,
  task: Task,
  fds: readonly PollFd[],
  timeout: number | null,
): KernelHalf<Polled[]> {
  if (task.deadline < 0) task.deadline = deadlineOf(kernel, timeout); // made again after a stop, it has set it before
  for (;;) {
    const queues = new Set<WaitQueue>();
    const found = look(task, fds, queues);
    if (found.length > 0 || (yield* waitOn(kernel, task, queues)) === 'timeout') {
      task.deadline = -1;
      return found;
    }
  }
}

function deadlineOf({ clock }: Kernel, timeout: number | null): Tick {
  const at = timeout === null || timeout < 0 ? Number.POSITIVE_INFINITY : clock.now + timeout * 1000;
  return at > Number.MAX_SAFE_INTEGER ? Number.POSITIVE_INFINITY : at;
}

/** The descriptors that have something to tell. `queues` gets all that could change it. */
function look(task: Task, fds: readonly PollFd[], queues: Set<WaitQueue>): Polled[] {
  const found: Polled[] = [];
  for (const { fd, events } of fds) {
    if (fd < 0) continue;
    const file = task.process.files[fd];
    const there = file ? (file.ops.poll?.(file, task) ?? ALWAYS_READY) : NOT_OPEN;
    const revents = there.events & (events | UNASKED);
    if (revents !== 0) found.push({ fd, revents });
    for (const queue of there.on) queues.add(queue);
  }
  return found;
}

function waitOn(kernel: Kernel, task: Task, queues: ReadonlySet<WaitQueue>): KernelHalf<'woken' | 'timeout'> {
  return sleepOnAny(kernel, task, queues.size > 0 ? [...queues] : [kernel.sleepers], task.deadline);
}
