// What top measures: the CPU time that went by between two looks at /proc, and who used it.

import type { Coroutine, Pid, Tick } from '../../../kernel/abi.ts';
import { now } from '../duration.ts';
import { listProcesses, type Process } from '../processes.ts';

export interface Sample {
  at: Tick;
  processes: readonly Process[];
}

/** Shares of the time between two samples, in percent. */
export interface Usage {
  user: number;
  system: number;
  idle: number;
  of(process: Process): number;
}

export function* takeSample(): Coroutine<Sample> {
  const at = yield* now();
  return { at, processes: yield* listProcesses() };
}

/** The usage from `before` to `after`; since boot if there was nothing before. */
export function usageBetween(before: Sample | null, after: Sample): Usage {
  const elapsed = Math.max(after.at - (before?.at ?? 0), 1);
  const percent = (ticks: Tick) => Math.min(Math.max((100 * ticks) / elapsed, 0), 100);
  const user = percent(totalOf(after, userTime) - totalOf(before, userTime));
  const system = percent(totalOf(after, systemTime) - totalOf(before, systemTime));
  const used = new Map<Pid, Process>(before?.processes.map((process) => [process.pid, process]));
  return {
    user,
    system,
    idle: Math.max(100 - user - system, 0),
    of(process) {
      const then = used.get(process.pid);
      const known = then !== undefined && then.started === process.started;
      return percent(cpuTime(process) - (known ? cpuTime(then) : 0));
    },
  };
}

export function cpuTime({ user, system }: Process): Tick {
  return user + system;
}

// Time is never lost: when a process ends, what it and its children have used is counted to its parent.
function totalOf(sample: Sample | null, time: (process: Process) => Tick): Tick {
  return sample?.processes.reduce((sum, process) => sum + time(process), 0) ?? 0;
}

function userTime({ user, childrenUser }: Process): Tick {
  return user + childrenUser;
}

function systemTime({ system, childrenSystem }: Process): Tick {
  return system + childrenSystem;
}
