// System calls on time: letting it pass, spending it, reading it.

import { Errno, type Timespec } from '../abi.ts';
import type { Kernel } from '../boot.ts';
import { realtime, toTicks, toTimespec } from '../clock.ts';
import { GIVEN_AWAY, type KernelHalf, type Task } from '../process.ts';
import { cpuTime } from '../usage.ts';
import { sleep } from '../waitqueue.ts';
import type { Handlers } from './index.ts';

export const timeCalls = {
  sched_yield(kernel) {
    kernel.cpu.sliceEnd = GIVEN_AWAY;
  },

  // The scheduler burns the ticks before the program goes on.
  work(_kernel, task, ticks) {
    task.work = ticks;
  },

  nanosleep(kernel, task, time) {
    if (time.sec < 0) throw new Errno('EINVAL');
    const end = kernel.clock.now + toTicks(time);
    return sleepUntil(kernel, task, end > Number.MAX_SAFE_INTEGER ? Number.POSITIVE_INFINITY : end);
  },

  clock_gettime(kernel, task, clock) {
    switch (clock) {
      case 'realtime':
        return toTimespec(realtime(kernel));
      case 'monotonic':
        return toTimespec(kernel.clock.now);
      case 'process_cputime':
        return toTimespec(cpuTime(kernel, task));
      default:
        return clock satisfies never;
    }
  },

  times: (kernel, { process, user, traps }) => ({
    user,
    system: traps * kernel.trapCost,
    childrenUser: process.childrenUser,
    childrenSystem: process.childrenSystem,
    elapsed: kernel.clock.now,
  }),
} satisfies Handlers;

// A sleep that was stopped and goes on ends when it was to end at first.
function* sleepUntil(kernel: Kernel, task: Task, at: number): KernelHalf<Timespec> {
  if (task.deadline < 0) task.deadline = at;
  while (kernel.clock.now < task.deadline) yield* sleep(kernel, task, kernel.sleepers, task.deadline);
  task.deadline = -1;
  return toTimespec(0);
}
