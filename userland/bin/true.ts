import type { Coroutine } from '../../kernel/abi.ts';
import { type Command, helpText } from '../lib/getopt.ts';
import { print } from '../lib/output.ts';

export const command: Command = {
  name: 'true',
  topic: 'shell',
  synopsis: '[ignored command line arguments]',
  about: 'Do nothing, successfully.',
  options: [],
};

export default function* main(argv: string[]): Coroutine<number> {
  if (argv.length === 2 && argv[1] === '--help') yield* print(helpText(command));
  return 0;
}
