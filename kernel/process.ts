// Tasks and processes: what is scheduled, and what it belongs to.
//
// A task is a coroutine with its state: it runs, waits for the CPU, sleeps. A process is what tasks share: ids, open
// files, working directory, signals, children. Every process has one task for now; queues and policies hold tasks.
//
// A task is in exactly one place, and its state says which. Only the functions below and those in waitqueue.ts and
// lifecycle.ts move it.
//
// Read next: policies/index.ts

import type {
  Bytes,
  CallName,
  Coroutine,
  Env,
  Fd,
  IoctlArgument,
  IoctlRequest,
  Pid,
  Program,
  Signal,
  Tick,
  WaitStatus,
} from './abi.ts';
import type { Kernel } from './boot.ts';
import type { Handler } from './calls/index.ts';
import type { Alarm } from './clock.ts';
import type { Credentials } from './credentials.ts';
import type { OpenFile } from './file.ts';
import type { Inode } from './fs/inode.ts';
import type { IntervalTimer } from './itimer.ts';
import type { Kind } from './kinds.ts';
import type { Limits } from './rlimit.ts';
import type { SignalSet } from './signals.ts';
import type { SignalAction, SignalInfo } from './sigrecords.ts';
import type { SignalFrame } from './stack.ts';
import type { Tracer } from './trace.ts';
import type { Tty } from './tty.ts';
import type { WaitQueue, Wake } from './waitqueue.ts';

export type State =
  | { readonly is: 'new' } // not started yet
  | { readonly is: 'running' }
  | { readonly is: 'ready' } // in the policy's queue
  | { readonly is: 'sleeping'; readonly on: readonly WaitQueue[] }
  | { readonly is: 'stopped' }
  | { readonly is: 'zombie' };

const NEW: State = { is: 'new' };
export const RUNNING: State = { is: 'running' };
const READY: State = { is: 'ready' };
const STOPPED: State = { is: 'stopped' };
export const ZOMBIE: State = { is: 'zombie' };

/** The kernel's half of a task: a handler that may sleep. It yields when it sleeps, and nothing else. */
export type KernelHalf<T = unknown> = Generator<void, T, void>;

/** A system call as the trap gate sees it: its row in the table and its handler. */
export interface Gate {
  readonly name: CallName;
  readonly params: readonly Kind<unknown>[];
  readonly handler: Handler;
}

export interface Task {
  readonly process: Process;
  // Where it is.
  state: State;
  since: Tick; // when it got there
  // Its two halves. Only trap.ts touches these.
  program: Program | null; // not started yet
  coroutine: Coroutine<unknown> | null; // the program's half: the coroutine that runs,
  callers: Coroutine<unknown>[] | null; // and those that wait for it to return, the last one last
  frames: SignalFrame[] | null; // what signal handlers have interrupted, likewise
  half: KernelHalf | null; // the kernel's half, while a call sleeps
  gate: Gate | null; // the system call that it is in, or made last
  args: readonly unknown[]; // as the program passed them: not checked
  outcome: unknown; // what the program gets when it runs again
  restart: boolean; // make the same call again instead
  work: Tick; // left of sys.work
  // Its signals (sigmask.ts).
  blocked: SignalSet;
  held: SignalSet; // wait for the handler that runs
  deliverable: SignalSet; // pending and neither: to be acted on
  savedMask: SignalSet | null; // what was blocked before sigsuspend
  // What it is waiting for.
  woken: Wake; // why its last sleep ended
  alarm: Alarm | null; // what ends its sleep at the latest
  deadline: Tick; // of a nanosleep that may be made again
  // What it has used.
  user: Tick; // in sys.work
  waited: Tick; // time spent ready
  traps: number; // each took kernel.trapCost
  voluntary: number;
  involuntary: number;
}

export interface Session {
  readonly id: Pid;
  terminal: Tty | null;
}

