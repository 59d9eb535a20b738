// The plain records that cross the line between a program and the kernel, each with the kind that checks it.
//
// Names and meanings are those of POSIX where there is a struct of that name; times are Timespecs as in time.h.

import { Errno } from './errno.ts';
import {
  copyList,
  fd,
  int,
  type Kind,
  mode,
  path,
  printList,
  printRecord,
  quote,
  record,
  result,
  signal,
  size,
  strings,
} from './kinds.ts';
import type { Signal } from './signals.ts';
import { type User, user } from './users.ts';

export type Bytes = Uint8Array;
export type Fd = number; // a file descriptor: an index into the process's table of open files
export type Pid = number;
export type Tick = number; // virtual time in microseconds since boot
export type Path = string;

/** Environment variables by name. */
export type Env = Record<string, string>;

/** A span or a moment: seconds, and nanoseconds below one second. Moments count from 1970-01-01 UTC. */
export interface Timespec {
  sec: number;
  nsec: number;
}

export type FileKind = 'file' | 'directory' | 'symlink' | 'device' | 'pipe';

/** What stat(2) tells. `mode` holds the permission bits only; `kind` says what it is. */
export interface Stat {
  ino: number;
  dev: number; // which file system
  kind: FileKind;
  mode: number;
  nlink: number;
  uid: number;
  gid: number;
  size: number; // bytes
  atime: Timespec;
  mtime: Timespec;
  ctime: Timespec;
}

export interface DirEntry {
  name: string;
  ino: number;
  kind: FileKind;
}

/** How a child came to its end, or what else waitpid(2) has to tell of it. */
export type WaitStatus =
  | { is: 'exited'; code: number }
  | { is: 'killed'; signal: Signal }
  | { is: 'stopped'; signal: Signal }
  | { is: 'continued' };

/** `pid` is 0, and `status` null, when WNOHANG found nothing to tell. */
export interface Waited {
  pid: Pid;
  status: WaitStatus | null;
}

/** CPU time in ticks: `user` in sys.work, `system` in system calls; of the process and of its reaped children. */
export interface Times {
  user: Tick;
  system: Tick;
  childrenUser: Tick;
  childrenSystem: Tick;
  elapsed: Tick; // since boot
}

export interface Utsname {
  sysname: string;
  nodename: string;
  release: string;
  version: string;
  machine: string;
}

/** One step that the kernel takes for a child before its program starts (posix_spawn_file_actions). */
export type FileAction =
  | { is: 'dup'; from: Fd; to: Fd }
  | { is: 'open'; fd: Fd; path: Path; flags: number; mode: number }
  | { is: 'close'; fd: Fd }
  | { is: 'tcsetpgrp'; fd: Fd }; // put the child's group in the foreground of that terminal

/** How a child differs from its parent (posix_spawnattr). What is left out is inherited. */
export interface SpawnOptions {
  env?: Env;
  cwd?: Path;
  actions?: FileAction[]; // in order
  pgid?: Pid; // the process group to join; 0 makes a new one, led by the child
  session?: boolean; // lead a new session
  stopped?: boolean; // start stopped, until SIGCONT
  defaults?: Signal[]; // signals set back to their default action
  mask?: Signal[]; // signals blocked, instead of those that this process blocks
  user?: User; // who it is; root only may say
}

export const timespec: Kind<Timespec> = {
  name: 'time',
  type: 'Timespec',
  check(value) {
    const { sec, nsec } = record(value);
    const time = { sec: int.check(sec), nsec: size.check(nsec) };
    if (time.nsec >= 1e9) throw new Errno('EINVAL');
    return time;
  },
  print: ({ sec, nsec }) => `{sec: ${sec}, nsec: ${nsec}}`,
};

/** A time that is left, of which there is mostly none. */
export const remaining: Kind<Timespec> = {
  ...timespec,
  print: (time) => (time.sec === 0 && time.nsec === 0 ? '0' : timespec.print(time)),
};

function fileAction(value: unknown): FileAction {
  const action = record(value);
  switch (action.is) {
    case 'dup':
      return { is: 'dup', from: fd.check(action.from), to: fd.check(action.to) };
    case 'open':
      return {
        is: 'open',
        fd: fd.check(action.fd),
        path: path.check(action.path),
        flags: size.check(action.flags),
        mode: mode.check(action.mode ?? 0o666),
      };
    case 'close':
      return { is: 'close', fd: fd.check(action.fd) };
    case 'tcsetpgrp':
      return { is: 'tcsetpgrp', fd: fd.check(action.fd) };
    default:
      throw new Errno('EINVAL');
  }
}

export const spawnOptions: Kind<SpawnOptions> = {
  name: 'options',
  type: 'SpawnOptions = {}',
  isOptional: true,
  check(value) {
    if (value === undefined) return {};
    const given = record(value);
    const options: SpawnOptions = {};
    if (given.env !== undefined) options.env = environment(given.env);
    if (given.cwd !== undefined) options.cwd = path.check(given.cwd);
    if (given.actions !== undefined) options.actions = copyList(given.actions, fileAction);
    if (given.pgid !== undefined) options.pgid = size.check(given.pgid);
    if (given.session) options.session = true;
    if (given.stopped) options.stopped = true;
    if (given.defaults !== undefined) options.defaults = copyList(given.defaults, signal.check);
    if (given.mask !== undefined) options.mask = copyList(given.mask, signal.check);
    if (given.user !== undefined) options.user = user(given.user);
    return options;
  },
  print(options) {
    const { actions } = options;
    const steps = actions ? [`actions: ${printList(actions, printAction)}`] : [];
    const others = (['cwd', 'pgid', 'session', 'stopped', 'defaults', 'mask', 'user'] as const)
      .filter((name) => options[name] !== undefined)
      .map((name) => `${name}: ${JSON.stringify(options[name])}`);
    return `{${[...steps, ...others].join(', ')}}`;
  },
};

function printAction(action: FileAction): string {
  switch (action.is) {
    case 'dup':
      return `${action.to}<-${action.from}`;
    case 'open':
      return `${action.fd}<-${quote(action.path)}`;
    default:
      return `${action.is} ${action.fd}`;
  }
}

export const stat = result<Stat>(
  'Stat',
  ({ kind, mode, size }) => `{${kind}, 0${mode.toString(8)}, ${size}}`,
);
export const entries = result<DirEntry[]>('DirEntry[]', (all) => `[${all.length} entries]`);
export const waited = result<Waited>('Waited', ({ pid, status }) =>
  status === null ? String(pid) : `{${pid}, ${printStatus(status)}}`,
);
export const argv: Kind<string[]> = strings('argv');
export const env: Kind<Env> = {
  name: 'env',
  type: 'Env',
  check: environment,
  print: (value) => `{${Object.keys(value).length} variables}`,
};
export const plain = <T>(type: string): Kind<T> => result<T>(type, printRecord);

export function printStatus(status: WaitStatus): string {
  if (status.is === 'exited') return `exited ${status.code}`;
  return status.is === 'continued' ? 'continued' : `${status.is} ${status.signal}`;
}

function environment(value: unknown): Env {
  const names = Object.keys(record(value));
  const values = strings('env').check(names.map((name) => (value as Env)[name]));
  if (names.some((name) => name === '' || name.includes('=') || name.includes('\0')))
    throw new Errno('EINVAL');
  return Object.fromEntries(names.map((name, i) => [name, values[i] as string]));
}
