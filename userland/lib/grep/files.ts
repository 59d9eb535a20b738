// Which files grep searches, and what it prints of each file as a whole.

import { type Coroutine, Errno, O_RDONLY } from '../../../kernel/abi.ts';
import { sys } from '../../sys.ts';
import { complain, quoteIfNeeded, warn } from '../errors.ts';
import { fstatIfAny, listDirectory, sameFile } from '../files.ts';
import { fnmatch } from '../fnmatch.ts';
import type { Flags } from '../getopt.ts';
import type { Output } from '../output.ts';
import { join } from '../paths.ts';
import { type Search, searchFile } from './search.ts';

export interface Run {
  search: Search;
  flags: Flags;
  out: Output;
  found: boolean; // was any line selected, any file listed?
  failed: boolean;
}

/** Searches one operand: a file, or with -r all that is in a directory ('' is the working directory). */
export function* search(run: Run, path: string, name: string): Coroutine {
  const { flags, out } = run;
  try {
    const fd = path === '-' ? 0 : yield* sys.open(path || '.', O_RDONLY);
    const stat = yield* sys.fstat(fd);
    if (stat.kind === 'directory' && flags.has('r')) {
      yield* sys.close(fd);
      return yield* searchDirectory(run, path);
    }
    if (stat.kind === 'file' && run.search.print !== 'nothing' && sameFile(stat, yield* fstatIfAny(1))) {
      yield* warn('grep', `${name}: input file is also the output`);
      run.failed = true;
      return;
    }
    const count = yield* sys.call(searchFile(fd, name, run.search, out));
    if (fd !== 0) yield* sys.close(fd);
    const listed = flags.has('L') ? count === 0 : flags.has('l') && count > 0;
    if (listed) yield* out.write(`${name}\n`);
    else if (flags.has('c') && !flags.has('l') && !flags.has('L') && !flags.has('q')) {
      yield* out.write(`${run.search.names ? `${name}:` : ''}${count}\n`);
    }
    run.found ||= count > 0;
  } catch (error) {
    yield* trouble(run, name, error);
  }
}

function* searchDirectory(run: Run, path: string): Coroutine {
  const globs = run.flags.values('include').map((glob) => fnmatch(glob));
  for (const { name, kind } of yield* listDirectory(path || '.')) {
    const inside = join(path, name);
    const wanted =
      kind === 'directory' || (kind === 'file' && (globs.length === 0 || globs.some((glob) => glob(name))));
    if (wanted) yield* sys.call(search(run, inside, inside));
    if (run.found && run.flags.has('q')) return;
  }
}

function* trouble(run: Run, name: string, error: unknown): Coroutine {
  run.failed = true;
  if (error instanceof Errno && run.flags.has('s')) return;
  yield* run.out.flush();
  yield* complain('grep', quoteIfNeeded(name), error);
}
