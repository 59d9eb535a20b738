import { type Bytes, type Coroutine, Errno, type Fd, SEEK_CUR } from '../../kernel/abi.ts';
import { fail, quote } from '../lib/errors.ts';
import { type Command, parseOptions } from '../lib/getopt.ts';
import { BLOCK, type Complaints, forEachInput, lineReader } from '../lib/input.ts';
import { parseCount } from '../lib/numbers.ts';
import { output, print, writeAll } from '../lib/output.ts';
import { concat } from '../lib/text.ts';
import { sys } from '../sys.ts';

export const command: Command = {
  name: 'head',
  topic: 'text',
  synopsis: '[OPTION]... [FILE]...',
  about: 'Print the first 10 lines of each FILE, with a header if there is more than one.',
  options: [
    {
      short: 'c',
      long: 'bytes',
      argument: 'NUM',
      about: 'print the first NUM bytes; with -NUM, all but the last',
    },
    {
      short: 'n',
      long: 'lines',
      argument: 'NUM',
      about: 'print the first NUM lines; with -NUM, all but the last',
    },
    { short: 'q', long: 'quiet', about: 'never print headers giving file names' },
    { short: 'v', long: 'verbose', about: 'always print headers giving file names' },
  ],
  description:
    'NUM may have a multiplier suffix: b 512, kB 1000, K 1024, MB 1000*1000, M 1024*1024, and so on.',
  digits: 'n',
};

const complaints: Complaints = {
  open: (name) => `cannot open ${quote(name)} for reading`,
  read: (name) => `error reading ${quote(name)}`,
};

export default function* main(argv: string[]): Coroutine<number> {
  const { flags, operands } = yield* parseOptions(command, argv);
  const bytes = flags.last('c', 'n') === 'c';
  const text = flags.value(bytes ? 'c' : 'n') ?? '10';
  const count = parseCount(text.replace(/^[-+]/, ''));
  if (count === null)
    return yield* fail('head', `invalid number of ${bytes ? 'bytes' : 'lines'}: ${quote(text)}`);
  const part = text.startsWith('-') ? (bytes ? allButBytes : allButLines) : bytes ? firstBytes : firstLines;
  const headers = flags.last('q', 'v') === 'v' || (!flags.has('q') && operands.length > 1);
  let first = true;
  return yield* forEachInput(
    'head',
    operands,
    function* (fd, name) {
      if (headers) yield* print(`${first ? '' : '\n'}==> ${name === '-' ? 'standard input' : name} <==\n`);
      first = false;
      yield* part(fd, count);
    },
    complaints,
  );
}

function* firstBytes(fd: Fd, count: number): Coroutine {
  for (let left = count; left > 0; ) {
    const data = yield* sys.read(fd, Math.min(left, BLOCK));
    if (data.length === 0) return;
    yield* writeAll(1, data);
    left -= data.length;
  }
}

function* firstLines(fd: Fd, count: number): Coroutine {
  for (let left = count; left > 0; ) {
    const data = yield* sys.read(fd, BLOCK);
    if (data.length === 0) return;
    let end = 0;
    while (left > 0 && end < data.length) {
      const newline = data.indexOf(10, end);
      end = newline < 0 ? data.length : newline + 1;
      if (newline >= 0) left--;
    }
    yield* writeAll(1, data.subarray(0, end));
    if (end < data.length) yield* giveBack(fd, data.length - end);
  }
}

// Whoever reads the same open file next, as in `(head -1; cat) <notes`, goes on after the last line printed.
function* giveBack(fd: Fd, count: number): Coroutine {
  try {
    yield* sys.lseek(fd, -count, SEEK_CUR);
  } catch (error) {
    if (!(error instanceof Errno)) throw error; // a pipe: what was read is gone
  }
}

function* allButLines(fd: Fd, count: number): Coroutine {
  const lines = lineReader(fd);
  const out = output(1);
  const held: string[] = []; // a ring of the last lines
  let total = 0;
  for (let line = yield* lines.next(); line !== null; line = yield* lines.next(), total++) {
    const text = lines.terminated ? `${line}\n` : line;
    if (count === 0) yield* out.write(text);
    else if (total >= count) yield* out.write(held[total % count] as string);
    if (count > 0) held[total % count] = text;
  }
  yield* out.flush();
}

function* allButBytes(fd: Fd, count: number): Coroutine {
  const held: Bytes[] = [];
  let size = 0;
  for (let data = yield* sys.read(fd, BLOCK); data.length > 0; data = yield* sys.read(fd, BLOCK)) {
    held.push(data);
    size += data.length;
    while (size - (held[0] as Bytes).length >= count) {
      const oldest = held.shift() as Bytes;
      size -= oldest.length;
      yield* writeAll(1, oldest);
    }
  }
  yield* writeAll(1, concat(held).subarray(0, Math.max(0, size - count)));
}
