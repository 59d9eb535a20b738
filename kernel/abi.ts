// The line between programs and the kernel: one instruction, and one table of system calls.
//
// A program enters the kernel by yielding a Trap, and in no other way. It gets one from the stubs in
// userland/sys.ts, which are made from the table below, and so are strace, `man 2 read` and docs/syscalls.md:
//
//     const data = yield* sys.read(0, 512);
//
// The type of `data` comes from the row. Without the star it does not compile.
//
// To add a system call: a row here, and a handler in calls/. The compiler asks for the second.
//
// Read next: boot.ts

import { accessFlags, accessMode, fdFlags, openFlags, waitFlags, whence } from './constants.ts';
import { Errno, type ErrorCode } from './errno.ts';
import * as k from './kinds.ts';
import { as, bytes, fd, int, mode, nothing, optional, path, pid, read, size } from './kinds.ts';
import * as p from './pollfd.ts';
import type * as r from './records.ts';
import { argv, entries, env, plain, remaining, spawnOptions, stat, timespec, waited } from './records.ts';
import {
  type Resource,
  type Rlimit,
  type Rusage,
  resource,
  rlimit,
  type WaitedUsage,
  waitedUsage,
} from './resources.ts';
import type { Signal } from './signals.ts';
import {
  type Disposition,
  disposition,
  type Itimer,
  itimer,
  newDisposition,
  signalSet,
} from './sigrecords.ts';
import { type IoctlArgument, type IoctlRequest, ioctlArgument, ioctlRequest } from './termios.ts';
import { type Gid, groups, id, owner, type Uid } from './users.ts';

export * from './constants.ts';
export { Errno, type ErrorCode, errorCodes, errorNumber, strerror } from './errno.ts';
export {
  POLLERR,
  POLLHUP,
  POLLIN,
  POLLNVAL,
  POLLOUT,
  type Polled,
  type PollFd,
} from './pollfd.ts';
export * from './records.ts';
export { type Resource, RLIM_INFINITY, type Rlimit, type Rusage, type WaitedUsage } from './resources.ts';
export { defaultAction, isSignal, type Signal, signalNumber, signals, signalText } from './signals.ts';
export type { Disposition, Itimer, SigAction, SigFlag, SignalInfo } from './sigrecords.ts';
export {
  type IoctlArgument,
  type IoctlRequest,
  SANE,
  type Termios,
  termiosCharacters,
  termiosFlags,
  type WindowSize,
} from './termios.ts';
export type { Gid, Uid, User } from './users.ts';

type Fd = r.Fd;
type Path = r.Path;
type Pid = r.Pid;

const newTime = k.nullable(timespec);
const clock = k.oneOf('clock', ['realtime', 'monotonic', 'process_cputime'] as const);
const who = k.oneOf('who', ['self', 'children'] as const);
const how = k.oneOf('how', ['block', 'unblock', 'setmask'] as const);
const command = k.oneOf('command', [
  'F_DUPFD',
  'F_DUPFD_CLOEXEC',
  'F_GETFD',
  'F_SETFD',
  'F_GETFL',
  'F_SETFL',
] as const);
const powerOff = k.oneOf('how', ['poweroff'] as const);

type Kinds<P extends readonly unknown[]> = { readonly [I in keyof P]: k.Kind<P[I]> };

/** One row of the table. `F` is the prototype that programs see; it is there for the compiler only. */
export interface Row<F extends (...args: never[]) => unknown> {
  readonly nr: number;
  readonly params: Kinds<Required<Parameters<F>>>;
  readonly returns: k.Kind<ReturnType<F>>;
  readonly man: string;
  readonly errors: readonly ErrorCode[];
  readonly prototype?: F;
}

function call<F extends (...args: never[]) => unknown>(
  nr: number,
  params: Row<F>['params'],
  returns: Row<F>['returns'],
  man: string,
  errors: string,
): Row<F> {
  return { nr, params, returns, man, errors: errors.split(' ').filter(Boolean) as ErrorCode[] };
}

