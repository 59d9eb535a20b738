import { type Coroutine, Errno } from '../../kernel/abi.ts';
import { complain, quoteIfNeeded } from '../lib/errors.ts';
import { type Command, parseOptions, usageError } from '../lib/getopt.ts';
import { print } from '../lib/output.ts';
import { realpath } from '../lib/realpath.ts';
import { sys } from '../sys.ts';

export const command: Command = {
  name: 'readlink',
  topic: 'files',
  synopsis: '[OPTION]... FILE...',
  about: 'Print what each symbolic link stands for.',
  options: [
    { short: 'e', about: 'print the absolute path without any symbolic link; all of it must exist' },
    { short: 'f', about: 'the same, but the last name need not exist' },
    { short: 'n', long: 'no-newline', about: 'do not output the trailing newline' },
    { short: 'v', long: 'verbose', about: 'report errors' },
  ],
};

export default function* main(argv: string[]): Coroutine<number> {
  const { flags, operands } = yield* parseOptions(command, argv);
  if (operands.length === 0) return yield* usageError(command, 'missing operand');
  const end = flags.has('n') && operands.length === 1 ? '' : '\n';
  let status = 0;
  for (const path of operands) {
    try {
      const how = flags.last('e', 'f');
      yield* print((how ? yield* realpath(path, how === 'e') : yield* sys.readlink(path)) + end);
    } catch (error) {
      if (!(error instanceof Errno)) throw error;
      if (flags.has('v')) yield* complain('readlink', quoteIfNeeded(path), error);
      status = 1;
    }
  }
  return status;
}
