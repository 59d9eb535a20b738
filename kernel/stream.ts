// Streams: how the machine is joined to the standard input and output of the command `tinyos`.
//
// Bytes pass as they are. Input arrives by interrupts and waits here until it is read. Output goes out at once; when
// the host says that nobody takes it any more, a writer gets SIGPIPE and EPIPE, as for a pipe without readers.

import { type Bytes, Errno, POLLERR, POLLIN, POLLOUT } from './abi.ts';
import type { Kernel } from './boot.ts';
import { type ByteQueue, byteQueue, pushBytes, takeBytes } from './bytequeue.ts';
import type { OpenFile } from './file.ts';
import type { FileOps, KernelHalf, Task } from './process.ts';
import { send } from './signal.ts';
import { mayWait, sleep, type WaitQueue, waitQueue, wakeup } from './waitqueue.ts';

export interface Stream {
  readonly name: string;
  readonly output: (data: Bytes) => void;
  readonly input: ByteQueue;
  ended: boolean; // no more input will come
  closed: boolean; // no more output is taken
  readonly readable: WaitQueue;
}

export function newStream(name: string, output: (data: Bytes) => void): Stream {
  return {
    name,
    output,
    input: byteQueue(),
    ended: false,
    closed: false,
    readable: waitQueue(`${name} readers`, 'no input', null, 'the host'),
  };
}

export function arrived(kernel: Kernel, stream: Stream, data: Bytes): void {
  pushBytes(stream.input, data);
  wakeup(kernel, stream.readable);
}

export function ended(kernel: Kernel, stream: Stream): void {
  stream.ended = true;
  wakeup(kernel, stream.readable);
}

export function hungUp(kernel: Kernel, stream: Stream): void {
  stream.closed = true;
  wakeup(kernel, stream.readable); // whoever polls must look again
}

function* readStream(kernel: Kernel, task: Task, file: OpenFile, count: number): KernelHalf<Bytes> {
  const stream = file.object as Stream;
  while (stream.input.length === 0 && !stream.ended) {
    mayWait(file);
    yield* sleep(kernel, task, stream.readable);
  }
  return takeBytes(stream.input, count);
}

export const streamOps: FileOps = {
  seekable: false,
  read: (kernel, task, file, count) => readStream(kernel, task, file, count),
  write(kernel, task, file, data) {
    const stream = file.object as Stream;
    if (stream.closed) {
      send(kernel, task.process, 'SIGPIPE');
      throw new Errno('EPIPE');
    }
    if (data.length > 0) stream.output(data.slice());
    return data.length;
  },
  poll(file) {
    const { input, ended, closed, readable } = file.object as Stream;
    const events = POLLOUT | (input.length > 0 || ended ? POLLIN : 0) | (closed ? POLLERR : 0);
    return { events, on: [readable] };
  },
};