// biome-ignore format: a table
export const syscalls = {
  //            prototype                                          nr   arguments                result     what the manual says
  // processes
  exit:         call<(status: number) => void>                     (1,  [as('status', int)],     nothing,   'End this process. Its parent finds the low eight bits of the status with waitpid. Does not return.', ''),
  spawn:        call<(path: Path, argv: string[], options?: r.SpawnOptions) => Pid>
                                                                   (2,  [path, argv, spawnOptions], int,    'Start a program as a child process and return its pid. The child inherits what options do not change: descriptors, working directory, environment, process group.', 'E2BIG EACCES EAGAIN EBADF EEXIST EINVAL EISDIR ELOOP ENAMETOOLONG ENOENT ENOEXEC ENOTDIR ENOTTY ENXIO EPERM EROFS'),
  waitpid:      call<(pid: Pid, options?: number) => r.Waited>     (3,  [pid, waitFlags],        waited,    'Wait until a child ends (or, if options say so, stops or continues) and tell how. pid is one child, -1 for any, 0 for any of the own process group, -pgid for any of that group.', 'ECHILD EINTR EINVAL'),
  getpid:       call<() => Pid>                                    (4,  [],                      int,       'The id of this process.', ''),
  getppid:      call<() => Pid>                                    (5,  [],                      int,       'The id of the parent: 1 after the parent has ended.', ''),
  kill:         call<(pid: Pid, signal: Signal | 0) => void>       (6,  [pid, k.signalOrZero],   nothing,   'Send a signal: to one process, to the own process group (0), to all but init (-1), or to a group (-pgid). Only root reaches processes of other users. Signal 0 only asks whether it could be sent.', 'EINVAL EPERM ESRCH'),
  sigaction:    call<(signal: Signal, action?: Disposition | null) => Disposition>
                                                                   (7,  [k.signal, newDisposition],  disposition, 'Say what a signal does to this process: its default, nothing, or run a handler; returns what it did before. Without an action it only tells. A handler is a coroutine that runs in between; the call that it interrupts is made again with SA_RESTART, else it fails with EINTR. SIGKILL and SIGSTOP cannot be changed. See signal(7).', 'EFAULT EINVAL'),
  sigprocmask:  call<(how: 'block' | 'unblock' | 'setmask', signals: Signal[]) => Signal[]>
                                                                   (48, [how, signalSet],        signalSet,   'Block or unblock signals, or set which are blocked; returns those that were. A blocked signal waits. SIGKILL and SIGSTOP cannot be blocked.', 'EINVAL'),
  sigpending:   call<() => Signal[]>                               (49, [],                      signalSet, 'The signals that have come and are blocked.', ''),
  sigsuspend:   call<(mask: Signal[]) => void>                     (50, [as('mask', signalSet)], nothing,   'Block exactly these signals and wait until a handler has run; then block again what was blocked before. Always fails with EINTR.', 'EINTR EINVAL'),
  pause:        call<() => void>                                   (51, [],                      nothing,   'Wait until a handler has run. Always fails with EINTR.', 'EINTR'),
  alarm:        call<(seconds: number) => number>                  (52, [as('seconds', size)],   int,       'Send this process SIGALRM after so many seconds (0: never); returns how many were left of the alarm before.', 'EINVAL'),
  setitimer:    call<(timer: Itimer) => Itimer>                    (53, [itimer],                itimer,    'Send this process SIGALRM after a time (zero: never), and again after each interval; returns what was left of the timer before.', 'EFAULT EINVAL'),
  setpgid:      call<(pid: Pid, pgid: Pid) => void>                (8,  [pid, as('pgid', pid)],  nothing,   'Move a process (0: this one) to a process group of its session (0: a new one with its own id).', 'EINVAL EPERM ESRCH'),
  getpgid:      call<(pid: Pid) => Pid>                            (9,  [pid],                   int,       'The process group of a process (0: of this one).', 'ESRCH'),
  setsid:       call<() => Pid>                                    (10, [],                      int,       'Start a new session without a terminal, led by this process.', 'EPERM'),
  getsid:       call<(pid: Pid) => Pid>                            (11, [pid],                   int,       'The session of a process (0: of this one).', 'ESRCH'),
  nice:         call<(increment: number) => number>                (12, [as('increment', int)],  int,       'Be nicer (larger, up to 19) or, as root, less nice (down to -20) to the others; returns the new value. Round robin gives a nicer process a shorter slice.', 'EPERM'),
  umask:        call<(mask: number) => number>                     (47, [as('mask', mode)],      mode,      'Set which permission bits new files do not get; returns the mask before.', 'EINVAL'),
  execve:       call<(path: Path, argv: string[], env: r.Env) => void>
                                                                   (66, [path, argv, env],       nothing,   'Run another program in this process, in the place of the one that runs. Descriptors stay open if they are not close-on-exec; handlers are gone, and what is ignored or blocked stays so. Returns only if it fails.', 'E2BIG EACCES EFAULT EINVAL ELOOP ENAMETOOLONG ENOENT ENOEXEC ENOTDIR'),
  wait4:        call<(pid: Pid, options?: number) => WaitedUsage>  (67, [pid, waitFlags],        waitedUsage, 'As waitpid, and tell what the child and the children that it had waited for have used.', 'ECHILD EINTR EINVAL'),
  getrusage:    call<(who: 'self' | 'children') => Rusage>         (68, [who],                   plain('Rusage'), 'What this process has used, or the children that it has waited for: CPU time in ticks, and how often the CPU was given up or taken away.', 'EINVAL'),
  getrlimit:    call<(resource: Resource) => Rlimit>               (69, [resource],              rlimit,    'How much of something this process may use: seconds of CPU time (RLIMIT_CPU), bytes of a file (RLIMIT_FSIZE), descriptors (RLIMIT_NOFILE), processes of its user (RLIMIT_NPROC).', 'EINVAL'),
  setrlimit:    call<(resource: Resource, limit: Rlimit) => void>  (70, [resource, rlimit],      nothing,   'Set how much of something this process and its children to come may use. The soft limit may not be above the hard one, which only root may raise.', 'EFAULT EINVAL EPERM'),
  getuid:       call<() => Uid>                                    (80, [],                      int,       'The real user id: who started this process.', ''),
  geteuid:      call<() => Uid>                                    (81, [],                      int,       'The effective user id: as whom it acts. It differs from the real one in a set-user-ID program.', ''),
  getgid:       call<() => Gid>                                    (82, [],                      int,       'The real group id.', ''),
  getegid:      call<() => Gid>                                    (83, [],                      int,       'The effective group id: the group of new files.', ''),
  getgroups:    call<() => Gid[]>                                  (84, [],                      groups,    'The other groups that this process is in.', ''),
  setuid:       call<(uid: Uid) => void>                           (85, [as('uid', id)],         nothing,   'Become another user. Root becomes that user for good: real, effective and saved id. Others may only set the effective id to the real or the saved one. See credentials(7).', 'EINVAL EPERM'),
  setgid:       call<(gid: Gid) => void>                           (86, [as('gid', id)],         nothing,   'Change the group, as setuid does the user.', 'EINVAL EPERM'),
  setgroups:    call<(groups: Gid[]) => void>                      (87, [groups],                nothing,   'Set the other groups. Root only.', 'EINVAL EPERM'),
  // time
  sched_yield:  call<() => void>                                   (13, [],                      nothing,   'Let the others run first.', ''),
  work:         call<(ticks: number) => void>                      (14, [as('ticks', size)],     nothing,   'Compute for so many ticks of CPU time. The timer interrupt may preempt it at any tick.', 'EINVAL'),
  nanosleep:    call<(time: r.Timespec) => r.Timespec>             (15, [timespec],              remaining, 'Sleep for at least this long, rounded up to a tick (a microsecond). Returns what is left: no time, or the rest if a handler cut it short.', 'EINVAL'),
  clock_gettime:call<(clock: ClockName) => r.Timespec>             (16, [clock],                 timespec,  'The virtual time since 1970 (realtime) or since boot (monotonic), or the CPU time of this process (process_cputime).', 'EINVAL'),
  times:        call<() => r.Times>                                (17, [],                      plain('Times'), 'The CPU time used by this process and by the children it has waited for, in ticks.', ''),
  // files
  open:         call<(path: Path, flags: number, mode?: number) => Fd>
                                                                   (18, [path, openFlags, optional(mode, 0o666)], fd, 'Open a file, or with O_CREAT make it, and return the lowest free descriptor. A FIFO waits for its other end.', 'EACCES EBADF EBUSY EEXIST EINTR EINVAL EISDIR ELOOP EMFILE ENAMETOOLONG ENOENT ENOTDIR ENXIO EROFS'),
  close:        call<(fd: Fd) => void>                             (19, [fd],                    nothing,   'Close a descriptor. The last one of a pipe\'s end tells the other end.', 'EBADF'),
  read:         call<(fd: Fd, count: number) => r.Bytes>           (20, [fd, size],              read,      'Read up to count bytes. No bytes means the end of the file. Waits while a pipe or a terminal is empty.', 'EAGAIN EBADF EINTR EINVAL EIO EISDIR'),
  write:        call<(fd: Fd, data: r.Bytes) => number>            (21, [fd, bytes],             int,       'Write bytes and return how many were taken. Waits while a pipe is full. With nobody left to read: SIGPIPE and EPIPE.', 'EAGAIN EBADF EFBIG EINTR EIO ENOSPC EPIPE'),
  lseek:        call<(fd: Fd, offset: number, whence?: number) => number>
                                                                   (22, [fd, as('offset', int), whence], int, 'Set the offset of an open file from its start, from here or from its end; returns the new offset.', 'EBADF EINVAL ESPIPE'),
  dup:          call<(fd: Fd) => Fd>                               (23, [fd],                    fd,        'Another descriptor, the lowest free one, of the same open file.', 'EBADF EMFILE'),
  dup2:         call<(from: Fd, to: Fd) => Fd>                     (24, [as('from', fd), as('to', fd)], fd, 'Make descriptor `to` another one of the same open file, closing it first if it was open.', 'EBADF'),
  pipe:         call<() => [Fd, Fd]>                               (25, [],                      plain('[Fd, Fd]'), 'A new pipe: the descriptor to read from and the descriptor to write to.', 'EMFILE'),
  ioctl:        call<(fd: Fd, request: IoctlRequest, argument?: IoctlArgument) => IoctlArgument>
                                                                   (26, [fd, ioctlRequest, optional(ioctlArgument, null)], ioctlArgument, 'Ask or tell a terminal: its settings (TCGETS; TCSETS or TCSETSW, or TCSETSF, which forgets what was typed and not read, as TCFLSH does), its window size (TIOCGWINSZ, TIOCSWINSZ), its foreground process group (TIOCGPGRP, TIOCSPGRP) and session (TIOCGSID); a session leader makes it the controlling terminal (TIOCSCTTY) or gives it up (TIOCNOTTY). See termios(3).', 'EBADF EINTR EINVAL EIO ENOTTY EPERM'),
  pread:        call<(fd: Fd, count: number, offset: number) => r.Bytes>
                                                                   (60, [fd, size, as('offset', int)], read, 'As read, from this offset of the file; the offset of the open file stays as it is.', 'EBADF EINVAL EISDIR ESPIPE'),
  pwrite:       call<(fd: Fd, data: r.Bytes, offset: number) => number>
                                                                   (61, [fd, bytes, as('offset', int)], int, 'As write, at this offset of the file (with O_APPEND at its end); the offset of the open file stays as it is.', 'EBADF EFBIG EINVAL ENOSPC ESPIPE'),
  dup3:         call<(from: Fd, to: Fd, flags?: number) => Fd>     (62, [as('from', fd), as('to', fd), fdFlags], fd, 'As dup2, with O_CLOEXEC if another program that takes over is not to have it. from and to must differ.', 'EBADF EINVAL'),
  pipe2:        call<(flags?: number) => [Fd, Fd]>                 (63, [fdFlags],               plain('[Fd, Fd]'), 'As pipe, with flags for both ends: O_CLOEXEC, O_NONBLOCK.', 'EINVAL EMFILE'),
  fcntl:        call<(fd: Fd, command: FcntlCommand, argument?: number) => number>
                                                                   (64, [fd, command, optional(as('argument', int), 0)], int, 'Copy a descriptor to the lowest free one from argument on (F_DUPFD, F_DUPFD_CLOEXEC), tell or set whether it is closed when another program takes over (F_GETFD, F_SETFD: 1 or 0), tell the flags of its open file (F_GETFL) or set O_APPEND and O_NONBLOCK (F_SETFL).', 'EBADF EINVAL EMFILE'),
  poll:         call<(fds: p.PollFd[], timeout?: number | null) => p.Polled[]>
                                                                   (65, [p.pollFds, p.timeout],   p.polled,  'Wait until one of these descriptors is ready for one of its events, but no longer than timeout milliseconds (null: for ever); returns those that are. POLLERR, POLLHUP and POLLNVAL are told unasked.', 'EFAULT EINTR EINVAL'),
  openpty:      call<() => [Fd, Fd]>                               (100, [],                     plain('[Fd, Fd]'), 'A new pseudo-terminal: the descriptor of its master and that of its slave, a terminal of the name /dev/pts/N. What the master writes is typed at the slave, and what the slave shows can be read from the master; once nobody has the slave open, that read fails with EIO. When the master is closed, the slave hangs up.', 'EMFILE ENOSPC'),
  // the tree of names
  stat:         call<(path: Path) => r.Stat>                       (27, [path],                  stat,      'What there is to know of a file, following symbolic links.', 'EACCES ELOOP ENAMETOOLONG ENOENT ENOTDIR'),
  lstat:        call<(path: Path) => r.Stat>                       (28, [path],                  stat,      'As stat, but of a symbolic link itself.', 'EACCES ELOOP ENAMETOOLONG ENOENT ENOTDIR'),
  fstat:        call<(fd: Fd) => r.Stat>                           (29, [fd],                    stat,      'As stat, of an open file.', 'EBADF'),
  readdir:      call<(fd: Fd) => r.DirEntry[]>                     (30, [fd],                    entries,   'The next entries of an open directory, some at a time, without . and ..; none at the end.', 'EBADF ENOTDIR'),
  mkdir:        call<(path: Path, mode?: number) => void>          (31, [path, optional(mode, 0o777)], nothing, 'Make an empty directory.', 'EACCES EEXIST ELOOP ENAMETOOLONG ENOENT ENOTDIR EROFS'),
  rmdir:        call<(path: Path) => void>                         (32, [path],                  nothing,   'Remove an empty directory.', 'EACCES EBUSY EINVAL ELOOP ENAMETOOLONG ENOENT ENOTDIR ENOTEMPTY EPERM EROFS'),
  unlink:       call<(path: Path) => void>                         (33, [path],                  nothing,   'Remove a name. The file goes when its last name and its last descriptor are gone.', 'EACCES EISDIR ELOOP ENAMETOOLONG ENOENT ENOTDIR EPERM EROFS'),
  rename:       call<(path: Path, newpath: Path) => void>          (34, [path, as('newpath', path)], nothing, 'Give a file another name, replacing what had that name, in one step.', 'EACCES EBUSY EINVAL EISDIR ELOOP ENAMETOOLONG ENOENT ENOTDIR ENOTEMPTY EPERM EROFS EXDEV'),
  link:         call<(path: Path, newpath: Path) => void>          (35, [path, as('newpath', path)], nothing, 'Give a file a second name.', 'EACCES EEXIST ELOOP ENAMETOOLONG ENOENT ENOTDIR EPERM EROFS EXDEV'),
  symlink:      call<(target: string, path: Path) => void>         (36, [as('target', path), path], nothing, 'Make a symbolic link that stands for target.', 'EACCES EEXIST ELOOP ENAMETOOLONG ENOENT ENOTDIR EROFS'),
  readlink:     call<(path: Path) => string>                       (37, [path],                  k.text('target'), 'What a symbolic link stands for.', 'EACCES EINVAL ELOOP ENAMETOOLONG ENOENT ENOTDIR'),
  chdir:        call<(path: Path) => void>                         (38, [path],                  nothing,   'Change the working directory.', 'EACCES ELOOP ENAMETOOLONG ENOENT ENOTDIR'),
  getcwd:       call<() => string>                                 (39, [],                      k.text('path'), 'The path of the working directory.', 'ENOENT'),
  truncate:     call<(path: Path, length: number) => void>         (40, [path, as('length', size)], nothing, 'Make a file exactly so many bytes long, cutting it or filling it with zeros.', 'EACCES EFBIG EINVAL EISDIR ELOOP ENAMETOOLONG ENOENT ENOTDIR'),
  chmod:        call<(path: Path, mode: number) => void>           (41, [path, mode],            nothing,   'Change the permission bits of a file: its owner, or root.', 'EACCES ELOOP ENAMETOOLONG ENOENT ENOTDIR EPERM EROFS'),
  utimens:      call<(path: Path, atime: r.Timespec | null, mtime: r.Timespec | null) => void>
                                                                   (42, [path, as('atime', newTime), as('mtime', newTime)], nothing, 'Set the times of last access and last change of a file; null is now. Its owner may; and to now, whoever may write to it.', 'EACCES ELOOP ENAMETOOLONG ENOENT ENOTDIR EPERM EROFS'),
  chown:        call<(path: Path, uid: Uid, gid: Gid) => void>     (88, [path, as('uid', owner), as('gid', owner)], nothing, 'Give a file to another user (root only) and group (one of the own groups, if the file is); -1 leaves it as it is. The set-user-ID and set-group-ID bits go.', 'EACCES EINVAL ELOOP ENAMETOOLONG ENOENT ENOTDIR EPERM EROFS'),
  lchown:       call<(path: Path, uid: Uid, gid: Gid) => void>     (89, [path, as('uid', owner), as('gid', owner)], nothing, 'As chown, but of a symbolic link itself.', 'EACCES EINVAL ELOOP ENAMETOOLONG ENOENT ENOTDIR EPERM EROFS'),
  fchown:       call<(fd: Fd, uid: Uid, gid: Gid) => void>         (90, [fd, as('uid', owner), as('gid', owner)], nothing, 'As chown, of an open file.', 'EBADF EINVAL EPERM EROFS'),
  access:       call<(path: Path, mode: number, flags?: number) => void>
                                                                   (91, [path, accessMode, accessFlags], nothing, 'Ask whether a file is there (F_OK) and may be read, written and run (R_OK, W_OK, X_OK) by the real user; with AT_EACCESS by the effective one.', 'EACCES EINVAL ELOOP ENAMETOOLONG ENOENT ENOTDIR EROFS'),
  mkfifo:       call<(path: Path, mode?: number) => void>          (71, [path, optional(mode, 0o666)], nothing, 'Make a pipe with a name. Who opens it waits until somebody opens its other end; with O_NONBLOCK, opening it for writing fails with ENXIO if nobody reads.', 'EACCES EEXIST ELOOP ENAMETOOLONG ENOENT ENOTDIR EROFS'),
  // the system
  getrandom:    call<(count: number) => r.Bytes>                   (43, [size],                  read,      'Random bytes from the machine\'s seeded generator: the same seed gives the same bytes.', 'EINVAL'),
  uname:        call<() => r.Utsname>                              (44, [],                      plain('Utsname'), 'The name and release of the system.', ''),
  sync:         call<() => void>                                   (45, [],                      nothing,   'Write what is in memory to the disks. There is no disk yet, so there is nothing to write.', ''),
  reboot:       call<(how: 'poweroff', status?: number) => void>   (46, [powerOff, optional(as('status', int), 0)], nothing, 'Stop the machine at once: root only. The status becomes the exit status of the emulator.', 'EINVAL EPERM'),
} as const;

