// System calls on descriptors as such: copies, flags, pipes, and waiting for several.

import { Errno, O_ACCMODE, O_APPEND, O_CLOEXEC, O_DIRECTORY, O_NOFOLLOW, O_NONBLOCK } from '../abi.ts';
import type { Kernel } from '../boot.ts';
import { duplicate, fileOf, install, openPipe, setCloseOnExec } from '../file.ts';
import { poll } from '../poll.ts';
import type { Process } from '../process.ts';
import type { Handlers } from './index.ts';

const FD_CLOEXEC = 1;
const CHANGEABLE = O_APPEND | O_NONBLOCK; // flags of an open file that F_SETFL sets
const SHOWN = O_ACCMODE | CHANGEABLE | O_DIRECTORY | O_NOFOLLOW;

export const descriptorCalls = {
  dup: (kernel, { process }, fd) => install(kernel, process, fileOf(process, fd)),

  dup2(kernel, { process }, from, to) {
    duplicate(kernel, process, from, to);
    return to;
  },

  dup3(kernel, { process }, from, to, flags) {
    if (from === to || flags & ~O_CLOEXEC) throw new Errno('EINVAL');
    duplicate(kernel, process, from, to);
    setCloseOnExec(process, to, flags);
    return to;
  },

  pipe: (kernel, { process }) => openPipe(kernel, process, 0),

  pipe2(kernel, { process }, flags) {
    if (flags & ~(O_CLOEXEC | O_NONBLOCK)) throw new Errno('EINVAL');
    return openPipe(kernel, process, flags);
  },

  fcntl(kernel, { process }, fd, command, argument) {
    const file = fileOf(process, fd);
    switch (command) {
      case 'F_DUPFD':
        return duplicateAbove(kernel, process, fd, argument, 0);
      case 'F_DUPFD_CLOEXEC':
        return duplicateAbove(kernel, process, fd, argument, O_CLOEXEC);
      case 'F_GETFD':
        return process.closeOnExec?.has(fd) ? FD_CLOEXEC : 0;
      case 'F_SETFD':
        setCloseOnExec(process, fd, argument & FD_CLOEXEC ? O_CLOEXEC : 0);
        return 0;
      case 'F_GETFL':
        return file.flags & SHOWN;
      case 'F_SETFL':
        file.flags = (file.flags & ~CHANGEABLE) | (argument & CHANGEABLE);
        return 0;
      default:
        return command satisfies never;
    }
  },

  poll: (kernel, task, fds, timeout) => poll(kernel, task, fds, timeout),
} satisfies Handlers;

function duplicateAbove(kernel: Kernel, process: Process, fd: number, least: number, flags: number): number {
  if (least < 0 || least >= process.limits.RLIMIT_NOFILE.soft) throw new Errno('EINVAL');
  const copy = install(kernel, process, fileOf(process, fd), least);
  setCloseOnExec(process, copy, flags);
  return copy;
}
