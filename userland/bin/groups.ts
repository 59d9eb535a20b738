import type { Coroutine } from '../../kernel/abi.ts';
import { quote, warn } from '../lib/errors.ts';
import { type Command, parseOptions } from '../lib/getopt.ts';
import { identityOf, ownIdentity } from '../lib/identity.ts';
import { print } from '../lib/output.ts';
import { readNames } from '../lib/users.ts';

export const command: Command = {
  name: 'groups',
  topic: 'system',
  synopsis: '[USER]...',
  about: 'Print the groups that you are in, or each USER.',
  options: [],
};

export default function* main(argv: string[]): Coroutine<number> {
  const { operands } = yield* parseOptions(command, argv);
  const names = yield* readNames();
  const list = (groups: readonly number[]) => groups.map((gid) => names.group(gid)).join(' ');
  if (operands.length === 0) {
    yield* print(`${list((yield* ownIdentity()).groups)}\n`);
    return 0;
  }
  let status = 0;
  for (const user of operands) {
    const identity = yield* identityOf(user);
    if (identity !== null) yield* print(`${user} : ${list(identity.groups)}\n`);
    else {
      yield* warn('groups', `${quote(user)}: no such user`);
      status = 1;
    }
  }
  return status;
}
