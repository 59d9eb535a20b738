// The state of the machine at one moment, as plain data: what /proc, the panels and the tests see.
//
// Nothing in a snapshot refers into the kernel; it may be kept, compared and sent anywhere.

import type { Pid, Signal, Tick, WaitStatus } from './abi.ts';
import type { Kernel } from './boot.ts';
import { isReadable, isWritable, type OpenFile } from './file.ts';
import { pathOf } from './fs/path.ts';
import type { Process, Task } from './process.ts';
import { membersOf, setOf } from './signals.ts';
import type { Gid, Uid } from './users.ts';
import type { WaitQueue } from './waitqueue.ts';
import { printCall } from './watch.ts';

export type StateName = 'running' | 'ready' | 'sleeping' | 'stopped' | 'zombie';

export interface DescriptorView {
  fd: number;
  what: string; // 'tty0', '/tmp/notes', 'pipe#3'
  access: 'r' | 'w' | 'rw';
  offset: number | null; // null where there is none to seek
}

export interface ProcessView {
  pid: Pid;
  ppid: Pid;
  pgid: Pid;
  sid: Pid;
  uid: Uid; // the effective one
  ruid: Uid; // the real one: who started it
  gid: Gid;
  rgid: Gid;
  groups: readonly Gid[];
  umask: number;
  name: string;
  argv: readonly string[];
  cwd: string;
  tty: string | null; // the controlling terminal
  tpgid: Pid; // that terminal's foreground group; -1 without one
  foreground: boolean; // is its group the terminal's foreground group?
  state: StateName;
  since: Tick; // when it entered that state
  call: string | null; // the system call that it is in, as strace prints it
  waitsFor: string | null; // 'pipe#3: pipe empty'
  wakers: readonly Pid[]; // who can wake it, where that can be known
  wakeSource: string | null; // what else can: 'keyboard', 'clock at 1200'
  status: WaitStatus | null; // of a zombie
  stopSignal: Signal | null; // what stopped it
  nice: number;
  user: Tick; // CPU time in work()
  system: Tick; // CPU time in system calls
  childrenUser: Tick; // of the children that it has waited for
  childrenSystem: Tick;
  waited: Tick; // time spent ready, waiting for the CPU
  started: Tick;
  traps: number;
  voluntary: number; // context switches because it slept or yielded
  involuntary: number; // because it was preempted
  descriptors: readonly DescriptorView[];
  pending: readonly Signal[];
  ignored: readonly Signal[];
  blocked: readonly Signal[];
  caught: readonly Signal[]; // those that have a handler
}

export interface QueueView {
  name: string; // 'pipe#3 readers'
  reason: string; // 'pipe empty'
  sleepers: readonly Pid[]; // in the order in which they came
  wakers: readonly Pid[];
  wakeSource: string | null;
}

export interface Snapshot {
  now: Tick;
  policy: string;
  quantum: Tick;
  switchCost: Tick;
  running: Pid; // 0: the CPU is idle
  sliceUsed: Tick; // of the running process
  sliceLength: Tick;
  ready: readonly Pid[]; // in the order in which they will run
  processes: readonly ProcessView[]; // by pid
  queues: readonly QueueView[]; // those on which somebody sleeps
  nextAlarm: Tick | null;
  traps: number;
  switches: number;
  preemptions: number;
  interrupts: number;
  spawned: number;
  idle: Tick;
  halted: number | null; // the exit status of the machine once it has stopped
}

export function inspect(kernel: Kernel): Snapshot {
  const running = kernel.cpu.running;
  return {
    now: kernel.clock.now,
    policy: kernel.policy.name,
    quantum: kernel.quantum,
    switchCost: kernel.switchCost,
    running: running?.process.pid ?? 0,
    sliceUsed: running ? kernel.clock.now - running.since : 0,
    sliceLength: running ? kernel.cpu.sliceEnd - running.since : 0,
    ready: kernel.policy.list().map((task) => task.process.pid),
    processes: [...kernel.processes.values()].map((process) => inspectProcess(kernel, process)),
    queues: busyQueues(kernel).map((queue) => inspectQueue(kernel, queue)),
    nextAlarm: kernel.clock.next === Number.POSITIVE_INFINITY ? null : kernel.clock.next,
    traps: trapCount(kernel),
    switches: kernel.switches,
    preemptions: kernel.preemptions,
    interrupts: [...kernel.interrupts.values()].reduce((sum, n) => sum + n, 0),
    spawned: kernel.spawned,
    idle: kernel.idle,
    halted: kernel.halted,
  };
}

