import { type Coroutine, Errno } from '../../kernel/abi.ts';
import { copy } from '../lib/copy.ts';
import { attempt, complain, quote, warn } from '../lib/errors.ts';
import { lstatIfAny } from '../lib/files.ts';
import { type Command, type Flags, parseOptions } from '../lib/getopt.ts';
import { print } from '../lib/output.ts';
import { remove } from '../lib/remove.ts';
import { mayReplace, mismatch } from '../lib/replace.ts';
import { type Transfer, targetOptions, transfers } from '../lib/targets.ts';
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
  const problem = there && mismatch(from, stat, to, there);
  if (problem) {
    yield* warn('mv', problem);
    return false;
  }
  const existing = { f: 'overwrite', i: 'ask', n: 'skip', u: 'update' } as const;
  const how = existing[flags.last('f', 'i', 'n', 'u') as keyof typeof existing] ?? 'overwrite';
  if (!(yield* mayReplace('mv', how, stat, to, there))) return true;
  try {
    yield* sys.rename(from, to);
    if (flags.has('v')) yield* print(`renamed ${quote(from)} -> ${quote(to)}\n`);
    return true;
  } catch (error) {
    if (error instanceof Errno && error.code === 'EXDEV') return yield* moveAcross(from, to, flags);
    const into = error instanceof Errno && error.code === 'EINVAL' && stat.kind === 'directory';
    if (into) yield* warn('mv', `cannot move ${quote(from)} to a subdirectory of itself, ${quote(to)}`);
    else yield* complain('mv', `cannot move ${quote(from)} to ${quote(to)}`, error);
    return false;
  }
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
