import type { Coroutine, Stat } from '../../kernel/abi.ts';
import { attempt, quote } from '../lib/errors.ts';
import { diskUsage, listDirectory } from '../lib/files.ts';
import { humanSize } from '../lib/format.ts';
import { type Command, type Flags, parseOptions, usageError } from '../lib/getopt.ts';
import { type Output, output } from '../lib/output.ts';
import { join } from '../lib/paths.ts';
import { sys } from '../sys.ts';

export const command: Command = {
  name: 'du',
  topic: 'files',
  synopsis: '[OPTION]... [FILE]...',
  about: 'Tell how many kilobytes each FILE takes up, and each directory below it.',
  options: [
    { short: 'a', long: 'all', about: 'tell of all files, not just of directories' },
    { short: 'b', long: 'bytes', about: 'print the sizes of the files themselves, in bytes' },
    { short: 'c', long: 'total', about: 'print the total of all FILEs' },
    {
      short: 'd',
      long: 'max-depth',
      argument: 'N',
      about: 'tell of nothing that is more than N levels below',
    },
    { short: 'h', long: 'human-readable', about: 'print sizes like 1K 234M 2G' },
    { short: 'k', about: 'print kilobytes (default)' },
    { short: 's', long: 'summarize', about: 'print only the total of each FILE; the same as -d 0' },
  ],
  description:
    'Without FILE, it looks at the working directory. A file is rounded up to blocks of 4 KiB; directories, links and ' +
    'devices take none. What has many names, or is in two FILEs, is counted once.',
  examples: [['du -sh /home', 'all that is below /home, as one sum']],
};

interface Run {
  flags: Flags;
  deepest: number; // level of which anything is told
  out: Output;
  counted: Set<string>; // the files that may come again
  several: boolean; // operands: one may be inside of another
  status: number;
}

export default function* main(argv: string[]): Coroutine<number> {
  const { flags, operands } = yield* parseOptions(command, argv);
  const depth = flags.value('d') ?? (flags.has('s') ? '0' : 'Infinity');
  if (!/^(\d+|Infinity)$/.test(depth))
    return yield* usageError(command, `invalid maximum depth ${quote(depth)}`);
  if (flags.has('s') && Number(depth) > 0)
    return yield* usageError(command, `warning: summarizing conflicts with --max-depth=${depth}`);
  if (flags.has('s') && flags.has('a'))
    return yield* usageError(command, 'cannot both summarize and show all entries');
  const paths = operands.length === 0 ? ['.'] : operands;
  const run: Run = {
    flags,
    deepest: Number(depth),
    out: output(1),
    counted: new Set(),
    several: paths.length > 1,
    status: 0,
  };
  let total = 0;
  for (const path of paths) total += yield* measure(path, 0, run);
  if (flags.has('c')) yield* tell(total, 'total', run);
  yield* run.out.flush();
  return run.status;
}

/** What a file takes up, with all that is in it if it is a directory. */
function* measure(path: string, depth: number, run: Run): Coroutine<number> {
  const stat = yield* attempt('du', `cannot access ${quote(path)}`, sys.lstat(path));
  if (stat === null) run.status = 1;
  if (stat === null || isCounted(stat, run)) return 0;
  let size = run.flags.has('b') ? (stat.kind === 'file' ? stat.size : 0) : diskUsage(stat);
  if (stat.kind === 'directory') {
    const entries = yield* attempt('du', `cannot read directory ${quote(path)}`, listDirectory(path));
    if (entries === null) run.status = 1;
    for (const { name } of entries ?? []) size += yield* sys.call(measure(join(path, name), depth + 1, run));
  }
  const shown = depth === 0 || run.flags.has('a') || stat.kind === 'directory';
  if (shown && depth <= run.deepest) yield* tell(size, path, run);
  return size;
}

function isCounted({ kind, nlink, dev, ino }: Stat, { counted, several }: Run): boolean {
  const name = `${dev}:${ino}`;
  if (!several && (kind === 'directory' || nlink < 2)) return false;
  if (counted.has(name)) return true;
  counted.add(name);
  return false;
}

function* tell(size: number, path: string, { flags, out }: Run): Coroutine {
  const kilobytes = flags.has('b') ? size : Math.ceil(size / 1024);
  yield* out.write(`${flags.has('h') ? humanSize(size) : kilobytes}\t${path}\n`);
}
