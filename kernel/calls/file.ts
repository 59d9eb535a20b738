// System calls on open files. Each checks the descriptor and hands over to what stands behind it.
//
// Read next: pipe.ts

import { type DirEntry, Errno, type Fd, SEEK_CUR, SEEK_END, SEEK_SET } from '../abi.ts';
import type { Kernel } from '../boot.ts';
import {
  close,
  fileOf,
  install,
  isReadable,
  isWritable,
  lowestFree,
  type OpenFile,
  setCloseOnExec,
} from '../file.ts';
import { isAlone, meet } from '../fs/fifo.ts';
import type { FileData } from '../fs/filedata.ts';
import { entriesOf, entryOf, type Inode, statOf } from '../fs/inode.ts';
import { directoryOps, openPath } from '../fs/open.ts';
import { pipeStat } from '../pipe.ts';
import type { KernelHalf, Process, Task } from '../process.ts';
import type { Handlers } from './index.ts';

const BATCH = 256; // entries that one readdir gives

export const fileCalls = {
  read(kernel, task, fd, count) {
    const file = fileOf(task.process, fd);
    if (!isReadable(file)) throw new Errno('EBADF');
    if (count === 0 && !file.ops.seekable) return new Uint8Array(0); // a pipe or a terminal is not waited for
    return file.ops.read(kernel, task, file, count);
  },

  write(kernel, task, fd, data) {
    const file = fileOf(task.process, fd);
    if (!isWritable(file)) throw new Errno('EBADF');
    return file.ops.write(kernel, task, file, data);
  },

  pread(kernel, task, fd, count, offset) {
    const file = seekableAt(task.process, fd, offset);
    if (!isReadable(file)) throw new Errno('EBADF');
    return at(file, offset, () => file.ops.read(kernel, task, file, count));
  },

  pwrite(kernel, task, fd, data, offset) {
    const file = seekableAt(task.process, fd, offset);
    if (!isWritable(file)) throw new Errno('EBADF');
    return at(file, offset, () => file.ops.write(kernel, task, file, data));
  },

  open(kernel, task, path, flags, mode) {
    const { process } = task;
    lowestFree(process); // before a file is made
    const file = openPath(kernel, process, path, flags, mode);
    const fd = install(kernel, process, file);
    setCloseOnExec(process, fd, flags);
    return isAlone(file) ? openWhenMet(kernel, task, fd, file) : fd;
  },

  close(kernel, { process }, fd) {
    close(kernel, process, fd);
  },

  lseek(_kernel, { process }, fd, offset, whence) {
    const file = fileOf(process, fd);
    if (!file.ops.seekable) throw new Errno('ESPIPE');
    const to = offset + seekBase(file, whence);
    if (to < 0 || !Number.isSafeInteger(to)) throw new Errno('EINVAL');
    file.offset = to;
    file.listing = null;
    return to;
  },

  ioctl(kernel, task, fd, request, argument) {
    const file = fileOf(task.process, fd);
    if (!file.ops.ioctl) throw new Errno('ENOTTY');
    return file.ops.ioctl(kernel, task, file, request, argument);
  },

  fstat(_kernel, { process }, fd) {
    const file = fileOf(process, fd);
    return file.inode ? statOf(file.inode) : pipeStat(file);
  },

  readdir(kernel, { process }, fd) {
    const file = fileOf(process, fd);
    if (file.ops !== directoryOps) throw new Errno('ENOTDIR');
    file.listing ??= listing(kernel, file.object as Inode);
    const batch = file.listing.slice(file.offset, file.offset + BATCH);
    file.offset += batch.length;
    return batch;
  },
} satisfies Handlers;

/** Waits for the other end of a FIFO. */
function* openWhenMet(kernel: Kernel, task: Task, fd: Fd, file: OpenFile): KernelHalf<Fd> {
  try {
    yield* meet(kernel, task, file);
    return fd;
  } catch (error) {
    close(kernel, task.process, fd); // interrupted: it was not opened
    throw error;
  }
}

function seekableAt(process: Process, fd: Fd, offset: number): OpenFile {
  const file = fileOf(process, fd);
  if (!file.ops.seekable) throw new Errno('ESPIPE');
  if (offset < 0) throw new Errno('EINVAL');
  return file;
}

/** Reads or writes elsewhere, and leaves the offset where it was. What is seekable does not sleep. */
function at<T>(file: OpenFile, offset: number, transfer: () => T): T {
  const before = file.offset;
  file.offset = offset;
  try {
    return transfer();
  } finally {
    file.offset = before;
  }
}

function seekBase(file: OpenFile, whence: number): number {
  switch (whence) {
    case SEEK_SET:
      return 0;
    case SEEK_CUR:
      return file.offset;
    case SEEK_END:
      return file.inode?.content.is === 'directory' ? 0 : ((file.object as FileData | null)?.length ?? 0);
    default:
      throw new Errno('EINVAL');
  }
}

function listing(kernel: Kernel, directory: Inode): DirEntry[] {
  return [...entriesOf(directory).list(kernel)].map(([name, inode]) => entryOf(name, inode));
}
