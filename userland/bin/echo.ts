import type { Coroutine } from '../../kernel/abi.ts';
import type { Command } from '../lib/getopt.ts';
import { print } from '../lib/output.ts';

export const command: Command = {
  name: 'echo',
  topic: 'text',
  synopsis: '[-neE] [STRING...]',
  about: 'Print the strings, with spaces between them.',
  options: [],
};

export default function* main(argv: string[]): Coroutine<number> {
  yield* print(`${argv.slice(1).join(' ')}\n`);
  return 0;
}
