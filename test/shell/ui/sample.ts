// A moment to paint: a shell with a pipeline, a spinner, a stopped job and a zombie, as a snapshot and a log.

import type { Pid } from '../../../kernel/abi.ts';
import type { ProcessView, Snapshot } from '../../../kernel/inspect.ts';
import type { KernelEvent } from '../../../kernel/watch.ts';
import { createLog, record } from '../../../shell/ui/vm/log.ts';
import { type Moment, momentOf } from '../../../shell/ui/vm/moment.ts';

export function process(pid: Pid, name: string, more: Partial<ProcessView> = {}): ProcessView {
  return {
    pid,
    ppid: 2,
    pgid: pid,
    sid: 2,
    uid: 0,
    ruid: 0,
    gid: 0,
    rgid: 0,
    groups: [],
    umask: 0o022,
    name,
    argv: [name],
    cwd: '/home',
    tty: 'tty1',
    tpgid: 2,
    foreground: false,
    state: 'ready',
    since: 0,
    call: null,
    waitsFor: null,
    wakers: [],
    wakeSource: null,
    status: null,
    stopSignal: null,
    nice: 0,
    user: 0,
    system: 0,
    childrenUser: 0,
    childrenSystem: 0,
    waited: 0,
    started: 0,
    traps: 0,
    voluntary: 0,
    involuntary: 0,
    descriptors: [],
    pending: [],
    ignored: [],
    blocked: [],
    caught: [],
    ...more,
  };
}

export function snapshot(more: Partial<Snapshot> = {}): Snapshot {
  return {
    now: 0,
    policy: 'rr',
    quantum: 10_000,
    switchCost: 0,
    running: 0,
    sliceUsed: 0,
    sliceLength: 0,
    ready: [],
    processes: [],
    queues: [],
    nextAlarm: null,
    traps: 0,
    switches: 0,
    preemptions: 0,
    interrupts: 0,
    spawned: 0,
    idle: 0,
    halted: null,
    ...more,
  };
}

const descriptor = (fd: number, what: string, access: 'r' | 'w' | 'rw') => ({
  fd,
  what,
  access,
  offset: null,
});

const tty = [descriptor(0, 'tty1', 'rw'), descriptor(1, 'tty1', 'rw'), descriptor(2, 'tty1', 'rw')];

const processes: ProcessView[] = [
  process(1, 'init', {
    ppid: 0,
    pgid: 1,
    sid: 1,
    state: 'sleeping',
    since: 200,
    call: 'waitpid(-1)',
    waitsFor: 'children: no child has ended',
    wakers: [2],
    system: 120,
    traps: 12,
    descriptors: tty,
  }),
  process(2, '-sh', {
    ppid: 1,
    state: 'sleeping',
    foreground: true,
    since: 900_000,
    call: 'read(0, 512)',
    waitsFor: 'tty1 readers: no input',
    wakeSource: 'keyboard',
    user: 1000,
    system: 2500,
    traps: 310,
    voluntary: 40,
    descriptors: tty,
    ignored: ['SIGINT', 'SIGQUIT'],
  }),
  process(3, 'producer', { since: 1_041_000, user: 40_000, system: 4000, traps: 22, waited: 26_000 }),
  process(4, 'consumer', {
    state: 'sleeping',
    since: 1_031_000,
    call: 'read(0, 512)',
    waitsFor: 'pipe#2 readers: pipe empty',
    wakers: [3],
    user: 30_000,
    system: 8000,
    traps: 19,
    waited: 61_000,
    voluntary: 12,
    involuntary: 3,
    descriptors: [descriptor(0, 'pipe#2', 'r'), ...tty.slice(1)],
  }),
  process(8, 'sleep', {
    state: 'sleeping',
    since: 1_000_000,
    call: 'nanosleep({sec: 60, nsec: 0})',
    waitsFor: 'clock: asleep',
    wakeSource: 'clock at 61000000',
  }),
  process(9, 'spin', { state: 'running', since: 1_038_000, user: 640_000, traps: 64, involuntary: 63 }),
  process(10, 'top', { state: 'stopped', stopSignal: 'SIGTSTP', since: 700_000, user: 22_000, traps: 11 }),
  process(11, 'old', { state: 'zombie', status: { is: 'exited', code: 3 }, since: 800_000 }),
];

export const sample: Snapshot = snapshot({
  now: 1_042_000,
  running: 9,
  sliceUsed: 4000,
  sliceLength: 10_000,
  ready: [3],
  processes,
  queues: [
    { name: 'children', reason: 'no child has ended', sleepers: [1], wakers: [2], wakeSource: null },
    { name: 'tty1 readers', reason: 'no input', sleepers: [2], wakers: [], wakeSource: 'keyboard' },
    { name: 'pipe#2 readers', reason: 'pipe empty', sleepers: [4], wakers: [3], wakeSource: null },
    { name: 'clock', reason: 'asleep', sleepers: [8], wakers: [], wakeSource: 'clock' },
  ],
  nextAlarm: 61_000_000,
  traps: 530,
  switches: 531,
  preemptions: 119,
  idle: 20_840,
});

type Told<E = KernelEvent> = E extends KernelEvent ? Omit<E, 'tick' | 'pid'> : never;

/** A moment, and a way to let things happen in it: `tell(1000, 4, { is: 'trap', call: 'getpid', args: [] })`. */
export function story(from: Snapshot) {
  const log = createLog(from);
  const tell = (tick: number, pid: Pid, what: Told) => record(log, { tick, pid, ...what } as KernelEvent);
  const at = (now: number): Moment => momentOf({ ...from, now }, log);
  return { log, tell, at };
}

/** What happened just before: some system calls of the pipeline and of the shell. */
export function sampleMoment(): Moment {
  const { tell, at } = story(sample);
  const bytes = new TextEncoder().encode('hello\n');
  tell(1_031_000, 4, { is: 'trap', call: 'read', args: [0, 512] });
  tell(1_031_000, 4, { is: 'sleep', call: 'read', queue: 'pipe#2 readers', reason: 'pipe empty' });
  tell(1_031_001, 3, { is: 'switch', from: 4, cause: 'asleep' });
  tell(1_032_000, 3, { is: 'trap', call: 'open', args: ['/tmp/x', 0] });
  tell(1_032_001, 3, { is: 'fail', call: 'open', args: ['/tmp/x', 0], code: 'ENOENT' });
  tell(1_036_000, 3, { is: 'trap', call: 'write', args: [1, bytes] });
  tell(1_036_000, 4, { is: 'wake', queue: 'pipe#2 readers', by: 3 });
  tell(1_036_001, 3, { is: 'return', call: 'write', args: [1, bytes], value: 6 });
  tell(1_036_002, 4, { is: 'switch', from: 3, cause: 'preempted' });
  tell(1_036_002, 4, { is: 'return', call: 'read', args: [0, 512], value: bytes });
  tell(1_037_000, 4, { is: 'trap', call: 'read', args: [0, 512] });
  tell(1_037_000, 4, { is: 'sleep', call: 'read', queue: 'pipe#2 readers', reason: 'pipe empty' });
  tell(1_038_000, 9, { is: 'switch', from: 4, cause: 'asleep' });
  tell(1_038_500, 9, { is: 'trap', call: 'work', args: [10_000] });
  return at(1_042_000);
}
