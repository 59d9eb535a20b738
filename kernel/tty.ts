// Terminals: what stands between the programs and a keyboard with a screen, or the master of a pseudo-terminal.
//
// What is typed passes the line discipline (linediscipline.ts) and waits here until it is read: in canonical mode as
// whole lines, else as bytes. What programs can do with it is in ttyops.ts; who may read, and whom ^C ends, is a matter
// of job control (jobcontrol.ts).
//
// Interface:
//   typed(kernel, tty, bytes)     the keyboard's interrupt, or what the master writes
//   resized, hungUp               what else a terminal may tell
//   ioctlLine                     its settings and its size

import {
  type Bytes,
  Errno,
  type IoctlArgument,
  type IoctlRequest,
  type Pid,
  SANE,
  type Termios,
  type WindowSize,
} from './abi.ts';
import type { Kernel } from './boot.ts';
import { type ByteQueue, byteQueue, pushBytes, takeBytes } from './bytequeue.ts';
import { flushInput, typedByte } from './linediscipline.ts';
import { FROM_KERNEL, send, sendGroup } from './signal.ts';
import { type WaitQueue, waitQueue, wakeup } from './waitqueue.ts';

/** What is at the other end: a screen, or a master. */
export interface Wire {
  send(data: Bytes): void;
  room(): number; // bytes that it takes now
  closed(kernel: Kernel): void; // no program has the terminal open any more
  wakers: WaitQueue['wakers']; // who could type, if it is not a person
}

export interface Tty {
  readonly name: string;
  readonly wire: Wire;
  settings: Readonly<Termios>;
  size: WindowSize;
  line: number[]; // being typed, in canonical mode
  literal: boolean; // LNEXT was typed: the next byte means itself
  lines: Bytes[]; // ready to be read; an empty one is an end of file
  raw: ByteQueue; // ready to be read in raw mode
  held: boolean; // the output, by STOP
  session: Pid; // 0: nobody's controlling terminal
  foreground: Pid; // the process group in front
  gone: boolean;
  opens: number; // how often it is open
  readonly readable: WaitQueue;
  readonly writable: WaitQueue;
  readonly typable: WaitQueue; // of a pseudo-terminal: masters who wait until something is read
}

export function newTty(name: string, size: WindowSize, wire: Wire): Tty {
  const { wakers } = wire;
  const keyboard = wakers ? null : 'keyboard';
  return {
    name,
    wire,
    settings: SANE,
    size,
    line: [],
    literal: false,
    lines: [],
    raw: byteQueue(),
    held: false,
    session: 0,
    foreground: 0,
    gone: false,
    opens: 0,
    readable: waitQueue(`${name} readers`, 'no input', wakers, keyboard),
    writable: waitQueue(`${name} writers`, 'output held or full', wakers, keyboard),
    typable: waitQueue(`${name} typists`, 'input full'),
  };
}

/** A screen takes everything, at once. */
export function screenWire(output: (data: Bytes) => void): Wire {
  return { send: output, room: () => Number.POSITIVE_INFINITY, closed() {}, wakers: null };
}

/** Keys were pressed. */
export function typed(kernel: Kernel, tty: Tty, data: Bytes): void {
  for (const byte of data) typedByte(kernel, tty, byte);
  wakeReaders(kernel, tty);
}

/** How many bytes were typed and not read. */
export function unread({ line, lines, raw }: Tty): number {
  return lines.reduce((sum, one) => sum + Math.max(1, one.length), line.length + raw.length);
}

function wakeReaders(kernel: Kernel, tty: Tty): void {
  if (tty.lines.length > 0 || tty.raw.length > 0) wakeup(kernel, tty.readable);
}

/** The window has another size: the programs in front are told. */
export function resized(kernel: Kernel, tty: Tty, size: WindowSize): void {
  if (size.rows === tty.size.rows && size.columns === tty.size.columns) return;
  tty.size = { ...size };
  if (tty.foreground) sendGroup(kernel, tty.foreground, 'SIGWINCH', FROM_KERNEL);
}

/** The terminal is gone: reads find the end, all else fails, and the session that it controlled is told. */
export function hungUp(kernel: Kernel, tty: Tty): void {
  tty.gone = true;
  const leader = kernel.processes.get(tty.session);
  const { foreground } = tty;
  if (leader) {
    leader.session.terminal = null;
    send(kernel, leader, 'SIGHUP', FROM_KERNEL);
    send(kernel, leader, 'SIGCONT', FROM_KERNEL);
  }
  if (foreground && foreground !== leader?.pgid) sendGroup(kernel, foreground, 'SIGHUP', FROM_KERNEL);
  tty.session = 0;
  tty.foreground = 0;
  for (const queue of [tty.readable, tty.writable, tty.typable]) wakeup(kernel, queue);
}

/** What both ends of a terminal may ask and tell: its settings and its size. */
export function ioctlLine(
  kernel: Kernel,
  tty: Tty,
  request: IoctlRequest,
  argument: IoctlArgument,
): IoctlArgument {
  switch (request) {
    case 'TCGETS':
      return { ...tty.settings };
    case 'TCSETS':
    case 'TCSETSW':
    case 'TCSETSF':
      if (typeof argument !== 'object' || !argument || !('icanon' in argument)) throw new Errno('EINVAL');
      if (request === 'TCSETSF') flushInput(tty);
      changeSettings(kernel, tty, argument);
      return null;
    case 'TIOCGWINSZ':
      return { ...tty.size };
    case 'TIOCSWINSZ':
      if (typeof argument !== 'object' || !argument || !('rows' in argument)) throw new Errno('EINVAL');
      resized(kernel, tty, argument);
      return null;
    default:
      throw new Errno('ENOTTY');
  }
}

// What was typed so far is not lost when a program turns to raw mode, or back.
function changeSettings(kernel: Kernel, tty: Tty, settings: Termios): void {
  if (tty.settings.icanon && !settings.icanon) {
    for (const line of [...tty.lines, Uint8Array.from(tty.line)]) pushBytes(tty.raw, line);
    tty.lines = [];
    tty.line = [];
    tty.literal = false;
  } else if (settings.icanon && tty.raw.length > 0) tty.lines.push(takeBytes(tty.raw, tty.raw.length));
  if (!settings.ixon) tty.held = false;
  tty.settings = settings;
  wakeReaders(kernel, tty);
  wakeup(kernel, tty.writable);
  wakeup(kernel, tty.typable);
}
