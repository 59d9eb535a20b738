// Users and groups by name and by number, as /etc/passwd and /etc/group have them.
//
//     const names = yield* readNames();
//     names.user(0);            // 'root'; a number that has no name stands for itself
//     names.uid('me');          // 1000; null if there is no such user
//
// Where a file is missing or a line makes no sense, there is just no name.

import { type Coroutine, Errno, type Gid, type Uid, type User } from '../../kernel/abi.ts';
import { readFile } from './files.ts';
import { decode } from './text.ts';

/** A line of /etc/passwd. */
export interface Account {
  name: string;
  uid: Uid;
  gid: Gid;
  home: string;
  shell: string;
}

/** A line of /etc/group. */
interface Group {
  name: string;
  gid: Gid;
  members: string[];
}

export interface Names {
  user(uid: Uid): string;
  group(gid: Gid): string;
  uid(user: string): Uid | null;
  gid(group: string): Gid | null;
}

const DEFAULT_SHELL = '/bin/sh';

export function* readNames(): Coroutine<Names> {
  const accounts = yield* readAccounts();
  const groups = yield* readGroups();
  return {
    user: (uid) => accounts.find((one) => one.uid === uid)?.name ?? String(uid),
    group: (gid) => groups.find((one) => one.gid === gid)?.name ?? String(gid),
    uid: (user) => accounts.find(({ name }) => name === user)?.uid ?? numberOf(user),
    gid: (group) => groups.find(({ name }) => name === group)?.gid ?? numberOf(group),
  };
}

export function* readAccounts(): Coroutine<Account[]> {
  return (yield* readTable('/etc/passwd')).flatMap(
    ([name = '', , uid = '', gid = '', , home = '', shell]) => {
      if (name === '' || numberOf(uid) === null || numberOf(gid) === null) return [];
      return [{ name, uid: Number(uid), gid: Number(gid), home: home || '/', shell: shell || DEFAULT_SHELL }];
    },
  );
}

export function* findAccount(user: string): Coroutine<Account | null> {
  return (yield* readAccounts()).find(({ name }) => name === user) ?? null;
}

/** All that a user is: also in which other groups. */
export function* userOf({ name, uid, gid }: Account): Coroutine<User> {
  const groups = (yield* readGroups()).filter(({ members }) => members.includes(name));
  return { uid, gid, groups: groups.map((group) => group.gid) };
}

export function* readGroups(): Coroutine<Group[]> {
  return (yield* readTable('/etc/group')).flatMap(([name = '', , gid = '', members = '']) => {
    if (name === '' || numberOf(gid) === null) return [];
    return [{ name, gid: Number(gid), members: members.split(',').filter(Boolean) }];
  });
}

function* readTable(path: string): Coroutine<string[][]> {
  try {
    const lines = decode(yield* readFile(path)).split('\n');
    return lines.filter(Boolean).map((line) => line.split(':'));
  } catch (error) {
    if (error instanceof Errno) return [];
    throw error;
  }
}

function numberOf(text: string): number | null {
  return /^\d{1,10}$/.test(text) && Number(text) < 2 ** 32 - 1 ? Number(text) : null;
}
