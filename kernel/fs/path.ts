// From a path to an inode, one name at a time (path_resolution(7)).
//
// Symbolic links on the way are always followed; one at the end only where the caller wants it. At most 40 links, or
// ELOOP. A trailing slash asks for a directory. Every directory on the way must let itself be searched.

import { Errno, NAME_MAX, type Path } from '../abi.ts';
import type { Kernel } from '../boot.ts';
import { demand } from '../permissions.ts';
import type { Process } from '../process.ts';
import { entriesOf, type Inode, targetOf } from './inode.ts';

const MAX_LINKS = 40;

/** Who looks: relative paths start at its working directory, /proc/self is it, and it may not see all. */
export type Looker = Pick<Process, 'cwd' | 'pid' | 'cred'>;

/** A name in a directory, and what it names now (if anything). */
export interface Place {
  directory: Inode;
  name: string;
  inode: Inode | undefined;
  slash: boolean; // the path ended in one: it must be a directory
}

/** What a path names; ENOENT if nothing. */
export function lookup(kernel: Kernel, looker: Looker, path: Path, follow = true): Inode {
  const { inode, slash } = place(kernel, looker, path, follow || path.endsWith('/'));
  if (!inode) throw new Errno('ENOENT');
  if (slash) entriesOf(inode);
  return inode;
}

/** A directory to work in: one that may be searched. */
export function directoryAt(kernel: Kernel, looker: Looker, path: Path): Inode {
  const directory = lookup(kernel, looker, path);
  entriesOf(directory);
  demand(looker.cred, directory, 'x');
  return directory;
}

/** Where a path ends: its directory must exist, the last name need not. To follow a link there is the caller's choice. */
export function place(kernel: Kernel, looker: Looker, path: Path, follow: boolean): Place {
  if (path === '') throw new Errno('ENOENT');
  let directory = path.startsWith('/') ? kernel.root : looker.cwd;
  let links = 0;
  const names = split(path);
  const slash = path.endsWith('/') || names.at(-1) === '.' || names.at(-1) === '..';
  if (names.length === 0) return { directory, name: '.', inode: directory, slash };
  for (;;) {
    const name = names.shift() as string;
    const last = names.length === 0;
    const inode = step(kernel, looker, directory, name);
    if (inode?.content.is === 'symlink' && (!last || follow)) {
      if (++links > MAX_LINKS) throw new Errno('ELOOP');
      const target = targetOf(inode.content, looker);
      names.unshift(...split(target));
      if (target.startsWith('/')) directory = kernel.root;
      if (names.length === 0) return { directory, name: '.', inode: directory, slash };
      continue;
    }
    if (last) return { directory, name, inode, slash };
    if (!inode) throw new Errno('ENOENT');
    entriesOf(inode);
    directory = inode;
  }
}

function split(path: Path): string[] {
  return path.split('/').filter((name) => name !== '');
}

function step(kernel: Kernel, looker: Looker, directory: Inode, name: string): Inode | undefined {
  const entries = entriesOf(directory);
  demand(looker.cred, directory, 'x');
  if (name.length > NAME_MAX) throw new Errno('ENAMETOOLONG');
  if (name === '.') return directory;
  if (name === '..') return directory === kernel.root ? directory : (directory.parent ?? undefined);
  const inode = entries.lookup(kernel, name);
  return inode?.content.is === 'directory' && inode.content.mounted ? inode.content.mounted : inode;
}

export function isInTree(kernel: Kernel, directory: Inode): boolean {
  let at: Inode | null = directory; // a loop: a program may nest directories deeper than the host's stack is
  while (at !== null && at !== kernel.root) at = at.parent;
  return at !== null;
}

/** The path of a directory, from the root. ENOENT if it was removed. */
export function pathOf(kernel: Kernel, directory: Inode): Path {
  const names: string[] = [];
  for (let at = directory; at !== kernel.root; ) {
    if (!at.parent) throw new Errno('ENOENT');
    names.unshift(at.name);
    at = at.parent;
  }
  return `/${names.join('/')}`;
}
