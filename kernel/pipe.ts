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
import type { FileOps, KernelHalf, Process, Task } from './process.ts';
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
  const holders = (end: FileOps) => (kernel: Kernel) => holdersOf(kernel, pipe, end);
  const pipe: Pipe = {
    id,
    bytes: byteQueue(),
    readers: 0,
    writers: 0,
    readable: waitQueue(`pipe#${id} readers`, 'pipe empty', holders(writeEnd)),
    writable: waitQueue(`pipe#${id} writers`, 'pipe full', holders(readEnd)),
  };
  return pipe;
}

/** Who has this end open: the ones who could wake those at the other end. */
export function holdersOf(kernel: Kernel, object: unknown, end: FileOps): Process[] {
  return [...kernel.processes.values()].filter((process) =>
    process.files.some((file) => file !== null && file.ops === end && file.object === object),
  );
}

export const readEnd: FileOps = {
  seekable: false,
  read: (kernel, task, file, count) => readPipe(kernel, task, file, count),
  write() {
    throw new Errno('EBADF');
  },
  poll(file) {
    const { bytes, writers, readable } = file.object as Pipe;
    return { events: (bytes.length > 0 ? POLLIN : 0) | (writers === 0 ? POLLHUP : 0), on: [readable] };
  },
  opened: (_kernel, file) => {
    (file.object as Pipe).readers++;
  },
  closed(kernel, file) {
    const pipe = file.object as Pipe;
    if (--pipe.readers === 0) wakeup(kernel, pipe.writable);
  },
};

export const writeEnd: FileOps = {
  seekable: false,
  read() {
    throw new Errno('EBADF');
  },
  write: (kernel, task, file, data) => writePipe(kernel, task, file, data),
  poll(file) {
    const { bytes, readers, writable } = file.object as Pipe;
    const hasRoom = PIPE_SIZE - bytes.length >= PIPE_BUF;
    return { events: (hasRoom ? POLLOUT : 0) | (readers === 0 ? POLLERR : 0), on: [writable] };
  },
  opened: (_kernel, file) => {
    (file.object as Pipe).writers++;
  },
  closed(kernel, file) {
    const pipe = file.object as Pipe;
    if (--pipe.writers === 0) wakeup(kernel, pipe.readable);
  },
};

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
