import type { Coroutine } from '../../kernel/abi.ts';
import { quote } from '../lib/errors.ts';
import { type Command, parseOptions, usageError } from '../lib/getopt.ts';
import { print } from '../lib/output.ts';
import { readNames } from '../lib/users.ts';
import { sys } from '../sys.ts';

export const command: Command = {
  name: 'whoami',
  topic: 'system',
  synopsis: '',
  about: 'Print the name of the user as whom you act.',
  options: [],
};

export default function* main(argv: string[]): Coroutine<number> {
  const { operands } = yield* parseOptions(command, argv);
  if (operands.length > 0) return yield* usageError(command, `extra operand ${quote(operands[0] as string)}`);
  yield* print(`${(yield* readNames()).user(yield* sys.geteuid())}\n`);
  return 0;
}
