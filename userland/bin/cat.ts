import type { Coroutine, Fd } from '../../kernel/abi.ts';
import { warn } from '../lib/errors.ts';
import { fstatIfAny, sameFile } from '../lib/files.ts';
import { type Command, type Flags, parseOptions } from '../lib/getopt.ts';
import { BLOCK, forEachInput, lineReader } from '../lib/input.ts';
import { output, writeAll } from '../lib/output.ts';
import { encode } from '../lib/text.ts';
import { sys } from '../sys.ts';

export const command: Command = {
  name: 'cat',
  topic: 'text',
  synopsis: '[OPTION]... [FILE]...',
  about: 'Print files one after the other.',
  options: [
    { short: 'A', long: 'show-all', about: 'equivalent to -vET' },
    { short: 'b', long: 'number-nonblank', about: 'number nonempty output lines, overrides -n' },
    { short: 'e', about: 'equivalent to -vE' },
    { short: 'E', long: 'show-ends', about: 'display $ at end of each line' },
    { short: 'n', long: 'number', about: 'number all output lines' },
    { short: 's', long: 'squeeze-blank', about: 'suppress repeated empty output lines' },
    { short: 't', about: 'equivalent to -vT' },
    { short: 'T', long: 'show-tabs', about: 'display TAB characters as ^I' },
    { short: 'u', about: '(ignored)' },
    { short: 'v', long: 'show-nonprinting', about: 'use ^ and M- notation, except for LFD and TAB' },
  ],
  description: 'With no FILE, or when FILE is -, it reads standard input.',
};

export default function* main(argv: string[]): Coroutine<number> {
  const { flags, operands } = yield* parseOptions(command, argv);
  const plain = !['A', 'b', 'e', 'E', 'n', 's', 't', 'T', 'v'].some(flags.has);
  const out = yield* fstatIfAny(1);
  const show = lineFormatter(flags);
  let same = false;
  const status = yield* forEachInput('cat', operands, function* (fd, name) {
    const stat = yield* sys.fstat(fd);
    if (stat.kind === 'file' && stat.size > 0 && sameFile(stat, out)) {
      yield* warn('cat', `${name}: input file is output file`);
      same = true;
      return;
    }
    yield* plain ? copy(fd) : copyLines(fd, show);
  });
  return same ? 1 : status;
}

function* copy(fd: Fd): Coroutine {
  for (let data = yield* sys.read(fd, BLOCK); data.length > 0; data = yield* sys.read(fd, BLOCK)) {
    yield* writeAll(1, data);
  }
}

type LineFormatter = (line: string, terminated: boolean) => string;

function* copyLines(fd: Fd, show: LineFormatter): Coroutine {
  const lines = lineReader(fd);
  const out = output(1);
  for (let line = yield* lines.next(); line !== null; line = yield* lines.next()) {
    yield* out.write(show(line, lines.terminated));
  }
  yield* out.flush();
}

// It counts on from file to file, and a line that one file began another may end.
function lineFormatter(flags: Flags): LineFormatter {
  const [all, ends, tabs] = [
    flags.has('A'),
    flags.has('E') || flags.has('e'),
    flags.has('T') || flags.has('t'),
  ];
  const controls = all || flags.has('v') || flags.has('e') || flags.has('t');
  const numbers = flags.has('b') ? 'nonblank' : flags.has('n') ? 'all' : 'none';
  const squeeze = flags.has('s');
  let number = 0;
  let blanks = 0;
  let atStart = true;
  return (line, terminated) => {
    const blank = line === '' && atStart;
    blanks = blank ? blanks + 1 : 0;
    if (squeeze && blanks > 1) return '';
    const numbered = atStart && (numbers === 'all' || (numbers === 'nonblank' && !blank));
    atStart = terminated;
    let text = controls ? Array.from(encode(line), visible).join('') : line;
    if (all || tabs) text = text.replaceAll('\t', '^I');
    const prefix = numbered ? `${String(++number).padStart(6)}\t` : '';
    return prefix + text + (terminated ? (all || ends ? '$\n' : '\n') : '');
  };
}

function visible(byte: number): string {
  if (byte >= 0x80) return `M-${visible(byte - 0x80).replace('\t', '^I')}`;
  if (byte === 0x7f) return '^?';
  return byte < 0x20 && byte !== 9 ? `^${String.fromCharCode(byte + 64)}` : String.fromCharCode(byte);
}
