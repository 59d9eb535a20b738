// The numbers that have names: flags and limits of the system calls, as in fcntl.h, sys/wait.h and limits.h.

import { flags, optional } from './kinds.ts';

// open(2): how to open, and the flags that may be added.
export const O_RDONLY = 0;
export const O_WRONLY = 1;
export const O_RDWR = 2;
export const O_ACCMODE = 3;
export const O_CREAT = 0o100;
export const O_EXCL = 0o200;
export const O_NOCTTY = 0o400;
export const O_TRUNC = 0o1000;
export const O_APPEND = 0o2000;
export const O_NONBLOCK = 0o4000;
export const O_DIRECTORY = 0o200000;
export const O_NOFOLLOW = 0o400000;
export const O_CLOEXEC = 0o2000000;

// lseek(2)
export const SEEK_SET = 0;
export const SEEK_CUR = 1;
export const SEEK_END = 2;

// waitpid(2)
export const WNOHANG = 1;
export const WUNTRACED = 2;
export const WCONTINUED = 8;

// access(2): what to ask for, and the flag that says by which ids
export const F_OK = 0;
export const X_OK = 1;
export const W_OK = 2;
export const R_OK = 4;
export const AT_EACCESS = 0x200;

export const PIPE_BUF = 4096; // a write to a pipe of up to this many bytes is never split
export const PIPE_SIZE = 65536;
export const OPEN_MAX = 1024; // descriptors of a process
export const NAME_MAX = 255; // characters of one name in a path
export const ARG_MAX = 2 ** 21; // characters of argv and env together
export const RELEASE = '0.1.0'; // of tinyos
export { PATH_MAX } from './kinds.ts';

export const openFlags = flags(
  'flags',
  {
    O_WRONLY,
    O_RDWR,
    O_CREAT,
    O_EXCL,
    O_NOCTTY,
    O_TRUNC,
    O_APPEND,
    O_NONBLOCK,
    O_DIRECTORY,
    O_NOFOLLOW,
    O_CLOEXEC,
  },
  'O_RDONLY',
);
export const fdFlags = optional(flags('flags', { O_CLOEXEC, O_NONBLOCK }), 0);
export const waitFlags = optional(flags('options', { WNOHANG, WUNTRACED, WCONTINUED }), 0);
export const whence = optional(flags('whence', { SEEK_CUR, SEEK_END }, 'SEEK_SET'), SEEK_SET);
export const accessMode = flags('mode', { R_OK, W_OK, X_OK }, 'F_OK');
export const accessFlags = optional(flags('flags', { AT_EACCESS }), 0);
