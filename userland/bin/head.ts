import type { Coroutine } from '../../kernel/abi.ts';
import { fail, quote } from '../lib/errors.ts';
import { type Command, parseOptions } from '../lib/getopt.ts';
import { allButBytes, allButLines, firstBytes, firstLines } from '../lib/head.ts';
import { type Complaints, forEachInput } from '../lib/input.ts';
import { parseCount } from '../lib/numbers.ts';
import { print } from '../lib/output.ts';

export const command: Command = {
  name: 'head',
  topic: 'text',
  synopsis: '[OPTION]... [FILE]...',
  about: 'Print the first 10 lines of each FILE, or as many as told.',
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
    'With more than one FILE, each is preceded by a header that gives its name. ' +
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
