import type { Coroutine, Fd } from '../../kernel/abi.ts';
import { complement, parseList, selector } from '../lib/cut.ts';
import { type Command, type Flags, parseOptions, usageError } from '../lib/getopt.ts';
import { forEachInput, lineReader } from '../lib/input.ts';
import { output } from '../lib/output.ts';

export const command: Command = {
  name: 'cut',
  topic: 'text',
  synopsis: 'OPTION... [FILE]...',
  about: 'Print selected parts of the lines of each FILE.',
  options: [
    { short: 'b', long: 'bytes', argument: 'LIST', about: 'select only these bytes' },
    { short: 'c', long: 'characters', argument: 'LIST', about: 'select only these characters' },
    {
      short: 'd',
      long: 'delimiter',
      argument: 'DELIM',
      about: 'use DELIM instead of TAB for field delimiter',
    },
    {
      short: 'f',
      long: 'fields',
      argument: 'LIST',
      about: 'select only these fields; a line without delimiter is printed whole, unless -s',
    },
    { long: 'complement', about: 'print all but what is selected' },
    { short: 's', long: 'only-delimited', about: 'do not print lines not containing delimiters' },
    { long: 'output-delimiter', argument: 'STRING', about: 'use STRING as the output delimiter' },
    { short: 'z', long: 'zero-terminated', about: 'lines end in NUL, not newline' },
  ],
  description:
    'LIST is one range, or many with commas: N, N-M, N- or -M, counted from 1. What is selected is printed in the order of the input, once.',
};

export default function* main(argv: string[]): Coroutine<number> {
  const { flags, operands } = yield* parseOptions(command, argv);
  const lists = ['b', 'c', 'f'].flatMap((unit) => flags.values(unit));
  const [list = ''] = lists;
  if (lists.length === 0) {
    return yield* usageError(command, 'you must specify a list of bytes, characters, or fields');
  }
  if (lists.length > 1) return yield* usageError(command, 'only one list may be specified');
  const wrong = wrongOption(flags);
  if (wrong !== null) return yield* usageError(command, wrong);
  const ranges = parseList(list, flags.has('f'));
  if (typeof ranges === 'string') return yield* usageError(command, ranges);
  const select = selector(flags, flags.has('complement') ? complement(ranges) : ranges);
  return yield* forEachInput('cut', operands, function* (fd) {
    yield* cutLines(fd, select, flags.has('z') ? '\0' : '\n');
  });
}

function wrongOption(flags: Flags): string | null {
  const delimiter = flags.value('d');
  if (delimiter !== undefined && Array.from(delimiter).length > 1)
    return 'the delimiter must be a single character';
  if (flags.has('f')) return null;
  if (delimiter !== undefined) return 'an input delimiter may be specified only when operating on fields';
  return flags.has('s')
    ? 'suppressing non-delimited lines makes sense\n\tonly when operating on fields'
    : null;
}

function* cutLines(fd: Fd, select: (line: string) => string | null, end: '\n' | '\0'): Coroutine {
  const lines = lineReader(fd, end);
  const out = output(1);
  for (let line = yield* lines.next(); line !== null; line = yield* lines.next()) {
    const part = select(line);
    if (part !== null) yield* out.write(part + end);
  }
  yield* out.flush();
}
