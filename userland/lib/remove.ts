// Removing files and whole trees: rm, and mv from one file system to another.

import { AT_EACCESS, type Coroutine, Errno, type Stat, W_OK } from '../../kernel/abi.ts';
import { sys } from '../sys.ts';
import { confirm } from './confirm.ts';
import { complain, quote, warn } from './errors.ts';
import { listDirectory } from './files.ts';
import { print } from './output.ts';
import { join, trimSlashes } from './paths.ts';
import { isatty } from './terminal.ts';

export interface Removal {
  command: string; // who tells the user
  recursive: boolean;
  directories: boolean; // empty ones
  ask: boolean;
  force: boolean; // what is not there need not be removed
  verbose: boolean;
}

/** 'kept': the user did not want it removed. */
export type Outcome = 'removed' | 'kept' | 'failed';

/** Removes a file, or a directory with all in it. What could not be removed is told. */
export function* remove(path: string, removal: Removal): Coroutine<Outcome> {
  const { command } = removal;
  try {
    const stat = yield* sys.lstat(path);
    if (stat.kind !== 'directory') return yield* removeFile(path, stat, removal);
    if (removal.recursive || removal.directories) yield* refuseLink(path);
    if (removal.recursive) return yield* removeTree(path, stat, removal);
    if (removal.directories) return yield* removeDirectory(path, stat, removal);
    yield* warn(command, `cannot remove ${quote(path)}: Is a directory`);
  } catch (error) {
    const absent = error instanceof Errno && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
    if (absent && removal.force) return 'removed';
    yield* complain(command, `cannot remove ${quote(path)}`, error);
  }
  return 'failed';
}

// With a slash at its end, the name of a link stands for the directory, which has another name, and is not to go.
function* refuseLink(path: string): Coroutine {
  if (path.endsWith('/') && (yield* sys.lstat(trimSlashes(path))).kind === 'symlink')
    throw new Errno('ENOTDIR');
}

function* removeFile(path: string, stat: Stat, removal: Removal): Coroutine<Outcome> {
  if (!(yield* allowed('remove', path, stat, removal))) return 'kept';
  yield* sys.unlink(path);
  if (removal.verbose) yield* print(`removed ${quote(path)}\n`);
  return 'removed';
}

function* removeTree(path: string, stat: Stat, removal: Removal): Coroutine<Outcome> {
  const entries = yield* listDirectory(path);
  if (entries.length > 0 && !(yield* allowed('descend into', path, stat, removal))) return 'kept';
  let result: Outcome = 'removed';
  for (const { name } of entries) {
    const outcome = yield* sys.call(remove(join(path, name), removal));
    if (outcome !== 'removed' && result !== 'failed') result = outcome;
  }
  return result === 'removed' ? yield* removeDirectory(path, stat, removal) : result;
}

function* removeDirectory(path: string, stat: Stat, removal: Removal): Coroutine<Outcome> {
  if (!(yield* allowed('remove', path, stat, removal))) return 'kept';
  yield* sys.rmdir(path);
  if (removal.verbose) yield* print(`removed directory ${quote(path)}\n`);
  return 'removed';
}

// A person is asked, unasked for, before what may not be written to is gone: only its directory has to be writable.
function* allowed(verb: string, path: string, stat: Stat, removal: Removal): Coroutine<boolean> {
  const { command, ask, force } = removal;
  if (!ask && (force || !(yield* isatty(0)))) return true;
  const writable = stat.kind === 'symlink' || (yield* isWritable(path));
  if (!ask && writable) return true;
  const what = `${writable ? '' : 'write-protected '}${describe(stat)}`;
  return yield* confirm(`${command}: ${verb} ${what} ${quote(path)}? `);
}

function* isWritable(path: string): Coroutine<boolean> {
  try {
    yield* sys.access(path, W_OK, AT_EACCESS);
    return true;
  } catch (error) {
    if (error instanceof Errno && error.code === 'EACCES') return false;
    throw error;
  }
}

function describe({ kind, size }: Stat): string {
  const words = {
    directory: 'directory',
    symlink: 'symbolic link',
    device: 'character special file',
    pipe: 'fifo',
  };
  return kind === 'file' ? (size === 0 ? 'regular empty file' : 'regular file') : words[kind];
}
