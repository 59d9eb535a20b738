// Who a process is, or a user would be: for id and groups.

import type { Coroutine, Gid, Uid } from '../../kernel/abi.ts';
import { sys } from '../sys.ts';
import { findAccount, readAccounts, userOf } from './users.ts';

export interface Identity {
  ruid: Uid;
  euid: Uid;
  rgid: Gid;
  egid: Gid;
  groups: Gid[]; // all, the real one first
}

export function* ownIdentity(): Coroutine<Identity> {
  const [rgid, egid] = [yield* sys.getgid(), yield* sys.getegid()];
  const groups = [...new Set([rgid, egid, ...(yield* sys.getgroups())])];
  return { ruid: yield* sys.getuid(), euid: yield* sys.geteuid(), rgid, egid, groups };
}

/** The user of that name or number, after the login; null if there is none. */
export function* identityOf(user: string): Coroutine<Identity | null> {
  const byNumber = (yield* readAccounts()).find(({ uid }) => String(uid) === user);
  const account = (yield* findAccount(user)) ?? byNumber;
  if (!account) return null;
  const { uid, gid, groups } = yield* userOf(account);
  return { ruid: uid, euid: uid, rgid: gid, egid: gid, groups: [...new Set([gid, ...groups])] };
}
