// The processes, as /proc tells of them.
//
//     for (const process of yield* listProcesses()) ...
//
// A process may end between two looks: what asks for one answers null when it is gone.

import {
  type Coroutine,
  Errno,
  type Gid,
  O_RDONLY,
  type Pid,
  type Tick,
  type Uid,
} from '../../kernel/abi.ts';
import { sys } from '../sys.ts';
import { readAll } from './input.ts';
import { decode } from './text.ts';

export type StateLetter = 'R' | 'S' | 'T' | 'Z'; // running or ready, asleep, stopped, zombie

/** What /proc/PID/stat tells. */
export interface Process {
  pid: Pid;
  name: string;
  state: StateLetter;
  ppid: Pid;
  pgid: Pid;
  sid: Pid;
  tty: string | null;
  foreground: Pid; // the group in the foreground of its terminal
  nice: number;
  user: Tick;
  system: Tick;
  childrenUser: Tick; // of the children it has waited for, and theirs
  childrenSystem: Tick;
  started: Tick;
  traps: number;
  voluntary: number; // context switches because it slept
  involuntary: number; // because it was preempted
  ready: Tick; // time spent waiting for the CPU
  uid: Uid; // as whom it acts
  ruid: Uid; // who started it
  gid: Gid;
  rgid: Gid;
}

export function* listProcesses(): Coroutine<Process[]> {
  const all: Process[] = [];
  for (const pid of yield* listPids()) {
    const process = yield* findProcess(pid);
    if (process !== null) all.push(process);
  }
  return all;
}

/** The pids of all processes, smallest first. */
export function* listPids(): Coroutine<Pid[]> {
  const fd = yield* sys.open('/proc', O_RDONLY);
  const pids: Pid[] = [];
  for (let some = yield* sys.readdir(fd); some.length > 0; some = yield* sys.readdir(fd)) {
    for (const { name } of some) if (/^\d+$/.test(name)) pids.push(Number(name));
  }
  yield* sys.close(fd);
  return pids.sort((a, b) => a - b);
}

export function* findProcess(pid: Pid): Coroutine<Process | null> {
  const line = yield* readProc(`/proc/${pid}/stat`);
  return line === null ? null : parseStat(line);
}

/** Its arguments; none of a zombie. */
export function* argumentsOf(pid: Pid): Coroutine<string[]> {
  const text = yield* readProc(`/proc/${pid}/cmdline`);
  return (text ?? '').split('\0').slice(0, -1);
}

/** What it waits for; null if for nothing. */
export function* waitsFor(pid: Pid): Coroutine<string | null> {
  const reason = ((yield* readProc(`/proc/${pid}/wchan`)) ?? '').trim();
  return reason === '' || reason === '0' ? null : reason;
}

/** A file of "name: value" lines, such as /proc/sched. */
export function* readFields(path: string): Coroutine<Record<string, string>> {
  const lines = ((yield* readProc(path)) ?? '').split('\n').filter((line) => line.includes(':'));
  return Object.fromEntries(lines.map((line) => line.split(/:\s*/, 2) as [string, string]));
}

/** Seconds since boot, and how many of them the CPU was idle. */
export function* uptime(): Coroutine<{ up: number; idle: number }> {
  const [up = 0, idle = 0] = ((yield* readProc('/proc/uptime')) ?? '').split(' ').map(Number);
  return { up, idle };
}

/** The text of a file of /proc; null if what it is about is gone. */
export function* readProc(path: string): Coroutine<string | null> {
  try {
    const fd = yield* sys.open(path, O_RDONLY);
    const bytes = yield* readAll(fd);
    yield* sys.close(fd);
    return decode(bytes);
  } catch (error) {
    if (error instanceof Errno && (error.code === 'ENOENT' || error.code === 'ESRCH')) return null;
    throw error;
  }
}

const lastFields = [
  'foreground',
  'nice',
  'user',
  'system',
  'childrenUser',
  'childrenSystem',
  'started',
  'traps',
  'voluntary',
  'involuntary',
  'ready',
  'uid',
  'ruid',
  'gid',
  'rgid',
] as const;

/** The name may hold anything, spaces and parentheses too: what follows it starts after the last ')'. */
export function parseStat(line: string): Process {
  const open = line.indexOf('(');
  const close = line.lastIndexOf(')');
  const [state, ppid, pgid, sid, tty, ...rest] = line
    .slice(close + 1)
    .trim()
    .split(' ');
  const numbers = Object.fromEntries(lastFields.map((field, i) => [field, Number(rest[i])]));
  return {
    pid: Number(line.slice(0, open)),
    name: line.slice(open + 1, close),
    state: state as StateLetter,
    ppid: Number(ppid),
    pgid: Number(pgid),
    sid: Number(sid),
    tty: tty === undefined || tty === '-' ? null : tty,
    ...(numbers as Record<(typeof lastFields)[number], number>),
  };
}
