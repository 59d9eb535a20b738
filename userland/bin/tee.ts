import {
  type Bytes,
  type Coroutine,
  type Fd,
  O_APPEND,
  O_CREAT,
  O_TRUNC,
  O_WRONLY,
} from '../../kernel/abi.ts';
import { complain, quoteIfNeeded, warn } from '../lib/errors.ts';
import { type Command, parseOptions } from '../lib/getopt.ts';
import { BLOCK, forEachInput, readErrors } from '../lib/input.ts';
import { OutputError, writeAll } from '../lib/output.ts';
import { sys } from '../sys.ts';

export const command: Command = {
  name: 'tee',
  topic: 'text',
  synopsis: '[OPTION]... [FILE]...',
  about: 'Copy standard input to each FILE, and also to standard output.',
  options: [
    { short: 'a', long: 'append', about: 'append to the given FILEs, do not overwrite' },
    { short: 'i', long: 'ignore-interrupts', about: 'ignore interrupt signals' },
  ],
};

interface Target {
  name: string;
  fd: Fd;
  failed: boolean;
}

export default function* main(argv: string[]): Coroutine<number> {
  const { flags, operands } = yield* parseOptions(command, argv);
  if (flags.has('i')) yield* sys.sigaction('SIGINT', 'ignore');
  const how = O_WRONLY | O_CREAT | (flags.has('a') ? O_APPEND : O_TRUNC);
  let status = 0;
  const targets: Target[] = [{ name: 'standard output', fd: 1, failed: false }];
  for (const name of operands) {
    try {
      targets.push({ name, fd: yield* sys.open(name, how), failed: false });
    } catch (error) {
      yield* complain('tee', quoteIfNeeded(name), error);
      status = 1;
    }
  }
  const read = yield* forEachInput('tee', [], (fd) => copyToAll(fd, targets), readErrors);
  return targets.some(({ failed }) => failed) ? 1 : status || read;
}

function* copyToAll(fd: Fd, targets: readonly Target[]): Coroutine {
  for (let data = yield* sys.read(fd, BLOCK); data.length > 0; data = yield* sys.read(fd, BLOCK)) {
    for (const target of targets) if (!target.failed) yield* copyTo(target, data);
    if (targets.every(({ failed }) => failed)) return;
  }
}

// One that cannot be written is told once; the others go on.
function* copyTo(target: Target, data: Bytes): Coroutine {
  try {
    yield* writeAll(target.fd, data);
  } catch (error) {
    if (!(error instanceof OutputError)) throw error;
    yield* warn('tee', `${target.name}: ${error.errno.message}`);
    target.failed = true;
  }
}
