// `history`: the lines that were typed. They are kept and recalled by ../history.ts.

import type { Coroutine } from '../../../kernel/abi.ts';
import { print } from '../../../userland/lib/output.ts';
import type { Shell } from '../state.ts';
import { parseCount, switches } from './arguments.ts';

export function* builtinHistory(shell: Shell, argv: string[]): Coroutine<number> {
  const { given, operands } = switches(argv, 'c');
  if (given.includes('c')) {
    shell.history.length = 0;
    return 0;
  }
  const count = operands[0] === undefined ? shell.history.length : parseCount('history', operands[0]);
  const first = Math.max(0, shell.history.length - count);
  const lines = shell.history
    .slice(first)
    .map((line, i) => `${String(first + i + 1).padStart(5)}  ${line}\n`);
  yield* print(lines.join(''));
  return 0;
}
