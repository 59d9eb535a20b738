import { type Coroutine, Errno } from '../../kernel/abi.ts';
import { attempt, complain, fail, quote } from '../lib/errors.ts';
import { isDirectory, statIfAny } from '../lib/files.ts';
import { type Command, parseOptions, usageError } from '../lib/getopt.ts';
import { getUmask, parseMode } from '../lib/mode.ts';
import { print } from '../lib/output.ts';
import { dirname } from '../lib/paths.ts';
import { sys } from '../sys.ts';

export const command: Command = {
  name: 'mkdir',
  topic: 'files',
  synopsis: '[OPTION]... DIRECTORY...',
  about: 'Create the DIRECTORYs, if they do not already exist.',
  options: [
    { short: 'm', long: 'mode', argument: 'MODE', about: 'set file mode (as in chmod), not a=rwx - umask' },
    { short: 'p', long: 'parents', about: 'no error if existing, make parent directories as needed' },
    { short: 'v', long: 'verbose', about: 'print a message for each created directory' },
  ],
};

export default function* main(argv: string[]): Coroutine<number> {
  const { flags, operands } = yield* parseOptions(command, argv);
  if (operands.length === 0) return yield* usageError(command, 'missing operand');
  const text = flags.value('m');
  const change = text === undefined ? null : parseMode(text, yield* getUmask());
  if (text !== undefined && change === null) return yield* fail('mkdir', `invalid mode ${quote(text)}`);
  const made = flags.has('v') ? (path: string) => print(`mkdir: created directory ${quote(path)}\n`) : null;
  let status = 0;
  for (const path of operands) {
    const created = yield* flags.has('p') ? makeParents(path, made) : make(path, made);
    if (created === null) status = 1;
    if (created && change) yield* sys.chmod(path, change(0o777, true));
  }
  return status;
}

type Announce = ((path: string) => Coroutine) | null;

/** Was it made? null: it could not be, and the user has been told. */
function* make(path: string, announce: Announce): Coroutine<boolean | null> {
  const failed = yield* attempt('mkdir', `cannot create directory ${quote(path)}`, sys.mkdir(path));
  if (failed === null) return null;
  if (announce) yield* announce(path);
  return true;
}

function* makeParents(path: string, announce: Announce): Coroutine<boolean | null> {
  const parent = dirname(path);
  const above = yield* statIfAny(parent);
  if (above !== null && above.kind !== 'directory') {
    yield* complain('mkdir', `cannot create directory ${quote(parent)}`, new Errno('ENOTDIR'));
    return null;
  }
  if (above === null && (yield* makeParents(parent, announce)) === null) return null;
  return (yield* isDirectory(path)) ? false : yield* make(path, announce);
}
