import type { Coroutine } from '../../kernel/abi.ts';
import { quote } from '../lib/errors.ts';
import { type Command, parseOptions, usageError } from '../lib/getopt.ts';
import { print } from '../lib/output.ts';
import { isatty } from '../lib/terminal.ts';
import { sys } from '../sys.ts';

export const command: Command = {
  name: 'tty',
  topic: 'system',
  synopsis: '[-s]',
  about: 'Print the name of the terminal that is the standard input.',
  options: [{ short: 's', long: 'silent', about: 'print nothing; the exit status tells' }],
  exitStatus: '0 if it is a terminal, 1 if not, 2 after a wrong option',
  usageStatus: 2,
};

export default function* main(argv: string[]): Coroutine<number> {
  const { flags, operands } = yield* parseOptions(command, argv);
  if (operands.length > 0) return yield* usageError(command, `extra operand ${quote(operands[0] as string)}`);
  const yes = yield* isatty(0);
  if (!flags.has('s')) yield* print(`${yes ? yield* sys.readlink('/proc/self/fd/0') : 'not a tty'}\n`);
  return yes ? 0 : 1;
}
