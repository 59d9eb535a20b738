import type { Coroutine } from '../../kernel/abi.ts';
import { attempt, quote, quoteIfNeeded, warn } from '../lib/errors.ts';
import { lstatIfAny, sameFile, statIfAny } from '../lib/files.ts';
import { type Command, type Flags, parseOptions } from '../lib/getopt.ts';
import { print } from '../lib/output.ts';
import { inside, type Transfer, targetOptions, transfers } from '../lib/targets.ts';
import { sys } from '../sys.ts';

export const command: Command = {
  name: 'ln',
  topic: 'files',
  synopsis: '[OPTION]... TARGET LINK_NAME\n[OPTION]... TARGET\n[OPTION]... TARGET... DIRECTORY',
  about: 'Make links to files: further names for them, or symbolic links.',
  options: [
    { short: 'f', long: 'force', about: 'remove existing destination files' },
    {
      short: 'n',
      long: 'no-dereference',
      about: 'treat LINK_NAME as a normal file if it is a link to a directory',
    },
    { short: 's', long: 'symbolic', about: 'make symbolic links instead of hard links' },
    ...targetOptions,
    { short: 'v', long: 'verbose', about: 'print name of each linked file' },
  ],
};

export default function* main(argv: string[]): Coroutine<number> {
  const { flags, operands } = yield* parseOptions(command, argv);
  let status = 0;
  for (const link of yield* links(flags, operands)) {
    if (!(yield* makeLink(link, flags))) status = 1;
  }
  return status;
}

function* links(flags: Flags, operands: readonly string[]): Coroutine<Transfer[]> {
  const [target = '', name = ''] = operands;
  if (operands.length === 1 && !flags.has('T')) return [{ from: target, to: inside('.', target) }];
  const isLink = operands.length === 2 && flags.has('n') && (yield* lstatIfAny(name))?.kind === 'symlink';
  return isLink ? [{ from: target, to: name }] : yield* transfers(command, flags, operands);
}

function* makeLink({ from, to }: Transfer, flags: Flags): Coroutine<boolean> {
  const symbolic = flags.has('s');
  const stat = yield* statIfAny(from);
  if (!symbolic) {
    if (stat === null && (yield* attempt('ln', `failed to access ${quote(from)}`, sys.lstat(from))) === null)
      return false;
    if (stat?.kind === 'directory') {
      yield* warn('ln', `${quoteIfNeeded(from)}: hard link not allowed for directory`);
      return false;
    }
  }
  const there = yield* lstatIfAny(to);
  if (flags.has('f') && there !== null) {
    if (sameFile(stat, there)) {
      yield* warn('ln', `${quote(from)} and ${quote(to)} are the same file`);
      return false;
    }
    if ((yield* attempt('ln', `cannot remove ${quote(to)}`, sys.unlink(to))) === null) return false;
  }
  const what = `failed to create ${symbolic ? 'symbolic' : 'hard'} link ${quote(to)}`;
  const made = yield* attempt('ln', what, symbolic ? sys.symlink(from, to) : sys.link(from, to));
  if (made === null) return false;
  if (flags.has('v')) yield* print(`${quote(to)} ${symbolic ? '->' : '=>'} ${quote(from)}\n`);
  return true;
}
