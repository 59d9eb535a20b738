import type { Coroutine, Env } from '../../kernel/abi.ts';
import { attempt, quote, warn } from '../lib/errors.ts';
import { type Command, parseOptions, usageError } from '../lib/getopt.ts';
import { print } from '../lib/output.ts';
import { execCommand } from '../lib/run.ts';
import { sys } from '../sys.ts';

const FAILED = 125; // of nice itself: the command's own status may be anything

export const command: Command = {
  name: 'nice',
  topic: 'processes',
  synopsis: '[-n N] [COMMAND [ARGUMENT...]]',
  about: 'Run a command with another niceness; without one, print the niceness.',
  options: [{ short: 'n', long: 'adjustment', argument: 'N', about: 'add N to the niceness, instead of 10' }],
  description: `From -20, which is least nice to the others, to 19. What the scheduler makes of it depends on the policy: round robin
gives a nicer process a shorter slice.`,
  exitStatus: 'that of the command; 126 if it cannot be run, 127 if there is none, 125 if nice itself fails',
  examples: [['nice -n 19 spin', 'burn only the CPU time that is left over']],
  usageStatus: FAILED,
  permute: false,
  digits: 'n',
};

export default function* main(argv: string[], env: Env): Coroutine<number> {
  const { flags, operands } = yield* parseOptions(command, argv);
  const adjustment = flags.value('n') ?? '10';
  if (!/^[-+]?\d{1,9}$/.test(adjustment)) {
    yield* warn('nice', `invalid adjustment ${quote(adjustment)}`);
    return FAILED;
  }
  if (operands.length === 0) {
    if (flags.has('n')) return yield* usageError(command, 'a command must be given with an adjustment');
    yield* print(`${yield* sys.nice(0)}\n`);
    return 0;
  }
  yield* attempt('nice', 'cannot set niceness', sys.nice(Number(adjustment))); // and if not, it runs all the same
  return yield* execCommand('nice', operands, env);
}
