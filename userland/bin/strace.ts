// The kernel tells the story: reading /proc/PID/trace gives a line for each system call of that process. What is left
// to do is to start the command in such a way that nothing is missed, and to choose among the lines.

import {
  type Coroutine,
  type Env,
  type Fd,
  O_CLOEXEC,
  O_CREAT,
  O_TRUNC,
  O_WRONLY,
  type Signal,
} from '../../kernel/abi.ts';
import { complain, quote, quoteIfNeeded, warn } from '../lib/errors.ts';
import { type Command, parseOptions, usageError } from '../lib/getopt.ts';
import { endAs, startCommand, waitFor } from '../lib/run.ts';
import { openTrace, parseFilter, reportCounts, reportLines } from '../lib/tracing.ts';
import { sys } from '../sys.ts';

export const command: Command = {
  name: 'strace',
  topic: 'processes',
  synopsis: '[-c] [-e CALLS] [-o FILE] COMMAND [ARGUMENT...]\n[-c] [-e CALLS] [-o FILE] -p PID',
  about: 'Show the system calls that a program makes, with their arguments and results, and its signals.',
  options: [
    { short: 'p', long: 'attach', argument: 'PID', about: 'watch this process, until it ends or ^C' },
    {
      short: 'e',
      long: 'trace',
      argument: 'CALLS',
      about: 'show these calls only: open,close; or !read,write: all but these',
    },
    { short: 'o', long: 'output', argument: 'FILE', about: 'write to FILE instead of the standard error' },
    { short: 'c', long: 'summary-only', about: 'show no calls, but a table of how many there were of which' },
  ],
  description: `A line reads as the call does in the program: its name, its arguments, what it returned. A call that failed shows -1
and the error. A call is shown when it returns; one that sleeps is in /proc/PID/status meanwhile. A process
that is far ahead of strace waits for it.

Children of the command are not followed. With -c, every call counts as the time that the machine charges for it.`,
  exitStatus: 'that of the command; with -p, 0',
  examples: [
    ['strace echo hi', 'all that it takes to say hi'],
    ['strace -e open,read cat /etc/motd', 'only two kinds of calls'],
    ['strace -p 5', 'what a process is doing just now'],
  ],
  permute: false,
};

export default function* main(argv: string[], env: Env): Coroutine<number> {
  const { flags, operands } = yield* parseOptions(command, argv);
  const attach = flags.value('p');
  if ((attach === undefined) === (operands.length === 0)) {
    return yield* usageError(command, 'must have either a COMMAND or -p PID');
  }
  const filter = parseFilter(flags.value('e') ?? 'all');
  if ('unknown' in filter) return yield* usageError(command, `invalid system call ${quote(filter.unknown)}`);

  const file = flags.value('o');
  let out = 2;
  try {
    if (file !== undefined) out = yield* sys.open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC);
  } catch (error) {
    yield* complain('strace', quoteIfNeeded(file as string), error);
    return 1;
  }
  const report = flags.has('c') ? reportCounts : reportLines;
  const follow = (trace: Fd) => report(trace, filter.shows, out);
  return yield* attach === undefined ? traceCommand(operands, env, follow) : tracePid(attach, follow);
}

function* traceCommand(words: string[], env: Env, follow: (trace: Fd) => Coroutine): Coroutine<number> {
  const defaults = yield* ignoreKeys();
  const started = yield* startCommand('strace', words, env, { stopped: true, defaults });
  if ('status' in started) return started.status;
  const trace = yield* openTrace(started.pid, `cannot trace '${words[0]}'`);
  if (trace === null) {
    yield* sys.kill(started.pid, 'SIGKILL'); // a set-user-ID program is not for us to look into
    return 1;
  }
  yield* sys.kill(started.pid, 'SIGCONT');
  yield* follow(trace);
  return yield* endAs(yield* waitFor(started.pid));
}

// ^C is to end the tracing, and yet there may be a summary to print. So it is a `cat` that reads the trace for us: it
// dies of ^C, and we find the end of the pipe.
function* tracePid(word: string, follow: (trace: Fd) => Coroutine): Coroutine<number> {
  if (!/^\d+$/.test(word)) return yield* usageError(command, `invalid process id ${quote(word)}`);
  if (Number(word) === (yield* sys.getpid())) return yield* usageError(command, 'cannot trace itself');
  const trace = yield* openTrace(Number(word), `process ${word}`);
  if (trace === null) return 1;
  yield* warn('strace', `Process ${word} attached`);
  const [reader, writer] = yield* sys.pipe();
  const cat = yield* sys.spawn('/bin/cat', ['cat'], {
    defaults: yield* ignoreKeys(),
    actions: [
      { is: 'dup', from: trace, to: 0 },
      { is: 'dup', from: writer, to: 1 },
      { is: 'close', fd: writer },
      { is: 'close', fd: reader },
    ],
  });
  for (const fd of [trace, writer]) yield* sys.close(fd);
  yield* follow(reader);
  return yield* endAs(yield* waitFor(cat));
}

/** What the keys send is for the command, not for us. Returns which signals are to be as before in a child. */
function* ignoreKeys(): Coroutine<Signal[]> {
  const before: Signal[] = [];
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
    if ((yield* sys.sigaction(signal, 'ignore')) === 'default') before.push(signal);
  }
  return before;
}