export interface Process {
  // Who it is.
  readonly pid: Pid;
  parent: Process | null; // null only for init
  pgid: Pid;
  session: Session;
  path: string;
  argv: readonly string[];
  env: Env;
  readonly started: Tick;
  task: Task; // set once, by newProcess
  // What it has.
  readonly files: (OpenFile | null)[]; // by descriptor
  closeOnExec: Set<Fd> | null; // descriptors that no other program gets
  cwd: Inode;
  umask: number;
  cred: Credentials;
  nice: number;
  // Its children. Made when there are some.
  children: Set<Process> | null;
  news: Set<Process> | null; // those of whom waitpid has something to tell
  childQueue: WaitQueue | null;
  // Signals.
  pending: SignalSet; // have come
  ignored: SignalSet;
  handlers: Map<Signal, SignalAction> | null;
  infos: Map<Signal, SignalInfo> | null; // of those pending
  timer: IntervalTimer | null;
  stopSignal: Signal | null; // what stopped it
  report: WaitStatus | null; // what its parent has not been told yet
  dying: WaitStatus | null; // the status to end with once its last words are written
  tracer: Tracer | null;
  limits: Limits;
  cpuDue: Tick; // the CPU time at which a signal is due; Infinity without a limit
  childrenUser: Tick; // of reaped children
  childrenSystem: Tick;
  childrenVoluntary: number;
  childrenInvoluntary: number;
}

/** What poll(2) wants to know of a file: which events are there, and the queues that are woken when that changes. */
export interface Readiness {
  readonly events: number;
  readonly on: readonly WaitQueue[];
}

/** What a device or a pipe's end can do. A read or write that may sleep is a generator. */
export interface FileOps {
  readonly seekable: boolean;
  read(kernel: Kernel, task: Task, file: OpenFile, count: number): Bytes | KernelHalf<Bytes>;
  write(kernel: Kernel, task: Task, file: OpenFile, data: Bytes): number | KernelHalf<number>;
  ioctl?(
    kernel: Kernel,
    task: Task,
    file: OpenFile,
    request: IoctlRequest,
    argument: IoctlArgument,
  ): IoctlArgument;
  poll?(file: OpenFile, task: Task): Readiness; // without it: always ready
  opened?(kernel: Kernel, file: OpenFile): void; // it has its first descriptor
  closed?(kernel: Kernel, file: OpenFile): void; // its last one is gone
}

const NO_ARGS: readonly unknown[] = [];

export function newTask(process: Process, program: Program): Task {
  return {
    process,
    program,
    state: NEW,
    since: process.started,
    coroutine: null,
    callers: null,
    frames: null,
    half: null,
    gate: null,
    args: NO_ARGS,
    outcome: undefined,
    restart: false,
    work: 0,
    blocked: 0,
    held: 0,
    deliverable: 0,
    savedMask: null,
    woken: 'woken',
    alarm: null,
    deadline: -1,
    user: 0,
    waited: 0,
    traps: 0,
    voluntary: 0,
    involuntary: 0,
  };
}

/** Every change of state goes through here or the two below, so that the time spent in each is known. */
export function enter(kernel: Kernel, task: Task, state: State): void {
  if (task.state === READY) task.waited += kernel.clock.now - task.since;
  task.state = state;
  task.since = kernel.clock.now;
}

/** Puts a task among those that wait for the CPU. */
export function ready(kernel: Kernel, task: Task): void {
  task.state = READY;
  task.since = kernel.clock.now;
  kernel.policy.add(task);
}

export const GIVEN_AWAY: Tick = -1; // the end of a slice whose task lets the others run first

/** Gives a ready task the CPU, with a fresh slice. */
export function occupy(kernel: Kernel, task: Task): void {
  const { now } = kernel.clock;
  task.waited += now - task.since;
  task.state = RUNNING;
  task.since = now;
  kernel.cpu.sliceEnd = now + kernel.policy.quantum(task);
}

export function halt(kernel: Kernel, task: Task): void {
  enter(kernel, task, STOPPED);
  kernel.stopped.add(task);
}

/** Lets a stopped task go on. */
export function proceed(kernel: Kernel, task: Task): void {
  kernel.stopped.delete(task);
  ready(kernel, task);
}

/** Takes a task off the ready queue, if it is there. */
export function unready(kernel: Kernel, task: Task): void {
  if (task.state === READY) kernel.policy.remove(task);
}
