import type { Coroutine } from '../../kernel/abi.ts';
import { quote } from '../lib/errors.ts';
import { type Command, parseOptions, usageError } from '../lib/getopt.ts';
import { print } from '../lib/output.ts';
import { sys } from '../sys.ts';

export const command: Command = {
  name: 'hostname',
  topic: 'system',
  synopsis: '',
  about: 'Print the name of this machine.',
  options: [],
};

export default function* main(argv: string[]): Coroutine<number> {
  const { operands } = yield* parseOptions(command, argv);
  if (operands.length > 0) return yield* usageError(command, `extra operand ${quote(operands[0] as string)}`);
  yield* print(`${(yield* sys.uname()).nodename}\n`);
  return 0;
}
