import type { Coroutine, Env, Tick } from '../../kernel/abi.ts';
import { type Command, parseOptions, usageError } from '../lib/getopt.ts';
import { printError } from '../lib/output.ts';
import { endAs, startCommand, waitFor } from '../lib/run.ts';
import { sys } from '../sys.ts';

export const command: Command = {
  name: 'time',
  topic: 'processes',
  synopsis: '[-p] COMMAND [ARGUMENT...]',
  about: 'Run a command and tell how long it took: really, computing, and in the kernel.',
  options: [{ short: 'p', long: 'portability', about: 'print seconds only, as POSIX wants it' }],
  description: `The times are those of the machine's virtual clock, to the microsecond, and the same in every run. "user" is what the
command and its children spent in work(2), "sys" what they spent in all other system calls.`,
  exitStatus: 'that of the command; 126 if it cannot be run, 127 if there is none, 125 if time itself fails',
  examples: [['time spin -t 2', 'two seconds of CPU time, and how much longer it took to get them']],
  usageStatus: 125,
  permute: false,
};

export default function* main(argv: string[], env: Env): Coroutine<number> {
  const { flags, operands } = yield* parseOptions(command, argv);
  if (operands.length === 0) return yield* usageError(command, 'missing program to run');
  const before = yield* sys.times();
  const started = yield* startCommand('time', operands, env);
  if ('status' in started) return started.status;
  const status = yield* waitFor(started.pid);
  const after = yield* sys.times();
  const spent = {
    real: after.elapsed - before.elapsed,
    user: after.childrenUser - before.childrenUser,
    sys: after.childrenSystem - before.childrenSystem,
  };
  const format = flags.has('p') ? (ticks: Tick) => (ticks / 1e6).toFixed(6) : minutesAndSeconds;
  const lines = Object.entries(spent).map(
    ([name, ticks]) => `${name}${flags.has('p') ? ' ' : '\t'}${format(ticks)}\n`,
  );
  yield* printError((flags.has('p') ? '' : '\n') + lines.join(''));
  return yield* endAs(status);
}

function minutesAndSeconds(ticks: Tick): string {
  const minutes = Math.floor(ticks / 60e6);
  return `${minutes}m${((ticks - minutes * 60e6) / 1e6).toFixed(6)}s`;
}
