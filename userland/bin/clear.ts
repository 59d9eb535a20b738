import type { Coroutine } from '../../kernel/abi.ts';
import { type Command, parseOptions } from '../lib/getopt.ts';
import { print } from '../lib/output.ts';

export const command: Command = {
  name: 'clear',
  topic: 'system',
  synopsis: '[-x]',
  about: 'Clear the terminal, and what has scrolled off it.',
  options: [{ short: 'x', about: 'keep what has scrolled off' }],
};

const HOME = '\x1b[H';
const ERASE_SCREEN = '\x1b[2J';
const ERASE_SCROLLBACK = '\x1b[3J';

export default function* main(argv: string[]): Coroutine<number> {
  const { flags } = yield* parseOptions(command, argv);
  yield* print(HOME + ERASE_SCREEN + (flags.has('x') ? '' : ERASE_SCROLLBACK));
  return 0;
}