export type ClockName = 'realtime' | 'monotonic' | 'process_cputime';
export type FcntlCommand = 'F_DUPFD' | 'F_DUPFD_CLOEXEC' | 'F_GETFD' | 'F_SETFD' | 'F_GETFL' | 'F_SETFL';

export type CallName = keyof typeof syscalls;

/** The prototype of a system call, as programs see it. */
export type Prototype<N extends keyof typeof syscalls> = NonNullable<(typeof syscalls)[N]['prototype']>;

export const callNames = Object.keys(syscalls) as CallName[];

/** The trap that calls a subroutine, `yield* sys.call(sub())`: a jump, not a system call, so it has no row. */
export const CALL = 0;

/** What went wrong, on its way to the program, where the stub throws it: a failed call, or what left a subroutine. */
export class Failure {
  readonly code: ErrorCode | null;
  readonly thrown: unknown;
  constructor(code: ErrorCode | null, thrown: unknown = null) {
    this.code = code;
    this.thrown = thrown;
  }
}

/** The kernel's answer to a call that has no result, ready for `yield*`. Not undefined: with that it enters a trap. */
export const NO_RESULT = Object.freeze({ done: true, value: undefined });

declare const entered: unique symbol;

/** What `yield*` hands to the kernel: a Trap that was entered. `yield` without the star cannot make one. */
export interface TrapFrame {
  readonly [entered]: true;
}

