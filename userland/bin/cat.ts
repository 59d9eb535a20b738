import type { Coroutine } from '../../kernel/abi.ts';
import { type Command, parseOptions } from '../lib/getopt.ts';
import { BLOCK, forEachInput } from '../lib/input.ts';
import { writeAll } from '../lib/output.ts';
import { sys } from '../sys.ts';

export const command: Command = {
  name: 'cat',
  topic: 'text',
  synopsis: '[FILE...]',
  about: 'Print files one after the other.',
  options: [],
};

export default function* main(argv: string[]): Coroutine<number> {
  const { operands } = yield* parseOptions(command, argv);
  return yield* forEachInput('cat', operands, function* (fd) {
    for (let data = yield* sys.read(fd, BLOCK); data.length > 0; data = yield* sys.read(fd, BLOCK)) {
      yield* writeAll(1, data);
    }
  });
}
