// The records of signals that cross the line: handlers, timers, and what a handler is told (sigaction(2)).
//
// A handler is the one thing beside sys.call that is not plain data: the kernel keeps it, and runs it as a part of the
// program (stack.ts).

import type { Coroutine } from './abi.ts';
import { Errno } from './errno.ts';
import { copyList, type Kind, oneOf, printList, printRecord, record, signal } from './kinds.ts';
import { type Pid, type Timespec, timespec, type WaitStatus } from './records.ts';
import type { Signal } from './signals.ts';

/** What a handler is told: who sent the signal (0: the kernel) and, of SIGCHLD, what became of the child. */
export interface SignalInfo {
  pid: Pid;
  status: WaitStatus | null;
}

const sigFlags = ['SA_RESTART', 'SA_RESETHAND', 'SA_NODEFER', 'SA_NOCLDSTOP', 'SA_NOCLDWAIT'] as const;
export type SigFlag = (typeof sigFlags)[number];

/** A handler, the signals that wait while it runs, and flags, as in sigaction(2). */
export interface SigAction {
  handler(signal: Signal, info: SignalInfo): Coroutine<unknown>;
  mask?: Signal[];
  flags?: SigFlag[];
}

/** A handler as the kernel keeps it. */
export type SignalAction = Required<SigAction>;

export type Disposition = 'default' | 'ignore' | SigAction;

/** setitimer(2): how long until SIGALRM, and how long from one to the next; zero is never. */
export interface Itimer {
  value: Timespec;
  interval: Timespec;
}

export const disposition: Kind<Disposition> = {
  name: 'action',
  type: 'Disposition',
  check(value) {
    if (value === 'default' || value === 'ignore') return value;
    if (typeof value === 'string') throw new Errno('EINVAL');
    const { handler, mask, flags } = record(value);
    if (typeof handler !== 'function') throw new Errno('EINVAL');
    return {
      handler: handler as SigAction['handler'],
      mask: mask === undefined ? [] : copyList(mask, signal.check),
      flags: flags === undefined ? [] : copyList(flags, oneOf('flag', sigFlags).check),
    };
  },
  print: (value) => (typeof value === 'string' ? value : printRecord({ ...value, handler: 'function' })),
};

/** None: the old one is only asked for. */
export const newDisposition: Kind<Disposition | null> = {
  ...disposition,
  type: 'Disposition | null = null',
  isOptional: true,
  check: (value) => (value === undefined || value === null ? null : disposition.check(value)),
  print: (value) => (value === null ? 'NULL' : disposition.print(value)),
};

export const signalSet: Kind<Signal[]> = {
  name: 'signals',
  type: 'Signal[]',
  check: (value) => copyList(value, signal.check),
  print: (value) => printList(value, signal.print),
};

export const itimer: Kind<Itimer> = {
  name: 'timer',
  type: 'Itimer',
  check(value) {
    const { value: first, interval } = record(value);
    return { value: timespec.check(first), interval: timespec.check(interval) };
  },
  print: printRecord,
};
