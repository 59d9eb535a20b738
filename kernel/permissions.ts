// What a process may do, by who it is: every check of a user against an owner is made here.
//
//     demand(process.cred, inode, 'w');     // EACCES unless it may
//
// A file has an owner, a group and nine bits. The first class that fits decides, and no other: an owner without `r`
// may not read what everybody else may. Root may do all, but nobody can run what nobody may run.

import { type Credentials, isMember } from './credentials.ts';
import { Errno } from './errno.ts';
import type { Inode } from './fs/inode.ts';
import type { Process } from './process.ts';
import type { Signal } from './signals.ts';
import type { Gid, Uid } from './users.ts';

export const STICKY = 0o1000; // of a directory: a name in it is removed by its owner only

/** To read, write or run a file; to list, change or search a directory. */
export type Access = 'r' | 'w' | 'x';

const bits = { r: 4, w: 2, x: 1 } as const;

export function may(cred: Credentials, inode: Inode, access: Access): boolean {
  const { mode } = inode;
  if (cred.euid === 0) return access !== 'x' || inode.content.is === 'directory' || (mode & 0o111) !== 0;
  const shift = cred.euid === inode.uid ? 6 : isMember(cred, inode.gid) ? 3 : 0;
  return ((mode >> shift) & bits[access]) !== 0;
}

export function demand(cred: Credentials, inode: Inode, access: Access): void {
  if (!may(cred, inode, access)) throw new Errno('EACCES');
}

/** Only its owner, and root, may change what an inode says of the file. */
export function isOwner(cred: Credentials, inode: Inode): boolean {
  return cred.euid === 0 || cred.euid === inode.uid;
}

/** May this name be taken out of a directory that one may write to? With the sticky bit, not by everybody. */
export function demandRemoval(cred: Credentials, directory: Inode, inode: Inode): void {
  if (directory.mode & STICKY && !isOwner(cred, inode) && !isOwner(cred, directory)) throw new Errno('EPERM');
}

/** May the owner and the group become these? Root gives away files; an owner changes only to groups of its own. */
export function mayGive(cred: Credentials, inode: Inode, uid: Uid, gid: Gid): boolean {
  if (cred.euid === 0) return true;
  return cred.euid === inode.uid && uid === inode.uid && (gid === inode.gid || isMember(cred, gid));
}

/** kill(2): to processes of the same user; and whoever is in the session may let a stopped one go on. */
export function maySignal(sender: Process, target: Process, signal: Signal | 0): boolean {
  const { euid, ruid } = sender.cred;
  const to = target.cred;
  if (euid === 0 || [euid, ruid].some((uid) => uid === to.ruid || uid === to.suid)) return true;
  return signal === 'SIGCONT' && sender.session === target.session;
}
