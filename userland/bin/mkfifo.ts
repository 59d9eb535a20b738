import type { Coroutine } from '../../kernel/abi.ts';
import { attempt, fail, quote } from '../lib/errors.ts';
import { type Command, parseOptions, usageError } from '../lib/getopt.ts';
import { getUmask, parseMode } from '../lib/mode.ts';
import { sys } from '../sys.ts';

export const command: Command = {
  name: 'mkfifo',
  topic: 'files',
  synopsis: '[-m MODE] NAME...',
  about: 'Make pipes that have a name.',
  options: [
    { short: 'm', long: 'mode', argument: 'MODE', about: 'set file mode (as in chmod), not a=rw - umask' },
  ],
  description: `What one program writes to it, another one reads. Whoever opens it waits until somebody opens the other end.`,
  examples: [['mkfifo p; sort p & ls > p', 'a pipe between two commands that know nothing of each other']],
};

export default function* main(argv: string[]): Coroutine<number> {
  const { flags, operands } = yield* parseOptions(command, argv);
  if (operands.length === 0) return yield* usageError(command, 'missing operand');
  const text = flags.value('m');
  const change = text === undefined ? null : parseMode(text, yield* getUmask());
  if (text !== undefined && change === null) return yield* fail('mkfifo', 'invalid mode');
  let status = 0;
  for (const path of operands) {
    const made = yield* attempt('mkfifo', `cannot create fifo ${quote(path)}`, sys.mkfifo(path));
    if (made === null) status = 1;
    else if (change) yield* sys.chmod(path, change(0o666, false));
  }
  return status;
}
