import type { Coroutine } from '../../kernel/abi.ts';
import { complain, quoteIfNeeded } from '../lib/errors.ts';
import { type Command, parseOptions, usageError } from '../lib/getopt.ts';
import { print } from '../lib/output.ts';
import { realpath } from '../lib/realpath.ts';

export const command: Command = {
  name: 'realpath',
  topic: 'files',
  synopsis: '[OPTION]... FILE...',
  about: 'Print the absolute path of each FILE, without symbolic links.',
  options: [
    { short: 'e', long: 'canonicalize-existing', about: 'all components of the path must exist' },
    { short: 'q', long: 'quiet', about: 'suppress most error messages' },
  ],
};

export default function* main(argv: string[]): Coroutine<number> {
  const { flags, operands } = yield* parseOptions(command, argv);
  if (operands.length === 0) return yield* usageError(command, 'missing operand');
  let status = 0;
  for (const path of operands) {
    try {
      yield* print(`${yield* realpath(path, flags.has('e'))}\n`);
    } catch (error) {
      if (!flags.has('q')) yield* complain('realpath', quoteIfNeeded(path), error);
      status = 1;
    }
  }
  return status;
}
