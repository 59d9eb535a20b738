import type { Coroutine } from '../../kernel/abi.ts';
import { type Command, parseOptions } from '../lib/getopt.ts';
import { type Complaints, forEachInput, lineReader } from '../lib/input.ts';
import { output } from '../lib/output.ts';

export const command: Command = {
  name: 'rev',
  topic: 'text',
  synopsis: '[FILE]...',
  about: 'Print the lines of files with their characters in reverse order.',
  options: [],
};

const complaints: Complaints = { open: (name) => `cannot open ${name}`, read: (name) => name };

export default function* main(argv: string[]): Coroutine<number> {
  const { operands } = yield* parseOptions(command, argv);
  const out = output(1);
  return yield* forEachInput(
    'rev',
    operands,
    function* (fd) {
      const lines = lineReader(fd);
      for (let line = yield* lines.next(); line !== null; line = yield* lines.next()) {
        yield* out.write(Array.from(line).reverse().join('') + (lines.terminated ? '\n' : ''));
      }
      yield* out.flush();
    },
    complaints,
  );
}
