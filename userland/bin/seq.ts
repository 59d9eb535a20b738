import type { Coroutine } from '../../kernel/abi.ts';
import { type Decimal, parseDecimal, scaled, show } from '../lib/decimal.ts';
import { quote } from '../lib/errors.ts';
import { type Command, type Flags, parseOptions, usageError } from '../lib/getopt.ts';
import { output } from '../lib/output.ts';
import { sys } from '../sys.ts';

export const command: Command = {
  name: 'seq',
  topic: 'text',
  synopsis: '[OPTION]... LAST\n[OPTION]... FIRST LAST\n[OPTION]... FIRST INCREMENT LAST',
  about: 'Print numbers from FIRST to LAST, in steps of INCREMENT.',
  options: [
    {
      short: 's',
      long: 'separator',
      argument: 'STRING',
      about: 'use STRING to separate numbers (default: \\n)',
    },
    { short: 'w', long: 'equal-width', about: 'equalize width by padding with leading zeroes' },
  ],
  description: 'FIRST and INCREMENT are 1 if left out. They may have decimals, and are counted exactly.',
  examples: [
    ['seq 3', 'prints 1, 2, 3'],
    ['seq 1 0.5 2', 'prints 1.0, 1.5, 2.0'],
    ['seq 3 -1 1', 'prints 3, 2, 1'],
  ],
  operand: /^-\.?\d/,
};

export default function* main(argv: string[]): Coroutine<number> {
  const { flags, operands } = yield* parseOptions(command, argv);
  if (operands.length === 0) return yield* usageError(command, 'missing operand');
  if (operands.length > 3) return yield* usageError(command, `extra operand ${quote(operands[3]!)}`);
  const numbers: Decimal[] = [];
  for (const operand of operands) {
    const number = parseDecimal(operand);
    if (number === null)
      return yield* usageError(command, `invalid floating point argument: ${quote(operand)}`);
    numbers.push(number);
  }
  const one: Decimal = { units: 1n, decimals: 0 };
  const last = numbers.at(-1) as Decimal;
  const first = numbers.length > 1 ? (numbers[0] as Decimal) : one;
  const step = numbers.length > 2 ? (numbers[1] as Decimal) : one;
  if (step.units === 0n)
    return yield* usageError(command, `invalid Zero increment value: ${quote(operands[1]!)}`);
  yield* sys.call(count(first, step, last, flags));
  return 0;
}

function* count(first: Decimal, step: Decimal, last: Decimal, flags: Flags): Coroutine {
  const decimals = Math.max(first.decimals, step.decimals);
  const scale = Math.max(decimals, last.decimals);
  const [from, by, to] = [scaled(first, scale), scaled(step, scale), scaled(last, scale)];
  const drop = 10n ** BigInt(scale - decimals); // `last` may have more decimals than are printed
  const width = flags.has('w')
    ? Math.max(show(from / drop, decimals).length, show(to / drop, decimals).length)
    : 0;
  const separator = flags.value('s') ?? '\n';
  const out = output(1);
  for (let number = from; by > 0n ? number <= to : number >= to; number += by) {
    yield* out.write((number === from ? '' : separator) + show(number / drop, decimals, width));
  }
  if (by > 0n ? from <= to : from >= to) yield* out.write('\n');
  yield* out.flush();
}
