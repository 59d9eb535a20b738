// /proc/PID/trace: reading it follows the system calls of a process, one line each, as strace(1) prints them.
//
// The lines wait here until they are read. A process that is ahead of its reader by too much sleeps until the reader
// has caught up, so nothing is lost and nothing piles up. One reader at a time; the process ends, so does the file.

import {
  type CallName,
  Errno,
  type ErrorCode,
  POLLIN,
  signalText,
  strerror,
  type WaitStatus,
} from './abi.ts';
import type { Kernel } from './boot.ts';
import { type ByteQueue, byteQueue, pushBytes, takeBytes } from './bytequeue.ts';
import type { OpenFile } from './file.ts';
import type { FileOps, KernelHalf, Process, Task } from './process.ts';
import type { Signal } from './signals.ts';
import { mayWait, sleep, type WaitQueue, waitQueue, wakeup } from './waitqueue.ts';
import { printCall, printResult } from './watch.ts';

const MOST = 65536; // bytes that the reader may lag behind

export interface Tracer {
  readonly lines: ByteQueue;
  readonly readable: WaitQueue;
  readonly writable: WaitQueue;
}

export function newTracer(process: Process): Tracer {
  const name = `trace of ${process.pid}`;
  return {
    lines: byteQueue(),
    readable: waitQueue(`${name} readers`, 'no system calls', () => [process]),
    writable: waitQueue(name, 'tracer lags behind'),
  };
}

const encoder = new TextEncoder();

function tell(kernel: Kernel, process: Process, line: string): void {
  const { tracer } = process;
  if (!tracer) return;
  pushBytes(tracer.lines, encoder.encode(`${line}\n`));
  wakeup(kernel, tracer.readable);
}

/** `read(0, 512) = "hi\n", 3`, or `= -1 ENOENT (No such file or directory)`. */
export function traceReturn(kernel: Kernel, task: Task, value: unknown): void {
  const name = (task.gate as { name: CallName }).name;
  tell(kernel, task.process, `${printCall(name, task.args)} = ${printResult(name, value)}`);
}

export function traceFailure(kernel: Kernel, task: Task, code: ErrorCode): void {
  const name = (task.gate as { name: CallName }).name;
  const error = `-1 ${code} (${strerror(code)})`;
  tell(kernel, task.process, `${printCall(name, task.args)} = ${error}`);
}

export function traceSignal(kernel: Kernel, process: Process, signal: Signal): void {
  tell(kernel, process, `--- ${signal} (${signalText(signal)}) ---`);
}

export function traceStop(kernel: Kernel, process: Process, signal: Signal): void {
  tell(kernel, process, `--- stopped by ${signal} ---`);
}

/** The last lines, and the end of the file for whoever reads it. */
export function traceExit(kernel: Kernel, process: Process, status: WaitStatus): void {
  const { gate, args } = process.task;
  if (status.is === 'exited') {
    if (gate?.name === 'exit') tell(kernel, process, `${printCall('exit', args)} = ?`);
    tell(kernel, process, `+++ exited with ${status.code} +++`);
  } else if (status.is === 'killed') tell(kernel, process, `+++ killed by ${status.signal} +++`);
  if (process.tracer) wakeup(kernel, process.tracer.readable);
}

/** The outcome of a call that was told already, and only waited for the reader. */
export class Traced {
  readonly outcome: unknown;
  constructor(outcome: unknown) {
    this.outcome = outcome;
  }
}

/** If the reader lags behind, the traced process waits for it, with the outcome of its call in hand. */
export function waitForTracer(kernel: Kernel, task: Task, outcome: unknown): KernelHalf<Traced> | null {
  return isBehind(task.process.tracer) ? waitWhileBehind(kernel, task, outcome) : null;
}

function isBehind(tracer: Tracer | null): tracer is Tracer {
  return tracer !== null && tracer.lines.length > MOST;
}

function* waitWhileBehind(kernel: Kernel, task: Task, outcome: unknown): KernelHalf<Traced> {
  const { process } = task;
  try {
    while (isBehind(process.tracer)) yield* sleep(kernel, task, process.tracer.writable);
  } catch (error) {
    if (!(error instanceof Errno)) throw error; // interrupted: the call is over all the same
  }
  return new Traced(outcome);
}

function* readTrace(kernel: Kernel, task: Task, file: OpenFile, count: number): KernelHalf<Uint8Array> {
  const process = file.object as Process;
  const { tracer } = process;
  if (!tracer) return new Uint8Array(0);
  while (tracer.lines.length === 0 && process.task.state.is !== 'zombie') {
    mayWait(file);
    yield* sleep(kernel, task, tracer.readable);
  }
  const data = takeBytes(tracer.lines, count);
  wakeup(kernel, tracer.writable);
  return data;
}

/** The file's object is the traced process. */
export const traceOps: FileOps = {
  seekable: false,
  read: (kernel, task, file, count) => readTrace(kernel, task, file, count),
  write() {
    throw new Errno('EBADF');
  },
  poll(file) {
    const { tracer, task } = file.object as Process;
    const isOver = task.state.is === 'zombie';
    return { events: isOver || tracer?.lines.length ? POLLIN : 0, on: tracer ? [tracer.readable] : [] };
  },
  opened(_kernel, file) {
    const process = file.object as Process;
    if (process.tracer) throw new Errno('EBUSY');
    process.tracer = newTracer(process);
  },
  closed(kernel, file) {
    const process = file.object as Process;
    const { tracer } = process;
    process.tracer = null;
    if (tracer) wakeup(kernel, tracer.writable);
  },
};
