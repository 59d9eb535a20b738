// Changing what an inode says of its file: mode, owner, times (chmod(2), chown(2), utimensat(2)), and asking what one
// may do with it (access(2)).

import { Errno, type Path, R_OK, type Timespec, W_OK, X_OK } from '../abi.ts';
import type { Kernel } from '../boot.ts';
import { realtime, toTicks } from '../clock.ts';
import { type Credentials, isMember, SETGID, SETUID } from '../credentials.ts';
import { demand, isOwner, mayGive } from '../permissions.ts';
import type { Gid, Uid } from '../users.ts';
import type { Inode } from './inode.ts';
import { type Looker, lookup } from './path.ts';

const GROUP_RUN = 0o010;

/** A set-group-ID bit is only for members of the group: it is dropped, and that is no error. */
export function setMode(kernel: Kernel, cred: Credentials, inode: Inode, mode: number): void {
  if (inode.fs.fixed) throw new Errno('EROFS');
  if (!isOwner(cred, inode)) throw new Errno('EPERM');
  const foreign = cred.euid !== 0 && !isMember(cred, inode.gid);
  inode.mode = foreign ? mode & ~SETGID : mode;
  inode.ctime = realtime(kernel);
}

/** An id of -1 stays as it is. */
export function setOwner(kernel: Kernel, cred: Credentials, inode: Inode, uid: Uid, gid: Gid): void {
  if (inode.fs.fixed) throw new Errno('EROFS');
  const [newUid, newGid] = [uid === -1 ? inode.uid : uid, gid === -1 ? inode.gid : gid];
  if (!mayGive(cred, inode, newUid, newGid)) throw new Errno('EPERM');
  inode.uid = newUid;
  inode.gid = newGid;
  if (inode.content.is !== 'directory') dropSetIds(inode);
  inode.ctime = realtime(kernel);
}

/** A program that is another one now, or another's, does not run as its owner any more. */
export function dropSetIds(inode: Inode): void {
  inode.mode &= inode.mode & GROUP_RUN ? ~(SETUID | SETGID) : ~SETUID;
}

/** A time of null is now. That may be set by whoever may write to the file, and all else by its owner only. */
export function setTimes(
  kernel: Kernel,
  cred: Credentials,
  inode: Inode,
  atime: Timespec | null,
  mtime: Timespec | null,
): void {
  if (inode.fs.fixed) throw new Errno('EROFS');
  if (!isOwner(cred, inode)) {
    if (atime || mtime) throw new Errno('EPERM');
    demand(cred, inode, 'w');
  }
  const now = realtime(kernel);
  inode.atime = atime ? toTicks(atime) : now;
  inode.mtime = mtime ? toTicks(mtime) : now;
  inode.ctime = now;
}

/** May whoever looks do all of this with the file? */
export function checkAccess(kernel: Kernel, looker: Looker, path: Path, mode: number): void {
  const inode = lookup(kernel, looker, path);
  const { is } = inode.content;
  if (mode & R_OK) demand(looker.cred, inode, 'r');
  if (mode & W_OK && inode.fs.readOnly && is !== 'device') throw new Errno('EROFS');
  if (mode & W_OK) demand(looker.cred, inode, 'w');
  if (mode & X_OK) demand(looker.cred, inode, 'x');
}
