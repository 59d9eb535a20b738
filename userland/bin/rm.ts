import type { Coroutine } from '../../kernel/abi.ts';
import { quote, warn } from '../lib/errors.ts';
import { lstatIfAny, sameFile } from '../lib/files.ts';
import { type Command, parseOptions, usageError } from '../lib/getopt.ts';
import { basename } from '../lib/paths.ts';
import { type Removal, remove } from '../lib/remove.ts';

export const command: Command = {
  name: 'rm',
  topic: 'files',
  synopsis: '[OPTION]... [FILE]...',
  about: 'Remove (unlink) the FILEs.',
  options: [
    { short: 'd', long: 'dir', about: 'remove empty directories' },
    { short: 'f', long: 'force', about: 'ignore nonexistent files and arguments, never prompt' },
    { short: 'i', about: 'prompt before every removal' },
    { short: 'r', long: 'recursive', about: 'remove directories and their contents recursively' },
    { short: 'R', about: 'same as -r' },
    { short: 'v', long: 'verbose', about: 'explain what is being done' },
  ],
  examples: [['rm -- -f', "removes a file named '-f'; so does rm ./-f"]],
};

export default function* main(argv: string[]): Coroutine<number> {
  const { flags, operands } = yield* parseOptions(command, argv);
  const force = flags.last('f', 'i') === 'f';
  if (operands.length === 0 && !force) return yield* usageError(command, 'missing operand');
  const removal: Removal = {
    command: 'rm',
    recursive: flags.has('r') || flags.has('R'),
    directories: flags.has('d'),
    force,
    ask: flags.last('f', 'i') === 'i',
    verbose: flags.has('v'),
  };
  let status = 0;
  for (const path of operands) {
    const stat = yield* lstatIfAny(path);
    const refusal = removal.recursive ? whyNever(path, sameFile(stat, yield* lstatIfAny('/'))) : [];
    for (const reason of refusal) yield* warn('rm', reason);
    if (refusal.length > 0 || (yield* remove(path, removal)) === 'failed') status = 1;
  }
  return status;
}

function whyNever(path: string, isRoot: boolean): string[] {
  if (/^\.\.?$/.test(basename(path))) {
    return [`refusing to remove '.' or '..' directory: skipping ${quote(path)}`];
  }
  return isRoot ? ["it is dangerous to operate recursively on '/'", 'nothing of it was removed'] : [];
}
