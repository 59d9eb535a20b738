import type { Coroutine, Tick } from '../../kernel/abi.ts';
import { parseDuration, sleep } from '../lib/duration.ts';
import { quote, warn } from '../lib/errors.ts';
import { type Command, parseOptions, usageError } from '../lib/getopt.ts';
import { print } from '../lib/output.ts';
import { isatty } from '../lib/terminal.ts';
import { header, heading, table } from '../lib/top/display.ts';
import { interactive } from '../lib/top/interactive.ts';
import { look } from '../lib/top/look.ts';

export const command: Command = {
  name: 'top',
  topic: 'processes',
  synopsis: '[-b] [-d SECONDS] [-n COUNT]',
  about: 'Show who uses the CPU, and keep on showing it.',
  options: [
    {
      short: 'd',
      long: 'delay',
      argument: 'SECONDS',
      about: 'look again after so long, instead of 1 second',
    },
    { short: 'n', long: 'iterations', argument: 'COUNT', about: 'end after so many looks' },
    { short: 'b', long: 'batch', about: 'print one list after the other, for a file or a pipe' },
  ],
  description: `Keys: P, T and N sort by CPU share, CPU time and number, R turns the order around; k sends a signal; d changes the delay;
space looks again at once; h shows these; q quits.

Percentages are shares of the time since the last look: us for programs computing, sy for system calls, id for nothing
to do. The first look counts since boot.`,
};

export default function* main(argv: string[]): Coroutine<number> {
  const { flags, operands } = yield* parseOptions(command, argv);
  if (operands.length > 0) return yield* usageError(command, `extra operand ${quote(operands[0] as string)}`);
  const delay = parseDuration(flags.value('d') ?? '1');
  if (delay === null)
    return yield* usageError(command, `bad delay interval ${quote(flags.value('d') as string)}`);
  const count = flags.value('n') ?? 'inf';
  if (!/^([1-9]\d*|inf)$/.test(count))
    return yield* usageError(command, `bad iterations argument ${quote(count)}`);
  const looks = count === 'inf' ? Number.POSITIVE_INFINITY : Number(count);
  if (flags.has('b')) return yield* batch(looks, delay);
  if (!(yield* isatty(0)) || !(yield* isatty(1))) {
    yield* warn('top', 'needs a terminal; without one there is -b');
    return 1;
  }
  return yield* interactive(looks, delay);
}

function* batch(looks: number, delay: Tick): Coroutine<number> {
  let view = yield* look(null);
  for (let n = 1; ; n++) {
    yield* print(`${[...header(view), '', heading, ...table(view)].join('\n')}\n`);
    if (n >= looks) return 0;
    yield* sleep(delay);
    yield* print('\n');
    view = yield* look(view);
  }
}
