// Copying files and whole trees: cp, and mv from one file system to another.

import {
  type Coroutine,
  Errno,
  type Fd,
  type Gid,
  O_CREAT,
  O_RDONLY,
  O_TRUNC,
  O_WRONLY,
  type Stat,
  type Uid,
} from '../../kernel/abi.ts';
import { sys } from '../sys.ts';
import { attempt, quote, warn } from './errors.ts';
import { listDirectory, lstatIfAny, sameFile, statIfAny } from './files.ts';
import { BLOCK } from './input.ts';
import { print, writeAll } from './output.ts';
import { dirname, join } from './paths.ts';
import { type Existing, mayReplace, mismatch } from './replace.ts';
import { inside } from './targets.ts';

export interface Copying {
  command: string; // who tells the user
  recursive: boolean;
  follow: boolean; // symbolic links are not copied, but what they stand for
  preserve: boolean; // mode and times
  force: boolean; // what is in the way and cannot be written is removed
  existing: Existing;
  verbose: boolean;
}

/**
 * Copies a file, or a directory with all in it. What could not be copied is told; returns whether all was. `above` are
 * the directories that `to` is in, if the caller knows them.
 */
export function* copy(
  from: string,
  to: string,
  copying: Copying,
  above: Set<string> | null = null,
): Coroutine<boolean> {
  const look = copying.follow ? sys.stat(from) : sys.lstat(from);
  const stat = yield* attempt(copying.command, `cannot stat ${quote(from)}`, look);
  if (stat === null) return false;
  const there = yield* statIfAny(to);
  const problem = obstacle(from, stat, to, there, copying);
  if (problem !== null) {
    yield* warn(copying.command, problem);
    return false;
  }
  if (stat.kind === 'directory') return yield* copyDirectory(from, stat, to, there, copying, above);
  if (!(yield* mayReplace(copying.command, copying.existing, stat, to, there))) return true;
  if (copying.verbose) yield* print(`${quote(from)} -> ${quote(to)}\n`);
  if (stat.kind === 'symlink') return yield* copyLink(from, to, copying);
  if (stat.kind === 'pipe' && copying.recursive) return yield* copyFifo(stat, to, copying);
  return yield* copyFile(from, stat, to, copying);
}

/** Why it cannot be copied there; null if it can. */
function obstacle(from: string, stat: Stat, to: string, there: Stat | null, copying: Copying): string | null {
  const isDirectory = stat.kind === 'directory';
  if (isDirectory && !copying.recursive) return `-r not specified; omitting directory ${quote(from)}`;
  if (copying.recursive && stat.kind === 'device') return `cannot copy special file ${quote(from)}`;
  const itself = isDirectory && sameFile(stat, there); // a directory may be copied onto itself, into itself not
  return there === null || itself ? null : mismatch(from, stat, to, there);
}

function* copyDirectory(
  from: string,
  stat: Stat,
  to: string,
  there: Stat | null,
  copying: Copying,
  known: Set<string> | null,
): Coroutine<boolean> {
  const { command } = copying;
  const itself = sameFile(stat, there);
  const above = known ?? (yield* directoriesAbove(to));
  if (itself || above.has(identity(stat))) {
    const target = quote(itself ? inside(to, from) : to);
    yield* warn(command, `cannot copy a directory, ${quote(from)}, into itself, ${target}`);
    return false;
  }
  if (there === null) {
    const made = yield* attempt(command, `cannot create directory ${quote(to)}`, sys.mkdir(to, stat.mode));
    if (made === null) return false;
    if (copying.verbose) yield* print(`${quote(from)} -> ${quote(to)}\n`);
  }
  const entries = yield* attempt(command, `cannot access ${quote(from)}`, listDirectory(from));
  let all = entries !== null;
  const here = yield* statIfAny(to);
  if (here !== null) above.add(identity(here));
  for (const { name } of entries ?? []) {
    if (!(yield* sys.call(copy(join(from, name), join(to, name), copying, above)))) all = false;
  }
  if (here !== null) above.delete(identity(here));
  return (yield* preserve(stat, to, copying)) && all;
}

