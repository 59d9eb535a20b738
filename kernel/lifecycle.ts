// A process from birth to death.
//
//     spawn     a child that inherits what it is not told to have otherwise, ready to run
//     exit      lets go of everything, becomes a zombie, hands its children to init, tells its parent (see wait.ts)
//
// Whatever a process held is released here, however it ends.

import {
  ARG_MAX,
  type Env,
  Errno,
  type FileAction,
  type Path,
  type Pid,
  type Program,
  type SpawnOptions,
  type User,
  type WaitStatus,
} from './abi.ts';
import type { Kernel } from './boot.ts';
import { afterExec, type Credentials, credentialsOf, isPrivileged, ROOT } from './credentials.ts';
import { close, closeAll, closeOnExec, duplicate, inherit, installAt } from './file.ts';
import type { Inode } from './fs/inode.ts';
import { openPath } from './fs/open.ts';
import { directoryAt, type Looker, lookup } from './fs/path.ts';
import { stopTimer } from './itimer.ts';
import { loseTerminal } from './jobcontrol.ts';
import { demand } from './permissions.ts';
import { enter, halt, newTask, type Process, ready, type Task, unready, ZOMBIE } from './process.ts';
import { checkProcessLimit, limitsAtBoot, nextDue } from './rlimit.ts';
import { discard, setBlocked } from './sigmask.ts';
import { couldContinue, groupMembers, isOrphaned, sendGroup, tellParent } from './signal.ts';
import { bit, setOf } from './signals.ts';
import { traceExit } from './trace.ts';
import { ttyOf } from './ttyops.ts';
import { reap } from './wait.ts';
import { leaveQueues } from './waitqueue.ts';

const PID_MAX = 2 ** 22;
const RESERVED = 16; // places in the process table for children of session leaders: a shell can always start `kill`

export function spawn(
  kernel: Kernel,
  parent: Process,
  path: Path,
  argv: string[],
  options: SpawnOptions,
): Process {
  const spare = parent.session.id === parent.pid ? 0 : RESERVED;
  if (kernel.processes.size >= kernel.maxProcesses - spare) throw new Errno('EAGAIN');
  const env = options.env ?? parent.env;
  checkProcessLimit(kernel, parent);
  checkSize(argv, env);
  const cred = options.user ? become(parent, options.user) : parent.cred;
  const file = executable(kernel, { cwd: parent.cwd, pid: parent.pid, cred }, path);
  const child = newProcess(kernel, parent, path, argv, env, file.program);
  child.cred = cred;
  try {
    setUp(kernel, child, options);
    child.cred = afterExec(cred, file.inode, false);
  } catch (error) {
    closeAll(kernel, child);
    if (options.session) loseTerminal(kernel, child.session); // it may have got a terminal already
    throw error;
  }
  kernel.processes.set(child.pid, child);
  parent.children ??= new Set();
  parent.children.add(child);
  kernel.spawned++;
  kernel.watch?.({
    is: 'spawn',
    tick: kernel.clock.now,
    pid: parent.pid,
    child: child.pid,
    path,
    argv: child.argv,
  });
  if (options.stopped) halt(kernel, child.task);
  else ready(kernel, child.task);
  return child;
}

/** Only root may say who its child is. */
function become(parent: Process, user: User): Credentials {
  if (!isPrivileged(parent)) throw new Errno('EPERM');
  return credentialsOf(user);
}

/** A file that may be run, and the program in it; or why there is none. */
export function executable(kernel: Kernel, looker: Looker, path: Path): { inode: Inode; program: Program } {
  const inode = lookup(kernel, looker, path);
  const { content } = inode;
  if (content.is !== 'file') throw new Errno('EACCES');
  demand(looker.cred, inode, 'x');
  if (!content.program) throw new Errno('ENOEXEC');
  return { inode, program: content.program };
}

/** E2BIG if that is too much for a program. */
export function checkSize(argv: readonly string[], env: Env): void {
  let size = 0;
  for (const word of argv) size += word.length + 1;
  for (const name in env) size += name.length + (env[name] as string).length + 2;
  if (size > ARG_MAX) throw new Errno('E2BIG');
}

export function newProcess(
  kernel: Kernel,
  parent: Process | null,
  path: Path,
  argv: readonly string[],
  env: Env,
  program: Program,
): Process {
  const process: Process = {
    pid: newPid(kernel),
    parent,
    pgid: parent?.pgid ?? 1,
    session: parent?.session ?? { id: 1, terminal: null },
    path,
    argv,
    env,
    started: kernel.clock.now,
    files: parent ? inherit(parent) : [],
    closeOnExec: parent?.closeOnExec ? new Set(parent.closeOnExec) : null,
    cwd: parent?.cwd ?? kernel.root,
    umask: parent?.umask ?? 0o022,
    cred: parent?.cred ?? ROOT,
    nice: parent?.nice ?? 0,
    children: null,
    news: null,
    childQueue: null,
    pending: 0,
    ignored: parent?.ignored ?? 0,
    handlers: null,
    infos: null,
    timer: null,
    stopSignal: null,
    report: null,
    dying: null,
    tracer: null,
    limits: parent?.limits ?? limitsAtBoot,
    cpuDue: nextDue((parent?.limits ?? limitsAtBoot).RLIMIT_CPU, 0),
    childrenUser: 0,
    childrenSystem: 0,
    childrenVoluntary: 0,
    childrenInvoluntary: 0,
    task: null as unknown as Task, // made a moment later: each has the other
  };
  process.task = newTask(process, program);
  if (parent) setBlocked(process.task, parent.task.blocked);
  return process;
}

