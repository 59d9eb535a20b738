// System calls on the machine as a whole.

import { Errno, RELEASE } from '../abi.ts';
import { isPrivileged } from '../credentials.ts';
import { randomBytes } from '../fs/devfs.ts';
import type { Handlers } from './index.ts';

const MOST = 2 ** 20; // random bytes of one call

export const systemCalls = {
  getrandom(kernel, _task, count) {
    if (count > MOST) throw new Errno('EINVAL');
    return randomBytes(kernel, count);
  },

  uname: () => ({
    sysname: 'tinyos',
    nodename: 'tinyos',
    release: RELEASE,
    version: '#1',
    machine: 'coroutine',
  }),

  sync() {},

  reboot(kernel, { process }, _how, status) {
    if (!isPrivileged(process)) throw new Errno('EPERM');
    kernel.halted = status & 255;
  },
} satisfies Handlers;
