// FIFOs: pipes with a name (fifo(7)).
//
// Who opens one for reading waits until somebody opens it for writing, and the other way round; with O_NONBLOCK nobody
// waits, but for writing there must be a reader. Who has not met the other end yet is `unmet`: nobody has left it, so
// to poll(2) it has not hung up. What was written and not read is lost when nobody has the FIFO open any more.
//
// A file action of spawn does not wait: whoever starts a program opens the FIFO itself.

import { Errno, O_ACCMODE, O_NONBLOCK, O_WRONLY, POLLHUP } from '../abi.ts';
import type { Kernel } from '../boot.ts';
import type { OpenFile } from '../file.ts';
import { newPipe, type Pipe, pipeOps } from '../pipe.ts';
import type { FileOps, KernelHalf, Task } from '../process.ts';
import { sleep, type WaitQueue, waitQueue, wakeup } from '../waitqueue.ts';

export interface Fifo extends Pipe {
  readonly unmet: Set<OpenFile>; // all of one end, since none of the other was open
  readonly meeting: WaitQueue;
}

export function newFifo(kernel: Kernel): Fifo {
  const pipe = newPipe(kernel);
  const meeting = waitQueue(`fifo#${pipe.id}`, 'nobody at the other end');
  return { ...pipe, unmet: new Set(), meeting };
}

/** ENXIO if there is nobody to write to, and no waiting for one. */
export function checkOpenFifo({ readers }: Fifo, flags: number): void {
  if (readers === 0 && flags & O_NONBLOCK && (flags & O_ACCMODE) === O_WRONLY) throw new Errno('ENXIO');
}

/** Must whoever has just opened this wait for the other end? */
export function isAlone(file: OpenFile): boolean {
  return file.ops === fifoOps && !(file.flags & O_NONBLOCK) && (file.object as Fifo).unmet.has(file);
}

export function* meet(kernel: Kernel, task: Task, file: OpenFile): KernelHalf<void> {
  const { unmet, meeting } = file.object as Fifo;
  while (unmet.has(file)) yield* sleep(kernel, task, meeting);
}

export const fifoOps: FileOps = {
  ...pipeOps,
  poll(file) {
    const { events, on } = pipeOps.poll(file);
    return { events: (file.object as Fifo).unmet.has(file) ? events & ~POLLHUP : events, on };
  },
  opened(kernel, file) {
    pipeOps.opened(kernel, file);
    const { readers, writers, unmet, meeting } = file.object as Fifo;
    if (readers > 0 && writers > 0) unmet.clear();
    else unmet.add(file);
    wakeup(kernel, meeting);
  },
  closed(kernel, file) {
    (file.object as Fifo).unmet.delete(file);
    pipeOps.closed(kernel, file);
  },
};
