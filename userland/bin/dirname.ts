import type { Coroutine } from '../../kernel/abi.ts';
import { type Command, parseOptions, usageError } from '../lib/getopt.ts';
import { print } from '../lib/output.ts';
import { dirname } from '../lib/paths.ts';

export const command: Command = {
  name: 'dirname',
  topic: 'files',
  synopsis: '[OPTION] NAME...',
  about: 'Print each NAME without its last component.',
  options: [{ short: 'z', long: 'zero', about: 'end each output line with NUL, not newline' }],
};

export default function* main(argv: string[]): Coroutine<number> {
  const { flags, operands } = yield* parseOptions(command, argv);
  if (operands.length === 0) return yield* usageError(command, 'missing operand');
  const end = flags.has('z') ? '\0' : '\n';
  yield* print(operands.map((name) => dirname(name) + end).join(''));
  return 0;
}