/**
 * The trap instruction: a system call about to be made. `yield*` asks its `next` twice: to enter it, and again with the
 * kernel's answer, which the program gets. It is its own iterator, and also what that gives to the kernel: a generator
 * would cost twice the time. It never changes, so whoever makes the same call again may use the same trap.
 */
export class Trap<T> implements Iterator<TrapFrame, T, unknown> {
  readonly nr: number;
  readonly args: readonly unknown[];
  readonly done = false;

  constructor(nr: number, args: readonly unknown[]) {
    this.nr = nr;
    this.args = args;
  }

  [Symbol.iterator](): this {
    return this;
  }

  next(outcome: unknown): IteratorResult<TrapFrame, T> {
    if (outcome === undefined) return this as unknown as IteratorResult<TrapFrame, T>;
    if (outcome === NO_RESULT) return outcome as IteratorResult<TrapFrame, T>;
    if (outcome instanceof Failure) throw outcome.code ? new Errno(outcome.code) : outcome.thrown;
    return { done: true, value: outcome as T };
  }
}

/** A coroutine: what a program's `main`, and every function in it that makes system calls, returns. */
export type Coroutine<T = void> = Generator<TrapFrame, T, unknown>;

/** A program: called with its arguments (argv[0] is its name) and environment; returns its exit status. */
// biome-ignore lint/suspicious/noConfusingVoidType: a program that ends without `return` ends with status 0
export type Program = (argv: string[], env: r.Env) => Coroutine<number | void>;
