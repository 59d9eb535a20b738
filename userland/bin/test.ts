import type { Coroutine } from '../../kernel/abi.ts';
import { ConditionError, evaluateCondition } from '../lib/conditions.ts';
import { warn } from '../lib/errors.ts';
import type { Command } from '../lib/getopt.ts';

export const command: Command = {
  name: 'test',
  topic: 'shell',
  synopsis: '[CONDITION]\n[ CONDITION ]',
  about: 'Tell by the exit status whether a condition holds.',
  options: [],
  description: `On a file: -e it exists, -f it is a regular file, -d a directory, -L or -h a symbolic link, -p a pipe, -c a device, -s it is not
empty, -r -w -x it may be read, written, run; A -nt B: A is newer, A -ot B: older, A -ef B: the same file.

On strings: -n STRING is not empty, -z is empty, A = B, A != B, A < B, A > B.

On integers: A -eq B, -ne, -lt, -le, -gt, -ge.

-t FD: that descriptor is a terminal. ! CONDITION, ( CONDITION ), A -a B (and), A -o B (or).`,
  exitStatus: '0 if it holds, 1 if not, 2 if it is no condition',
  examples: [
    ['test -d notes && ls notes', 'list a directory if it is there'],
    ['[ "$n" -gt 3 ]', 'is n greater than 3?'],
  ],
};

/** Also found as `[`, which wants a ] at the end. */
export default function* main(argv: string[]): Coroutine<number> {
  const [name = '', ...args] = argv;
  if (name.endsWith('[') && args.pop() !== ']') {
    yield* warn('[', 'missing ]');
    return 2;
  }
  try {
    return (yield* evaluateCondition(args)) ? 0 : 1;
  } catch (error) {
    if (!(error instanceof ConditionError)) throw error;
    yield* warn(name, error.message);
    return 2;
  }
}
