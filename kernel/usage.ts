// What processes have used of the CPU, counted as it is used: user time in sys.work, system time in traps.

import type { Rusage, Tick } from './abi.ts';
import type { Kernel } from './boot.ts';
import type { Process, Task } from './process.ts';

export function usageOf(kernel: Kernel, { task }: Process): Rusage {
  const { user, traps, voluntary, involuntary } = task;
  return { user, system: traps * kernel.trapCost, voluntary, involuntary };
}

/** Of the children that it has waited for, and of those that they had waited for. */
export function usageOfChildren(process: Process): Rusage {
  return {
    user: process.childrenUser,
    system: process.childrenSystem,
    voluntary: process.childrenVoluntary,
    involuntary: process.childrenInvoluntary,
  };
}

export function usageInAll(kernel: Kernel, process: Process): Rusage {
  const own = usageOf(kernel, process);
  const children = usageOfChildren(process);
  return {
    user: own.user + children.user,
    system: own.system + children.system,
    voluntary: own.voluntary + children.voluntary,
    involuntary: own.involuntary + children.involuntary,
  };
}

/** A parent has waited for a child. */
export function addUsage(kernel: Kernel, parent: Process, child: Process): void {
  const { user, system, voluntary, involuntary } = usageInAll(kernel, child);
  parent.childrenUser += user;
  parent.childrenSystem += system;
  parent.childrenVoluntary += voluntary;
  parent.childrenInvoluntary += involuntary;
}

export function cpuTime(kernel: Kernel, { user, traps }: Task): Tick {
  return user + traps * kernel.trapCost;
}
