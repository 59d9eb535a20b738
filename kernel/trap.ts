// The trap gate: from a program into the kernel, and back.
//
// `resume` lets a task go on: its kernel half if a call of it was asleep, else its program, up to the next trap. The
// trap's arguments are checked by their kinds, its handler is called, and the outcome waits in the task until the
// program runs again. A handler that may sleep is a generator; it becomes the task's kernel half.
//
// Signals are acted on here and nowhere else, on the way back to the program: when no kernel half is left. One that has
// a handler pushes it onto the program's stack of coroutines (stack.ts).
//
// Three failures, three treatments:
//   a call fails       the handler throws an Errno: the program gets it, and may catch it
//   a program fails    it throws, or yields what is no system call: it ends, and nobody else notices
//   the kernel fails   anything else that is thrown in here: the machine stops (panic.ts)
//
// Read next: calls/file.ts

import {
  CALL,
  type Coroutine,
  defaultAction,
  Errno,
  type ErrorCode,
  Failure,
  NO_RESULT,
  type Signal,
} from './abi.ts';
import type { Kernel } from './boot.ts';
import { gates } from './calls/index.ts';
import { toTimespec } from './clock.ts';
import { describe, fault } from './fault.ts';
import { exit } from './lifecycle.ts';
import { type Gate, halt, type KernelHalf, type Task, ZOMBIE } from './process.ts';
import { isIgnored } from './sigaction.ts';
import { isOrphaned, takeSignal, tellParent } from './signal.ts';
import type { SignalAction } from './sigrecords.ts';
import { callHandler, callSubroutine, returnToCaller, start, throwToCaller } from './stack.ts';
import { Traced, traceFailure, traceReturn, traceSignal, traceStop, waitForTracer } from './trace.ts';

// The `next` of all generators. Each program's generators have a hidden class of their own, and looking `next` up on one
// after the other would cost a fifth of a trap. It is bound, so that V8 knows for good what is called here.
const next: (coroutine: Coroutine<unknown>, outcome: unknown) => Step = Function.prototype.call.bind(
  Object.getPrototypeOf(function* () {}).prototype.next,
);

/** Lets a task go on, until it sleeps, ends, stops, or has made one more trap. */
export function resume(kernel: Kernel, task: Task): void {
  if (task.half !== null) stepKernelHalf(kernel, task, task.half);
  else if (task.deliverable !== 0 && !actOnSignals(kernel, task)) return;
  else if (task.work > 0) compute(kernel, task);
  else if (task.restart) enterAgain(kernel, task);
  else stepProgram(kernel, task);
}

/** What a program's coroutine gives: a Trap, or `done` and its return value; or anything, if it is wrong or hostile. */
interface Step {
  done?: unknown;
  value: unknown;
  nr: unknown;
  args: readonly unknown[];
}

/** The program's half: runs it up to its next trap, its end, or its failure. */
function stepProgram(kernel: Kernel, task: Task): void {
  let done: boolean;
  let value: unknown;
  let nr: unknown;
  let args: unknown;
  // All that touches what the program made is within this `try`: it may throw anything, anywhere.
  try {
    const { coroutine, outcome } = task;
    const step = next(coroutine ?? start(task), outcome === undefined ? NO_RESULT : outcome);
    done = step.done === true;
    if (done) value = step.value;
    else {
      nr = step.nr;
      args = step.args;
    }
  } catch (error) {
    threw(kernel, task, error);
    return;
  }
  if (done) leave(kernel, task, value);
  else if (nr === CALL) {
    charge(kernel, task);
    callSubroutine(task, args as unknown[]);
  } else enterKernel(kernel, task, nr, args as unknown[]);
}

/** A coroutine has returned: to the one below, or from the program. */
function leave(kernel: Kernel, task: Task, value: unknown): void {
  charge(kernel, task);
  if (!returnToCaller(task, value))
    exit(kernel, task.process, { is: 'exited', code: typeof value === 'number' ? value & 255 : 0 });
}

