// Built-ins that are programs too. They are in the shell because scripts call them all the time.

import type { Coroutine } from '../../../kernel/abi.ts';
import { echoText } from '../../../userland/bin/echo.ts';
import printfMain from '../../../userland/bin/printf.ts';
import { ConditionError, evaluateCondition } from '../../../userland/lib/conditions.ts';
import { print } from '../../../userland/lib/output.ts';
import { type Shell, ShellError } from '../state.ts';

export function* builtinEcho(_shell: Shell, argv: string[]): Coroutine<number> {
  yield* print(echoText(argv.slice(1)));
  return 0;
}

export function* builtinPrintf(_shell: Shell, argv: string[]): Coroutine<number> {
  if (argv[argv[1] === '--' ? 2 : 1] === undefined) throw new ShellError('printf: which format?');
  return yield* printfMain(argv);
}

export function* builtinTest(_shell: Shell, [name = '', ...args]: string[]): Coroutine<number> {
  if (name === '[' && args.pop() !== ']') throw new ShellError('[: missing ]');
  try {
    return (yield* evaluateCondition(args)) ? 0 : 1;
  } catch (error) {
    if (!(error instanceof ConditionError)) throw error;
    throw new ShellError(`${name}: ${error.message}`);
  }
}
