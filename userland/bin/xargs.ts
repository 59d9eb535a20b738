import { type Coroutine, type Env, type FileAction, O_RDONLY, signalNumber } from '../../kernel/abi.ts';
import { complain, fail, quoteIfNeeded, warn } from '../lib/errors.ts';
import { type Command, type Flags, parseOptions, usageError } from '../lib/getopt.ts';
import { lineReader } from '../lib/input.ts';
import { parseCount } from '../lib/numbers.ts';
import { printError } from '../lib/output.ts';
import { exitStatus, startCommand, waitFor } from '../lib/run.ts';
import { QuoteError, quotedWords, type Words, wholeLines } from '../lib/xargs.ts';

export const command: Command = {
  name: 'xargs',
  topic: 'shell',
  synopsis: '[OPTION]... COMMAND [INITIAL-ARGS]...',
  about: 'Run COMMAND with INITIAL-ARGS and more arguments read from input.',
  options: [
    {
      short: '0',
      long: 'null',
      about: 'items are separated by a NUL, not whitespace; no quotes are special',
    },
    {
      short: 'I',
      long: 'replace',
      argument: 'R',
      about: 'run COMMAND for each line, replacing R in INITIAL-ARGS with it',
    },
    { short: 'n', long: 'max-args', argument: 'N', about: 'use at most N arguments per command line' },
    { short: 'r', long: 'no-run-if-empty', about: 'if there are no arguments, do not run COMMAND' },
    { short: 't', long: 'verbose', about: 'print commands before executing them' },
  ],
  exitStatus:
    '0 if all went well, 123 if a command ended with 1 to 125, 124 after 255, 125 if it was killed, 126 and 127 if it could not be run.',
  permute: false,
};

const MOST = 1000; // arguments of one command, if -n does not say
const LONGEST = 2 ** 17; // characters of them

export default function* main(argv: string[], env: Env): Coroutine<number> {
  const { flags, operands } = yield* parseOptions(command, argv);
  const most = parseCount(flags.value('n') ?? String(MOST));
  if (most === null) return yield* usageError(command, `invalid number "${flags.value('n')}" for -n option`);
  if (most === 0) return yield* usageError(command, 'value 0 for -n option should be >= 1');
  const template = operands.length > 0 ? operands : ['echo'];
  const words = wordsOf(flags);
  let status = 0;
  try {
    for (let first = true; ; first = false) {
      const args = yield* take(words, flags.has('I') ? 1 : most);
      if (args.length === 0 && !(first && !flags.has('r') && !flags.has('I'))) return status;
      const outcome = yield* runWith(template, args, flags, env);
      if (outcome > 123) return outcome;
      status = Math.max(status, outcome);
      if (args.length === 0) return status;
    }
  } catch (error) {
    if (error instanceof QuoteError) return yield* fail('xargs', error.message);
    yield* complain('xargs', 'read error', error);
    return 1;
  }
}

function wordsOf(flags: Flags): Words {
  if (flags.has('0')) return lineReader(0, '\0');
  return flags.has('I') ? wholeLines(lineReader(0)) : quotedWords(lineReader(0));
}

function* take(words: Words, most: number): Coroutine<string[]> {
  const args: string[] = [];
  for (let size = 0; args.length < most && size < LONGEST; ) {
    const word = yield* words.next();
    if (word === null) break;
    args.push(word);
    size += word.length;
  }
  return args;
}

/** Runs the command once. Its failure becomes 123, or more if there is no point in going on. */
function* runWith(
  template: readonly string[],
  args: readonly string[],
  flags: Flags,
  env: Env,
): Coroutine<number> {
  const mark = flags.value('I');
  const argv = mark
    ? template.map((word) => word.replaceAll(mark, args[0] as string))
    : [...template, ...args];
  if (flags.has('t')) yield* printError(`${argv.map(quoteIfNeeded).join(' ')}\n`);
  const nothing: FileAction = { is: 'open', fd: 0, path: '/dev/null', flags: O_RDONLY, mode: 0 };
  const started = yield* startCommand('xargs', argv, env, { actions: [nothing] });
  if ('status' in started) return started.status;
  const status = yield* waitFor(started.pid);
  if (status.is === 'killed') {
    yield* warn('xargs', `${argv[0]}: terminated by signal ${signalNumber(status.signal)}`);
    return 125;
  }
  if (exitStatus(status) !== 255) return exitStatus(status) === 0 ? 0 : 123;
  yield* warn('xargs', `${argv[0]}: exited with status 255; aborting`);
  return 124;
}
