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
import { occupy, ready, type Task } from './process.ts';
import { resume } from './trap.ts';
import type { SwitchCause } from './watch.ts';

export interface Cpu {
  running: Task | null;
  last: Task | null; // who had it before; null if it was idle
  cause: SwitchCause; // why that one left it
  yielding: boolean; // the running task asked to let the others run
}

/**
 * Runs the machine. 'idle': nobody can run before `until`; 'busy': it was stopped by `until` or `turns`; 'halted': it
 * has shut down, or init has ended.
 */
export function run(kernel: Kernel, until: Tick, turns: number): 'halted' | 'idle' | 'busy' {
  const { clock, cpu } = kernel;
  kernel.until = until;
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
  const { cpu, clock } = kernel;
  const { last } = cpu;
  const task = kernel.policy.pick();
  if (task === last && task) {
    // Its slice was over and nobody else wants the CPU: it just goes on.
  } else if (task) {
    clock.now += kernel.switchCost;
    kernel.switches++;
    const cause = last ? cpu.cause : 'idle';
    kernel.watch?.({
      is: 'switch',
      tick: clock.now,
      pid: task.process.pid,
      from: last?.process.pid ?? 0,
      cause,
    });
  } else if (last) {
    kernel.watch?.({ is: 'idle', tick: clock.now, pid: 0, from: last.process.pid, cause: cpu.cause });
  }
  cpu.running = task;
  cpu.last = task;
  if (task) occupy(kernel, task);
  return task;
}

/** After a turn: does the task keep the CPU? This is where the timer interrupt takes it away. */
function settle(kernel: Kernel, task: Task): void {
  const { cpu } = kernel;
  const runs = task.state.is === 'running';
  if (runs && !cpu.yielding && task.slice < task.quantum) return;
  cpu.running = null;
  cpu.cause = causeOf(task, cpu.yielding);
  cpu.yielding = false;
  if (cpu.cause === 'preempted') {
    task.involuntary++;
    kernel.preemptions++;
  } else task.voluntary++;
  if (runs) ready(kernel, task);
}

function causeOf(task: Task, yielding: boolean): SwitchCause {
  switch (task.state.is) {
    case 'running':
      return yielding ? 'yielded' : 'preempted';
    case 'sleeping':
      return 'asleep';
    case 'stopped':
      return 'stopped';
    default:
      return 'exited';
  }
}
