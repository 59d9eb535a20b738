import type { Coroutine } from '../../kernel/abi.ts';
import { type Decimal, parseDecimal, scaled, show } from '../lib/decimal.ts';
import { fail, quote } from '../lib/errors.ts';
import { type Command, type Flags, parseOptions, usageError } from '../lib/getopt.ts';
import { formatFloat } from '../lib/numberformat.ts';
import { output } from '../lib/output.ts';
import { sys } from '../sys.ts';

export const command: Command = {
  name: 'seq',
  topic: 'text',
  synopsis: '[OPTION]... LAST\n[OPTION]... FIRST LAST\n[OPTION]... FIRST INCREMENT LAST',
  about: 'Print numbers from FIRST to LAST, in steps of INCREMENT.',
  options: [
    {
      short: 'f',
      long: 'format',
      argument: 'FORMAT',
      about: 'print numbers as printf does with FORMAT: %g, %e or %f',
    },
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
  const format = flags.value('f');
  const formatted = format === undefined ? null : parseFormat(format);
  if (typeof formatted === 'string') return yield* fail('seq', `format ${quote(format!)} ${formatted}`);
  if (formatted !== null && flags.has('w'))
    return yield* usageError(command, 'format string may not be specified when printing equal width strings');
  yield* sys.call(count(first, step, last, flags, formatted));
  return 0;
}

type Format = (digits: string) => string;

/** A text with one conversion in it; or else what is wrong with it. */
function parseFormat(format: string): Format | string {
  const [, before = '', directive] = /^((?:[^%]|%%)*)(%[\s\S]*)?$/.exec(format) ?? [];
  if (directive === undefined) return 'has no % directive';
  const found = /^%([-+ #0']*)(\d*)(?:\.(\d*))?L?([\s\S]?)([\s\S]*)$/.exec(directive) as RegExpExecArray;
  const [, flags = '', width, precision, conversion = '', after = ''] = found;
  if (conversion === '') return 'ends in %';
  if (!'efgEFG'.includes(conversion)) return `has unknown %${conversion} directive`;
  if (!/^(?:[^%]|%%)*$/.test(after)) return 'has too many % directives';
  const exact = precision === undefined ? undefined : Number(precision);
  const spec = { flags, width: Number(width), precision: exact, conversion };
  const plain = (text: string) => text.replaceAll('%%', '%');
  return (digits) => plain(before) + formatFloat(Number(digits), spec) + plain(after);
}

function* count(
  first: Decimal,
  step: Decimal,
  last: Decimal,
  flags: Flags,
  format: Format | null,
): Coroutine {
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
    const digits = show(number / drop, decimals, width);
    yield* out.write((number === from ? '' : separator) + (format === null ? digits : format(digits)));
  }
  if (by > 0n ? from <= to : from >= to) yield* out.write('\n');
  yield* out.flush();
}
