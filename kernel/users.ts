// The ids of users and groups, as they cross the line between a program and the kernel.

import { Errno } from './errno.ts';
import { copyList, type Kind, printList, record, size } from './kinds.ts';

export type Uid = number; // of a user; 0 is root
export type Gid = number; // of a group

/** Whom a program may become: a user, the group of its new files, and its other groups. */
export interface User {
  uid: Uid;
  gid: Gid;
  groups: Gid[];
}

const ID_MAX = 2 ** 32 - 2;
const GROUPS_MAX = 65536;

export const id: Kind<number> = {
  name: 'id',
  type: 'number',
  check(value) {
    if (size.check(value) > ID_MAX) throw new Errno('EINVAL');
    return value as number;
  },
  print: String,
};

/** An owner to set; -1 leaves the one that there is. */
export const owner: Kind<number> = { ...id, check: (value) => (value === -1 ? -1 : id.check(value)) };

export const groups: Kind<Gid[]> = {
  name: 'groups',
  type: 'number[]',
  check(value) {
    const list = copyList(value, id.check);
    if (list.length > GROUPS_MAX) throw new Errno('EINVAL');
    return list;
  },
  print: (list) => printList(list, String),
};

export function user(value: unknown): User {
  const given = record(value);
  return { uid: id.check(given.uid), gid: id.check(given.gid), groups: groups.check(given.groups) };
}
