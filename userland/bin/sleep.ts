import type { Coroutine } from '../../kernel/abi.ts';
import { parseDuration, sleep } from '../lib/duration.ts';
import { quote, warn } from '../lib/errors.ts';
import { type Command, parseOptions, usageError } from '../lib/getopt.ts';

export const command: Command = {
  name: 'sleep',
  topic: 'processes',
  synopsis: 'NUMBER[SUFFIX]...',
  about: 'Do nothing for a while, without using the CPU.',
  options: [],
  description: `The suffix is s for seconds, which is what a number alone means, m for minutes, h for hours or d for days. NUMBER
may have a fraction. Several add up. "sleep inf" sleeps until something ends it.`,
};

export default function* main(argv: string[]): Coroutine<number> {
  const { operands } = yield* parseOptions(command, argv);
  if (operands.length === 0) return yield* usageError(command, 'missing operand');
  const spans = operands.map(parseDuration);
  const wrong = operands
    .filter((_, i) => spans[i] === null)
    .map((word) => `invalid time interval ${quote(word)}`);
  for (const message of wrong.slice(0, -1)) yield* warn('sleep', message);
  if (wrong.length > 0) return yield* usageError(command, wrong.at(-1) as string);
  yield* sleep(spans.reduce<number>((sum, span) => sum + (span ?? 0), 0));
  return 0;
}
