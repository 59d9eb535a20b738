import type { Coroutine } from '../../kernel/abi.ts';
import { fail } from '../lib/errors.ts';
import { type Command, type Flags, parseOptions } from '../lib/getopt.ts';
import { forEachInput } from '../lib/input.ts';
import { parseCount } from '../lib/numbers.ts';
import { type Dump, feed, linePrinter } from '../lib/od/dump.ts';
import { type Format, parseFormats } from '../lib/od/format.ts';
import { output } from '../lib/output.ts';

export const command: Command = {
  name: 'od',
  topic: 'text',
  synopsis: '[OPTION]... [FILE]...',
  about: 'Print the bytes of files in octal, or as the options say.',
  options: [
    {
      short: 'A',
      long: 'address-radix',
      argument: 'RADIX',
      about: 'offsets are octal (o), decimal (d), hexadecimal (x), or not printed (n)',
    },
    { short: 'j', long: 'skip-bytes', argument: 'BYTES', about: 'skip BYTES input bytes first' },
    { short: 'N', long: 'read-bytes', argument: 'BYTES', about: 'read no more than BYTES input bytes' },
    {
      short: 't',
      long: 'format',
      argument: 'TYPE',
      about:
        'select output format: a or c characters; d, o, u or x numbers, with the size in bytes; z at the end adds the text',
    },
    { short: 'v', long: 'output-duplicates', about: 'do not use * to mark line suppression' },
    { short: 'w', long: 'width', argument: 'BYTES', about: 'print BYTES bytes per output line' },
    { short: 'b', about: 'same as -t o1, select octal bytes' },
    { short: 'c', about: 'same as -t c, select characters or backslash escapes' },
    { short: 'd', about: 'same as -t u2, select unsigned decimal 2-byte units' },
    { short: 'x', about: 'same as -t x2, select hexadecimal 2-byte units' },
  ],
  description: 'Several FILEs are taken as one.',
};

const radixes: Record<string, [radix: number, digits: number]> = { o: [8, 7], d: [10, 7], x: [16, 6] };
const shorthands: Record<string, string> = { b: 'o1', c: 'c', d: 'u2', x: 'x2' };

export default function* main(argv: string[]): Coroutine<number> {
  const { flags, operands } = yield* parseOptions(command, argv);
  const dump = yield* dumpOf(flags);
  const out = output(1);
  const lines = linePrinter(dump, out);
  const status = yield* forEachInput('od', operands, function* (fd) {
    yield* feed(fd, dump, lines.take);
  });
  yield* lines.end();
  yield* out.flush();
  return status;
}

function* dumpOf(flags: Flags): Coroutine<Dump> {
  const types = flags.all('t', 'b', 'c', 'd', 'x').map(({ name, value }) => shorthands[name] ?? value);
  const formats: Format[] = [];
  for (const type of types.length > 0 ? types : ['o2']) {
    const parsed = parseFormats(type);
    if (typeof parsed === 'string') return yield* fail('od', parsed);
    formats.push(...parsed);
  }
  const radix = flags.value('A') ?? 'o';
  if (!/^[doxn]$/.test(radix)) {
    return yield* fail('od', `invalid output address radix '${radix}'; it must be one character from [doxn]`);
  }
  const [base, digits] = radixes[radix] ?? [10, 0];
  const numbers: Record<string, number> = {};
  for (const option of ['j', 'N', 'w']) {
    const text = flags.value(option);
    const count = text === undefined ? undefined : parseCount(text);
    if (count === null) return yield* fail('od', `invalid -${option} argument '${text}'`);
    if (count !== undefined) numbers[option] = count;
  }
  return {
    formats,
    width: numbers.w || 16,
    address: (offset) => (digits === 0 ? '' : offset.toString(base).padStart(digits, '0')),
    all: flags.has('v'),
    skip: numbers.j ?? 0,
    left: numbers.N ?? Number.POSITIVE_INFINITY,
  };
}
