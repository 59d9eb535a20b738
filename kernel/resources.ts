// The records of what a process has used and of what it may use: getrusage(2), getrlimit(2).

import { type Kind, printRecord, result } from './kinds.ts';
import { type Tick, type Waited, waited } from './records.ts';

/** CPU time in sys.work and in system calls, and how often the CPU was given up or taken away. */
export interface Rusage {
  user: Tick;
  system: Tick;
  voluntary: number;
  involuntary: number;
}

/** What wait4 tells of a child: with what it and the children that it had waited for have used. */
export interface WaitedUsage extends Waited {
  usage: Rusage | null; // null as `status` is
}

export const waitedUsage: Kind<WaitedUsage> = result('WaitedUsage', (value) =>
  value.usage ? `${waited.print(value)}, ${printRecord(value.usage)}` : waited.print(value),
);
