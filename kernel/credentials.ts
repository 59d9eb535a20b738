// Who a process is: its user and group ids, real, effective and saved, and its other groups (credentials(7)).
//
// The effective ids decide what it may do (permissions.ts), the real ones say who started it, and the saved ones are
// what it may become again. A record is never changed, only replaced: children share that of their parent.

import { Errno } from './errno.ts';
import type { Process } from './process.ts';
import type { Gid, Uid, User } from './users.ts';

export interface Credentials {
  readonly ruid: Uid;
  readonly euid: Uid;
  readonly suid: Uid;
  readonly rgid: Gid;
  readonly egid: Gid;
  readonly sgid: Gid;
  readonly groups: readonly Gid[]; // besides the effective one
}

export const ROOT: Credentials = credentialsOf({ uid: 0, gid: 0, groups: [] });

export const SETUID = 0o4000; // bits of a program's mode: it runs as the user that it belongs to,
export const SETGID = 0o2000; // and as the group

/** All that a user is from the login on. */
export function credentialsOf({ uid, gid, groups }: User): Credentials {
  return { ruid: uid, euid: uid, suid: uid, rgid: gid, egid: gid, sgid: gid, groups };
}

/** Is it root's, for whom no permission is asked? */
export function isPrivileged({ cred }: Pick<Process, 'cred'>): boolean {
  return cred.euid === 0;
}

/** The same, acting as whoever started it: what access(2) asks about. */
export function asRealUser(cred: Credentials): Credentials {
  return { ...cred, euid: cred.ruid, egid: cred.rgid };
}

export function isMember({ egid, groups }: Credentials, gid: Gid): boolean {
  return egid === gid || groups.includes(gid);
}

/** As whom a started program runs (execve(2)). A process that is being traced gains nothing: its tracer would. */
export function afterExec(
  cred: Credentials,
  program: { mode: number; uid: Uid; gid: Gid },
  isTraced: boolean,
): Credentials {
  const euid = program.mode & SETUID && !isTraced ? program.uid : cred.euid;
  const egid = program.mode & SETGID && !isTraced ? program.gid : cred.egid;
  if (euid === cred.suid && egid === cred.sgid && euid === cred.euid && egid === cred.egid) return cred;
  return { ...cred, euid, suid: euid, egid, sgid: egid };
}

/** setuid(2): root becomes that user for good, anybody else only whom it was or may become again. */
export function setUser(process: Process, uid: Uid): void {
  const { cred } = process;
  if (isPrivileged(process)) process.cred = { ...cred, ruid: uid, euid: uid, suid: uid };
  else if (uid === cred.ruid || uid === cred.suid) process.cred = { ...cred, euid: uid };
  else throw new Errno('EPERM');
}

/** setgid(2) */
export function setGroup(process: Process, gid: Gid): void {
  const { cred } = process;
  if (isPrivileged(process)) process.cred = { ...cred, rgid: gid, egid: gid, sgid: gid };
  else if (gid === cred.rgid || gid === cred.sgid) process.cred = { ...cred, egid: gid };
  else throw new Errno('EPERM');
}

/** setgroups(2) */
export function setGroups(process: Process, groups: readonly Gid[]): void {
  if (!isPrivileged(process)) throw new Errno('EPERM');
  process.cred = { ...process.cred, groups };
}
