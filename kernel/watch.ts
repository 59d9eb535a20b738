// Watchers, not prints: whoever wants to know what the kernel does gets every event, as plain data.
//
// strace, the trap log, the time-line, the trace and its hash are watchers. With none, nothing is made.
// `kernel.watch` is null then, and every place that tells something asks first:
//
//     kernel.watch?.({ is: 'wake', tick: kernel.clock.now, pid, by: 'write' });

import {
  type CallName,
  type ErrorCode,
  type Pid,
  printStatus,
  type Signal,
  syscalls,
  type Tick,
} from './abi.ts';
import type { Kernel } from './boot.ts';
import type { Kind } from './kinds.ts';
import type { WaitStatus } from './records.ts';

/** Why a process left the CPU. */
export type SwitchCause = 'preempted' | 'yielded' | 'asleep' | 'stopped' | 'exited';

/** `pid` is the process that it happens to (0: none), `tick` the time at which it happens. */
export type KernelEvent = { tick: Tick; pid: Pid } & (
  | { is: 'spawn'; child: Pid; path: string; argv: readonly string[] }
  | { is: 'exec'; path: string; argv: readonly string[] } // another program has taken over
  | { is: 'switch'; from: Pid; cause: SwitchCause | 'idle' } // pid gets the CPU; `from` 0 means it was idle
  | { is: 'idle'; from: Pid; cause: SwitchCause } // nobody gets it
  | { is: 'trap'; call: CallName; args: readonly unknown[] }
  | { is: 'return'; call: CallName; args: readonly unknown[]; value: unknown }
  | { is: 'fail'; call: CallName; args: readonly unknown[]; code: ErrorCode }
  | { is: 'restart'; call: CallName } // interrupted by a signal that did not end it: the call is made again
  | { is: 'sleep'; call: CallName; queue: string; reason: string }
  | { is: 'wake'; queue: string; by: Pid } // `by` 0 is an interrupt
  | { is: 'signal'; signal: Signal; by: Pid }
  | { is: 'stop'; signal: Signal }
  | { is: 'continue' }
  | { is: 'fault'; message: string } // the program failed; a signal follows
  | { is: 'exit'; status: WaitStatus }
  | { is: 'reap'; child: Pid; status: WaitStatus }
  | { is: 'interrupt'; device: string; what: string }
);

export type Watcher = (event: KernelEvent) => void;

/** Tells a watcher everything from now on, until the function that this returns is called. */
export function watch(kernel: Kernel, watcher: Watcher): () => void {
  const set = (watchers: Watcher[]) => {
    kernel.watchers = watchers;
    const [first] = watchers;
    const all: Watcher = (event) => {
      for (const one of watchers) one(event);
    };
    kernel.watch = watchers.length < 2 ? (first ?? null) : all;
  };
  set([...kernel.watchers, watcher]);
  return () => set(kernel.watchers.filter((one) => one !== watcher));
}

/** `read(0, 512)`, as strace prints it. An optional argument that was left out is not shown. */
export function printCall(call: CallName, args: readonly unknown[]): string {
  const kinds = syscalls[call].params as readonly Kind<unknown>[];
  const printed = kinds.map((kind, i) => print(kind, () => args[i]));
  return `${call}(${printed.filter((text) => text !== '').join(', ')})`;
}

export function printResult(call: CallName, value: unknown): string {
  return print(syscalls[call].returns as Kind<unknown>, () => value);
}

/** One line for an event: tick, pid, what, details. The lines of a run are its trace. */
export function printEvent(event: KernelEvent): string {
  return `${event.tick} ${event.pid} ${event.is} ${details(event)}`.trimEnd();
}

function details(event: KernelEvent): string {
  switch (event.is) {
    case 'spawn':
      return `${event.child} ${event.path} ${JSON.stringify(event.argv)}`;
    case 'exec':
      return `${event.path} ${JSON.stringify(event.argv)}`;
    case 'switch':
    case 'idle':
      return `from ${event.from} ${event.cause}`;
    case 'trap':
      return printCall(event.call, event.args);
    case 'return':
      return `${event.call} = ${printResult(event.call, event.value)}`;
    case 'fail':
      return `${event.call} = ${event.code}`;
    case 'restart':
      return event.call;
    case 'sleep':
      return `${event.call} on ${event.queue}: ${event.reason}`;
    case 'wake':
      return `from ${event.queue} by ${event.by}`;
    case 'signal':
      return `${event.signal} by ${event.by}`;
    case 'stop':
      return event.signal;
    case 'continue':
      return '';
    case 'fault':
      return JSON.stringify(event.message);
    case 'exit':
      return printStatus(event.status);
    case 'reap':
      return `${event.child} ${printStatus(event.status)}`;
    case 'interrupt':
      return `${event.device} ${event.what}`;
    default:
      return event satisfies never;
  }
}

// An argument is printed before it is checked, and may be anything, even something that throws when it is looked at.
function print(kind: Kind<unknown>, get: () => unknown): string {
  try {
    const value = get();
    if (value === undefined && kind.type !== 'void') return kind.isOptional ? '' : '?';
    return `${kind.print(value)}`;
  } catch {
    return '?';
  }
}
