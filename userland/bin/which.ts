import type { Coroutine, Env } from '../../kernel/abi.ts';
import { statIfAny } from '../lib/files.ts';
import { type Command, parseOptions } from '../lib/getopt.ts';
import { print } from '../lib/output.ts';
import { findCommands } from '../lib/run.ts';

export const command: Command = {
  name: 'which',
  topic: 'shell',
  synopsis: '[-a] COMMAND...',
  about: 'Print the path of the program that each COMMAND would run.',
  options: [{ short: 'a', about: 'print all matching programs in PATH, not only the first' }],
  exitStatus: '0 if all commands are found, 1 if one is not.',
  usageStatus: 2,
};

export default function* main(argv: string[], env: Env): Coroutine<number> {
  const { flags, operands } = yield* parseOptions(command, argv);
  let status = operands.length === 0 ? 1 : 0;
  for (const name of operands) {
    const found = name.includes('/') ? yield* executable(name) : yield* findCommands(name, env);
    if (found.length === 0) status = 1;
    for (const path of flags.has('a') ? found : found.slice(0, 1)) yield* print(`${path}\n`);
  }
  return status;
}

function* executable(path: string): Coroutine<string[]> {
  const stat = yield* statIfAny(path);
  return stat?.kind === 'file' && stat.mode & 0o111 ? [path] : [];
}
