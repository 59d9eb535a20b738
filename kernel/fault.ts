// A program that failed: its last words, and what they say.
//
// Nobody else notices. The message goes to the program's own standard error as if it had written it itself, so it may
// have to wait for a reader; then the process ends by a signal (trap.ts, `dying`).

import type { Signal } from './abi.ts';
import type { Kernel } from './boot.ts';
import { isWritable } from './file.ts';
import type { KernelHalf, Task } from './process.ts';

/** The program is over; what is returned is its kernel half, to be run to its end. */
export function fault(kernel: Kernel, task: Task, signal: Signal, message: string): KernelHalf<void> {
  const { process } = task;
  kernel.watch?.({ is: 'fault', tick: kernel.clock.now, pid: process.pid, message });
  task.coroutine = null;
  process.handlers = null; // there is nobody left to run them
  process.dying = { is: 'killed', signal };
  return lastWords(kernel, task, `${process.argv[0] ?? process.path}: ${message}\n`);
}

const encoder = new TextEncoder();

function* lastWords(kernel: Kernel, task: Task, text: string): KernelHalf<void> {
  const file = task.process.files[2];
  for (let rest = encoder.encode(text); file && isWritable(file) && rest.length > 0; ) {
    const written = file.ops.write(kernel, task, file, rest);
    rest = rest.subarray(typeof written === 'number' ? written : yield* written);
  }
}

/** The message and the stack of whatever a program threw, which may be anything, and hostile. */
export function describe(kernel: Kernel, error: unknown): string {
  try {
    if (!(error instanceof Error)) return `uncaught ${String(error)}`;
    const frames = kernel.symbolize(String(error.stack ?? ''));
    return `uncaught ${error.name}: ${error.message}${frames ? `\n${frames}` : ''}`;
  } catch {
    return 'uncaught exception that cannot be printed';
  }
}
