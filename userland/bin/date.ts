import type { Coroutine, Timespec } from '../../kernel/abi.ts';
import { attempt, exit, fail, quote } from '../lib/errors.ts';
import { type Command, type Flags, parseOptions, usageError } from '../lib/getopt.ts';
import { print } from '../lib/output.ts';
import { parseDate, strftime } from '../lib/time.ts';
import { sys } from '../sys.ts';

export const command: Command = {
  name: 'date',
  topic: 'system',
  synopsis: '[OPTION]... [+FORMAT]',
  about: 'Print the time, which is virtual, in the usual form or as FORMAT.',
  options: [
    {
      short: 'd',
      long: 'date',
      argument: 'DATE',
      about: "show DATE ('2009-03-25 10:00', '@1237971600', 'now') instead",
    },
    { short: 'r', long: 'reference', argument: 'FILE', about: 'show the last modification time of FILE' },
    { short: 'R', about: 'use the format of RFC 5322: Wed, 25 Mar 2009 09:00:00 +0000' },
    { short: 'I', about: 'use the format of ISO 8601: 2009-03-25' },
    { short: 'u', long: 'universal', about: 'Coordinated Universal Time; there is no other here' },
  ],
  description:
    'FORMAT is text with %Y year, %m month, %d day, %H hour, %M minute, %S second, %N nanoseconds, %a %A weekday, %b %B ' +
    'month by name, %j day of the year, %s seconds since 1970, %F %Y-%m-%d, %T %H:%M:%S, and the others of strftime. ' +
    'After %, - means no padding, _ spaces, 0 zeros, ^ upper case.',
};

export default function* main(argv: string[]): Coroutine<number> {
  const { flags, operands } = yield* parseOptions(command, argv);
  const [format, extra] = operands;
  if (extra !== undefined) return yield* usageError(command, `extra operand ${quote(extra)}`);
  if (format !== undefined && !format.startsWith('+'))
    return yield* fail('date', `invalid date ${quote(format)}`);
  const usual = flags.has('R') ? '%a, %d %b %Y %T %z' : flags.has('I') ? '%F' : '%a %b %e %H:%M:%S %Z %Y';
  yield* print(`${strftime(format?.slice(1) ?? usual, yield* timeToShow(flags))}\n`);
  return 0;
}

function* timeToShow(flags: Flags): Coroutine<Timespec> {
  const file = flags.value('r');
  if (file !== undefined) {
    const stat = yield* attempt('date', quote(file), sys.stat(file));
    return stat?.mtime ?? (yield* exit(1));
  }
  const text = flags.value('d') ?? 'now';
  if (text === 'now') return yield* sys.clock_gettime('realtime');
  return parseDate(text) ?? (yield* fail('date', `invalid date ${quote(text)}`));
}
