// open(2): from a path to an open file, and what can be done with files and directories of the tree.

import {
  Errno,
  type Fd,
  O_ACCMODE,
  O_APPEND,
  O_CREAT,
  O_DIRECTORY,
  O_EXCL,
  O_NOCTTY,
  O_NOFOLLOW,
  O_RDONLY,
  O_TRUNC,
  O_WRONLY,
  type Path,
} from '../abi.ts';
import type { Kernel } from '../boot.ts';
import { realtime } from '../clock.ts';
import { fileOf, newFile, type OpenFile } from '../file.ts';
import { offerTerminal } from '../jobcontrol.ts';
import { IO_MAX } from '../kinds.ts';
import { demand } from '../permissions.ts';
import type { FileOps, Process } from '../process.ts';
import { withinSizeLimit } from '../rlimit.ts';
import type { Tty } from '../tty.ts';
import { ttyOps } from '../ttyops.ts';
import { dropSetIds } from './attributes.ts';
import { controllingTerminal, ownDescriptor } from './devfs.ts';
import { checkOpenFifo, fifoOps } from './fifo.ts';
import { type FileData, newFileData, newSpace, readData, resizeData, writeData } from './filedata.ts';
import { dropIfUnused, type Inode, touch } from './inode.ts';
import { isInTree, type Place, pathOf, place } from './path.ts';
import { create } from './tree.ts';

export function openPath(
  kernel: Kernel,
  process: Process,
  path: Path,
  flags: number,
  mode: number,
): OpenFile {
  const follow = !(flags & O_NOFOLLOW) && !(flags & O_CREAT && flags & O_EXCL);
  const at = place(kernel, process, path, follow || path.endsWith('/'));
  if (at.inode && flags & O_CREAT && flags & O_EXCL) throw new Errno('EEXIST');
  if (!at.inode && !(flags & O_CREAT)) throw new Errno('ENOENT');
  if (at.inode) checkOpen(process, at.inode, flags, at.slash);
  const inode = at.inode ?? create(kernel, process, at, mode & 0o7777 & ~process.umask);
  if (at.inode && flags & O_TRUNC && (flags & O_ACCMODE) !== O_RDONLY) truncateInode(kernel, at.inode, 0);
  return openInode(kernel, process, inode, nameOf(kernel, at, path), flags);
}

/** The path from the root, for people; as it was given, if it leads through a directory that was removed. */
function nameOf(kernel: Kernel, { directory, name }: Place, path: Path): string {
  if (!isInTree(kernel, directory)) return path;
  return name === '.'
    ? pathOf(kernel, directory)
    : `${pathOf(kernel, directory)}/${name}`.replace(/^\/\//, '/');
}

function checkOpen({ cred }: Process, inode: Inode, flags: number, slash: boolean): void {
  const { is } = inode.content;
  const writes = (flags & O_ACCMODE) !== O_RDONLY;
  if (is === 'symlink') throw new Errno('ELOOP');
  if (is !== 'directory' && (slash || flags & O_DIRECTORY)) throw new Errno('ENOTDIR');
  if (is === 'directory' && (writes || flags & O_CREAT)) throw new Errno('EISDIR');
  if (is === 'generated' && writes) throw new Errno('EACCES');
  if ((flags & O_ACCMODE) !== O_WRONLY) demand(cred, inode, 'r');
  if (writes) demand(cred, inode, 'w');
}

function openInode(kernel: Kernel, process: Process, inode: Inode, name: string, flags: number): OpenFile {
  const { content } = inode;
  switch (content.is) {
    case 'file':
      return newFile(regularOps, content.data, inode, name, flags);
    case 'directory':
      return newFile(directoryOps, inode, inode, name, flags);
    case 'generated':
      return newFile(
        regularOps,
        newFileData(newSpace(Number.POSITIVE_INFINITY), content.text(kernel)),
        inode,
        name,
        flags,
      );
    case 'fifo':
      checkOpenFifo(content.fifo, flags);
      return newFile(fifoOps, content.fifo, inode, name, flags);
    case 'device': {
      if (content.ops === controllingTerminal) {
        if (!process.session.terminal) throw new Errno('ENXIO');
        return newFile(ttyOps, process.session.terminal, inode, name, flags);
      }
      if (content.ops === ownDescriptor) return fileOf(process, content.object as Fd);
      if (content.ops === ttyOps && !(flags & O_NOCTTY)) offerTerminal(process, content.object as Tty);
      return newFile(content.ops, content.object, inode, name, flags);
    }
    default:
      throw new Errno('ELOOP');
  }
}

export function truncateInode(kernel: Kernel, inode: Inode, length: number): void {
  const { content } = inode;
  if (content.is === 'directory') throw new Errno('EISDIR');
  if (content.is === 'generated') throw new Errno('EACCES');
  if (content.is !== 'file') return;
  resizeData(content.data, length);
  changed(kernel, inode);
}

// A shipped program that was written to is no longer the program that the image brought, and not its owner's word.
function changed(kernel: Kernel, inode: Inode): void {
  dropSetIds(inode);
  if (inode.content.is === 'file') inode.content.program = null;
  touch(kernel, inode);
}

const regularOps: FileOps = {
  seekable: true,
  read(kernel, _task, file, count) {
    const data = readData(file.object as FileData, file.offset, Math.min(count, IO_MAX));
    file.offset += data.length;
    if (file.inode && data.length > 0) file.inode.atime = realtime(kernel);
    return data;
  },
  write(kernel, { process }, file, data) {
    const target = file.object as FileData;
    if (file.flags & O_APPEND) file.offset = target.length;
    const allowed = withinSizeLimit(kernel, process, file.offset, data);
    const written = writeData(target, file.offset, allowed);
    file.offset += written;
    if (file.inode && written > 0) changed(kernel, file.inode);
    return written;
  },
  opened(_kernel, { inode }) {
    if (inode) inode.opens++;
  },
  closed(_kernel, { inode }) {
    if (!inode) return;
    inode.opens--;
    dropIfUnused(inode);
  },
};

export const directoryOps: FileOps = {
  seekable: true,
  read() {
    throw new Errno('EISDIR');
  },
  write() {
    throw new Errno('EBADF');
  },
};
