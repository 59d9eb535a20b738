// Terminals: the line discipline between a keyboard, a screen and the programs in between (termios(3)).
//
// In canonical mode a line is collected here, with editing, and handed over whole; in raw mode bytes pass as they
// come. INTR, QUIT and SUSP become signals to the foreground process group: so ^C ends what runs in front, and not
// the shell. A process of another group that reads is stopped (SIGTTIN), so two programs never fight for the keys.
//
// Interface:
//   typed(kernel, tty, bytes)     the keyboard's interrupt
//   resized, hungUp               what else a terminal may tell
//   ttyOps                        what programs can do with it

import {
  type Bytes,
  Errno,
  type Fd,
  type IoctlArgument,
  type IoctlRequest,
  type Pid,
  POLLHUP,
  POLLIN,
  POLLOUT,
  type Signal,
  type Termios,
  type WindowSize,
} from './abi.ts';
import type { Kernel } from './boot.ts';
import { type ByteQueue, byteQueue, pushBytes, takeBytes } from './bytequeue.ts';
import type { OpenFile } from './file.ts';
import { display, echo, edit, NEWLINE } from './linediscipline.ts';
import type { FileOps, KernelHalf, Process, Readiness, Task } from './process.ts';
import { FROM_KERNEL, groupMembers, isOrphaned, send, sendGroup } from './signal.ts';
import { bit } from './signals.ts';
import { mayWait, sleep, type WaitQueue, waitQueue, wakeup } from './waitqueue.ts';

export interface Tty {
  readonly name: string;
  readonly output: (data: Bytes) => void;
  settings: Termios;
  size: WindowSize;
  line: number[]; // being typed, in canonical mode
  lines: Bytes[]; // ready to be read; an empty one is an end of file
  raw: ByteQueue; // ready to be read in raw mode
  session: Pid; // 0: nobody's controlling terminal
  foreground: Pid; // the process group in front
  gone: boolean;
  readonly readable: WaitQueue;
}

const control = (letter: string) => letter.charCodeAt(0) - 64;

const SANE: Termios = {
  icrnl: true,
  opost: true,
  icanon: true,
  echo: true,
  isig: true,
  tostop: false,
  intr: control('C'),
  quit: control('\\'),
  susp: control('Z'),
  eof: control('D'),
  erase: 0x7f,
  werase: control('W'),
  kill: control('U'),
  vmin: 1,
  vtime: 0,
};

const RETURN = 13;
const TENTH_OF_A_SECOND = 100_000;

export function newTty(name: string, size: WindowSize, output: (data: Bytes) => void): Tty {
  return {
    name,
    output,
    settings: SANE,
    size,
    line: [],
    lines: [],
    raw: byteQueue(),
    session: 0,
    foreground: 0,
    gone: false,
    readable: waitQueue(`${name} readers`, 'no input', null, 'keyboard'),
  };
}

/** Keys were pressed. */
export function typed(kernel: Kernel, tty: Tty, data: Bytes): void {
  for (const byte of data) typedByte(kernel, tty, byte);
  wakeReaders(kernel, tty);
}

function wakeReaders(kernel: Kernel, tty: Tty): void {
  if (tty.lines.length > 0 || tty.raw.length > 0) wakeup(kernel, tty.readable);
}

function typedByte(kernel: Kernel, tty: Tty, typed: number): void {
  const { settings } = tty;
  const byte = settings.icrnl && typed === RETURN ? NEWLINE : typed;
  const signal = settings.isig ? signalOf(settings, byte) : null;
  if (signal) {
    echo(tty, byte);
    tty.line = [];
    tty.lines = [];
    tty.raw = byteQueue();
    if (tty.foreground) sendGroup(kernel, tty.foreground, signal, FROM_KERNEL);
  } else if (settings.icanon) {
    edit(tty, byte);
  } else {
    echo(tty, byte);
    pushBytes(tty.raw, Uint8Array.of(byte));
  }
}

