import type { Coroutine } from '../../kernel/abi.ts';
import { type Counts, combine, count, noCounts, type Unit, units } from '../lib/count.ts';
import { fstatIfAny, statIfAny } from '../lib/files.ts';
import { type Command, type Flags, parseOptions } from '../lib/getopt.ts';
import { forEachInput } from '../lib/input.ts';
import { print } from '../lib/output.ts';

export const command: Command = {
  name: 'wc',
  topic: 'text',
  synopsis: '[OPTION]... [FILE]...',
  about: 'Count the lines, words and bytes of each FILE.',
  options: [
    { short: 'c', long: 'bytes', about: 'print the byte counts' },
    { short: 'm', long: 'chars', about: 'print the character counts' },
    { short: 'l', long: 'lines', about: 'print the newline counts' },
    { short: 'L', long: 'max-line-length', about: 'print the maximum display width' },
    { short: 'w', long: 'words', about: 'print the word counts' },
  ],
  description:
    'With more than one FILE, a line with the total follows. ' +
    'A word is a sequence of bytes other than the white space of ASCII.',
};

export default function* main(argv: string[]): Coroutine<number> {
  const { flags, operands } = yield* parseOptions(command, argv);
  const shown = shownUnits(flags);
  const width = shown.length === 1 && operands.length <= 1 ? 1 : yield* numberWidth(operands);
  const format = (counts: Counts, name: string) =>
    [...shown.map((unit) => String(counts[unit]).padStart(width)), ...(name ? [name] : [])].join(' ') + '\n';

  const total = noCounts();
  const status = yield* forEachInput('wc', operands, function* (fd, name) {
    const counts = noCounts();
    try {
      yield* count(fd, counts, shown);
    } finally {
      // Also after an error: so much was read.
      yield* print(format(counts, operands.length === 0 ? '' : name));
      for (const unit of units) total[unit] = combine[unit](total[unit], counts[unit]);
    }
  });
  if (operands.length > 1) yield* print(format(total, 'total'));
  return status;
}

function shownUnits(flags: Flags): Unit[] {
  const asked = units.filter((unit) => flags.has(unit));
  return asked.length > 0 ? asked : ['lines', 'words', 'bytes'];
}

// Wide enough for the sizes of all files together; 7 if there is one that has no size, such as a pipe.
function* numberWidth(operands: readonly string[]): Coroutine<number> {
  let size = 0;
  let least = 1;
  for (const name of operands.length === 0 ? ['-'] : operands) {
    const stat = name === '-' ? yield* fstatIfAny(0) : yield* statIfAny(name);
    if (stat?.kind === 'file') size += stat.size;
    else if (stat !== null) least = 7;
  }
  return Math.max(least, String(size).length);
}
