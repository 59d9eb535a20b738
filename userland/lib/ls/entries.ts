// What ls has to tell of files: reading and sorting. How it looks is in layout.ts.

import { type Coroutine, Errno, type FileKind, type Stat } from '../../../kernel/abi.ts';
import { sys } from '../../sys.ts';
import { byName, listDirectory, statIfAny } from '../files.ts';
import type { Flags } from '../getopt.ts';
import { join } from '../paths.ts';
import { compareTimes } from '../time.ts';

export interface Entry {
  name: string;
  kind: FileKind;
  ino: number;
  stat: Stat | null; // null: nobody has asked
  target: string | null; // of a symbolic link
  targetStat: Stat | null;
}

/** One line for each file, with all about it. */
export function isLong(flags: Flags): boolean {
  const format = flags.last('l', 'n', 'C');
  return format !== undefined && format !== 'C';
}

/** Is what a directory listing tells (name, kind, number) not enough? */
function needsStat(flags: Flags): boolean {
  return isLong(flags) || flags.last('t', 'S', 'X', 's', 'F') !== undefined;
}

/** The entries of a directory that are to be shown, in order. */
export function* readEntries(path: string, flags: Flags): Coroutine<Entry[]> {
  const listed = yield* listDirectory(path);
  const all = flags.last('a', 'A');
  const shown = all === undefined ? listed.filter(({ name }) => !name.startsWith('.')) : listed;
  const entries: Entry[] = [];
  if (all === 'a')
    for (const name of ['.', '..']) entries.push(yield* readEntry(join(path, name), name, flags));
  for (const { name, kind, ino } of shown) {
    if (!needsStat(flags)) {
      entries.push({ name, kind, ino, stat: null, target: null, targetStat: null });
      continue;
    }
    try {
      entries.push(yield* readEntry(join(path, name), name, flags));
    } catch (error) {
      if (!(error instanceof Errno)) throw error; // it was removed meanwhile
    }
  }
  return sortEntries(entries, flags);
}

/** One file. A symbolic link stands for itself, unless `follow` says otherwise. */
export function* readEntry(path: string, name: string, flags: Flags, follow = false): Coroutine<Entry> {
  const stat = (follow ? yield* statIfAny(path) : null) ?? (yield* sys.lstat(path));
  const isLink = stat.kind === 'symlink' && (isLong(flags) || flags.has('F'));
  return {
    name,
    kind: stat.kind,
    ino: stat.ino,
    stat,
    target: isLink ? yield* sys.readlink(path) : null,
    targetStat: isLink ? yield* statIfAny(path) : null,
  };
}

export function sortEntries(entries: readonly Entry[], flags: Flags): Entry[] {
  const sorted = [...entries].sort(byName);
  const key = flags.last('t', 'S', 'X', 'U');
  if (key === 'U') return [...entries];
  if (key === 't') sorted.sort((a, b) => compareTimes((b.stat as Stat).mtime, (a.stat as Stat).mtime));
  if (key === 'S') sorted.sort((a, b) => (b.stat as Stat).size - (a.stat as Stat).size);
  if (key === 'X') sorted.sort((a, b) => byName({ name: extension(a.name) }, { name: extension(b.name) }));
  return flags.has('r') ? sorted.reverse() : sorted;
}

function extension(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot < 0 ? '' : name.slice(dot);
}
