// System calls on terminals that are not on a descriptor yet. The others are requests of ioctl(2).

import { openPty } from '../pty.ts';
import type { Handlers } from './index.ts';

export const terminalCalls = {
  openpty: (kernel, { process }) => openPty(kernel, process),
} satisfies Handlers;
