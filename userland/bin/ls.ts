import type { Coroutine, Env } from '../../kernel/abi.ts';
import { type Command, type Flags, parseOptions } from '../lib/getopt.ts';
import { isLong, sortEntries } from '../lib/ls/entries.ts';
import { formatEntries, type Layout } from '../lib/ls/layout.ts';
import { listDirectory, print, type Run, readOperands } from '../lib/ls/list.ts';
import { output } from '../lib/output.ts';
import { isatty, windowSize } from '../lib/terminal.ts';
import { readNames } from '../lib/users.ts';
import { sys } from '../sys.ts';

export const command: Command = {
  name: 'ls',
  topic: 'files',
  synopsis: '[OPTION]... [FILE]...',
  about: 'List the contents of directories, and other files.',
  options: [
    { short: 'a', long: 'all', about: 'do not ignore entries starting with .' },
    { short: 'A', long: 'almost-all', about: 'as -a, but do not list implied . and ..' },
    { short: 'C', about: 'list entries by columns (default on a terminal)' },
    { short: 'd', long: 'directory', about: 'list directories themselves, not their contents' },
    { short: 'F', long: 'classify', about: 'append indicator (one of */@|) to entries' },
    { short: 'h', long: 'human-readable', about: 'with -l or -s, print sizes like 1K 234M 2G' },
    { short: 'i', long: 'inode', about: 'print the index number of each file' },
    { short: 'l', about: 'use a long listing format' },
    { short: 'n', long: 'numeric-uid-gid', about: 'like -l, but list numeric user and group IDs' },
    { short: 'p', about: 'append / indicator to directories' },
    { short: 'r', long: 'reverse', about: 'reverse order while sorting' },
    { short: 'R', long: 'recursive', about: 'list subdirectories recursively' },
    { short: 's', long: 'size', about: 'print how many kilobytes each file takes up' },
    { short: 'S', about: 'sort by file size, largest first' },
    { short: 't', about: 'sort by time, newest first' },
    { short: 'U', about: 'do not sort' },
    { short: 'X', about: 'sort by extension' },
    { short: '1', about: 'list one file per line (default where the output is no terminal)' },
  ],
  description: 'Without FILE, it lists the working directory. Names are sorted by their bytes.',
  exitStatus: '0 if all went well, 1 after trouble in a directory, 2 if an operand could not be accessed.',
  usageStatus: 2,
};

export default function* main(argv: string[], env: Env): Coroutine<number> {
  const { flags, operands } = yield* parseOptions(command, argv);
  const run: Run = { flags, layout: yield* layoutFor(flags, env), out: output(1), status: 0, blocks: 0 };
  const operandsShown = operands.length === 0 ? ['.'] : operands;
  const entries = sortEntries(yield* readOperands(operandsShown, run), flags);
  const directories = flags.has('d') ? [] : entries.filter(({ kind }) => kind === 'directory');
  const files = entries.filter((entry) => !directories.includes(entry));
  if (files.length > 0) yield* print(run, formatEntries(files, run.layout, false));
  const headers = flags.has('R') || operandsShown.length > 1;
  for (const { name } of directories) yield* sys.call(listDirectory(name, run, headers, true));
  yield* run.out.flush();
  return run.status;
}

function* layoutFor(flags: Flags, env: Env): Coroutine<Layout> {
  const terminal = yield* isatty(1);
  const style = flags.last('C', '1', 'l', 'n') ?? (terminal ? 'C' : '1');
  const size = yield* windowSize(1);
  const width = size?.columns ?? (Number(env.COLUMNS) || 80);
  const { sec: now } = yield* sys.clock_gettime('realtime');
  const names = isLong(flags) && !flags.has('n') ? yield* readNames() : null;
  return { flags, width: style === 'C' ? width : null, quoted: terminal, now, names };
}
