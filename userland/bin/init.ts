// Process 1: the parent of all that has no other. Without operands it keeps a shell on each console; with a command, it
// runs that and stops the machine when it ends. Either way it waits for whoever ends, so that no zombie stays.

import type { Coroutine, Env, Pid, User, WaitStatus } from '../../kernel/abi.ts';
import { bootLog } from '../lib/bootlog.ts';
import { type Console, clearUp, openConsole, startShell } from '../lib/consoles.ts';
import { attempt, warn } from '../lib/errors.ts';
import { exists } from '../lib/files.ts';
import { type Command, parseOptions } from '../lib/getopt.ts';
import { giveTerminals, shellOptions, userToLogIn } from '../lib/login.ts';
import { print } from '../lib/output.ts';
import { exitStatus, startCommand } from '../lib/run.ts';
import { sys } from '../sys.ts';

export const command: Command = {
  name: 'init',
  topic: 'system',
  synopsis: '[-t TERMINAL]... [COMMAND [ARGUMENT...]]',
  about: 'Be the first process: start the shells, adopt orphans, wait for all that ends.',
  options: [
    {
      short: 't',
      long: 'terminal',
      argument: 'TERMINAL',
      about: 'keep a shell on this one instead of /dev/console; several may be given',
    },
  ],
  description: `The kernel starts it as process 1; the machine stops when it ends. When the shell on a terminal ends, it starts another
one; it waits a while before that if there is a file /etc/nologin, which shutdown(1) leaves. With a COMMAND it runs that instead, and turns the machine off when it ends.

The shells and the COMMAND run as the user that USER names in init's environment, to whom their terminals are given.`,
  exitStatus: 'that of the COMMAND, which becomes the exit status of the machine',
  permute: false,
};

const CONSOLE = '/dev/console';

export default function* main(argv: string[], env: Env): Coroutine<number> {
  if ((yield* sys.getpid()) !== 1) {
    yield* warn('init', 'must be run as process 1');
    return 1;
  }
  const { flags, operands } = yield* parseOptions(command, argv);
  if (env.HOME && (yield* exists(env.HOME))) yield* sys.chdir(env.HOME); // where all others start
  const user = yield* userToLogIn(env);
  if (operands.length > 0) return yield* runOne(operands, user, env);
  return yield* keepShells(flags.values('t'), user, env);
}

function* runOne(words: string[], user: User | null, env: Env): Coroutine<number> {
  yield* giveTerminals([0, 1, 2], user);
  const started = yield* startCommand('init', words, env, shellOptions(user, env));
  const status = 'pid' in started ? exitStatus(yield* waitUntilEnds(started.pid)) : started.status;
  yield* sys.reboot('poweroff', status);
  return status;
}

function* keepShells(terminals: readonly string[], user: User | null, env: Env): Coroutine<never> {
  const paths = terminals.length > 0 ? terminals : [CONSOLE];
  yield* print(yield* bootLog(paths, user));
  const consoles: Console[] = [];
  for (const path of paths) {
    const console = yield* attempt('init', path, openConsole(path, terminals.length === 0));
    if (console) consoles.push(console);
  }
  yield* giveTerminals(
    consoles.map(({ fd }) => fd),
    user,
  );
  const options = shellOptions(user, env);
  for (const console of consoles) yield* startShell(console, options);
  for (;;) {
    const { pid, status } = yield* sys.waitpid(-1);
    const console = consoles.find(({ shell }) => shell === pid);
    if (!console) continue; // an orphan
    yield* clearUp(console, status as WaitStatus);
    yield* startShell(console, options);
  }
}

/** Waits for this child, and meanwhile for all others that end. */
function* waitUntilEnds(pid: Pid): Coroutine<WaitStatus> {
  for (;;) {
    const ended = yield* sys.waitpid(-1);
    if (ended.pid === pid) return ended.status as WaitStatus;
  }
}
