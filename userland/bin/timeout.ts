// There is no alarm to set, and asking again and again whether the command has ended would be polling. So there are two
// children, the command and a sleep, and whichever ends first decides.

import {
  type Coroutine,
  type Env,
  Errno,
  type Pid,
  type Signal,
  type Tick,
  type WaitStatus,
} from '../../kernel/abi.ts';
import { parseDuration } from '../lib/duration.ts';
import { quote } from '../lib/errors.ts';
import { type Command, parseOptions, usageError } from '../lib/getopt.ts';
import { endAs, exitStatus, startCommand, waitFor } from '../lib/run.ts';
import { parseSignal } from '../lib/signals.ts';
import { sys } from '../sys.ts';

const TIMED_OUT = 124;

export const command: Command = {
  name: 'timeout',
  topic: 'processes',
  synopsis: '[-s SIGNAL] [-k DURATION] DURATION COMMAND [ARGUMENT...]',
  about: 'Run a command, and end it if it is still there after a while.',
  options: [
    { short: 's', long: 'signal', argument: 'SIGNAL', about: 'send this signal instead of SIGTERM' },
    {
      short: 'k',
      long: 'kill-after',
      argument: 'DURATION',
      about: 'and SIGKILL if it is still there so much later',
    },
    { long: 'preserve-status', about: "end with the command's status, also after ending it" },
  ],
  description: 'DURATION is as for sleep(1): 1.5, 10s, 2m. With 0 there is no limit.',
  exitStatus: `124 if the command took too long, else its own; 126 if it cannot be run, 127 if there is none, 125 if
timeout itself fails`,
  usageStatus: 125,
  permute: false,
};

export default function* main(argv: string[], env: Env): Coroutine<number> {
  const { flags, operands } = yield* parseOptions(command, argv);
  const [limit = '', ...words] = operands;
  if (words.length === 0) return yield* usageError(command, 'missing operand');
  const signal = parseSignal(flags.value('s') ?? 'TERM');
  if (signal === null)
    return yield* usageError(command, `${quote(flags.value('s') as string)}: invalid signal`);
  const spans = [limit, flags.value('k') ?? '0'].map(parseDuration);
  const wrong = [limit, flags.value('k')][spans.indexOf(null)];
  if (wrong !== undefined) return yield* usageError(command, `invalid time interval ${quote(wrong)}`);

  const started = yield* startCommand('timeout', words, env);
  if ('status' in started) return started.status;
  const [first, second] = spans as [Tick, Tick];
  let status = yield* waitAtMost(started.pid, first);
  if (status !== null) return yield* endAs(status);
  yield* send(started.pid, signal);
  status = second > 0 ? yield* waitAtMost(started.pid, second) : yield* waitFor(started.pid);
  const killed = status === null;
  if (killed) yield* send(started.pid, 'SIGKILL');
  status ??= yield* waitFor(started.pid);
  if (killed || signal === 'SIGKILL') return yield* endAs({ is: 'killed', signal: 'SIGKILL' });
  return flags.has('preserve-status') ? exitStatus(status) : TIMED_OUT;
}

/** How the child ended; null if the time was over first. 0 is no limit. */
function* waitAtMost(pid: Pid, limit: Tick): Coroutine<WaitStatus | null> {
  if (limit === 0) return yield* waitFor(pid);
  const timer = yield* sys.spawn('/bin/sleep', ['sleep', (limit / 1e6).toFixed(6)]);
  const first = yield* sys.waitpid(-1);
  if (first.pid === timer) return null;
  yield* send(timer, 'SIGKILL');
  yield* sys.waitpid(timer);
  return first.status;
}

function* send(pid: Pid, signal: Signal | 0): Coroutine {
  try {
    yield* sys.kill(pid, signal);
    if (signal !== 0) yield* sys.kill(pid, 'SIGCONT'); // a stopped process does not end
  } catch (error) {
    if (!(error instanceof Errno) || error.code !== 'ESRCH') throw error; // it ended just now
  }
}
