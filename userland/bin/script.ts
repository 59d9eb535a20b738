import {
  type Coroutine,
  type Env,
  O_APPEND,
  O_CLOEXEC,
  O_CREAT,
  O_TRUNC,
  O_WRONLY,
} from '../../kernel/abi.ts';
import { attempt } from '../lib/errors.ts';
import { type Command, parseOptions, usageError } from '../lib/getopt.ts';
import { print, writeAll } from '../lib/output.ts';
import { runOnPty } from '../lib/pty.ts';
import { isatty, ttyname, windowSize } from '../lib/terminal.ts';
import { encode } from '../lib/text.ts';
import { strftime } from '../lib/time.ts';
import { sys } from '../sys.ts';

export const command: Command = {
  name: 'script',
  topic: 'system',
  synopsis: '[-aeq] [-c COMMAND] [FILE]',
  about: 'Keep all that a session shows on the terminal in a file, typescript unless another is named.',
  options: [
    { short: 'a', long: 'append', about: 'append to the file' },
    { short: 'c', long: 'command', argument: 'COMMAND', about: 'run this instead of a shell' },
    { short: 'e', long: 'return', about: 'end with the exit status of the shell or COMMAND' },
    { short: 'q', long: 'quiet', about: 'do not say when it starts and ends' },
  ],
  description: `The session is on a pseudo-terminal, /dev/pts/N, of which script is the keyboard and the screen. It ends with exit or ^D.`,
  examples: [
    ['script', 'all up to the next exit'],
    ["script -qc 'ls --color' /tmp/listing", 'what ls shows on a terminal'],
  ],
};

export default function* main(argv: string[], env: Env): Coroutine<number> {
  const { flags, operands } = yield* parseOptions(command, argv);
  const [path = 'typescript', extra] = operands;
  if (extra !== undefined) return yield* usageError(command, 'unexpected number of arguments');
  const how = O_WRONLY | O_CREAT | O_CLOEXEC | (flags.has('a') ? O_APPEND : O_TRUNC);
  const file = yield* attempt('script', `cannot open ${path}`, sys.open(path, how));
  if (file === null) return 1;
  const line = flags.value('c');
  const log = (text: string) => writeAll(file, encode(text));
  const say = function* (text: string): Coroutine {
    if (!flags.has('q')) yield* print(text);
  };
  yield* say(`Script started, output log file is '${path}'.\n`);
  yield* log(`Script started on ${yield* date()} [${yield* circumstances(line, env)}]\n`);
  const shell = env.SHELL ?? '/bin/sh';
  const words = line === undefined ? [shell, '-i'] : [shell, '-c', line];
  const status = yield* runOnPty(words, env, (data) => writeAll(file, data));
  yield* log(`\nScript done on ${yield* date()} [COMMAND_EXIT_CODE="${status}"]\n`);
  yield* say('Script done.\n');
  return flags.has('e') ? status : 0;
}

function* date(): Coroutine<string> {
  return strftime('%F %T+00:00', yield* sys.clock_gettime('realtime'));
}

/** Where it was made. */
function* circumstances(line: string | undefined, { TERM }: Env): Coroutine<string> {
  const told = line === undefined ? [] : [`COMMAND="${line}"`];
  if (!(yield* isatty(0))) return [...told, '<not executed on terminal>'].join(' ');
  const { rows, columns } = (yield* windowSize(0)) ?? { rows: 0, columns: 0 };
  if (TERM !== undefined) told.push(`TERM="${TERM}"`);
  return [...told, `TTY="${yield* ttyname(0)}"`, `COLUMNS="${columns}"`, `LINES="${rows}"`].join(' ');
}