function signalOf(settings: Termios, byte: number): Signal | null {
  if (byte === settings.intr) return 'SIGINT';
  if (byte === settings.quit) return 'SIGQUIT';
  return byte === settings.susp ? 'SIGTSTP' : null;
}

/** The window has another size: the programs in front are told. */
export function resized(kernel: Kernel, tty: Tty, size: WindowSize): void {
  if (size.rows === tty.size.rows && size.columns === tty.size.columns) return;
  tty.size = size;
  if (tty.foreground) sendGroup(kernel, tty.foreground, 'SIGWINCH', FROM_KERNEL);
}

/** The terminal is gone: reads find the end, and the session that it controlled is told. */
export function hungUp(kernel: Kernel, tty: Tty): void {
  tty.gone = true;
  const leader = kernel.processes.get(tty.session);
  if (leader) send(kernel, leader, 'SIGHUP', FROM_KERNEL);
  if (tty.foreground) sendGroup(kernel, tty.foreground, 'SIGHUP', FROM_KERNEL);
  wakeup(kernel, tty.readable);
}

function* readTty(kernel: Kernel, task: Task, file: OpenFile, count: number): KernelHalf<Bytes> {
  const tty = file.object as Tty;
  yield* waitForInput(kernel, task, file, count);
  return tty.settings.icanon ? takeLine(tty, count) : takeBytes(tty.raw, count);
}

// A line; or in raw mode at least `vmin` bytes. With `vtime`, what there is will do when nothing more has come for so
// long; the time runs from the first byte or, if none is asked for, from the start (termios(3), "noncanonical mode").
function* waitForInput(kernel: Kernel, task: Task, file: OpenFile, count: number): KernelHalf<void> {
  const tty = file.object as Tty;
  let deadline = Number.POSITIVE_INFINITY;
  for (let seen = 0; !tty.gone; ) {
    inForeground(kernel, task.process, tty, 'SIGTTIN');
    const { icanon, vmin, vtime } = tty.settings;
    const there = icanon ? tty.lines.length : tty.raw.length;
    if (there >= (icanon ? 1 : Math.max(1, Math.min(vmin, count)))) return;
    if (!icanon && vmin === 0 && vtime === 0) return;
    if (icanon || vtime === 0 || (vmin > 0 && there === 0)) deadline = Number.POSITIVE_INFINITY;
    else if (there > seen || deadline === Number.POSITIVE_INFINITY)
      deadline = kernel.clock.now + vtime * TENTH_OF_A_SECOND;
    seen = there;
    mayWait(file);
    if ((yield* sleep(kernel, task, tty.readable, deadline)) === 'timeout') return;
  }
}

function takeLine(tty: Tty, count: number): Bytes {
  const line = tty.lines[0] ?? new Uint8Array(0);
  if (line.length <= count) tty.lines.shift();
  else tty.lines[0] = line.subarray(count);
  return line.slice(0, count);
}

// Job control: who is not in front may not read, nor change the terminal. The signal stops its whole group; when it
// goes on, the call is made again. One that cannot be stopped gets EIO instead (POSIX, 11.1.4 "terminal access control").
function inForeground(kernel: Kernel, process: Process, tty: Tty, signal: 'SIGTTIN' | 'SIGTTOU'): void {
  if (process.session.terminal !== tty || process.pgid === tty.foreground) return;
  const deaf = (process.ignored | process.task.blocked) & bit(signal);
  if (deaf && signal === 'SIGTTOU') return;
  if (deaf || isOrphaned(kernel, process.pgid)) throw new Errno('EIO');
  sendGroup(kernel, process.pgid, signal);
  throw new Errno('EINTR');
}

