// Changing the tree: making, removing and renaming (mkdir(2), unlink(2), rename(2) and their like).
//
// Every function checks all that can fail before it changes anything. A file lives as long as it has a name or is
// open; when both are gone, nothing refers to the inode and it is collected.

import { Errno, type Path } from '../abi.ts';
import type { Kernel } from '../boot.ts';
import { realtime } from '../clock.ts';
import { SETGID } from '../credentials.ts';
import { demand, demandRemoval } from '../permissions.ts';
import type { Process } from '../process.ts';
import { newFifo } from './fifo.ts';
import { newFileData } from './filedata.ts';
import {
  type Content,
  dropIfUnused,
  entriesOf,
  type Inode,
  newDirectory,
  newInode,
  type Owner,
  touch,
} from './inode.ts';
import { lookup, type Place, place } from './path.ts';
import { memoryDirectory } from './tmpfs.ts';

export function create(kernel: Kernel, process: Process, at: Place, mode: number): Inode {
  if (at.slash) throw new Errno('EISDIR');
  return add(
    kernel,
    process,
    at,
    { is: 'file', data: newFileData(at.directory.fs.space), program: null },
    mode,
  );
}

export function makeDirectory(kernel: Kernel, process: Process, path: Path, mode: number): void {
  const at = newPlace(kernel, process, path);
  checkWritable(process, at);
  const inode = newDirectory(
    kernel,
    at.directory.fs,
    memoryDirectory(),
    mode | (at.directory.mode & SETGID),
    ownerIn(at.directory, process),
  );
  attach(kernel, at.directory, at.name, inode);
}

export function makeLink(kernel: Kernel, process: Process, path: Path, newpath: Path): void {
  const inode = lookup(kernel, process, path, false);
  const at = newPlace(kernel, process, newpath);
  if (inode.content.is === 'directory') throw new Errno('EPERM');
  if (at.slash) throw new Errno('ENOENT');
  if (inode.fs !== at.directory.fs) throw new Errno('EXDEV');
  checkWritable(process, at);
  attach(kernel, at.directory, at.name, inode);
}

export function makeSymlink(kernel: Kernel, process: Process, target: string, path: Path): void {
  if (target === '') throw new Errno('ENOENT');
  const at = newPlace(kernel, process, path);
  if (at.slash) throw new Errno('ENOENT');
  add(kernel, process, at, { is: 'symlink', target }, 0o777);
}

export function makeFifo(kernel: Kernel, process: Process, path: Path, mode: number): void {
  const at = newPlace(kernel, process, path);
  if (at.slash) throw new Errno('ENOENT');
  add(kernel, process, at, { is: 'fifo', fifo: newFifo(kernel) }, mode);
}

export function unlink(kernel: Kernel, process: Process, path: Path): void {
  const { directory, name, inode, slash } = existing(kernel, process, path);
  if (inode.content.is === 'directory') throw new Errno('EISDIR');
  if (slash) throw new Errno('ENOTDIR');
  detach(kernel, directory, name, inode);
  dropIfUnused(inode);
}

export function removeDirectory(kernel: Kernel, process: Process, path: Path): void {
  const last = path.split('/').findLast((name) => name !== '');
  if (path !== '' && last === undefined) throw new Errno('EBUSY');
  if (last === '.') throw new Errno('EINVAL');
  if (last === '..') throw new Errno('ENOTEMPTY');
  const { directory, name, inode } = existing(kernel, process, path);
  if (inode === kernel.root || isMountPoint(kernel, directory, name)) throw new Errno('EBUSY');
  if (entriesOf(inode).size() > 0) throw new Errno('ENOTEMPTY');
  detach(kernel, directory, name, inode);
}

