import type { Coroutine } from '../../kernel/abi.ts';
import { attempt, quote } from '../lib/errors.ts';
import { type Command, parseOptions, usageError } from '../lib/getopt.ts';
import { print } from '../lib/output.ts';
import { dirname } from '../lib/paths.ts';
import { sys } from '../sys.ts';

export const command: Command = {
  name: 'rmdir',
  topic: 'files',
  synopsis: '[OPTION]... DIRECTORY...',
  about: 'Remove the DIRECTORYs, if they are empty.',
  options: [
    {
      short: 'p',
      long: 'parents',
      about: "remove DIRECTORY and its ancestors: 'rmdir -p a/b' is similar to 'rmdir a/b a'",
    },
    { short: 'v', long: 'verbose', about: 'output a diagnostic for every directory processed' },
  ],
};

export default function* main(argv: string[]): Coroutine<number> {
  const { flags, operands } = yield* parseOptions(command, argv);
  if (operands.length === 0) return yield* usageError(command, 'missing operand');
  let status = 0;
  for (const operand of operands) {
    for (let path = operand; ; path = dirname(path)) {
      if (flags.has('v')) yield* print(`rmdir: removing directory, ${quote(path)}\n`);
      const what = `failed to remove ${path === operand ? '' : 'directory '}${quote(path)}`;
      if ((yield* attempt('rmdir', what, sys.rmdir(path))) === null) {
        status = 1;
        break;
      }
      if (!flags.has('p') || /^[./]$/.test(dirname(path))) break;
    }
  }
  return status;
}
