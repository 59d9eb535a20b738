// What programs can do with a terminal: read, write, ask and tell (termios(3), tty_ioctl(4)).
//
// Whoever is not in front may not read, nor change anything, nor with TOSTOP write: jobcontrol.ts stops it.

import {
  type Bytes,
  Errno,
  type Fd,
  type IoctlArgument,
  type IoctlRequest,
  POLLHUP,
  POLLIN,
  POLLOUT,
} from './abi.ts';
import type { Kernel } from './boot.ts';
import { takeBytes } from './bytequeue.ts';
import type { OpenFile } from './file.ts';
import { inForeground, leaveTerminal, setForeground, takeTerminal } from './jobcontrol.ts';
import { display, flushInput } from './linediscipline.ts';
import type { FileOps, KernelHalf, Process, Readiness, Task } from './process.ts';
import { ioctlLine, type Tty } from './tty.ts';
import { mayWait, sleep, wakeup } from './waitqueue.ts';

const TENTH_OF_A_SECOND = 100_000;

function* readTty(kernel: Kernel, task: Task, file: OpenFile, count: number): KernelHalf<Bytes> {
  const tty = file.object as Tty;
  yield* waitForInput(kernel, task, file, count);
  const data = tty.settings.icanon ? takeLine(tty, count) : takeBytes(tty.raw, count);
  wakeup(kernel, tty.typable);
  return data;
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

function writeTty(kernel: Kernel, task: Task, file: OpenFile, data: Bytes): number | KernelHalf<number> {
  const tty = file.object as Tty;
  mayWrite(kernel, task.process, tty);
  if (tty.held || tty.wire.room() < data.length) return writeInParts(kernel, task, file, data);
  display(tty, data);
  return data.length;
}

function mayWrite(kernel: Kernel, process: Process, tty: Tty): void {
  if (tty.gone) throw new Errno('EIO');
  if (tty.settings.tostop) inForeground(kernel, process, tty, 'SIGTTOU');
}

function* writeInParts(kernel: Kernel, task: Task, file: OpenFile, data: Bytes): KernelHalf<number> {
  const tty = file.object as Tty;
  let written = 0;
  try {
    while (written < data.length) {
      mayWrite(kernel, task.process, tty);
      const room = tty.held ? 0 : tty.wire.room();
      if (room <= 0) {
        mayWait(file);
        yield* sleep(kernel, task, tty.writable);
      } else {
        const part = data.subarray(written, written + room);
        display(tty, part);
        written += part.length;
      }
    }
  } catch (error) {
    if (error instanceof Errno && written > 0) return written; // what went out is told; the signal does the rest
    throw error;
  }
  return written;
}

function ioctlTty(
  kernel: Kernel,
  { process }: Task,
  tty: Tty,
  request: IoctlRequest,
  argument: IoctlArgument,
): IoctlArgument {
  if (tty.gone) throw new Errno(request === 'TIOCSPGRP' ? 'ENOTTY' : 'EIO');
  switch (request) {
    case 'TCFLSH':
      inForeground(kernel, process, tty, 'SIGTTOU');
      flushInput(tty);
      wakeup(kernel, tty.typable);
      return null;
    case 'TIOCGPGRP':
      if (process.session.terminal !== tty) throw new Errno('ENOTTY');
      return tty.foreground;
    case 'TIOCSPGRP':
      if (typeof argument !== 'number') throw new Errno('EINVAL');
      setForeground(kernel, process, tty, argument);
      return null;
    case 'TIOCGSID':
      if (process.session.terminal !== tty) throw new Errno('ENOTTY');
      return tty.session;
    case 'TIOCSCTTY':
      takeTerminal(process, tty);
      return null;
    case 'TIOCNOTTY':
      leaveTerminal(kernel, process, tty);
      return null;
    default:
      if (request.startsWith('TCSETS')) inForeground(kernel, process, tty, 'SIGTTOU');
      return ioctlLine(kernel, tty, request, argument);
  }
}

function readiness(tty: Tty): Readiness {
  const { icanon, vmin, vtime } = tty.settings;
  const there = icanon ? tty.lines.length > 0 : tty.raw.length >= (vtime > 0 ? 1 : Math.max(1, vmin));
  const on = [tty.readable, tty.writable];
  if (tty.gone) return { events: POLLIN | POLLHUP, on };
  const room = !tty.held && tty.wire.room() > 0;
  return { events: (room ? POLLOUT : 0) | (there ? POLLIN : 0), on };
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
  read: readTty,
  write: writeTty,
  poll: (file) => readiness(file.object as Tty),
  ioctl: (kernel, task, file, request, argument) =>
    ioctlTty(kernel, task, file.object as Tty, request, argument),
  opened(_kernel, file) {
    (file.object as Tty).opens++;
  },
  closed(kernel, file) {
    const tty = file.object as Tty;
    if (--tty.opens === 0) tty.wire.closed(kernel);
  },
};
