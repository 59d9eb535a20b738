import type { Coroutine } from '../../kernel/abi.ts';
import { parseDuration } from '../lib/duration.ts';
import { quote } from '../lib/errors.ts';
import { type Command, parseOptions, usageError } from '../lib/getopt.ts';
import { sys } from '../sys.ts';

const FOR_EVER = 4e15;

export const command: Command = {
  name: 'spin',
  topic: 'processes',
  synopsis: '[-t SECONDS]',
  about: 'Burn CPU time, to see what the scheduler does with those who want it all.',
  options: [
    { short: 't', long: 'time', argument: 'SECONDS', about: 'end after so much CPU time, instead of never' },
  ],
  description: `It makes one system call, work, and is preempted by the timer whenever its slice is over. Start several, some of them
with nice, and watch top or the timeline share the CPU out.`,
  examples: [['spin & nice -n 10 spin & top', 'two that compete, one of them nice']],
};

export default function* main(argv: string[]): Coroutine<number> {
  const { flags, operands } = yield* parseOptions(command, argv);
  if (operands.length > 0) return yield* usageError(command, `extra operand ${quote(operands[0] as string)}`);
  const word = flags.value('t');
  const ticks = word === undefined ? FOR_EVER : parseDuration(word);
  if (ticks === null) return yield* usageError(command, `invalid time ${quote(word as string)}`);
  yield* sys.work(ticks);
  return 0;
}