/** How many traps there were, also of processes that are gone. */
export function trapCount(kernel: Kernel): number {
  let traps = kernel.trapsOfTheDead;
  for (const { task } of kernel.processes.values()) traps += task.traps;
  return traps;
}

export function inspectProcess(kernel: Kernel, process: Process): ProcessView {
  const { task, session } = process;
  const { state } = task;
  const queues = state.is === 'sleeping' ? state.on : [];
  const terminal = session.terminal;
  const pending = state.is === 'sleeping' || task.work > 0 || task.restart;
  return {
    pid: process.pid,
    ppid: process.parent?.pid ?? 0,
    pgid: process.pgid,
    sid: session.id,
    uid: process.cred.euid,
    ruid: process.cred.ruid,
    gid: process.cred.egid,
    rgid: process.cred.rgid,
    groups: process.cred.groups,
    umask: process.umask,
    name: nameOf(process),
    argv: [...process.argv],
    cwd: cwdOf(kernel, process),
    tty: terminal?.name ?? null,
    tpgid: terminal?.foreground ?? -1,
    foreground: terminal !== null && terminal.foreground === process.pgid,
    state: state.is === 'new' ? 'ready' : state.is,
    since: task.since,
    call: pending && task.gate ? printCall(task.gate.name, task.args) : null,
    waitsFor: queues.length > 0 ? queues.map((queue) => `${queue.name}: ${queue.reason}`).join(', ') : null,
    wakers: queues.flatMap((queue) => wakersOf(kernel, queue)),
    wakeSource: sourceOf(task, queues),
    status: state.is === 'zombie' ? process.report : null,
    stopSignal: process.stopSignal,
    nice: process.nice,
    user: task.user,
    system: task.traps * kernel.trapCost,
    childrenUser: process.childrenUser,
    childrenSystem: process.childrenSystem,
    waited: task.waited + (state.is === 'ready' ? kernel.clock.now - task.since : 0),
    started: process.started,
    traps: task.traps,
    voluntary: task.voluntary,
    involuntary: task.involuntary,
    descriptors: process.files.flatMap((file, fd) => (file ? [inspectFile(file, fd)] : [])),
    pending: membersOf(process.pending),
    ignored: membersOf(process.ignored),
    blocked: membersOf(task.blocked),
    caught: membersOf(setOf([...(process.handlers?.keys() ?? [])])),
  };
}

function inspectFile(file: OpenFile, fd: number): DescriptorView {
  const access = isReadable(file) ? (isWritable(file) ? 'rw' : 'r') : 'w';
  return { fd, what: file.name, access, offset: file.ops.seekable ? file.offset : null };
}

/** The queues on which somebody sleeps, in the order in which the processes were made. */
function busyQueues(kernel: Kernel): WaitQueue[] {
  const queues = new Set<WaitQueue>();
  for (const { task } of kernel.processes.values())
    if (task.state.is === 'sleeping') for (const queue of task.state.on) queues.add(queue);
  return [...queues];
}

function inspectQueue(kernel: Kernel, queue: WaitQueue): QueueView {
  return {
    name: queue.name,
    reason: queue.reason,
    sleepers: [...queue.sleepers].map((task) => task.process.pid),
    wakers: wakersOf(kernel, queue),
    wakeSource: queue.source,
  };
}

function wakersOf(kernel: Kernel, queue: WaitQueue): Pid[] {
  return queue.wakers?.(kernel).map((process) => process.pid) ?? [];
}

function sourceOf(task: Task, queues: readonly WaitQueue[]): string | null {
  const sources = queues.flatMap((queue) => (queue.source && queue.source !== 'clock' ? [queue.source] : []));
  if (task.alarm) sources.push(`clock at ${task.alarm.at}`);
  return sources.join(', ') || null;
}

/** The last part of argv[0]; a login shell's is '-sh'. */
function nameOf({ argv, path }: Process): string {
  return (argv[0] || path).split('/').at(-1) || path;
}

function cwdOf(kernel: Kernel, process: Process): string {
  try {
    return pathOf(kernel, process.cwd);
  } catch {
    return '(removed)';
  }
}
