import type { Coroutine } from '../../kernel/abi.ts';
import { fail, quote } from '../lib/errors.ts';
import { statIfAny } from '../lib/files.ts';
import { type Command, parseOptions, usageError } from '../lib/getopt.ts';
import { print } from '../lib/output.ts';
import { findProcess } from '../lib/processes.ts';
import { readNames } from '../lib/users.ts';
import { sys } from '../sys.ts';

export const command: Command = {
  name: 'logname',
  topic: 'system',
  synopsis: '',
  about: 'Print the name of the user who logged in.',
  options: [],
  description: 'That is the owner of the terminal: su(1) changes the user, but not who sits there.',
};

export default function* main(argv: string[]): Coroutine<number> {
  const { operands } = yield* parseOptions(command, argv);
  if (operands.length > 0) return yield* usageError(command, `extra operand ${quote(operands[0] as string)}`);
  const tty = (yield* findProcess(yield* sys.getpid()))?.tty ?? null;
  const stat = tty === null ? null : yield* statIfAny(`/dev/${tty}`);
  if (stat === null) return yield* fail('logname', 'no login name');
  yield* print(`${(yield* readNames()).user(stat.uid)}\n`);
  return 0;
}
