import type { Coroutine } from '../../kernel/abi.ts';
import { attempt, exit, fail, quote } from '../lib/errors.ts';
import { type Command, parseOptions, usageError } from '../lib/getopt.ts';
import { changeOwner } from '../lib/ownership.ts';
import { readNames } from '../lib/users.ts';
import { sys } from '../sys.ts';

export const command: Command = {
  name: 'chgrp',
  topic: 'files',
  synopsis: '[OPTION]... GROUP FILE...\n[OPTION]... --reference=RFILE FILE...',
  about: 'Change the group of each FILE.',
  options: [
    {
      short: 'h',
      long: 'no-dereference',
      about: 'change symbolic links themselves, not what they stand for',
    },
    {
      short: 'R',
      long: 'recursive',
      about: 'change files and directories recursively, and links themselves',
    },
    { long: 'reference', argument: 'RFILE', about: "use RFILE's group" },
    { short: 'v', long: 'verbose', about: 'print what is done to every file' },
  ],
  description:
    'GROUP is a name or a number. Who is not root may give its own files to the groups that it is in.',
};

export default function* main(argv: string[]): Coroutine<number> {
  const { flags, operands } = yield* parseOptions(command, argv);
  const reference = flags.value('reference');
  const [first, ...rest] = operands;
  if (first === undefined) return yield* usageError(command, 'missing operand');
  const files = reference === undefined ? rest : operands;
  if (files.length === 0) return yield* usageError(command, `missing operand after ${quote(first)}`);
  const change = {
    command: 'chgrp' as const,
    uid: -1,
    gid: reference === undefined ? yield* parseGroup(first) : yield* groupOf(reference),
    recursive: flags.has('R'),
    links: flags.has('h'),
    verbose: flags.has('v') ? yield* readNames() : null,
  };
  let status = 0;
  for (const file of files) if (!(yield* changeOwner(file, change))) status = 1;
  return status;
}

function* parseGroup(text: string): Coroutine<number> {
  if (text === '') return -1;
  return (yield* readNames()).gid(text) ?? (yield* fail('chgrp', `invalid group: ${quote(text)}`));
}

function* groupOf(path: string): Coroutine<number> {
  const stat = yield* attempt('chgrp', `failed to get attributes of ${quote(path)}`, sys.stat(path));
  return stat?.gid ?? (yield* exit(1));
}
