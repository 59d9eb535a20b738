// Pipes: a queue of bytes with two ends, and the textbook's example of sleep and wakeup.
//
// A reader waits while the pipe is empty, a writer while it is full. When the last writer has gone, readers find the
// end of the file; when the last reader has gone, a writer gets SIGPIPE and EPIPE. A write of up to PIPE_BUF bytes
// goes in whole or waits (pipe(7)).
//
// Read next: waitqueue.ts

import {
  type Bytes,
  Errno,
  O_ACCMODE,
  O_RDONLY,
  O_WRONLY,
  PIPE_BUF,
  PIPE_SIZE,
  POLLERR,
  POLLHUP,
  POLLIN,
  POLLOUT,
  type Stat,
} from './abi.ts';
import type { Kernel } from './boot.ts';
import { type ByteQueue, byteQueue, pushBytes, takeBytes } from './bytequeue.ts';
import type { OpenFile } from './file.ts';
import type { FileOps, KernelHalf, Process, Readiness, Task } from './process.ts';
import { send } from './signal.ts';
import { mayWait, sleep, type WaitQueue, waitQueue, wakeup } from './waitqueue.ts';

export interface Pipe {
  readonly id: number;
  readonly bytes: ByteQueue;
  readers: number; // open files on each end
  writers: number;
  readonly readable: WaitQueue;
  readonly writable: WaitQueue;
}

export function* readPipe(kernel: Kernel, task: Task, file: OpenFile, count: number): KernelHalf<Bytes> {
  const pipe = file.object as Pipe;
  while (pipe.bytes.length === 0 && pipe.writers > 0) {
    mayWait(file);
    yield* sleep(kernel, task, pipe.readable);
  }
  const data = takeBytes(pipe.bytes, count);
  wakeup(kernel, pipe.writable);
  return data;
}

export function* writePipe(kernel: Kernel, task: Task, file: OpenFile, data: Bytes): KernelHalf<number> {
  const pipe = file.object as Pipe;
  const least = data.length <= PIPE_BUF ? data.length : 1;
  let written = 0;
  try {
    while (written < data.length) {
      const room = PIPE_SIZE - pipe.bytes.length;
      if (pipe.readers === 0) {
        send(kernel, task.process, 'SIGPIPE');
        throw new Errno('EPIPE');
      } else if (room < least) {
        mayWait(file);
        yield* sleep(kernel, task, pipe.writable);
      } else {
        const part = data.subarray(written, written + room);
        pushBytes(pipe.bytes, part);
        written += part.length;
        wakeup(kernel, pipe.readable);
      }
    }
  } catch (error) {
    // Interrupted, full, or the readers left, halfway: what went in is told; a signal does the rest.
    if (error instanceof Errno && written > 0) return written;
    throw error;
  }
  return written;
}

export function newPipe(kernel: Kernel): Pipe {
  const id = ++kernel.pipes;
  const bytes = byteQueue(); // by which its open files are known, also those of a FIFO
  const holders = (isEnd: typeof reads) => (kernel: Kernel) =>
    holdersOf(kernel, (file) => (file.object as Pipe | null)?.bytes === bytes && isEnd(file));
  return {
    id,
    bytes,
    readers: 0,
    writers: 0,
    readable: waitQueue(`pipe#${id} readers`, 'pipe empty', holders(writes)),
    writable: waitQueue(`pipe#${id} writers`, 'pipe full', holders(reads)),
  };
}

/** Who has such a file open: the ones who could wake those who wait at the other end. */
export function holdersOf(kernel: Kernel, isMeant: (file: OpenFile) => boolean): Process[] {
  return [...kernel.processes.values()].filter((process) =>
    process.files.some((file) => file !== null && isMeant(file)),
  );
}

/** Both ends: which one an open file is, or both, its flags say. */
export const pipeOps = {
  seekable: false,
  read: readPipe,
  write: writePipe,
  poll(file): Readiness {
    const { bytes, readers, writers, readable, writable } = file.object as Pipe;
    const reading = (bytes.length > 0 ? POLLIN : 0) | (writers === 0 ? POLLHUP : 0);
    const writing = (PIPE_SIZE - bytes.length >= PIPE_BUF ? POLLOUT : 0) | (readers === 0 ? POLLERR : 0);
    return {
      events: (reads(file) ? reading : 0) | (writes(file) ? writing : 0),
      on: [...(reads(file) ? [readable] : []), ...(writes(file) ? [writable] : [])],
    };
  },
  opened(_kernel, file): void {
    const pipe = file.object as Pipe;
    if (reads(file)) pipe.readers++;
    if (writes(file)) pipe.writers++;
  },
  closed(kernel, file): void {
    const pipe = file.object as Pipe;
    if (reads(file) && --pipe.readers === 0) wakeup(kernel, pipe.writable);
    if (writes(file) && --pipe.writers === 0) wakeup(kernel, pipe.readable);
    if (pipe.readers + pipe.writers === 0) takeBytes(pipe.bytes, pipe.bytes.length); // a FIFO may be opened again
  },
} satisfies FileOps;

const reads = ({ flags }: OpenFile) => (flags & O_ACCMODE) !== O_WRONLY;
const writes = ({ flags }: OpenFile) => (flags & O_ACCMODE) !== O_RDONLY;

export function pipeStat(file: OpenFile): Stat {
  const { id, bytes } = file.object as Pipe;
  const never = { sec: 0, nsec: 0 };
  const times = { atime: never, mtime: never, ctime: never };
  return {
    ino: id,
    dev: 0,
    kind: 'pipe',
    mode: 0o600,
    nlink: 1,
    uid: 0,
    gid: 0,
    size: bytes.length,
    ...times,
  };
}
