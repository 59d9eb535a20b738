// Set-user-ID: it runs as root, whoever starts it, and becomes the user that was asked for.

import { type Coroutine, type Env, Errno } from '../../kernel/abi.ts';
import { attempt, complain, fail } from '../lib/errors.ts';
import { type Command, type Flags, parseOptions } from '../lib/getopt.ts';
import { basename } from '../lib/paths.ts';
import { DEFAULT_PATH } from '../lib/run.ts';
import { type Account, findAccount, userOf } from '../lib/users.ts';
import { sys } from '../sys.ts';

export const command: Command = {
  name: 'su',
  topic: 'system',
  synopsis: '[OPTION]... [-] [USER [ARGUMENT]...]',
  about: 'Become another user: root, unless USER is given. Starts a shell.',
  options: [
    {
      short: 'c',
      long: 'command',
      argument: 'COMMAND',
      about: 'run that in the shell instead of asking for commands',
    },
    {
      short: 'l',
      long: 'login',
      about: 'start as at a login: in the home directory, with nothing of the old environment (also -)',
    },
    { short: 'm', about: 'keep HOME, SHELL, USER and LOGNAME as they are' },
    { short: 'p', long: 'preserve-environment', about: 'the same' },
    { short: 's', long: 'shell', argument: 'SHELL', about: "run SHELL instead of the user's own" },
  ],
  description: `There are no passwords here: the machine is its user's own. What su is for is to be root only where it is needed.
The end of the shell, exit or ^D, is the way back. ARGUMENTs go to the shell.`,
  exitStatus: 'that of the shell; 126 or 127 if it cannot be started; 1 if there is no such user',
  examples: [
    ['su', 'be root until exit'],
    ["su -c 'shutdown'", 'one command as root'],
    ['su - nobody', 'see what a user without any rights can do'],
  ],
};

export default function* main(argv: string[], env: Env): Coroutine<number> {
  const { flags, operands } = yield* parseOptions(command, argv);
  const dash = operands[0] === '-';
  const [name = 'root', ...rest] = dash ? operands.slice(1) : operands;
  const account = yield* findAccount(name);
  if (account === null) return yield* fail('su', `user ${name} does not exist`);
  yield* become(account);

  const login = dash || flags.has('l');
  const keep = !login && (flags.has('m') || flags.has('p'));
  const shell = flags.value('s') ?? (keep ? (env.SHELL ?? account.shell) : account.shell);
  if (login)
    yield* attempt('su', `warning: cannot change directory to ${account.home}`, sys.chdir(account.home));
  const words = [...commandOf(flags), ...rest];
  return yield* execShell(shell, login, words, keep ? env : environmentOf(account, shell, login, env));
}

function* become(account: Account): Coroutine {
  const { uid, gid, groups } = yield* userOf(account);
  try {
    yield* sys.setgroups(groups);
    yield* sys.setgid(gid);
    yield* sys.setuid(uid);
  } catch (error) {
    yield* complain('su', 'cannot set groups', error);
    yield* sys.exit(1);
  }
}

function commandOf(flags: Flags): string[] {
  const text = flags.value('c');
  return text === undefined ? [] : ['-c', text];
}

/** Who is root keeps the name of who it was, unless it is a login. */
function environmentOf({ name, uid, home }: Account, shell: string, login: boolean, env: Env): Env {
  const own: Env = { HOME: home, SHELL: shell };
  const named = login || uid !== 0 ? { USER: name, LOGNAME: name } : {};
  if (!login) return { ...env, ...own, ...named };
  return { PATH: DEFAULT_PATH, ...(env.TERM === undefined ? {} : { TERM: env.TERM }), ...own, ...named };
}

function* execShell(shell: string, login: boolean, words: string[], env: Env): Coroutine<number> {
  const name = login ? `-${basename(shell)}` : basename(shell);
  try {
    yield* sys.execve(shell, [name, ...words], env);
    return 0; // not reached: this program is no more
  } catch (error) {
    yield* complain('su', `failed to execute ${shell}`, error);
    return error instanceof Errno && error.code === 'ENOENT' ? 127 : 126;
  }
}
