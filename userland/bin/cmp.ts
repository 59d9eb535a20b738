import { type Bytes, type Coroutine, Errno, type Fd, O_RDONLY } from '../../kernel/abi.ts';
import { complain, quote, warn } from '../lib/errors.ts';
import { type Command, type Flags, parseOptions, usageError } from '../lib/getopt.ts';
import { BLOCK } from '../lib/input.ts';
import { parseCount } from '../lib/numbers.ts';
import { output, print } from '../lib/output.ts';
import { countLines } from '../lib/text.ts';
import { sys } from '../sys.ts';

export const command: Command = {
  name: 'cmp',
  topic: 'text',
  synopsis: '[OPTION]... FILE1 [FILE2]',
  about: 'Compare two files byte by byte, and tell where they differ first.',
  options: [
    {
      short: 'l',
      long: 'verbose',
      about: 'print the number and the values (octal) of all bytes that differ',
    },
    { short: 'n', long: 'bytes', argument: 'LIMIT', about: 'compare at most LIMIT bytes' },
    { short: 's', long: 'quiet', about: 'print nothing' },
  ],
  description: 'FILE2 is standard input if left out, and so is a FILE that is -.',
  exitStatus: '0 if the files are the same, 1 if they differ, 2 after trouble',
  usageStatus: 2,
};

interface Side {
  name: string;
  fd: Fd;
  bytes: Bytes; // read and not compared yet
}

export default function* main(argv: string[]): Coroutine<number> {
  const { flags, operands } = yield* parseOptions(command, argv);
  const [first, second = '-', extra] = operands;
  if (first === undefined) return yield* usageError(command, "missing operand after 'cmp'");
  if (extra !== undefined) return yield* usageError(command, `extra operand ${quote(extra)}`);
  const limit = flags.has('n') ? parseCount(flags.value('n') as string) : Number.POSITIVE_INFINITY;
  if (limit === null)
    return yield* usageError(command, `invalid --bytes value ${quote(flags.value('n') as string)}`);
  let name = first;
  try {
    const a: Side = { name, fd: yield* openSide(name), bytes: NOTHING };
    name = second;
    const b: Side = { name, fd: yield* openSide(name), bytes: NOTHING };
    return yield* sys.call(compare(a, b, limit, flags));
  } catch (error) {
    if (!(error instanceof Errno && flags.has('s'))) yield* complain('cmp', name, error);
    return 2;
  }
}

const NOTHING = new Uint8Array(0);

function* openSide(name: string): Coroutine<Fd> {
  const fd = name === '-' ? 0 : yield* sys.open(name, O_RDONLY);
  if ((yield* sys.fstat(fd)).kind === 'directory') throw new Errno('EISDIR');
  return fd;
}

function* compare(a: Side, b: Side, limit: number, flags: Flags): Coroutine<number> {
  const out = output(1);
  const width = flags.has('l') ? yield* numberWidth(a, b) : 0;
  let at = 0; // bytes that were compared
  let lines = 0; // newlines among them
  let midLine = false; // was the last of them none?
  let same = true;
  for (;;) {
    const length = Math.min(yield* fill(a), yield* fill(b), limit - at);
    if (length === 0) break;
    const x = a.bytes.subarray(0, length);
    const y = b.bytes.subarray(0, length);
    for (let i = 0; i < length; i++) {
      if (x[i] === y[i]) continue;
      same = false;
      const place = at + i + 1;
      if (flags.has('l'))
        yield* out.write(`${String(place).padStart(width)} ${octal(x[i]!)} ${octal(y[i]!)}\n`);
      else if (flags.has('s')) return 1;
      else return yield* differ(a, b, place, lines + countLines(x.subarray(0, i)) + 1);
    }
    at += length;
    lines += countLines(x);
    midLine = x[length - 1] !== NEWLINE;
    for (const side of [a, b]) side.bytes = side.bytes.subarray(length);
  }
  yield* out.flush();
  if (at === limit || a.bytes.length === b.bytes.length) return same ? 0 : 1;
  const { name } = a.bytes.length === 0 ? a : b;
  const line = flags.has('l') ? '' : midLine ? `, in line ${lines + 1}` : `, line ${lines}`;
  const where = at === 0 ? 'which is empty' : `after byte ${at}${line}`;
  if (!flags.has('s')) yield* warn('cmp', `EOF on ${name} ${where}`);
  return 1;
}

const NEWLINE = 10;

/** How many bytes there are to compare; 0 at the end. */
function* fill(side: Side): Coroutine<number> {
  if (side.bytes.length === 0) side.bytes = yield* sys.read(side.fd, BLOCK);
  return side.bytes.length;
}

function* differ(a: Side, b: Side, place: number, line: number): Coroutine<number> {
  yield* print(`${a.name} ${b.name} differ: char ${place}, line ${line}\n`);
  return 1;
}

// Wide enough for the last byte that both may have.
function* numberWidth(a: Side, b: Side): Coroutine<number> {
  const sizes = [yield* sys.fstat(a.fd), yield* sys.fstat(b.fd)].map(({ size }) => size);
  return String(Math.min(...sizes)).length;
}

function octal(byte: number): string {
  return byte.toString(8).padStart(3);
}
