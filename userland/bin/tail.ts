import { type Coroutine, type Fd, O_RDONLY } from '../../kernel/abi.ts';
import { attempt, fail, quote } from '../lib/errors.ts';
import { type Announce, type Followed, follow } from '../lib/follow.ts';
import { type Command, parseOptions } from '../lib/getopt.ts';
import { parseCount } from '../lib/numbers.ts';
import { print } from '../lib/output.ts';
import { copyFromByte, copyFromLine, copyLastBytes, copyLastLines } from '../lib/tail.ts';
import { sys } from '../sys.ts';

export const command: Command = {
  name: 'tail',
  topic: 'text',
  synopsis: '[OPTION]... [FILE]...',
  about: 'Print the last 10 lines of each FILE, or as many as told.',
  options: [
    {
      short: 'c',
      long: 'bytes',
      argument: 'NUM',
      about: 'print the last NUM bytes; with +NUM, from byte NUM on',
    },
    { short: 'f', long: 'follow', about: 'print what is appended to the files as they grow, until killed' },
    {
      short: 'n',
      long: 'lines',
      argument: 'NUM',
      about: 'print the last NUM lines; with +NUM, from line NUM on',
    },
    { short: 'q', long: 'quiet', about: 'never print headers giving file names' },
    {
      short: 's',
      long: 'sleep-interval',
      argument: 'N',
      about: 'with -f, look about every N seconds (default 1)',
    },
    { short: 'v', long: 'verbose', about: 'always print headers giving file names' },
  ],
  description:
    'With more than one FILE, each is preceded by a header that gives its name. ' +
    'NUM may have a multiplier suffix: b 512, kB 1000, K 1024, MB 1000*1000, M 1024*1024, and so on.',
  digits: 'n',
};

export default function* main(argv: string[]): Coroutine<number> {
  const old = /^\+\d+$/.test(argv[1] ?? '') ? ['-n', argv[1] as string] : argv.slice(1, 2); // `tail +5`
  const { flags, operands } = yield* parseOptions(command, [...argv.slice(0, 1), ...old, ...argv.slice(2)]);
  const bytes = flags.last('c', 'n') === 'c';
  const text = flags.value(bytes ? 'c' : 'n') ?? '10';
  const count = parseCount(text.replace(/^[-+]/, ''));
  if (count === null)
    return yield* fail('tail', `invalid number of ${bytes ? 'bytes' : 'lines'}: ${quote(text)}`);
  const interval = Number(flags.value('s') ?? 1);
  if (!(interval >= 0))
    return yield* fail('tail', `invalid number of seconds: ${quote(flags.value('s') ?? '')}`);
  const part = text.startsWith('+')
    ? (fd: Fd) => (bytes ? copyFromByte : copyFromLine)(fd, Math.max(0, count - 1))
    : (fd: Fd) => (bytes ? copyLastBytes : copyLastLines)(fd, count);

  const names = operands.length === 0 ? ['-'] : operands;
  const announce = announcer(flags.last('q', 'v') === 'v' || (!flags.has('q') && names.length > 1));
  const followed: Followed[] = [];
  let status = 0;
  for (const name of names) {
    const fd = yield* copyPart(name, part, announce);
    if (fd === null) status = 1;
    else if (flags.has('f')) followed.push({ fd, name });
    else if (fd !== 0) yield* sys.close(fd);
  }
  if (followed.length > 0) yield* follow(followed, interval, announce);
  return status;
}

function announcer(headers: boolean): Announce {
  let last: string | null = null;
  return function* (name) {
    if (!headers || name === last) return;
    yield* print(`${last === null ? '' : '\n'}==> ${name === '-' ? 'standard input' : name} <==\n`);
    last = name;
  };
}

function* copyPart(name: string, part: (fd: Fd) => Coroutine, announce: Announce): Coroutine<Fd | null> {
  const opening = `cannot open ${quote(name)} for reading`;
  const fd = name === '-' ? 0 : yield* attempt('tail', opening, sys.open(name, O_RDONLY));
  if (fd === null) return null;
  yield* announce(name);
  const copied = yield* attempt('tail', `error reading ${quote(name)}`, part(fd));
  return copied === null ? null : fd;
}
