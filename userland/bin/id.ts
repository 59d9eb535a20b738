import type { Coroutine } from '../../kernel/abi.ts';
import { quote, warn } from '../lib/errors.ts';
import { type Command, type Flags, parseOptions } from '../lib/getopt.ts';
import { type Identity, identityOf, ownIdentity } from '../lib/identity.ts';
import { print } from '../lib/output.ts';
import { type Names, readNames } from '../lib/users.ts';

export const command: Command = {
  name: 'id',
  topic: 'system',
  synopsis: '[-u | -g | -G] [-nr] [USER]...',
  about: 'Print who the user is, and of which groups; or who USER is.',
  options: [
    { short: 'u', long: 'user', about: 'only the number of the effective user' },
    { short: 'g', long: 'group', about: 'only the number of the effective group' },
    { short: 'G', long: 'groups', about: 'only the numbers of all groups' },
    { short: 'n', long: 'name', about: 'with -u, -g or -G, the name instead of the number' },
    { short: 'r', long: 'real', about: 'with -u, -g or -G, the real one instead of the effective one' },
  ],
  description:
    'In a set-user-ID program the effective user is another one than the real user, who started it.',
};

export default function* main(argv: string[]): Coroutine<number> {
  const { flags, operands } = yield* parseOptions(command, argv);
  const only = ['u', 'g', 'G'].filter((letter) => flags.has(letter));
  if (only.length > 1) return yield* refuse('cannot print "only" of more than one choice');
  if (only.length === 0 && (flags.has('n') || flags.has('r')))
    return yield* refuse('cannot print only names or real IDs in default format');
  const names = yield* readNames();
  if (operands.length === 0) {
    yield* print(`${text(yield* ownIdentity(), names, only[0], flags)}\n`);
    return 0;
  }
  let status = 0;
  for (const user of operands) {
    const identity = yield* identityOf(user);
    if (identity !== null) yield* print(`${text(identity, names, only[0], flags)}\n`);
    else status = yield* refuse(`${quote(user)}: no such user`);
  }
  return status;
}

function* refuse(message: string): Coroutine<number> {
  yield* warn('id', message);
  return 1;
}

function text(who: Identity, names: Names, only: string | undefined, flags: Flags): string {
  const named = flags.has('n');
  const user = (uid: number) => (named ? names.user(uid) : String(uid));
  const group = (gid: number) => (named ? names.group(gid) : String(gid));
  if (only === 'u') return user(flags.has('r') ? who.ruid : who.euid);
  if (only === 'g') return group(flags.has('r') ? who.rgid : who.egid);
  if (only === 'G') return who.groups.map(group).join(' ');
  const both = (id: number, name: string) => (name === String(id) ? name : `${id}(${name})`);
  const parts = [
    `uid=${both(who.ruid, names.user(who.ruid))}`,
    `gid=${both(who.rgid, names.group(who.rgid))}`,
  ];
  if (who.euid !== who.ruid) parts.push(`euid=${both(who.euid, names.user(who.euid))}`);
  if (who.egid !== who.rgid) parts.push(`egid=${both(who.egid, names.group(who.egid))}`);
  return [...parts, `groups=${who.groups.map((gid) => both(gid, names.group(gid))).join(',')}`].join(' ');
}
