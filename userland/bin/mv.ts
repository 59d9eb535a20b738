import { type Coroutine, Errno, type Stat } from '../../kernel/abi.ts';
import { confirm } from '../lib/confirm.ts';
import { copy } from '../lib/copy.ts';
import { attempt, complain, quote, warn } from '../lib/errors.ts';
import { lstatIfAny, sameFile } from '../lib/files.ts';
import { type Command, type Flags, parseOptions } from '../lib/getopt.ts';
import { print } from '../lib/output.ts';
import { remove } from '../lib/remove.ts';
import { type Transfer, targetOptions, transfers } from '../lib/targets.ts';
import { compareTimes } from '../lib/time.ts';
import { sys } from '../sys.ts';

export const command: Command = {
  name: 'mv',
  topic: 'files',
  synopsis: '[OPTION]... SOURCE DEST\n[OPTION]... SOURCE... DIRECTORY',
  about: 'Rename SOURCE to DEST, or move SOURCEs to DIRECTORY.',
  options: [
    { short: 'f', long: 'force', about: 'do not prompt before overwriting (default)' },
    { short: 'i', long: 'interactive', about: 'prompt before overwrite' },
    { short: 'n', long: 'no-clobber', about: 'do not overwrite an existing file' },
    ...targetOptions,
    { short: 'u', long: 'update', about: 'overwrite only files that are older than SOURCE' },
    { short: 'v', long: 'verbose', about: 'explain what is being done' },
  ],
};

export default function* main(argv: string[]): Coroutine<number> {
  const { flags, operands } = yield* parseOptions(command, argv);
  let status = 0;
  for (const transfer of yield* transfers(command, flags, operands)) {
    if (!(yield* move(transfer, flags))) status = 1;
  }
  return status;
}

function* move({ from, to }: Transfer, flags: Flags): Coroutine<boolean> {
  const stat = yield* attempt('mv', `cannot stat ${quote(from)}`, sys.lstat(from));
  if (stat === null) return false;
  const there = yield* lstatIfAny(to);
  const problem = obstacle(from, stat, to, there);
  if (problem !== null) {
    yield* warn('mv', problem);
    return false;
  }
  if (there !== null && !(yield* mayReplace(stat, to, there, flags))) return true;
  try {
    yield* sys.rename(from, to);
  } catch (error) {
    if (error instanceof Errno && error.code === 'EXDEV') return yield* moveAcross(from, to, flags);
    const what = `cannot move ${quote(from)} to ${quote(to)}`;
    const into = error instanceof Errno && error.code === 'EINVAL' && stat.kind === 'directory';
    if (into) yield* warn('mv', `cannot move ${quote(from)} to a subdirectory of itself, ${quote(to)}`);
    else yield* complain('mv', what, error);
    return false;
  }
  if (flags.has('v')) yield* print(`renamed ${quote(from)} -> ${quote(to)}\n`);
  return true;
}

function obstacle(from: string, stat: Stat, to: string, there: Stat | null): string | null {
  if (there === null) return null;
  if (sameFile(stat, there)) return `${quote(from)} and ${quote(to)} are the same file`;
  const [directory, onto] = [stat.kind === 'directory', there.kind === 'directory'];
  if (directory && !onto) return `cannot overwrite non-directory ${quote(to)} with directory ${quote(from)}`;
  return onto && !directory ? `cannot overwrite directory ${quote(to)} with non-directory` : null;
}

function* mayReplace(stat: Stat, to: string, there: Stat, flags: Flags): Coroutine<boolean> {
  const how = flags.last('f', 'i', 'n');
  if (how === 'n') return false;
  if (flags.has('u') && compareTimes(stat.mtime, there.mtime) <= 0) return false;
  return how !== 'i' || (yield* confirm(`mv: overwrite ${quote(to)}? `));
}

// To another file system a file cannot be renamed: it is copied and then removed.
function* moveAcross(from: string, to: string, flags: Flags): Coroutine<boolean> {
  const copied = yield* copy(from, to, {
    command: 'mv',
    recursive: true,
    follow: false,
    preserve: true,
    force: true,
    existing: 'overwrite',
    verbose: flags.has('v'),
  });
  const removal = {
    command: 'mv',
    recursive: true,
    directories: true,
    ask: false,
    force: true,
    verbose: false,
  };
  return copied && (yield* remove(from, removal)) === 'removed';
}
