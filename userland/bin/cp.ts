import type { Coroutine } from '../../kernel/abi.ts';
import { type Copying, copy } from '../lib/copy.ts';
import { type Command, type Flags, parseOptions } from '../lib/getopt.ts';
import { targetOptions, transfers } from '../lib/targets.ts';

export const command: Command = {
  name: 'cp',
  topic: 'files',
  synopsis: '[OPTION]... SOURCE DEST\n[OPTION]... SOURCE... DIRECTORY',
  about: 'Copy SOURCE to DEST, or multiple SOURCEs to DIRECTORY.',
  options: [
    { short: 'a', long: 'archive', about: 'same as -dR -p' },
    { short: 'd', about: 'copy symbolic links as links; same as -P' },
    { short: 'f', long: 'force', about: 'if an existing file cannot be opened, remove it and try again' },
    { short: 'i', long: 'interactive', about: 'prompt before overwrite' },
    { short: 'L', long: 'dereference', about: 'always follow symbolic links in SOURCE' },
    { short: 'n', long: 'no-clobber', about: 'do not overwrite an existing file' },
    { short: 'p', about: 'preserve mode and times' },
    { short: 'P', long: 'no-dereference', about: 'never follow symbolic links in SOURCE (default with -r)' },
    { short: 'r', long: 'recursive', about: 'copy directories recursively' },
    { short: 'R', about: 'same as -r' },
    ...targetOptions,
    { short: 'u', long: 'update', about: 'overwrite only files that are older than SOURCE' },
    { short: 'v', long: 'verbose', about: 'explain what is being done' },
  ],
};

export default function* main(argv: string[]): Coroutine<number> {
  const { flags, operands } = yield* parseOptions(command, argv);
  const copying = copyingOf(flags);
  let status = 0;
  for (const { from, to } of yield* transfers(command, flags, operands)) {
    if (!(yield* copy(from, to, copying))) status = 1;
  }
  return status;
}

function copyingOf(flags: Flags): Copying {
  const recursive = ['r', 'R', 'a'].some(flags.has);
  const links = flags.last('L', 'P', 'd', 'a');
  const existing = { i: 'ask', n: 'skip', u: 'update' } as const;
  return {
    command: 'cp',
    recursive,
    follow: links === 'L' || (links === undefined && !recursive),
    preserve: flags.has('p') || flags.has('a'),
    force: flags.has('f'),
    existing: existing[flags.last('i', 'n', 'u') as keyof typeof existing] ?? 'overwrite',
    verbose: flags.has('v'),
  };
}
