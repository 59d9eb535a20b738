// Questions about files that one system call does not answer.

import {
  AT_EACCESS,
  type Bytes,
  type Coroutine,
  type DirEntry,
  Errno,
  type Fd,
  O_CREAT,
  O_DIRECTORY,
  O_RDONLY,
  O_TRUNC,
  O_WRONLY,
  type Stat,
} from '../../kernel/abi.ts';
import { sys } from '../sys.ts';
import { readAll } from './input.ts';
import { writeAll } from './output.ts';

/** What is in a directory, without '.' and '..', sorted by name. */
export function* listDirectory(path: string): Coroutine<DirEntry[]> {
  const fd = yield* sys.open(path, O_RDONLY | O_DIRECTORY);
  const all: DirEntry[] = [];
  for (let some = yield* sys.readdir(fd); some.length > 0; some = yield* sys.readdir(fd)) all.push(...some);
  yield* sys.close(fd);
  return all.filter(({ name }) => name !== '.' && name !== '..').sort(byName);
}

export function byName(a: { name: string }, b: { name: string }): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}

/** As stat(2), but null where it fails: there is no such file that one could see. */
export function* statIfAny(path: string): Coroutine<Stat | null> {
  return yield* unlessErrno(sys.stat(path));
}

/** As lstat(2), but null where it fails. */
export function* lstatIfAny(path: string): Coroutine<Stat | null> {
  return yield* unlessErrno(sys.lstat(path));
}

/** As fstat(2), but null where it fails: fd is not open. */
export function* fstatIfAny(fd: Fd): Coroutine<Stat | null> {
  return yield* unlessErrno(sys.fstat(fd));
}

export function* exists(path: string): Coroutine<boolean> {
  return (yield* statIfAny(path)) !== null;
}

export function* isDirectory(path: string): Coroutine<boolean> {
  return (yield* statIfAny(path))?.kind === 'directory';
}

export function* readFile(path: string): Coroutine<Bytes> {
  const fd = yield* sys.open(path, O_RDONLY);
  const bytes = yield* readAll(fd);
  yield* sys.close(fd);
  return bytes;
}

export function* writeFile(path: string, bytes: Bytes, mode = 0o666): Coroutine {
  const fd = yield* sys.open(path, O_WRONLY | O_CREAT | O_TRUNC, mode);
  yield* writeAll(fd, bytes);
  yield* sys.close(fd);
}

/** May this process, as whoever it acts as, do that with the file? */
export function* mayAccess(path: string, mode: number): Coroutine<boolean> {
  try {
    yield* sys.access(path, mode, AT_EACCESS);
    return true;
  } catch (error) {
    if (error instanceof Errno) return false;
    throw error;
  }
}

/** Are these two the same file, under whatever names? */
export function sameFile(a: Stat | null, b: Stat | null): boolean {
  return a !== null && b !== null && a.ino === b.ino && a.dev === b.dev;
}

const DISK_BLOCK = 4096;

/** What a file would take up on a disk, in bytes. What is no file takes none. */
export function diskUsage({ kind, size }: Stat): number {
  return kind === 'file' ? Math.ceil(size / DISK_BLOCK) * DISK_BLOCK : 0;
}

function* unlessErrno(call: ReturnType<typeof sys.stat>): Coroutine<Stat | null> {
  try {
    return yield* call;
  } catch (error) {
    if (error instanceof Errno) return null;
    throw error;
  }
}
