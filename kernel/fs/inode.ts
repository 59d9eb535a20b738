// Inodes: what a file is, apart from its names.
//
// The tree is made of directories that map names to inodes; a file with two names is one inode with two entries. What
// an inode holds depends on what it is. Directories are behind an interface, so that /proc can make up its entries as
// they are looked up, and another file system can be mounted on any directory (vnodes, Kleiman 1986).

import { type Bytes, type DirEntry, Errno, type FileKind, type Program, type Stat } from '../abi.ts';
import type { Kernel } from '../boot.ts';
import { realtime, toTimespec } from '../clock.ts';
import type { FileOps } from '../process.ts';
import type { Gid, Uid } from '../users.ts';
import type { Fifo } from './fifo.ts';
import { type FileData, freeData, type Space } from './filedata.ts';
import type { Looker } from './path.ts';

export interface FileSystem {
  readonly type: string; // 'tmpfs'
  readonly device: number; // what stat calls dev
  readonly readOnly: boolean; // no names come and go, no file changes
  readonly fixed: boolean; // nor do owners, modes and times
  inodes: number; // the last number given out
  readonly space: Space;
}

/** Without capacity it is read-only. */
export function newFileSystem(
  kernel: Kernel,
  type: string,
  capacity: number,
  fixed = capacity === 0,
): FileSystem {
  const device = ++kernel.fileSystems;
  return { type, device, readOnly: capacity === 0, fixed, inodes: 0, space: { used: 0, capacity } };
}

export interface Directory {
  lookup(kernel: Kernel, name: string): Inode | undefined;
  list(kernel: Kernel): Iterable<[string, Inode]>;
  // Only where the file system is not read-only.
  insert(name: string, inode: Inode): void;
  remove(name: string): void;
  size(): number;
}

export type Content =
  | { is: 'file'; data: FileData; program: Program | null }
  | { is: 'directory'; entries: Directory; mounted: Inode | null }
  | { is: 'symlink'; target: string | ((looker: Looker) => string) } // one of /proc depends on who looks
  | { is: 'fifo'; fifo: Fifo }
  | { is: 'device'; ops: FileOps; object: unknown }
  | { is: 'generated'; text(kernel: Kernel): Bytes }; // made when it is opened

export interface Inode {
  readonly fs: FileSystem;
  readonly ino: number;
  readonly content: Content;
  mode: number; // permission bits
  nlink: number;
  opens: number; // how often it is open
  uid: Uid;
  gid: Gid;
  atime: number; // microseconds since 1970
  mtime: number;
  ctime: number;
  // Of a directory: where it hangs. Null once it is removed.
  parent: Inode | null;
  name: string;
}

/** To whom a file belongs. */
export type Owner = Pick<Inode, 'uid' | 'gid'>;

export const ROOTS: Owner = { uid: 0, gid: 0 };

export function newInode(
  kernel: Kernel,
  fs: FileSystem,
  content: Content,
  mode: number,
  { uid, gid }: Owner = ROOTS,
): Inode {
  const now = realtime(kernel);
  return {
    fs,
    ino: ++fs.inodes,
    content,
    mode,
    nlink: 0,
    opens: 0,
    uid,
    gid,
    atime: now,
    mtime: now,
    ctime: now,
    parent: null,
    name: '',
  };
}

export function newDirectory(
  kernel: Kernel,
  fs: FileSystem,
  entries: Directory,
  mode: number,
  owner: Owner = ROOTS,
): Inode {
  return newInode(kernel, fs, { is: 'directory', entries, mounted: null }, mode, owner);
}

/** The entries of a directory; ENOTDIR if it is none. */
export function entriesOf(inode: Inode): Directory {
  if (inode.content.is !== 'directory') throw new Errno('ENOTDIR');
  return inode.content.entries;
}

export function kindOf(inode: Inode): FileKind {
  const { is } = inode.content;
  if (is === 'generated') return 'file';
  return is === 'fifo' ? 'pipe' : is;
}

export function statOf(inode: Inode): Stat {
  const { content } = inode;
  return {
    ino: inode.ino,
    dev: inode.fs.device,
    kind: kindOf(inode),
    mode: inode.mode,
    nlink: inode.nlink,
    uid: inode.uid,
    gid: inode.gid,
    size: sizeOf(content),
    atime: toTimespec(inode.atime),
    mtime: toTimespec(inode.mtime),
    ctime: toTimespec(inode.ctime),
  };
}

function sizeOf(content: Content): number {
  if (content.is === 'file') return content.data.length;
  if (content.is === 'directory') return content.entries.size();
  return content.is === 'symlink' && typeof content.target === 'string' ? utf8Length(content.target) : 0;
}

const utf8Length = (text: string) => new TextEncoder().encode(text).length;

/** What a symbolic link stands for. */
export function targetOf(content: Content & { is: 'symlink' }, looker: Looker): string {
  return typeof content.target === 'string' ? content.target : content.target(looker);
}

export function entryOf(name: string, inode: Inode): DirEntry {
  return { name, ino: inode.ino, kind: kindOf(inode) };
}

/** A change of the contents changes both times, as POSIX has it. */
export function touch(kernel: Kernel, inode: Inode): void {
  inode.mtime = realtime(kernel);
  inode.ctime = inode.mtime;
}

/** A file without a name that nobody has open any more gives its space back. */
export function dropIfUnused({ content, nlink, opens }: Inode): void {
  if (content.is === 'file' && nlink === 0 && opens === 0) freeData(content.data);
}
