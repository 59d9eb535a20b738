// The scheduler: one loop that gives the CPU to one task after the other.
//
// The kernel runs when it is called, and returns when it has nothing to do, when the clock reaches `until`, or after
// so many turns. How the calls are cut never changes what happens: everything that comes from outside lands at a
// tick, and a turn is the same turn whoever asks for it.
//
// Read next: trap.ts

import type { Tick } from './abi.ts';
import type { Kernel } from './boot.ts';
import { fireAlarms } from './clock.ts';
import { panic } from './panic.ts';
import { GIVEN_AWAY, occupy, RUNNING, ready, type Task } from './process.ts';
import { endSliceInTime, enforceCpuLimit } from './rlimit.ts';
import { resume } from './trap.ts';
import type { SwitchCause, Watcher } from './watch.ts';

export interface Cpu {
  running: Task | null;
  last: Task | null; // who had it before; null if it was idle
  cause: SwitchCause; // why that one left it
  sliceEnd: Tick; // when the timer interrupt takes it from the running task
}

export type RunState = 'halted' | 'idle' | 'busy';

/**
 * Runs the machine. 'idle': nobody can run before `until`; 'busy': it was stopped by `until` or `turns`; 'halted': it
 * has shut down, or init has ended.
 */
export function run(kernel: Kernel, until: Tick, turns: number): RunState {
  kernel.until = until;
  try {
    return loop(kernel, until, turns);
  } catch (error) {
    panic(kernel, kernel.cpu.running, error); // whatever comes this far, no program can be blamed for
  }
}

function loop(kernel: Kernel, until: Tick, turns: number): RunState {
  const { clock, cpu } = kernel;
  for (let turn = 0; turn < turns; turn++) {
    if (kernel.halted !== null) return 'halted';
    if (clock.now >= until) return 'busy';
    if (clock.next <= clock.now) fireAlarms(kernel);
    const task = cpu.running ?? dispatch(kernel);
    if (task) {
      resume(kernel, task);
      settle(kernel, task);
    } else {
      if (clock.next > until || clock.next === Number.POSITIVE_INFINITY) return 'idle';
      kernel.idle += clock.next - clock.now;
      clock.now = clock.next;
    }
  }
  return kernel.halted === null ? 'busy' : 'halted';
}

/** Gives the CPU to the next task, or to nobody. */
function dispatch(kernel: Kernel): Task | null {
  const { cpu } = kernel;
  const task = kernel.policy.pick();
  if (task !== cpu.last) switchTo(kernel, task);
  cpu.running = task;
  if (task) {
    occupy(kernel, task);
    if (task.process.cpuDue !== Number.POSITIVE_INFINITY) endSliceInTime(kernel, task);
  }
  return task;
}

// A task whose slice was over when nobody else wanted the CPU just goes on: that is no switch.
function switchTo(kernel: Kernel, task: Task | null): void {
  const { cpu, clock } = kernel;
  const { last, cause } = cpu;
  cpu.last = task;
  if (last) {
    if (cause === 'preempted') {
      last.involuntary++;
      kernel.preemptions++;
    } else last.voluntary++;
  }
  if (task) {
    clock.now += kernel.switchCost;
    kernel.switches++;
  }
  if (kernel.watch) tellSwitch(kernel, kernel.watch, last, task);
}

function tellSwitch({ clock, cpu }: Kernel, watch: Watcher, last: Task | null, task: Task | null): void {
  const about = { tick: clock.now, from: last ? last.process.pid : 0 };
  if (!task) watch({ is: 'idle', pid: 0, cause: cpu.cause, ...about });
  else watch({ is: 'switch', pid: task.process.pid, cause: last ? cpu.cause : 'idle', ...about });
}

/** After a turn: does the task keep the CPU? This is where the timer interrupt takes it away. */
function settle(kernel: Kernel, task: Task): void {
  const { cpu } = kernel;
  if (task.state !== RUNNING) {
    const { is } = task.state;
    cpu.running = null;
    cpu.cause = is === 'sleeping' ? 'asleep' : is === 'stopped' ? 'stopped' : 'exited';
  } else if (kernel.clock.now >= cpu.sliceEnd) {
    if (task.process.cpuDue !== Number.POSITIVE_INFINITY) enforceCpuLimit(kernel, task);
    cpu.running = null;
    cpu.cause = cpu.sliceEnd === GIVEN_AWAY ? 'yielded' : 'preempted';
    ready(kernel, task);
  }
}
