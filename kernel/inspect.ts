// The state of the machine at one moment, as plain data: what /proc, the panels and the tests see.
//
// Nothing in a snapshot refers into the kernel; it may be kept, compared and sent anywhere.

import type { Pid, Signal, Tick, WaitStatus } from './abi.ts';

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
  name: string;
  argv: readonly string[];
  cwd: string;
  tty: string | null; // the controlling terminal
  foreground: boolean; // is its group the terminal's foreground group?
  state: StateName;
  since: Tick; // when it entered that state
  call: string | null; // the system call that it is in, as strace prints it
  waitsFor: string | null; // 'pipe#3: pipe empty'
  wakers: readonly Pid[]; // who can wake it, where that can be known
  wakeSource: string | null; // what else can: 'keyboard', 'clock at 1200'
  status: WaitStatus | null; // of a zombie
  nice: number;
  user: Tick; // CPU time in work()
  system: Tick; // CPU time in system calls
  waited: Tick; // time spent ready, waiting for the CPU
  started: Tick;
  traps: number;
  voluntary: number; // context switches because it slept or yielded
  involuntary: number; // because it was preempted
  descriptors: readonly DescriptorView[];
  pending: readonly Signal[];
  ignored: readonly Signal[];
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