/** tcsetpgrp(3) */
export function setForeground(kernel: Kernel, process: Process, tty: Tty, pgid: Pid): void {
  if (process.session.terminal !== tty) throw new Errno('ENOTTY');
  inForeground(kernel, process, tty, 'SIGTTOU');
  const members = groupMembers(kernel, pgid);
  if (!members.some((member) => member.session === process.session)) throw new Errno('EPERM');
  tty.foreground = pgid;
}

/** A session leader without a terminal that opens a free one gets it as its controlling terminal, as on Linux. */
export function offerTerminal(process: Process, tty: Tty): void {
  const { session } = process;
  if (!process.parent) return; // init has the console open, but it is for the shells that it starts
  if (session.id === process.pid && !session.terminal && tty.session === 0) takeTerminal(process, tty);
}

/** Makes a terminal the controlling one of a session without; only its leader may. */
function takeTerminal(process: Process, tty: Tty): void {
  const { session } = process;
  if (session.terminal === tty) return;
  if (session.id !== process.pid || session.terminal || tty.session !== 0) throw new Errno('EPERM');
  session.terminal = tty;
  tty.session = session.id;
  tty.foreground = process.pgid;
}

function ioctlTty(kernel: Kernel, task: Task, tty: Tty, request: IoctlRequest, argument: IoctlArgument) {
  switch (request) {
    case 'TCGETS':
      return { ...tty.settings };
    case 'TIOCGWINSZ':
      return { ...tty.size };
    case 'TCSETS':
      if (typeof argument !== 'object' || !argument || !('icanon' in argument)) throw new Errno('EINVAL');
      inForeground(kernel, task.process, tty, 'SIGTTOU');
      changeSettings(tty, argument);
      wakeReaders(kernel, tty);
      return null;
    case 'TIOCGPGRP':
      if (task.process.session.terminal !== tty) throw new Errno('ENOTTY');
      return tty.foreground;
    case 'TIOCSPGRP':
      if (typeof argument !== 'number') throw new Errno('EINVAL');
      setForeground(kernel, task.process, tty, argument);
      return null;
    case 'TIOCSCTTY':
      takeTerminal(task.process, tty);
      return null;
    default:
      return request satisfies never;
  }
}

// What was typed so far is not lost when a program turns to raw mode, or back.
function changeSettings(tty: Tty, settings: Termios): void {
  if (tty.settings.icanon && !settings.icanon) {
    for (const line of [...tty.lines, Uint8Array.from(tty.line)]) pushBytes(tty.raw, line);
    tty.lines = [];
    tty.line = [];
  } else if (settings.icanon && tty.raw.length > 0) tty.lines.push(takeBytes(tty.raw, tty.raw.length));
  tty.settings = settings;
}

function readiness(tty: Tty): Readiness {
  const { icanon, vmin, vtime } = tty.settings;
  const there = icanon ? tty.lines.length > 0 : tty.raw.length >= (vtime > 0 ? 1 : Math.max(1, vmin));
  if (tty.gone) return { events: POLLIN | POLLHUP, on: [tty.readable] };
  return { events: POLLOUT | (there ? POLLIN : 0), on: [tty.readable] };
}

/** The terminal behind a descriptor; ENOTTY if it is none. */
export function ttyOf(process: Process, fd: Fd): Tty {
  const file = process.files[fd];
  if (!file) throw new Errno('EBADF');
  if (file.ops !== ttyOps) throw new Errno('ENOTTY');
  return file.object as Tty;
}

export const ttyOps: FileOps = {
  seekable: false,
  read: (kernel, task, file, count) => readTty(kernel, task, file, count),
  write(kernel, { process }, file, data) {
    const tty = file.object as Tty;
    if (tty.gone) throw new Errno('EIO');
    if (tty.settings.tostop) inForeground(kernel, process, tty, 'SIGTTOU');
    display(tty, data);
    return data.length;
  },
  poll: (file) => readiness(file.object as Tty),
  ioctl: (kernel, task, file, request, argument) =>
    ioctlTty(kernel, task, file.object as Tty, request, argument),
};