function newPid(kernel: Kernel): Pid {
  do kernel.lastPid = (kernel.lastPid % PID_MAX) + 1;
  while (kernel.processes.has(kernel.lastPid));
  return kernel.lastPid;
}

/** What posix_spawn(3) does in the child before its program starts, in its order. */
function setUp(kernel: Kernel, child: Process, options: SpawnOptions): void {
  if (options.session) {
    child.session = { id: child.pid, terminal: null };
    child.pgid = child.pid;
  } else if (options.pgid !== undefined) joinGroup(kernel, child, options.pgid);
  if (options.cwd !== undefined) child.cwd = directoryAt(kernel, child, options.cwd);
  if (options.mask) setBlocked(child.task, setOf(options.mask));
  child.ignored &= ~setOf(options.defaults ?? []);
  for (const action of options.actions ?? []) act(kernel, child, action);
  closeOnExec(kernel, child);
}

function act(kernel: Kernel, child: Process, action: FileAction): void {
  switch (action.is) {
    case 'dup':
      duplicate(kernel, child, action.from, action.to);
      return;
    case 'open':
      installAt(kernel, child, action.fd, openPath(kernel, child, action.path, action.flags, action.mode));
      return;
    case 'close':
      close(kernel, child, action.fd);
      return;
    case 'tcsetpgrp': {
      // No check for the foreground: the shell that gives its place away asks for it on the child's behalf.
      const tty = ttyOf(child, action.fd);
      if (child.session.terminal !== tty) throw new Errno('ENOTTY');
      tty.foreground = child.pgid;
      return;
    }
    default:
      action satisfies never;
  }
}

/** setpgid(2): 0 makes a group of its own. */
export function joinGroup(kernel: Kernel, process: Process, pgid: Pid): void {
  if (process.session.id === process.pid) throw new Errno('EPERM');
  const group = pgid || process.pid;
  const member = groupMembers(kernel, group)[0];
  if (group !== process.pid && member?.session !== process.session) throw new Errno('EPERM');
  process.pgid = group;
}

/** Ends a process, now. */
export function exit(kernel: Kernel, process: Process, status: WaitStatus): void {
  const { task } = process;
  if (process.tracer) traceExit(kernel, process, status);
  leaveQueues(kernel, task);
  unready(kernel, task);
  enter(kernel, task, ZOMBIE);
  kernel.stopped.delete(task);
  task.coroutine = null;
  task.callers = null;
  task.frames = null;
  task.half = null;
  task.outcome = undefined;
  discard(process, process.pending);
  process.handlers = null;
  stopTimer(kernel, process);
  closeAll(kernel, process);
  if (process.session.id === process.pid) loseTerminal(kernel, process.session);
  orphan(kernel, process);
  kernel.watch?.({ is: 'exit', tick: kernel.clock.now, pid: process.pid, status });
  if (process === kernel.init) {
    kernel.halted = status.is === 'exited' ? status.code : 1;
    return;
  }
  const { parent } = process;
  tellParent(kernel, process, status);
  if (parent && leavesNoZombies(parent)) reap(kernel, parent, process);
}

function leavesNoZombies({ ignored, handlers }: Process): boolean {
  const flags = handlers?.get('SIGCHLD')?.flags;
  return (ignored & bit('SIGCHLD')) !== 0 || flags?.includes('SA_NOCLDWAIT') === true;
}

// A group is cut off when the last one who could let it go on is gone: its parent in the same session, outside of it.
function orphan(kernel: Kernel, process: Process): void {
  const { init } = kernel;
  if (process === init) return;
  const left = new Set<Pid>();
  if (process.parent && couldContinue(process.parent, process)) left.add(process.pgid);
  for (const child of process.children ?? []) {
    if (couldContinue(process, child)) left.add(child.pgid);
    child.parent = init;
    init.children ??= new Set();
    init.children.add(child);
    if (child.report) tellParent(kernel, child, child.report);
  }
  process.children = null;
  process.news = null;
  if (kernel.stopped.size > 0) freeOrphans(kernel, left);
}

// If one of such a group is stopped, all are told that they were left, and to go on (POSIX, _Exit).
function freeOrphans(kernel: Kernel, groups: ReadonlySet<Pid>): void {
  const stopped = new Set([...kernel.stopped].map(({ process }) => process.pgid));
  for (const group of stopped) {
    if (!groups.has(group) || !isOrphaned(kernel, group)) continue;
    sendGroup(kernel, group, 'SIGHUP');
    sendGroup(kernel, group, 'SIGCONT');
  }
}
