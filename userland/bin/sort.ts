import { type Coroutine, Errno } from '../../kernel/abi.ts';
import { fail, quote, warn } from '../lib/errors.ts';
import { type Command, parseOptions } from '../lib/getopt.ts';
import { grow, lineReader } from '../lib/input.ts';
import { output } from '../lib/output.ts';
import { failWith, openInput, openOutput, orderOf } from '../lib/sort/options.ts';
import { inOrder, type Order, sortLines } from '../lib/sort/sort.ts';
import { sys } from '../sys.ts';

const LINES_MAX = 2 ** 24; // a short line takes many times its bytes (MEMORY_MAX), and sorting as much again

export const command: Command = {
  name: 'sort',
  topic: 'text',
  synopsis: '[OPTION]... [FILE]...',
  about: 'Print the lines of all FILEs together, in order.',
  options: [
    { short: 'b', long: 'ignore-leading-blanks', about: 'ignore leading blanks' },
    { short: 'd', long: 'dictionary-order', about: 'consider only blanks and alphanumeric characters' },
    { short: 'f', long: 'ignore-case', about: 'fold lower case to upper case characters' },
    {
      short: 'g',
      long: 'general-numeric-sort',
      about: 'compare according to general numerical value, such as 1e3',
    },
    { short: 'h', long: 'human-numeric-sort', about: 'compare human readable numbers, such as 2K 1G' },
    { short: 'i', long: 'ignore-nonprinting', about: 'consider only printable characters' },
    { short: 'M', long: 'month-sort', about: "compare (unknown) < 'JAN' < ... < 'DEC'" },
    { short: 'n', long: 'numeric-sort', about: 'compare according to string numerical value' },
    { short: 'V', long: 'version-sort', about: 'compare the numbers in the text as numbers: file9, file10' },
    { short: 'r', long: 'reverse', about: 'reverse the result of comparisons' },
    { short: 'c', long: 'check', about: 'check for sorted input; do not sort' },
    { short: 'C', about: 'like -c, but do not report the first bad line' },
    { short: 'k', long: 'key', argument: 'KEYDEF', about: 'sort via a key; see below' },
    { short: 'm', long: 'merge', about: 'merge already sorted files' },
    {
      short: 'o',
      long: 'output',
      argument: 'FILE',
      about: 'write the result to FILE, which may be one of the input files',
    },
    { short: 's', long: 'stable', about: 'keep lines with equal keys in the order in which they came' },
    {
      short: 't',
      long: 'field-separator',
      argument: 'SEP',
      about: 'use SEP instead of the change from non-blank to blank',
    },
    {
      short: 'u',
      long: 'unique',
      about: 'print only the first of lines with equal keys; with -c, find such lines',
    },
    { short: 'z', long: 'zero-terminated', about: 'lines end in NUL, not newline' },
  ],
  description:
    'KEYDEF is F[.C][OPTS][,F[.C][OPTS]]: where a key starts and where it ends, F a field number and C a character ' +
    'position in the field, both from 1; without an end it goes to the end of the line. OPTS are letters of the ' +
    'ordering options [bdfghiMnrV], for this key instead of the global ones.\n\n' +
    'The order is that of the bytes, as in the C locale. All lines are held in memory.',
  exitStatus: '0 if all went well, 1 if -c or -C found the input out of order, 2 if an error occurred.',
  examples: [['sort -t: -k3,3n /etc/passwd', 'sorts by the number in the third field']],
  usageStatus: 2,
};

export default function* main(argv: string[]): Coroutine<number> {
  const { flags, operands } = yield* parseOptions(command, argv);
  const order = yield* orderOf(flags);
  const files = operands.length === 0 ? ['-'] : operands;
  const end = flags.has('z') ? '\0' : '\n';
  if (flags.has('c') || flags.has('C')) {
    if (files.length > 1)
      return yield* fail('sort', `extra operand ${quote(files[1]!)} not allowed with -c`, 2);
    return yield* sys.call(check(files[0]!, order, end, flags.has('C')));
  }
  const lines: string[] = [];
  let size = 0;
  for (const file of files) size = yield* sys.call(readLines(file, lines, end, size));
  const target = flags.value('o');
  const out = output(target === undefined ? 1 : yield* openOutput(target));
  for (const line of sortLines(lines, order)) yield* out.write(line + end);
  yield* out.flush();
  return 0;
}

/** `size` is that of the lines read before; returns it with these. */
function* readLines(file: string, into: string[], end: '\n' | '\0', held: number): Coroutine<number> {
  let size = held;
  const lines = lineReader(yield* openInput(file), end);
  try {
    for (let line = yield* lines.next(); line !== null; line = yield* lines.next()) {
      if (into.push(line) > LINES_MAX) throw new Errno('ENOMEM');
      size = grow(size, line.length);
    }
    return size;
  } catch (error) {
    if (error instanceof Errno && error.code === 'ENOMEM') return yield* fail('sort', 'memory exhausted', 2);
    return yield* failWith('read failed', file, error);
  }
}

function* check(file: string, order: Order, end: '\n' | '\0', silent: boolean): Coroutine<number> {
  const lines = lineReader(yield* openInput(file), end);
  let before = yield* lines.next();
  for (let number = 2; before !== null; number++) {
    const line = yield* lines.next();
    if (line === null) break;
    if (!inOrder(before, line, order)) {
      if (!silent) yield* warn('sort', `${file}:${number}: disorder: ${line}`);
      return 1;
    }
    before = line;
  }
  return 0;
}
