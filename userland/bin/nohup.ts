import {
  type Coroutine,
  type Env,
  type FileAction,
  O_APPEND,
  O_CREAT,
  O_RDONLY,
  O_WRONLY,
} from '../../kernel/abi.ts';
import { warn } from '../lib/errors.ts';
import { type Command, parseOptions, usageError } from '../lib/getopt.ts';
import { runCommand } from '../lib/run.ts';
import { isatty } from '../lib/terminal.ts';
import { sys } from '../sys.ts';

export const command: Command = {
  name: 'nohup',
  topic: 'processes',
  synopsis: 'COMMAND [ARGUMENT...]',
  about: 'Run a command that goes on when its terminal is gone.',
  options: [],
  description: `It ignores SIGHUP. A standard input that is a terminal becomes /dev/null; a standard output that is one is appended to
nohup.out, and the standard error goes where the output goes.`,
  exitStatus: 'that of the command; 126 if it cannot be run, 127 if there is none, 125 if nohup itself fails',
  usageStatus: 125,
  permute: false,
};

export default function* main(argv: string[], env: Env): Coroutine<number> {
  const { operands } = yield* parseOptions(command, argv);
  if (operands.length === 0) return yield* usageError(command, 'missing operand');
  const actions: FileAction[] = [];
  const told: string[] = [];
  if (yield* isatty(0)) {
    actions.push({ is: 'open', fd: 0, path: '/dev/null', flags: O_RDONLY, mode: 0 });
    told.push('ignoring input');
  }
  if (yield* isatty(1)) {
    actions.push({ is: 'open', fd: 1, path: 'nohup.out', flags: O_WRONLY | O_CREAT | O_APPEND, mode: 0o600 });
    told.push("appending output to 'nohup.out'");
  }
  if (yield* isatty(2)) {
    actions.push({ is: 'dup', from: 1, to: 2 });
    if (told.length > 0) yield* warn('nohup', told.join(' and '));
  }
  yield* sys.sigaction('SIGHUP', 'ignore');
  return yield* runCommand('nohup', operands, env, { actions });
}
