import type { Coroutine, Env } from '../../kernel/abi.ts';
import { complain, quote } from '../lib/errors.ts';
import { type Command, parseOptions, usageError } from '../lib/getopt.ts';
import { print } from '../lib/output.ts';
import { execCommand } from '../lib/run.ts';
import { sys } from '../sys.ts';

const FAILED = 125; // of env itself: the command's own status may be anything

export const command: Command = {
  name: 'env',
  topic: 'shell',
  synopsis: '[OPTION]... [-] [NAME=VALUE]... [COMMAND [ARG]...]',
  about: 'Run COMMAND with another environment, or print the environment.',
  options: [
    { short: 'i', long: 'ignore-environment', about: 'start with an empty environment; so does a mere -' },
    { short: '0', long: 'null', about: 'end each output line with NUL, not newline' },
    { short: 'u', long: 'unset', argument: 'NAME', about: 'remove variable from the environment' },
    { short: 'C', long: 'chdir', argument: 'DIR', about: 'change working directory to DIR' },
  ],
  description: 'Each NAME=VALUE is set in the environment of COMMAND.',
  exitStatus:
    'That of COMMAND; 125 if env itself fails, 126 if COMMAND cannot be started, 127 if there is none.',
  usageStatus: FAILED,
  permute: false,
};

export default function* main(argv: string[], env: Env): Coroutine<number> {
  const { flags, operands } = yield* parseOptions(command, argv);
  const bare = operands[0] === '-';
  if (bare) operands.shift();
  const variables: Env = flags.has('i') || bare ? {} : { ...env };
  for (const name of flags.values('u')) delete variables[name];
  while (operands[0]?.includes('=')) {
    const [assignment] = operands.splice(0, 1) as [string];
    const equals = assignment.indexOf('=');
    variables[assignment.slice(0, equals)] = assignment.slice(equals + 1);
  }
  const cwd = flags.value('C');
  if (operands.length > 0) {
    if (cwd !== undefined && !(yield* changeTo(cwd))) return FAILED;
    return yield* execCommand('env', operands, variables); // it is looked for along the PATH that it will have
  }
  if (cwd !== undefined) return yield* usageError(command, 'must specify command with --chdir (-C)');
  const end = flags.has('0') ? '\0' : '\n';
  yield* print(
    Object.entries(variables)
      .map(([name, value]) => `${name}=${value}${end}`)
      .join(''),
  );
  return 0;
}

function* changeTo(directory: string): Coroutine<boolean> {
  try {
    yield* sys.chdir(directory);
    return true;
  } catch (error) {
    yield* complain('env', `cannot change directory to ${quote(directory)}`, error);
    return false;
  }
}
