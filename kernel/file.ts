// Open files and descriptors: the numbers that programs know, and what stands behind them.
//
// A descriptor is an index into the process's table. Behind it is an open file: an offset, flags, and what it is
// (a file of the tree, a pipe's end, a device). Descriptors made by dup or inherited by a child share the open file,
// and so its offset; it is closed with the last of them (open(2), "open file description").

import { type DirEntry, Errno, type Fd, O_ACCMODE, O_CLOEXEC, O_RDONLY, O_WRONLY } from './abi.ts';
import type { Kernel } from './boot.ts';
import type { Inode } from './fs/inode.ts';
import { newPipe, pipeOps } from './pipe.ts';
import type { FileOps, Process } from './process.ts';

export interface OpenFile {
  readonly ops: FileOps;
  readonly object: unknown; // what `ops` works on: a Pipe, a Tty, an Inode
  readonly inode: Inode | null; // null for a pipe
  readonly name: string; // how it was opened, for people
  flags: number;
  offset: number;
  refs: number; // descriptors, in all processes
  listing: DirEntry[] | null; // of a directory that is being read
}

export function newFile(
  ops: FileOps,
  object: unknown,
  inode: Inode | null,
  name: string,
  flags: number,
): OpenFile {
  return { ops, object, inode, name, flags: flags & ~O_CLOEXEC, offset: 0, refs: 0, listing: null };
}

/** The open file behind a descriptor. */
export function fileOf(process: Process, fd: Fd): OpenFile {
  const file = process.files[fd];
  if (!file) throw new Errno('EBADF');
  return file;
}

export function isReadable(file: OpenFile): boolean {
  return (file.flags & O_ACCMODE) !== O_WRONLY;
}

export function isWritable(file: OpenFile): boolean {
  return (file.flags & O_ACCMODE) !== O_RDONLY;
}

/** Gives the file the lowest free descriptor that is not below `least`. */
export function install(kernel: Kernel, process: Process, file: OpenFile, least: Fd = 0): Fd {
  const fd = lowestFree(process, least);
  installAt(kernel, process, fd, file);
  return fd;
}

/** EMFILE if the process has as many descriptors as it may have. */
export function lowestFree(process: Process, least: Fd = 0): Fd {
  const free = process.files.indexOf(null, least);
  const fd = free === -1 ? Math.max(least, process.files.length) : free;
  if (fd >= process.limits.RLIMIT_NOFILE.soft) throw new Errno('EMFILE');
  return fd;
}

/** Gives the file this descriptor, closing what had it. */
export function installAt(kernel: Kernel, process: Process, fd: Fd, file: OpenFile): void {
  if (fd >= process.limits.RLIMIT_NOFILE.soft) throw new Errno('EBADF');
  if (file.refs === 0) {
    file.ops.opened?.(kernel, file); // may refuse
    kernel.openFiles++;
  }
  file.refs++;
  if (process.files[fd]) close(kernel, process, fd);
  while (process.files.length < fd) process.files.push(null);
  process.files[fd] = file;
}

/** Is the descriptor closed when another program takes over? */
export function setCloseOnExec(process: Process, fd: Fd, flags: number): void {
  if (flags & O_CLOEXEC) {
    process.closeOnExec ??= new Set();
    process.closeOnExec.add(fd);
  } else process.closeOnExec?.delete(fd);
}

/** Another program takes over: what it is not to have is closed. */
export function closeOnExec(kernel: Kernel, process: Process): void {
  for (const fd of process.closeOnExec ?? []) close(kernel, process, fd);
  process.closeOnExec = null;
}

/** dup2(2): makes `to` another descriptor of what `from` is. */
export function duplicate(kernel: Kernel, process: Process, from: Fd, to: Fd): void {
  const file = fileOf(process, from);
  if (from !== to) installAt(kernel, process, to, file);
  else process.closeOnExec?.delete(to);
}

export function close(kernel: Kernel, process: Process, fd: Fd): void {
  const file = fileOf(process, fd);
  process.files[fd] = null;
  process.closeOnExec?.delete(fd);
  while (process.files.length > 0 && process.files.at(-1) === null) process.files.pop();
  release(kernel, file);
}

export function closeAll(kernel: Kernel, process: Process): void {
  for (const file of process.files.splice(0)) if (file) release(kernel, file);
}

function release(kernel: Kernel, file: OpenFile): void {
  if (--file.refs > 0) return;
  file.ops.closed?.(kernel, file);
  kernel.openFiles--;
}

/** A child's table: the same open files under the same numbers. */
export function inherit(process: Process): (OpenFile | null)[] {
  const files = process.files.slice();
  for (const file of files) if (file) file.refs++;
  return files;
}

/** pipe(2): both ends, each with the lowest free descriptor. */
export function openPipe(kernel: Kernel, process: Process, flags: number): [Fd, Fd] {
  const pipe = newPipe(kernel);
  const name = `pipe#${pipe.id}`;
  const ends = installBoth(
    kernel,
    process,
    newFile(pipeOps, pipe, null, name, O_RDONLY | flags),
    newFile(pipeOps, pipe, null, name, O_WRONLY | flags),
  );
  for (const fd of ends) setCloseOnExec(process, fd, flags);
  return ends;
}

/** Two open files that belong together, or neither. */
export function installBoth(kernel: Kernel, process: Process, one: OpenFile, other: OpenFile): [Fd, Fd] {
  const fd = install(kernel, process, one);
  try {
    return [fd, install(kernel, process, other)];
  } catch (error) {
    close(kernel, process, fd);
    throw error;
  }
}
