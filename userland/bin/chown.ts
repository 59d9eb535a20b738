import type { Coroutine } from '../../kernel/abi.ts';
import { attempt, exit, fail, quote } from '../lib/errors.ts';
import { type Command, parseOptions, usageError } from '../lib/getopt.ts';
import { changeOwner } from '../lib/ownership.ts';
import { findAccount, readNames } from '../lib/users.ts';
import { sys } from '../sys.ts';

export const command: Command = {
  name: 'chown',
  topic: 'files',
  synopsis: '[OPTION]... [OWNER][:[GROUP]] FILE...\n[OPTION]... --reference=RFILE FILE...',
  about: 'Change the owner and the group of each FILE.',
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
    { long: 'reference', argument: 'RFILE', about: "use RFILE's owner and group" },
    { short: 'v', long: 'verbose', about: 'print what is done to every file' },
  ],
  description: `OWNER and GROUP are names or numbers. OWNER alone leaves the group; OWNER: gives the group that OWNER has at login; :GROUP
leaves the owner. Only root gives files to another user; the owner of a file may give it to a group of its own.`,
  examples: [['chown -R me: notes', 'all in notes is yours']],
};

export default function* main(argv: string[]): Coroutine<number> {
  const { flags, operands } = yield* parseOptions(command, argv);
  const reference = flags.value('reference');
  const [first, ...rest] = operands;
  if (first === undefined) return yield* usageError(command, 'missing operand');
  const files = reference === undefined ? rest : operands;
  if (files.length === 0) return yield* usageError(command, `missing operand after ${quote(first)}`);
  const change = {
    command: 'chown' as const,
    ...(reference === undefined ? yield* parseOwner(first) : yield* ownerOf(reference)),
    recursive: flags.has('R'),
    links: flags.has('h'),
    verbose: flags.has('v') ? yield* readNames() : null,
  };
  let status = 0;
  for (const file of files) if (!(yield* changeOwner(file, change))) status = 1;
  return status;
}

function* parseOwner(text: string): Coroutine<{ uid: number; gid: number }> {
  const [user = '', group] = text.split(/:(.*)/s);
  const names = yield* readNames();
  const uid = user === '' ? -1 : names.uid(user);
  if (uid === null) return yield* fail('chown', `invalid user: ${quote(text)}`);
  if (group === undefined || (group === '' && user === '')) return { uid, gid: -1 };
  const gid = group === '' ? (yield* findAccount(user))?.gid : names.gid(group);
  if (gid === undefined) return yield* fail('chown', `invalid spec: ${quote(text)}`);
  return gid === null ? yield* fail('chown', `invalid group: ${quote(text)}`) : { uid, gid };
}

function* ownerOf(path: string): Coroutine<{ uid: number; gid: number }> {
  const stat = yield* attempt('chown', `failed to get attributes of ${quote(path)}`, sys.stat(path));
  return stat ?? (yield* exit(1));
}
