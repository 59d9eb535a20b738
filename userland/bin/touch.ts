import { type Coroutine, O_CREAT, O_WRONLY, type Timespec } from '../../kernel/abi.ts';
import { attempt, complain, exit, fail, quote } from '../lib/errors.ts';
import { statIfAny } from '../lib/files.ts';
import { type Command, type Flags, parseOptions, usageError } from '../lib/getopt.ts';
import { civil, parseDate, parseStamp } from '../lib/time.ts';
import { sys } from '../sys.ts';

export const command: Command = {
  name: 'touch',
  topic: 'files',
  synopsis: '[OPTION]... FILE...',
  about: 'Set the times of each FILE to now, and make it if it is not there.',
  options: [
    { short: 'a', about: 'change only the access time' },
    { short: 'c', long: 'no-create', about: 'do not create any files' },
    {
      short: 'd',
      long: 'date',
      argument: 'DATE',
      about: "use DATE ('2009-03-25 10:00', '@1237971600') instead of current time",
    },
    { short: 'm', about: 'change only the modification time' },
    {
      short: 'r',
      long: 'reference',
      argument: 'FILE',
      about: "use this file's times instead of current time",
    },
    { short: 't', argument: 'STAMP', about: 'use [[CC]YY]MMDDhhmm[.ss] instead of current time' },
  ],
};

/** Null is now: that may be set by whoever may write to the file, and not by its owner only. */
interface Times {
  atime: Timespec | null;
  mtime: Timespec | null;
}

export default function* main(argv: string[]): Coroutine<number> {
  const { flags, operands } = yield* parseOptions(command, argv);
  if (operands.length === 0) return yield* usageError(command, 'missing file operand');
  const times = yield* timesToSet(flags);
  let status = 0;
  for (const path of operands) {
    try {
      yield* touch(path, times, flags);
    } catch (error) {
      yield* complain('touch', `cannot touch ${quote(path)}`, error);
      status = 1;
    }
  }
  return status;
}

function* timesToSet(flags: Flags): Coroutine<Times> {
  const reference = flags.value('r');
  if (reference !== undefined) {
    const stat = yield* attempt(
      'touch',
      `failed to get attributes of ${quote(reference)}`,
      sys.stat(reference),
    );
    return stat ?? (yield* exit(1));
  }
  const given = flags.all('d', 't').at(-1);
  if (given === undefined) return { atime: null, mtime: null };
  const now = yield* sys.clock_gettime('realtime');
  const time = given.name === 'd' ? parseDate(given.value) : parseStamp(given.value, civil(now.sec).year);
  if (time === null) return yield* fail('touch', `invalid date format ${quote(given.value)}`);
  return { atime: time, mtime: time };
}

function* touch(path: string, times: Times, flags: Flags): Coroutine {
  const there = yield* statIfAny(path);
  if (there === null) {
    if (flags.has('c')) return;
    yield* sys.close(yield* sys.open(path, O_WRONLY | O_CREAT));
  }
  const both = flags.has('a') === flags.has('m');
  const atime = both || flags.has('a') ? times.atime : (there ?? times).atime;
  const mtime = both || flags.has('m') ? times.mtime : (there ?? times).mtime;
  yield* sys.utimens(path, atime, mtime);
}
