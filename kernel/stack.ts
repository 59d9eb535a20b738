// The program's half of a task: a stack of coroutines.
//
// Three things push one: the start of the program, `yield* sys.call(sub())` (the course's trampoline), and a signal
// that has a handler. A coroutine that ends gives its value, or what it threw, to the one below. Below a handler is
// whatever it interrupted: that goes on as if nothing had been, unless the handler threw. Then the exception comes out
// of the call at which the program was interrupted, and the program may catch it there.
//
// What is called here is the program's: it may throw anything.

import { type Coroutine, Failure, type Program, type Signal } from './abi.ts';
import type { Gate, Task } from './process.ts';
import { setBlocked } from './sigmask.ts';
import { bit, type SignalSet, setOf } from './signals.ts';
import type { SignalAction, SignalInfo } from './sigrecords.ts';

/** What a task was about when a handler came in between; it goes on with that when the handler has ended. */
export interface SignalFrame {
  readonly depth: number; // how many callers there were
  readonly coroutine: Coroutine<unknown> | null;
  readonly outcome: unknown;
  readonly restart: boolean;
  readonly gate: Gate | null;
  readonly args: readonly unknown[];
  readonly work: number;
  readonly deadline: number;
  readonly blocked: SignalSet;
  readonly held: SignalSet;
}

const MOST = 2 ** 18; // a recursion without end must not take all of the host's memory

/** The program's first coroutine. */
export function start(task: Task): Coroutine<unknown> {
  const { program, process } = task;
  task.program = null;
  task.coroutine = (program as Program)([...process.argv], { ...process.env });
  return task.coroutine;
}

/** `yield* sys.call(sub())`: the running coroutine waits for another, whose end brings it back. */
export function callSubroutine(task: Task, args: readonly unknown[]): void {
  task.outcome = undefined;
  try {
    const subroutine = asCoroutine(args[0], 'sys.call wants a coroutine: sys.call(sub())');
    task.callers ??= [];
    if (task.callers.length >= MOST) throw new RangeError('sys.call is nested too deeply');
    task.callers.push(task.coroutine as Coroutine<unknown>);
    task.coroutine = subroutine;
  } catch (error) {
    task.outcome = new Failure(null, error);
  }
}

/** A signal has come: its handler runs next. False if there is no room on the stack. */
export function callHandler(task: Task, signal: Signal, action: SignalAction, info: SignalInfo): boolean {
  const { handler, mask, flags } = action;
  task.frames ??= [];
  if (task.frames.length >= MOST) return false;
  const blocked = task.savedMask ?? task.blocked;
  const { coroutine, outcome, restart, gate, args, work, deadline, held } = task;
  const depth = task.callers?.length ?? 0;
  task.frames.push({ depth, coroutine, outcome, restart, gate, args, work, deadline, blocked, held });
  const own = flags.includes('SA_NODEFER') ? 0 : bit(signal);
  const others = task.deliverable & setOf([...(task.process.handlers?.keys() ?? [])]);
  setBlocked(task, task.blocked | setOf(mask) | own, held | others);
  if (flags.includes('SA_RESETHAND')) task.process.handlers?.delete(signal);
  task.savedMask = null;
  nothingInHand(task);
  task.outcome = undefined;
  try {
    task.coroutine = asCoroutine(handler(signal, info), 'a handler is a coroutine: *handler(signal) {}');
  } catch (error) {
    throwToCaller(task, error);
  }
  return true;
}

/** The running coroutine has returned. False: it was the program itself. */
export function returnToCaller(task: Task, value: unknown): boolean {
  const frame = topFrame(task);
  if (frame) goOn(task, frame);
  else {
    task.coroutine = task.callers?.pop() ?? null;
    task.outcome = value;
  }
  return task.coroutine !== null;
}

/** An exception goes to the coroutine below, at the place where that one waits. False: there is none. */
export function throwToCaller(task: Task, error: unknown): boolean {
  const frame = topFrame(task);
  if (frame) goOn(task, frame);
  else task.coroutine = task.callers?.pop() ?? null;
  nothingInHand(task);
  task.outcome = new Failure(null, error);
  return task.coroutine !== null;
}

/** What the running coroutine has interrupted, taken off the stack; nothing if it is no handler. */
function topFrame(task: Task): SignalFrame | undefined {
  if (!task.frames || task.frames.at(-1)?.depth !== (task.callers?.length ?? 0)) return undefined;
  return task.frames.pop();
}

function goOn(task: Task, frame: SignalFrame): void {
  task.coroutine = frame.coroutine;
  task.outcome = frame.outcome;
  task.restart = frame.restart;
  task.gate = frame.gate;
  task.args = frame.args;
  task.work = frame.work;
  task.deadline = frame.deadline;
  setBlocked(task, frame.blocked, frame.held);
}

// No call to be made again, no computation to go on with.
function nothingInHand(task: Task): void {
  task.restart = false;
  task.work = 0;
  task.deadline = -1;
}

function asCoroutine(value: unknown, complaint: string): Coroutine<unknown> {
  const coroutine = value as Coroutine<unknown>;
  if (typeof coroutine?.next !== 'function') throw new TypeError(complaint);
  return coroutine;
}