/** An exception goes to the coroutine below. From the last one, the program has failed. */
function threw(kernel: Kernel, task: Task, error: unknown): void {
  charge(kernel, task);
  if (!throwToCaller(task, error)) die(kernel, task, 'SIGABRT', describe(kernel, error));
}

function enterKernel(kernel: Kernel, task: Task, nr: unknown, args: readonly unknown[]): void {
  charge(kernel, task);
  const gate = typeof nr === 'number' ? gates[nr] : undefined;
  if (gate === undefined) {
    die(kernel, task, 'SIGSYS', NO_TRAP);
    return;
  }
  task.gate = gate;
  task.args = args;
  kernel.watch?.({ is: 'trap', tick: kernel.clock.now, pid: task.process.pid, call: gate.name, args });
  handle(kernel, task, gate);
}

const NO_TRAP = 'a bare `yield`, or a yield of something that is no system call; write `yield* sys.…()`';

function die(kernel: Kernel, task: Task, signal: Signal, message: string): void {
  task.half = fault(kernel, task, signal, message);
  stepKernelHalf(kernel, task, task.half);
}

/** A call that a signal cut short, and that the signal did not end, is made again (signal(7), "restart"). */
function enterAgain(kernel: Kernel, task: Task): void {
  charge(kernel, task);
  task.restart = false;
  const gate = task.gate as Gate;
  kernel.watch?.({ is: 'restart', tick: kernel.clock.now, pid: task.process.pid, call: gate.name });
  handle(kernel, task, gate);
}

function handle(kernel: Kernel, task: Task, gate: Gate): void {
  const { params, handler } = gate;
  const { args } = task;
  let result: unknown;
  try {
    result =
      params.length === 0
        ? handler(kernel, task)
        : handler(kernel, task, checked(params, args, 0), checked(params, args, 1), checked(params, args, 2));
  } catch (error) {
    if (!(error instanceof Errno)) throw error;
    fail(kernel, task, error.code);
    return;
  }
  if (isKernelHalf(result)) {
    task.half = result;
    stepKernelHalf(kernel, task, result);
  } else succeed(kernel, task, result);
}

/** An argument as its kind lets it pass. Looking at what a program made may throw anything. */
function checked(params: Gate['params'], args: readonly unknown[], i: number): unknown {
  if (i >= params.length) return undefined;
  try {
    return params[i]?.check(args[i]);
  } catch (error) {
    throw error instanceof Errno ? error : new Errno('EFAULT');
  }
}

// Results are plain data: nothing else that a handler returns has a `next`.
function isKernelHalf(result: unknown): result is KernelHalf {
  return typeof result === 'object' && result !== null && 'next' in result;
}

/** The kernel's half: runs the handler up to its next sleep, or its end. */
function stepKernelHalf(kernel: Kernel, task: Task, half: KernelHalf): void {
  let step: IteratorResult<void, unknown>;
  try {
    step = half.next();
  } catch (error) {
    task.half = null;
    if (!(error instanceof Errno)) throw error;
    fail(kernel, task, error.code);
    return;
  }
  if (step.done !== true) return; // it sleeps
  task.half = null;
  const { dying } = task.process;
  if (dying) exit(kernel, task.process, dying);
  else if (step.value instanceof Traced) task.outcome = step.value.outcome;
  else succeed(kernel, task, step.value);
}

function succeed(kernel: Kernel, task: Task, value: unknown): void {
  task.outcome = value;
  if (kernel.watch === null && task.process.tracer === null) return;
  if (task.work > 0 || task.state === ZOMBIE) return; // sys.work is not over, and exit does not return
  tellReturn(kernel, task, value);
  if (task.process.tracer) letTracerCatchUp(kernel, task);
}

function tellReturn(kernel: Kernel, task: Task, value: unknown): void {
  const { process, gate, args } = task;
  if (gate)
    kernel.watch?.({ is: 'return', tick: kernel.clock.now, pid: process.pid, call: gate.name, args, value });
  if (process.tracer) traceReturn(kernel, task, value);
}

