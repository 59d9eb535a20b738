import { type Coroutine, O_CREAT, O_RDONLY, O_TRUNC, O_WRONLY } from '../../kernel/abi.ts';
import { complain, fail, quote, quoteIfNeeded } from '../lib/errors.ts';
import { type Command, type Flags, parseOptions, usageError } from '../lib/getopt.ts';
import { lineReader } from '../lib/input.ts';
import { output } from '../lib/output.ts';
import { sys } from '../sys.ts';

export const command: Command = {
  name: 'uniq',
  topic: 'text',
  synopsis: '[OPTION]... [INPUT [OUTPUT]]',
  about: 'Print adjacent equal lines of INPUT (or standard input) once.',
  options: [
    { short: 'c', long: 'count', about: 'prefix lines by the number of occurrences' },
    { short: 'd', long: 'repeated', about: 'only print duplicate lines, one for each group' },
    { short: 'D', about: 'print all duplicate lines' },
    { short: 'f', long: 'skip-fields', argument: 'N', about: 'avoid comparing the first N fields' },
    { short: 'i', long: 'ignore-case', about: 'ignore differences in case when comparing' },
    { short: 's', long: 'skip-chars', argument: 'N', about: 'avoid comparing the first N characters' },
    { short: 'u', long: 'unique', about: 'only print unique lines' },
    { short: 'w', long: 'check-chars', argument: 'N', about: 'compare no more than N characters in lines' },
    { short: 'z', long: 'zero-terminated', about: 'lines end in NUL, not newline' },
  ],
  description: 'Lines that are equal but not adjacent are not found: sort the input first, or use sort -u.',
};

const numberErrors: Record<string, string> = {
  f: 'fields to skip',
  s: 'bytes to skip',
  w: 'bytes to compare',
};

export default function* main(argv: string[]): Coroutine<number> {
  const { flags, operands } = yield* parseOptions(command, argv);
  for (const [option, what] of Object.entries(numberErrors)) {
    const value = flags.value(option);
    if (value !== undefined && !/^\d+$/.test(value))
      return yield* fail('uniq', `${value}: invalid number of ${what}`);
  }
  const [input = '-', target = '-', extra] = operands;
  if (extra !== undefined) return yield* usageError(command, `extra operand ${quote(extra)}`);
  try {
    const from = input === '-' ? 0 : yield* sys.open(input, O_RDONLY);
    const to = target === '-' ? 1 : yield* sys.open(target, O_WRONLY | O_CREAT | O_TRUNC);
    yield* sys.call(copyUnique(from, to, flags));
    return 0;
  } catch (error) {
    yield* complain('uniq', quoteIfNeeded(input), error);
    return 1;
  }
}

function* copyUnique(from: number, to: number, flags: Flags): Coroutine {
  const end = flags.has('z') ? '\0' : '\n';
  const lines = lineReader(from, end);
  const out = output(to);
  const key = comparedPart(flags);
  const all = flags.has('D');
  const single = !flags.has('d') && !all;
  const repeated = !flags.has('u');
  const counted = flags.has('c');
  let first: string | null = null; // of a group of equal lines
  let count = 0;
  for (let line = yield* lines.next(); ; line = yield* lines.next()) {
    const same = line !== null && first !== null && key(line) === key(first);
    if (same && all && repeated) yield* out.write((count === 1 ? first + end : '') + line + end);
    if (!same && first !== null && !all && (count === 1 ? single : repeated)) {
      yield* out.write(`${counted ? `${String(count).padStart(7)} ` : ''}${first}${end}`);
    }
    if (line === null) break;
    count = same ? count + 1 : 1;
    if (!same) first = line;
  }
  yield* out.flush();
}

function comparedPart(flags: Flags): (line: string) => string {
  const fields = Number(flags.value('f') ?? 0);
  const chars = Number(flags.value('s') ?? 0);
  const width = flags.value('w');
  const fold = flags.has('i');
  if (fields === 0 && chars === 0 && width === undefined)
    return fold ? (line) => line.toUpperCase() : (line) => line;
  const skipped = new RegExp(`^(?:[ \\t]*[^ \\t]*){${fields}}`);
  return (line) => {
    const rest = line
      .replace(skipped, '')
      .slice(chars, width === undefined ? undefined : chars + Number(width));
    return fold ? rest.toUpperCase() : rest;
  };
}
