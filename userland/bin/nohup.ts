import {
  type Coroutine,
  type Env,
  type Fd,
  O_APPEND,
  O_CLOEXEC,
  O_CREAT,
  O_RDONLY,
  O_WRONLY,
} from '../../kernel/abi.ts';
import { complain, quote, warn } from '../lib/errors.ts';
import { type Command, parseOptions, usageError } from '../lib/getopt.ts';
import { join } from '../lib/paths.ts';
import { execCommand } from '../lib/run.ts';
import { isatty } from '../lib/terminal.ts';
import { sys } from '../sys.ts';

const FAILED = 125; // of nohup itself: the command's own status may be anything

export const command: Command = {
  name: 'nohup',
  topic: 'processes',
  synopsis: 'COMMAND [ARGUMENT...]',
  about: 'Run a command that goes on when its terminal is gone.',
  options: [],
  description: `It ignores SIGHUP. A standard input that is a terminal becomes /dev/null; a standard output that is one is appended to
nohup.out, and the standard error goes where the output goes.`,
  exitStatus: 'that of the command; 126 if it cannot be run, 127 if there is none, 125 if nohup itself fails',
  usageStatus: FAILED,
  permute: false,
};

export default function* main(argv: string[], env: Env): Coroutine<number> {
  const { operands } = yield* parseOptions(command, argv);
  if (operands.length === 0) return yield* usageError(command, 'missing operand');
  const [input, output, errors] = [yield* isatty(0), yield* isatty(1), yield* isatty(2)];
  const told: string[] = [];
  if (input) {
    yield* sys.dup2(yield* sys.open('/dev/null', O_RDONLY | O_CLOEXEC), 0);
    told.push('ignoring input');
  }
  if (output) {
    const log = yield* openLog(env);
    if (log === null) return FAILED;
    yield* sys.dup2(log.fd, 1);
    told.push(`appending output to ${quote(log.path)}`);
  } else if (errors) told.push('redirecting stderr to stdout');
  if (told.length > 0) yield* warn('nohup', told.join(' and '));
  if (errors) yield* sys.dup2(1, 2);
  yield* sys.sigaction('SIGHUP', 'ignore');
  return yield* execCommand('nohup', operands, env);
}

/** nohup.out, here or at home. */
function* openLog(env: Env): Coroutine<{ fd: Fd; path: string } | null> {
  const paths = ['nohup.out', ...(env.HOME === undefined ? [] : [join(env.HOME, 'nohup.out')])];
  for (const path of paths) {
    try {
      return { fd: yield* sys.open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600), path };
    } catch (error) {
      yield* complain('nohup', `failed to open ${quote(path)}`, error);
    }
  }
  return null;
}
