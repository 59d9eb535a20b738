// `trap`: what to do when a signal comes, or when the shell ends (traps.ts).

import { type Coroutine, signalNumber } from '../../../kernel/abi.ts';
import { print } from '../../../userland/lib/output.ts';
import { parseSignal, shortName } from '../../../userland/lib/signals.ts';
import { type Shell, ShellError } from '../state.ts';
import { complain } from '../tell.ts';
import { type Condition, setTrap } from '../traps.ts';

export function* builtinTrap(shell: Shell, argv: string[]): Coroutine<number> {
  const operands = argv[1] === '--' ? argv.slice(2) : argv.slice(1);
  const [first] = operands;
  if (first === undefined) return yield* listTraps(shell);
  if (argv[1] === first && /^-./.test(first)) throw new ShellError(`trap: Illegal option ${first}`);
  // A number in the place of the action, or one operand alone, is a condition: back to the default.
  const resets = operands.length === 1 || /^\d+$/.test(first);
  const action = resets || first === '-' ? null : first;
  for (const name of resets ? operands : operands.slice(1)) {
    const condition = parseCondition(name);
    if (condition === null) {
      yield* complain(shell, `trap: ${name}: bad trap`);
      return 1;
    }
    yield* setTrap(shell, condition, action);
  }
  return 0;
}

function parseCondition(text: string): Condition | null {
  if (text.toUpperCase() === 'EXIT') return 'EXIT';
  const signal = parseSignal(text);
  return signal === 0 ? 'EXIT' : signal;
}

/** In a form that can be run again; the end of the shell first, then by number. */
function* listTraps(shell: Shell): Coroutine<number> {
  const order = (condition: Condition) => (condition === 'EXIT' ? 0 : signalNumber(condition));
  const traps = [...shell.traps].sort(([a], [b]) => order(a) - order(b));
  for (const [condition, action] of traps) {
    const name = condition === 'EXIT' ? condition : shortName(condition);
    yield* print(`trap -- '${action.replaceAll("'", `'"'"'`)}' ${name}\n`);
  }
  return 0;
}
