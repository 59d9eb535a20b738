// Which files ls shows, directory by directory.

import { type Coroutine, Errno } from '../../../kernel/abi.ts';
import { sys } from '../../sys.ts';
import { complain, quote, quoteIfNeeded } from '../errors.ts';
import type { Flags } from '../getopt.ts';
import type { Output } from '../output.ts';
import { join } from '../paths.ts';
import { type Entry, isLong, readEntries, readEntry } from './entries.ts';
import { formatEntries, type Layout } from './layout.ts';

export interface Run {
  flags: Flags;
  layout: Layout;
  out: Output;
  status: number;
  blocks: number; // listings printed so far: between them is an empty line
}

/** A symbolic link to a directory stands for the directory, unless it is to be shown itself. */
export function* readOperands(paths: readonly string[], run: Run): Coroutine<Entry[]> {
  const follow = !isLong(run.flags) && !run.flags.has('d') && !run.flags.has('F');
  const entries: Entry[] = [];
  for (const path of paths) {
    try {
      entries.push(yield* readEntry(path, path, run.flags, follow));
    } catch (error) {
      yield* complain('ls', `cannot access ${quote(path)}`, error);
      run.status = 2;
    }
  }
  return entries;
}

export function* listDirectory(path: string, run: Run, header: boolean, isOperand = false): Coroutine {
  const { flags, layout } = run;
  let entries: Entry[];
  try {
    entries = yield* readEntries(path, flags);
  } catch (error) {
    if (!(error instanceof Errno)) throw error;
    yield* run.out.flush();
    yield* complain('ls', `cannot open directory ${quote(path)}`, error);
    run.status = isOperand ? 2 : Math.max(run.status, 1);
    return;
  }
  const lines = formatEntries(entries, layout, true);
  yield* print(run, header ? [`${layout.quoted ? quoteIfNeeded(path) : path}:`, ...lines] : lines);
  if (!flags.has('R')) return;
  for (const { name, kind } of entries) {
    if (kind === 'directory' && name !== '.' && name !== '..') {
      yield* sys.call(listDirectory(join(path, name), run, true));
    }
  }
}

export function* print(run: Run, lines: readonly string[]): Coroutine {
  if (run.blocks++ > 0) yield* run.out.write('\n');
  for (const line of lines) yield* run.out.write(`${line}\n`);
}
