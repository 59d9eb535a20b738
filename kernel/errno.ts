// Error numbers: why a system call failed, in the words of POSIX.
//
// Inside the kernel a call fails with `throw new Errno('EBADF')`; trap.ts catches it at one place and hands the
// code to the program, where the stub throws an Errno again. A program may catch it: `error.code === 'ENOENT'`.
//
// To add one: a row here. Numbers and texts are Linux's.

// biome-ignore format: a table
const table = {
  EPERM:        [1, 'Operation not permitted'],
  ENOENT:       [2, 'No such file or directory'],
  ESRCH:        [3, 'No such process'],
  EINTR:        [4, 'Interrupted system call'],
  EIO:          [5, 'Input/output error'],
  ENXIO:        [6, 'No such device or address'],
  E2BIG:        [7, 'Argument list too long'],
  ENOEXEC:      [8, 'Exec format error'],
  EBADF:        [9, 'Bad file descriptor'],
  ECHILD:      [10, 'No child processes'],
  EAGAIN:      [11, 'Resource temporarily unavailable'],
  ENOMEM:      [12, 'Cannot allocate memory'],
  EACCES:      [13, 'Permission denied'],
  EFAULT:      [14, 'Bad address'],
  EBUSY:       [16, 'Device or resource busy'],
  EEXIST:      [17, 'File exists'],
  EXDEV:       [18, 'Invalid cross-device link'],
  ENODEV:      [19, 'No such device'],
  ENOTDIR:     [20, 'Not a directory'],
  EISDIR:      [21, 'Is a directory'],
  EINVAL:      [22, 'Invalid argument'],
  ENFILE:      [23, 'Too many open files in system'],
  EMFILE:      [24, 'Too many open files'],
  ENOTTY:      [25, 'Inappropriate ioctl for device'],
  ETXTBSY:     [26, 'Text file busy'],
  EFBIG:       [27, 'File too large'],
  ENOSPC:      [28, 'No space left on device'],
  ESPIPE:      [29, 'Illegal seek'],
  EROFS:       [30, 'Read-only file system'],
  EMLINK:      [31, 'Too many links'],
  EPIPE:       [32, 'Broken pipe'],
  EDOM:        [33, 'Numerical argument out of domain'],
  ERANGE:      [34, 'Numerical result out of range'],
  ENAMETOOLONG:[36, 'File name too long'],
  ENOSYS:      [38, 'Function not implemented'],
  ENOTEMPTY:   [39, 'Directory not empty'],
  ELOOP:       [40, 'Too many levels of symbolic links'],
  ETIMEDOUT:  [110, 'Connection timed out'],
} as const;

export type ErrorCode = keyof typeof table;

/** The text that perror(3) would print: `strerror('ENOENT')` is "No such file or directory". */
export function strerror(code: ErrorCode): string {
  return table[code][1];
}

/** The number of an error code, as in errno(3). */
export function errorNumber(code: ErrorCode): number {
  return table[code][0];
}

export const errorCodes = Object.keys(table) as ErrorCode[];

/** A failed system call. `message` is the text of strerror(3). */
export class Errno extends Error {
  readonly code: ErrorCode;
  constructor(code: ErrorCode) {
    super(table[code][1]);
    this.name = code;
    this.code = code;
  }
}
