// Process 1: the parent of all that has no other. Without operands it keeps a shell on the console; with a command, it
// runs that and stops the machine when it ends. Either way it waits for whoever ends, so that no zombie stays.

import {
  type Coroutine,
  type Env,
  Errno,
  O_RDWR,
  type Pid,
  type SpawnOptions,
  type WaitStatus,
} from '../../kernel/abi.ts';
import { bootLog } from '../lib/bootlog.ts';
import { now, sleep } from '../lib/duration.ts';
import { warn } from '../lib/errors.ts';
import { exists } from '../lib/files.ts';
import type { Command } from '../lib/getopt.ts';
import { print } from '../lib/output.ts';
import { exitStatus, startCommand } from '../lib/run.ts';
import { isatty, tcgetattr, tcsetattr } from '../lib/terminal.ts';
import { sys } from '../sys.ts';

export const command: Command = {
  name: 'init',
  topic: 'system',
  synopsis: '[COMMAND [ARGUMENT...]]',
  about: 'Be the first process: start the shell on the console, adopt orphans, wait for all that ends.',
  options: [],
  description: `The kernel starts it as process 1; the machine stops when it ends. When the shell on the console ends, it starts another
one; it waits a while before that if there is a file /etc/nologin, which shutdown(1) leaves. With a COMMAND it runs that instead, and turns the machine off when it ends.`,
  exitStatus: 'that of the COMMAND, which becomes the exit status of the machine',
};

const SHELL = '/bin/sh';
const CONSOLE = '/dev/console';
const NO_LOGIN = '/etc/nologin';
const TOO_SHORT = 1_000_000; // ticks: a shell that ends sooner, again and again, is broken
const TRIES = 5;
const PAUSE = 5_000_000;

export default function* main(argv: string[], env: Env): Coroutine<number> {
  if ((yield* sys.getpid()) !== 1) {
    yield* warn('init', 'must be run as process 1');
    return 1;
  }
  const [, ...words] = argv;
  if (env.HOME && (yield* exists(env.HOME))) yield* sys.chdir(env.HOME); // where all others start
  if (words.length > 0) return yield* runOne(words, env);
  return yield* keepShell(env);
}

function* runOne(words: string[], env: Env): Coroutine<number> {
  const started = yield* startCommand('init', words, env, { session: true });
  const status = 'pid' in started ? exitStatus(yield* waitUntilEnds(started.pid)) : started.status;
  yield* sys.reboot('poweroff', status);
  return status;
}

function* keepShell(env: Env): Coroutine<never> {
  yield* print(yield* bootLog(CONSOLE));
  const settings = (yield* isatty(0)) ? yield* tcgetattr(0) : null;
  for (let short = 0; ; ) {
    const started = yield* now();
    const pid = yield* startShell(env);
    if (pid !== null) {
      const status = yield* waitUntilEnds(pid);
      if (settings !== null) yield* tcsetattr(0, settings); // however the shell has left them
      if (yield* exists(NO_LOGIN)) yield* sleep(PAUSE); // the machine is about to stop
      yield* print(`init: the shell ${describe(status)}. Here is a new one; to stop: shutdown\n`);
    }
    short = (yield* now()) - started < TOO_SHORT ? short + 1 : 0;
    if (short < TRIES) continue;
    yield* print(`init: ${SHELL} ends as soon as it starts; the next try is in ${PAUSE / 1e6} seconds\n`);
    yield* sleep(PAUSE);
    short = 0;
  }
}

/** A login shell in a session of its own, with the console as its terminal. */
function* startShell(env: Env): Coroutine<Pid | null> {
  const options: SpawnOptions = {
    env,
    session: true,
    actions: [
      { is: 'open', fd: 0, path: CONSOLE, flags: O_RDWR, mode: 0 },
      { is: 'dup', from: 0, to: 1 },
      { is: 'dup', from: 0, to: 2 },
    ],
  };
  try {
    return yield* sys.spawn(SHELL, ['-sh'], options);
  } catch (error) {
    if (!(error instanceof Errno)) throw error;
    yield* print(`init: cannot start ${SHELL}: ${error.message}\n`);
    return null;
  }
}

/** Waits for this child, and meanwhile for all others that end. */
function* waitUntilEnds(pid: Pid): Coroutine<WaitStatus> {
  for (;;) {
    const ended = yield* sys.waitpid(-1);
    if (ended.pid === pid) return ended.status as WaitStatus;
  }
}

function describe(status: WaitStatus): string {
  if (status.is === 'exited') return status.code === 0 ? 'has ended' : `has ended (status ${status.code})`;
  return status.is === 'killed' ? `was killed by ${status.signal}` : status.is;
}
