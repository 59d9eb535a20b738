// Changing the owner and the group of files: chown and chgrp.

import { type Coroutine, Errno, type Gid, type Stat, type Uid } from '../../kernel/abi.ts';
import { sys } from '../sys.ts';
import { attempt, complain, quote } from './errors.ts';
import { listDirectory } from './files.ts';
import { print } from './output.ts';
import { join } from './paths.ts';
import type { Names } from './users.ts';

/** What to change, and how; -1 stays. */
export interface Ownership {
  command: 'chown' | 'chgrp';
  uid: Uid;
  gid: Gid;
  recursive: boolean;
  links: boolean; // a symbolic link is changed itself
  verbose: Names | null; // tells what is done, by these names
}

/** Was all changed? What was not is told. */
export function* changeOwner(path: string, change: Ownership): Coroutine<boolean> {
  const { command, recursive, links } = change;
  const itself = links || recursive; // in a tree, links may lead anywhere
  const stat = yield* attempt(
    command,
    `cannot access ${quote(path)}`,
    itself ? sys.lstat(path) : sys.stat(path),
  );
  if (stat === null) return false;
  let all = recursive && stat.kind === 'directory' ? yield* changeInside(path, change) : true;
  const what = command === 'chown' ? 'ownership' : 'group';
  try {
    yield* itself ? sys.lchown(path, change.uid, change.gid) : sys.chown(path, change.uid, change.gid);
    if (change.verbose) yield* print(`${changeText(path, stat, change, change.verbose)}\n`);
  } catch (error) {
    if (!(error instanceof Errno)) throw error;
    yield* complain(command, `changing ${what} of ${quote(path)}`, error);
    all = false;
  }
  return all;
}

function* changeInside(directory: string, change: Ownership): Coroutine<boolean> {
  const what = `cannot read directory ${quote(directory)}`;
  const entries = yield* attempt(change.command, what, listDirectory(directory));
  let all = entries !== null;
  for (const { name } of entries ?? []) {
    if (!(yield* sys.call(changeOwner(join(directory, name), change)))) all = false;
  }
  return all;
}

// What is not changed is not named; but whose a file of another group was, is.
function changeText(path: string, before: Stat, { command, uid, gid }: Ownership, names: Names): string {
  const isGroup = command === 'chgrp';
  const was = isGroup ? names.group(before.gid) : `${names.user(before.uid)}:${names.group(before.gid)}`;
  const from = gid === -1 ? names.user(before.uid) : was;
  const to = `${uid === -1 ? '' : names.user(uid)}${gid === -1 ? '' : `${isGroup ? '' : ':'}${names.group(gid)}`}`;
  const what = isGroup ? 'group' : 'ownership';
  const same = (uid === -1 || uid === before.uid) && (gid === -1 || gid === before.gid);
  return same
    ? `${what} of ${quote(path)} retained as ${to}`
    : `changed ${what} of ${quote(path)} from ${from} to ${to}`;
}
