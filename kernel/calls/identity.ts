// System calls on who a process is.

import { setGroup, setGroups, setUser } from '../credentials.ts';
import type { Handlers } from './index.ts';

export const identityCalls = {
  getuid: (_kernel, { process }) => process.cred.ruid,

  geteuid: (_kernel, { process }) => process.cred.euid,

  getgid: (_kernel, { process }) => process.cred.rgid,

  getegid: (_kernel, { process }) => process.cred.egid,

  getgroups: (_kernel, { process }) => [...process.cred.groups],

  setuid(_kernel, { process }, uid) {
    setUser(process, uid);
  },

  setgid(_kernel, { process }, gid) {
    setGroup(process, gid);
  },

  setgroups(_kernel, { process }, groups) {
    setGroups(process, groups);
  },
} satisfies Handlers;
