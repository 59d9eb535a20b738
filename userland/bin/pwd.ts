import { type Coroutine, type Env, Errno } from '../../kernel/abi.ts';
import { fail } from '../lib/errors.ts';
import { sameFile, statIfAny } from '../lib/files.ts';
import { type Command, parseOptions } from '../lib/getopt.ts';
import { print } from '../lib/output.ts';
import { sys } from '../sys.ts';

export const command: Command = {
  name: 'pwd',
  topic: 'files',
  synopsis: '[OPTION]...',
  about: 'Print the full filename of the current working directory.',
  options: [
    { short: 'L', long: 'logical', about: 'use PWD from environment, even if it contains symlinks' },
    { short: 'P', long: 'physical', about: 'avoid all symlinks (default)' },
  ],
};

export default function* main(argv: string[], env: Env): Coroutine<number> {
  const { flags } = yield* parseOptions(command, argv);
  const logical = flags.last('L', 'P') === 'L' ? yield* logicalPath(env) : null;
  try {
    yield* print(`${logical ?? (yield* sys.getcwd())}\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof Errno)) throw error;
    return yield* fail('pwd', `cannot find the working directory: ${error.message}`);
  }
}

// What the shell has put into PWD counts only if it is the working directory, said without '.' and '..'.
function* logicalPath({ PWD = '' }: Env): Coroutine<string | null> {
  if (!PWD.startsWith('/') || /\/\.\.?(\/|$)/.test(PWD)) return null;
  return sameFile(yield* statIfAny(PWD), yield* statIfAny('.')) ? PWD : null;
}