function fail(kernel: Kernel, task: Task, code: ErrorCode): void {
  const { process } = task;
  if (process.dying) {
    exit(kernel, process, process.dying);
    return;
  }
  // Whether the program sees this depends on what the signal does: it may end the process, or have a handler. If it
  // does neither, nobody could tell, and the call is made again.
  if (code === 'EINTR') {
    task.restart = true;
    return;
  }
  tellFailure(kernel, task, code);
  if (process.tracer) letTracerCatchUp(kernel, task);
}

function tellFailure(kernel: Kernel, task: Task, code: ErrorCode): void {
  const { process, gate, args } = task;
  task.outcome = new Failure(code);
  if (kernel.watch && gate)
    kernel.watch({ is: 'fail', tick: kernel.clock.now, pid: process.pid, call: gate.name, args, code });
  if (process.tracer) traceFailure(kernel, task, code);
}

function letTracerCatchUp(kernel: Kernel, task: Task): void {
  task.half = waitForTracer(kernel, task, task.outcome);
  if (task.half !== null) stepKernelHalf(kernel, task, task.half);
}

/** Does what the signals ask for that have come, in the order of their numbers. False if the task does not go on now. */
function actOnSignals(kernel: Kernel, task: Task): boolean {
  const { process } = task;
  while (task.deliverable !== 0) {
    const { signal, info } = takeSignal(task);
    const action = process.handlers?.get(signal);
    if (action && task.restart && !isMadeAgain(task, action)) cutShort(kernel, task);
    if (process.tracer) traceSignal(kernel, process, signal);
    if (action) {
      if (callHandler(task, signal, action, info)) continue;
      die(kernel, task, 'SIGSEGV', 'signal handlers are nested too deeply');
      return false;
    }
    if (isIgnored(kernel, process, signal)) continue; // it was blocked when it came
    if (defaultAction(signal) !== 'stop') {
      exit(kernel, process, { is: 'killed', signal });
      return false;
    }
    if (signal !== 'SIGSTOP' && isOrphaned(kernel, process.pgid)) continue; // nobody could let it go on
    stop(kernel, task, signal);
    return false;
  }
  return true;
}

// signal(7), "Interruption of system calls": these fail whatever SA_RESTART says.
const NEVER_MADE_AGAIN = ['nanosleep', 'pause', 'poll', 'sigsuspend'];

function isMadeAgain({ gate }: Task, { flags }: SignalAction): boolean {
  return flags.includes('SA_RESTART') && gate !== null && !NEVER_MADE_AGAIN.includes(gate.name);
}

/** A call that a handler interrupts is over: it fails with EINTR, but a sleep tells what is left of it. */
function cutShort(kernel: Kernel, task: Task): void {
  const { deadline } = task;
  task.restart = false;
  task.deadline = -1;
  if (task.gate?.name !== 'nanosleep') {
    tellFailure(kernel, task, 'EINTR');
    return;
  }
  const end = Math.min(deadline, Number.MAX_SAFE_INTEGER); // one may sleep for ever
  task.outcome = toTimespec(Math.max(0, end - kernel.clock.now));
  tellReturn(kernel, task, task.outcome);
}

function stop(kernel: Kernel, task: Task, signal: Signal): void {
  const { process } = task;
  process.stopSignal = signal;
  halt(kernel, task);
  kernel.watch?.({ is: 'stop', tick: kernel.clock.now, pid: process.pid, signal });
  if (process.tracer) traceStop(kernel, process, signal);
  tellParent(kernel, process, { is: 'stopped', signal });
}

/** sys.work: the CPU is busy until the work is done, the slice is over, or something is due. */
function compute(kernel: Kernel, task: Task): void {
  const { clock, cpu } = kernel;
  const end = Math.min(cpu.sliceEnd, clock.next, kernel.until);
  const ticks = Math.min(task.work, Math.max(0, end - clock.now)); // the switch to it may have passed the end
  clock.now += ticks;
  task.work -= ticks;
  task.user += ticks;
  if (task.work === 0) succeed(kernel, task, undefined);
}

function charge(kernel: Kernel, task: Task): void {
  kernel.clock.now += kernel.trapCost;
  task.traps++;
}
