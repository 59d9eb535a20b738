// Pseudo-terminals: a terminal whose keyboard and screen are a program (pty(7)).
//
// The slave is a terminal like any other, /dev/pts/N. What its programs write arrives at the master, and what the
// master writes is typed at the slave, ^C included. Both ways have a bound, at which the writer waits. When the last
// descriptor of the master is closed, the slave hangs up and its name is gone.

import { type Bytes, Errno, type Fd, O_RDWR, POLLHUP, POLLIN, POLLOUT } from './abi.ts';
import type { Kernel } from './boot.ts';
import { type ByteQueue, byteQueue, pushBytes, takeBytes } from './bytequeue.ts';
import { installBoth, newFile, type OpenFile } from './file.ts';
import { entriesOf, type Inode, newInode, type Owner } from './fs/inode.ts';
import { attach, detach } from './fs/tree.ts';
import { holdersOf } from './pipe.ts';
import type { FileOps, KernelHalf, Process, Readiness, Task } from './process.ts';
import { hungUp, ioctlLine, newTty, type Tty, typed, unread } from './tty.ts';
import { ttyOps } from './ttyops.ts';
import { mayWait, sleep, type WaitQueue, waitQueue, wakeup } from './waitqueue.ts';

const PTY_MAX = 4096;
const SHOWN_MAX = 65536; // bytes that wait for the master
const TYPED_MAX = 4096; // bytes that wait for the slave's programs
const PORTION = 256; // bytes that are typed between two looks at how much waits

export interface Pty {
  readonly number: number;
  readonly tty: Tty;
  readonly inode: Inode; // of the slave
  readonly shown: ByteQueue; // by the slave, and not read yet
  readonly readable: WaitQueue;
}

/** openpty(3): the master and the slave, each with the lowest free descriptor. */
export function openPty(kernel: Kernel, process: Process): [Fd, Fd] {
  const owner = { uid: process.cred.euid, gid: process.cred.egid };
  const pty = newPty(kernel, owner);
  const { number, inode, tty } = pty;
  const content = { is: 'device', ops: masterOps, object: pty } as const;
  const master = newInode(kernel, kernel.pts.fs, content, 0o600, owner);
  return installBoth(
    kernel,
    process,
    newFile(masterOps, pty, master, `pty#${number} master`, O_RDWR),
    newFile(ttyOps, tty, inode, `/dev/pts/${number}`, O_RDWR),
  );
}

function newPty(kernel: Kernel, owner: Owner): Pty {
  const number = freeNumber(kernel);
  const shown = byteQueue();
  const readable = waitQueue(`pty#${number} readers`, 'nothing shown', (kernel) =>
    holdersOf(kernel, ({ ops, object }) => ops === ttyOps && object === tty),
  );
  const tty = newTty(
    `pts/${number}`,
    { rows: 0, columns: 0 },
    {
      send(data) {
        pushBytes(shown, data);
        wakeup(kernel, readable);
      },
      room: () => SHOWN_MAX - shown.length,
      closed: (kernel) => wakeup(kernel, readable),
      wakers: (kernel) => holdersOf(kernel, ({ object }) => object === pty),
    },
  );
  const inode = newInode(kernel, kernel.pts.fs, { is: 'device', ops: ttyOps, object: tty }, 0o620, owner);
  const pty: Pty = { number, tty, inode, shown, readable };
  return pty;
}

function freeNumber(kernel: Kernel): number {
  const entries = entriesOf(kernel.pts);
  for (let number = 0; number < PTY_MAX; number++) if (!entries.lookup(kernel, String(number))) return number;
  throw new Errno('ENOSPC');
}

function* readMaster(kernel: Kernel, task: Task, file: OpenFile, count: number): KernelHalf<Bytes> {
  const pty = file.object as Pty;
  while (pty.shown.length === 0) {
    if (pty.tty.opens === 0) throw new Errno('EIO');
    mayWait(file);
    yield* sleep(kernel, task, pty.readable);
  }
  const data = takeBytes(pty.shown, count);
  wakeup(kernel, pty.tty.writable);
  return data;
}

function* writeMaster(kernel: Kernel, task: Task, file: OpenFile, data: Bytes): KernelHalf<number> {
  const { tty } = file.object as Pty;
  let written = 0;
  try {
    while (written < data.length) {
      const part = data.subarray(written, written + Math.min(roomToType(tty), PORTION));
      if (part.length === 0) {
        mayWait(file);
        yield* sleep(kernel, task, tty.typable);
      }
      typed(kernel, tty, part);
      written += part.length;
    }
  } catch (error) {
    if (error instanceof Errno && written > 0) return written;
    throw error;
  }
  return written;
}

// A line that has no end yet cannot be read: if it is too long, what is beyond is dropped (linediscipline.ts), and the
// end can still come.
function roomToType(tty: Tty): number {
  if (tty.settings.icanon && tty.lines.length === 0) return PORTION;
  return Math.max(0, TYPED_MAX - unread(tty));
}

function readiness({ tty, shown, readable }: Pty): Readiness {
  const input = shown.length > 0 ? POLLIN : 0;
  const output = roomToType(tty) > 0 ? POLLOUT : 0;
  return { events: input | output | (tty.opens === 0 ? POLLHUP : 0), on: [readable, tty.typable] };
}

export const masterOps: FileOps = {
  seekable: false,
  read: readMaster,
  write: writeMaster,
  poll: (file) => readiness(file.object as Pty),
  ioctl(kernel, _task, file, request, argument) {
    const { tty } = file.object as Pty;
    return request === 'TIOCGPGRP' ? tty.foreground : ioctlLine(kernel, tty, request, argument);
  },
  opened(kernel, file) {
    const { number, inode } = file.object as Pty;
    attach(kernel, kernel.pts, String(number), inode);
  },
  closed(kernel, file) {
    const { tty, number, inode } = file.object as Pty;
    detach(kernel, kernel.pts, String(number), inode);
    hungUp(kernel, tty);
  },
};
