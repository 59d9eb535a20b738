import type { Coroutine } from '../../kernel/abi.ts';
import { quote, quoteIfNeeded } from '../lib/errors.ts';
import { type Command, parseOptions } from '../lib/getopt.ts';
import { type Complaints, forEachInput, readAll } from '../lib/input.ts';
import { output } from '../lib/output.ts';
import { decode } from '../lib/text.ts';

export const command: Command = {
  name: 'tac',
  topic: 'text',
  synopsis: '[OPTION]... [FILE]...',
  about: 'Print each FILE with the last line first.',
  options: [
    { short: 's', long: 'separator', argument: 'STRING', about: 'STRING ends a line, instead of newline' },
  ],
  description:
    'With no FILE, or when FILE is -, it reads standard input. All of a file is held in memory. A last line without a ' +
    'newline is printed without one, in front of the line that was before it.',
};

const complaints: Complaints = {
  open: (name) => `failed to open ${quote(name)} for reading`,
  read: (name) => `${quoteIfNeeded(name)}: read error`,
};

export default function* main(argv: string[]): Coroutine<number> {
  const { flags, operands } = yield* parseOptions(command, argv);
  const separator = flags.value('s') || '\0'.repeat(flags.has('s') ? 1 : 0) || '\n'; // an empty one is NUL
  const out = output(1);
  return yield* forEachInput(
    'tac',
    operands,
    function* (fd) {
      const text = decode(yield* readAll(fd));
      for (let end = text.length; end > 0; ) {
        const start = startOfLine(text, end, separator);
        yield* out.write(text.slice(start, end));
        end = start;
      }
      yield* out.flush();
    },
    complaints,
  );
}

/** Where the line starts that ends here: after the separator before the one that ends it, if one does. */
function startOfLine(text: string, end: number, separator: string): number {
  const terminated = text.endsWith(separator, end);
  const from = end - separator.length - (terminated ? separator.length : 0);
  const before = from < 0 ? -1 : text.lastIndexOf(separator, from);
  return before < 0 ? 0 : before + separator.length;
}
