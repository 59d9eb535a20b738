import { type Coroutine, type Fd, O_APPEND, O_CREAT, O_TRUNC, O_WRONLY } from '../../kernel/abi.ts';
import { complain, quoteIfNeeded, warn } from '../lib/errors.ts';
import { type Command, parseOptions } from '../lib/getopt.ts';
import { BLOCK } from '../lib/input.ts';
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
}

export default function* main(argv: string[]): Coroutine<number> {
  const { flags, operands } = yield* parseOptions(command, argv);
  if (flags.has('i')) yield* sys.sigaction('SIGINT', 'ignore');
  const how = O_WRONLY | O_CREAT | (flags.has('a') ? O_APPEND : O_TRUNC);
  let status = 0;
  let targets: Target[] = [{ name: 'standard output', fd: 1 }];
  for (const name of operands) {
    try {
      targets.push({ name, fd: yield* sys.open(name, how) });
    } catch (error) {
      yield* complain('tee', quoteIfNeeded(name), error);
      status = 1;
    }
  }
  for (let data = yield* sys.read(0, BLOCK); data.length > 0; data = yield* sys.read(0, BLOCK)) {
    const failed: Target[] = [];
    for (const target of targets) {
      try {
        yield* writeAll(target.fd, data);
      } catch (error) {
        if (!(error instanceof OutputError)) throw error;
        yield* warn('tee', `${target.name}: ${error.errno.message}`);
        failed.push(target);
        status = 1;
      }
    }
    targets = targets.filter((target) => !failed.includes(target));
    if (targets.length === 0) break;
  }
  return status;
}