export function rename(kernel: Kernel, process: Process, path: Path, newpath: Path): void {
  const to = place(kernel, process, newpath, false);
  if (place(kernel, process, path, false).directory.fs !== to.directory.fs) throw new Errno('EXDEV');
  for (const last of [path, newpath].map((one) => one.split('/').findLast((name) => name !== '')))
    if (last === '.' || last === '..' || last === undefined) throw new Errno('EBUSY');
  const from = existing(kernel, process, path);
  checkWritable(process, to);
  const isDirectory = from.inode.content.is === 'directory';
  if ((from.slash || to.slash) && !isDirectory) throw new Errno('ENOTDIR');
  if (isMountPoint(kernel, from.directory, from.name)) throw new Errno('EBUSY');
  if (isDirectory && isWithin(to.directory, from.inode)) throw new Errno('EINVAL');
  if (isDirectory && to.directory !== from.directory) demand(process.cred, from.inode, 'w'); // its '..' changes
  if (to.inode) {
    if (to.inode === from.inode) return;
    demandRemoval(process.cred, to.directory, to.inode);
    if (isMountPoint(kernel, to.directory, to.name)) throw new Errno('EBUSY');
    if (to.inode.content.is === 'directory') {
      if (!isDirectory) throw new Errno('EISDIR');
      if (to.inode.content.entries.size() > 0) throw new Errno('ENOTEMPTY');
    } else if (isDirectory) throw new Errno('ENOTDIR');
    detach(kernel, to.directory, to.name, to.inode);
    dropIfUnused(to.inode);
  }
  detach(kernel, from.directory, from.name, from.inode);
  attach(kernel, to.directory, to.name, from.inode);
}

/** Mounts a file system on a directory of the tree. */
export function mount(kernel: Kernel, point: Inode, root: Inode): void {
  if (point.content.is !== 'directory') throw new Errno('ENOTDIR');
  point.content.mounted = root;
  root.parent = point.parent;
  root.name = point.name;
  kernel.mounts.push({ point, root });
}

/** Puts an inode under a name. A directory has one name, and knows it. */
export function attach(kernel: Kernel, directory: Inode, name: string, inode: Inode): void {
  entriesOf(directory).insert(name, inode);
  inode.nlink++;
  inode.ctime = realtime(kernel);
  if (inode.content.is === 'directory') {
    inode.nlink++; // its own '.'
    directory.nlink++; // its '..'
    inode.parent = directory;
    inode.name = name;
  }
  touch(kernel, directory);
}

export function detach(kernel: Kernel, directory: Inode, name: string, inode: Inode): void {
  entriesOf(directory).remove(name);
  inode.nlink--;
  inode.ctime = realtime(kernel);
  if (inode.content.is === 'directory') {
    inode.nlink--;
    directory.nlink--;
    inode.parent = null;
  }
  touch(kernel, directory);
}

function add(kernel: Kernel, process: Process, at: Place, content: Content, mode: number): Inode {
  checkWritable(process, at);
  const inode = newInode(kernel, at.directory.fs, content, mode, ownerIn(at.directory, process));
  attach(kernel, at.directory, at.name, inode);
  return inode;
}

function existing(kernel: Kernel, process: Process, path: Path): Place & { inode: Inode } {
  const at = place(kernel, process, path, false);
  const { inode } = at;
  if (!inode) throw new Errno('ENOENT');
  checkWritable(process, at);
  demandRemoval(process.cred, at.directory, inode);
  return { ...at, inode };
}

/** Where a new name goes: EEXIST if it is taken. */
function newPlace(kernel: Kernel, process: Process, path: Path): Place {
  const at = place(kernel, process, path, false);
  if (at.inode) throw new Errno('EEXIST');
  return at;
}

/** A new file belongs to whoever makes it; in a directory with the set-group-ID bit, to the directory's group. */
function ownerIn({ mode, gid }: Inode, { cred }: Process): Owner {
  return { uid: cred.euid, gid: mode & SETGID ? gid : cred.egid };
}

// A directory that was removed while somebody was in it takes no new names.
function checkWritable({ cred }: Process, { directory }: Place): void {
  if (directory.fs.readOnly) throw new Errno('EROFS');
  if (directory.nlink === 0) throw new Errno('ENOENT');
  demand(cred, directory, 'w');
}

function isMountPoint(kernel: Kernel, directory: Inode, name: string): boolean {
  return kernel.mounts.some(({ point }) => point?.parent === directory && point.name === name);
}

function isWithin(inode: Inode, directory: Inode): boolean {
  for (let at: Inode | null = inode; at; at = at.parent) if (at === directory) return true;
  return false;
}
