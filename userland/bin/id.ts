import type { Coroutine } from '../../kernel/abi.ts';
import { quote, warn } from '../lib/errors.ts';
import { type Command, parseOptions, usageError } from '../lib/getopt.ts';
import { print } from '../lib/output.ts';
import { ownUid } from '../lib/processes.ts';
import { userName } from '../lib/users.ts';

export const command: Command = {
  name: 'id',
  topic: 'system',
  synopsis: '[-u | -g | -G] [-n]',
  about: 'Print who the user is, and of which groups.',
  options: [
    { short: 'u', long: 'user', about: 'only the number of the user' },
    { short: 'g', long: 'group', about: 'only the number of the group' },
    { short: 'G', long: 'groups', about: 'only the numbers of all groups' },
    { short: 'n', long: 'name', about: 'with -u, -g or -G, the name instead of the number' },
  ],
  description: 'A user is alone in a group of the same name and number.',
};

export default function* main(argv: string[]): Coroutine<number> {
  const { flags, operands } = yield* parseOptions(command, argv);
  if (operands.length > 0) return yield* usageError(command, `extra operand ${quote(operands[0] as string)}`);
  const uid = yield* ownUid();
  const name = userName(uid);
  const only = ['u', 'g', 'G'].filter((letter) => flags.has(letter)).length;
  if (only > 1) return yield* refuse('cannot print "only" of more than one choice');
  if (only === 0 && flags.has('n')) return yield* refuse('cannot print only names in default format');
  const all = `uid=${uid}(${name}) gid=${uid}(${name}) groups=${uid}(${name})`;
  yield* print(`${only === 0 ? all : flags.has('n') ? name : uid}\n`);
  return 0;
}

function* refuse(message: string): Coroutine<number> {
  yield* warn('id', message);
  return 1;
}