/** The identities of the directory that the place of this path is in, and of all above it. */
function* directoriesAbove(path: string): Coroutine<Set<string>> {
  const above = new Set<string>();
  for (let at = dirname(path); ; at = join(at, '..')) {
    const stat = yield* statIfAny(at);
    if (stat === null || above.has(identity(stat))) return above; // '/..' is '/'
    above.add(identity(stat));
  }
}

function identity({ dev, ino }: Stat): string {
  return `${dev}:${ino}`;
}

function* copyFile(from: string, stat: Stat, to: string, copying: Copying): Coroutine<boolean> {
  const { command } = copying;
  const source = yield* attempt(command, `cannot open ${quote(from)} for reading`, sys.open(from, O_RDONLY));
  if (source === null) return false;
  const target = yield* openTarget(to, stat.mode, copying);
  const copied =
    target !== null && (yield* attempt(command, `error reading ${quote(from)}`, pump(source, target)));
  yield* sys.close(source);
  if (target !== null) yield* sys.close(target);
  return copied === true && (yield* preserve(stat, to, copying));
}

function* openTarget(to: string, mode: number, { command, force }: Copying): Coroutine<Fd | null> {
  const flags = O_WRONLY | O_CREAT | O_TRUNC;
  try {
    return yield* sys.open(to, flags, mode & 0o777);
  } catch (error) {
    if (!(error instanceof Errno)) throw error;
    if (force && (yield* lstatIfAny(to)) !== null) yield* sys.unlink(to);
    const what = `cannot create regular file ${quote(to)}`;
    return yield* attempt(command, what, sys.open(to, flags, mode & 0o777));
  }
}

function* pump(source: Fd, target: Fd): Coroutine<true> {
  for (let data = yield* sys.read(source, BLOCK); data.length > 0; data = yield* sys.read(source, BLOCK)) {
    yield* writeAll(target, data);
  }
  return true;
}

function* copyLink(from: string, to: string, { command }: Copying): Coroutine<boolean> {
  const target = yield* attempt(command, `cannot read symbolic link ${quote(from)}`, sys.readlink(from));
  if (target === null) return false;
  if ((yield* lstatIfAny(to)) !== null) yield* sys.unlink(to);
  const made = yield* attempt(command, `cannot create symbolic link ${quote(to)}`, sys.symlink(target, to));
  return made !== null;
}

/** In a tree that is copied, a FIFO is made anew; alone, it is read. */
function* copyFifo(stat: Stat, to: string, copying: Copying): Coroutine<boolean> {
  if ((yield* lstatIfAny(to)) !== null) yield* sys.unlink(to);
  const made = yield* attempt(
    copying.command,
    `cannot create fifo ${quote(to)}`,
    sys.mkfifo(to, stat.mode & 0o777),
  );
  return made !== null && (yield* preserve(stat, to, copying));
}

function* preserve(stat: Stat, to: string, copying: Copying): Coroutine<boolean> {
  if (!copying.preserve) return true;
  const set = sys.call(setAttributes(to, stat));
  return (yield* attempt(copying.command, `preserving attributes of ${quote(to)}`, set)) !== null;
}

// Whoever is not root keeps what it copies: then it is not run as another user either.
function* setAttributes(path: string, { mode, uid, gid, atime, mtime }: Stat): Coroutine {
  yield* sys.utimens(path, atime, mtime);
  const given = yield* give(path, uid, gid);
  yield* sys.chmod(path, given ? mode : mode & 0o1777);
}

function* give(path: string, uid: Uid, gid: Gid): Coroutine<boolean> {
  try {
    yield* sys.chown(path, uid, gid);
    return true;
  } catch (error) {
    if (!(error instanceof Errno) || error.code !== 'EPERM') throw error;
    return false;
  }
}
