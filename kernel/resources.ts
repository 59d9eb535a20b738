// The records of what a process has used and of what it may use: getrusage(2), getrlimit(2).

import { type Kind, oneOf, printRecord, record, result, size } from './kinds.ts';
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

export const RLIM_INFINITY = Number.POSITIVE_INFINITY;

/** How much of something a process may use. The soft limit holds; it may be moved up to the hard one. */
export interface Rlimit {
  soft: number; // RLIM_INFINITY: as much as there is
  hard: number;
}

const resources = ['RLIMIT_CPU', 'RLIMIT_FSIZE', 'RLIMIT_NOFILE', 'RLIMIT_NPROC'] as const;
export type Resource = (typeof resources)[number];

export const resource: Kind<Resource> = oneOf('resource', resources);

export const rlimit: Kind<Rlimit> = {
  name: 'limit',
  type: 'Rlimit',
  check(value) {
    const { soft, hard } = record(value);
    return { soft: checkLimit(soft), hard: checkLimit(hard) };
  },
  print: printRecord,
};

function checkLimit(value: unknown): number {
  return value === RLIM_INFINITY ? RLIM_INFINITY : size.check(value);
}
