// Removing files and whole trees: rm, and mv from one file system to another.

import { type Coroutine, Errno, type Stat } from '../../kernel/abi.ts';
import { sys } from '../sys.ts';
import { confirm } from './confirm.ts';
import { complain, quote, warn } from './errors.ts';
import { listDirectory } from './files.ts';
import { print } from './output.ts';
import { join, trimSlashes } from './paths.ts';

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
    if (removal.recursive) return yield* removeTree(path, removal);
    if (removal.directories) return yield* removeDirectory(path, removal);
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
  if (!(yield* allowed(`remove ${describe(stat)} ${quote(path)}`, removal))) return 'kept';
  yield* sys.unlink(path);
  if (removal.verbose) yield* print(`removed ${quote(path)}\n`);
  return 'removed';
}

function* removeTree(path: string, removal: Removal): Coroutine<Outcome> {
  const entries = yield* listDirectory(path);
  if (entries.length > 0 && !(yield* allowed(`descend into directory ${quote(path)}`, removal)))
    return 'kept';
  let result: Outcome = 'removed';
  for (const { name } of entries) {
    const outcome = yield* sys.call(remove(join(path, name), removal));
    if (outcome !== 'removed' && result !== 'failed') result = outcome;
  }
  return result === 'removed' ? yield* removeDirectory(path, removal) : result;
}

function* removeDirectory(path: string, removal: Removal): Coroutine<Outcome> {
  if (!(yield* allowed(`remove directory ${quote(path)}`, removal))) return 'kept';
  yield* sys.rmdir(path);
  if (removal.verbose) yield* print(`removed directory ${quote(path)}\n`);
  return 'removed';
}

function* allowed(what: string, { command, ask }: Removal): Coroutine<boolean> {
  return !ask || (yield* confirm(`${command}: ${what}? `));
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
