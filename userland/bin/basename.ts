import type { Coroutine } from '../../kernel/abi.ts';
import { quote } from '../lib/errors.ts';
import { type Command, parseOptions, usageError } from '../lib/getopt.ts';
import { print } from '../lib/output.ts';
import { basename } from '../lib/paths.ts';

export const command: Command = {
  name: 'basename',
  topic: 'files',
  synopsis: 'NAME [SUFFIX]\nOPTION... NAME...',
  about: 'Print NAME without leading directories and a trailing SUFFIX.',
  options: [
    { short: 'a', long: 'multiple', about: 'support multiple arguments and treat each as a NAME' },
    { short: 's', long: 'suffix', argument: 'SUFFIX', about: 'remove a trailing SUFFIX; implies -a' },
    { short: 'z', long: 'zero', about: 'end each output line with NUL, not newline' },
  ],
  examples: [
    ['basename /usr/bin/sort', 'prints sort'],
    ['basename include/stdio.h .h', 'prints stdio'],
  ],
};

export default function* main(argv: string[]): Coroutine<number> {
  const { flags, operands } = yield* parseOptions(command, argv);
  const many = flags.has('a') || flags.has('s');
  if (operands.length === 0) return yield* usageError(command, 'missing operand');
  if (!many && operands.length > 2) return yield* usageError(command, `extra operand ${quote(operands[2]!)}`);
  const suffix = many ? flags.value('s') : operands[1];
  const end = flags.has('z') ? '\0' : '\n';
  const names = many ? operands : operands.slice(0, 1);
  yield* print(names.map((name) => basename(name, suffix) + end).join(''));
  return 0;
}
