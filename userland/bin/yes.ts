import type { Coroutine } from '../../kernel/abi.ts';
import { type Command, parseOptions } from '../lib/getopt.ts';
import { writeAll } from '../lib/output.ts';
import { encode } from '../lib/text.ts';

export const command: Command = {
  name: 'yes',
  topic: 'text',
  synopsis: '[STRING]...',
  about: "Print a line with all the STRINGs, or 'y', again and again.",
  options: [],
};

const BUFFER = 8192;

export default function* main(argv: string[]): Coroutine<number> {
  const { operands } = yield* parseOptions(command, argv);
  const line = `${operands.join(' ') || 'y'}\n`;
  const many = encode(line.repeat(Math.max(1, Math.floor(BUFFER / line.length))));
  for (;;) yield* writeAll(1, many);
}
