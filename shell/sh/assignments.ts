// The assignments in front of a command, for good or for the time that it takes.

import type { Coroutine } from '../../kernel/abi.ts';
import { expandText } from './expand.ts';
import { quickText } from './quick.ts';
import { type Shell, setVariable, type Variable } from './state.ts';
import { trace, tracePrefix } from './tell.ts';
import type { Assignment } from './tree.ts';

/** Assigns, for good; tells the trace, in which `argv` follows. */
export function* assign(
  shell: Shell,
  assignments: readonly Assignment[],
  argv: readonly string[],
): Coroutine {
  const values: [string, string][] = [];
  const prefix = shell.options.has('xtrace') ? yield* tracePrefix(shell) : null; // PS4 may be what is assigned
  for (const { name, value } of assignments) {
    const text = quickText(shell, value) ?? (yield* expandText(shell, value, true));
    setVariable(shell, name, text);
    values.push([name, text]);
  }
  if (prefix !== null) yield* trace(shell, values, argv, prefix);
}

/** Assigns for the time that `body` takes; what it starts finds the variables in its environment. */
export function* withAssignments(
  shell: Shell,
  assignments: readonly Assignment[],
  argv: readonly string[],
  body: () => Coroutine<number>,
): Coroutine<number> {
  if (assignments.length === 0) {
    yield* trace(shell, [], argv);
    return yield* body();
  }
  const before = new Map<string, Variable | null>();
  for (const { name } of assignments) {
    const variable = shell.variables.get(name);
    before.set(name, variable ?? null);
    if (variable) shell.variables.set(name, { ...variable, exported: true });
  }
  try {
    yield* assign(shell, assignments, argv);
    for (const { name } of assignments) shell.variables.get(name)!.exported = true;
    return yield* body();
  } finally {
    restoreVariables(shell, before);
  }
}

/** Gives variables back what they were; null stands for one that there was not. */
export function restoreVariables(shell: Shell, before: ReadonlyMap<string, Variable | null>): void {
  for (const [name, variable] of before) {
    if (variable === null) shell.variables.delete(name);
    else shell.variables.set(name, variable);
    if (name === 'PATH') shell.commands.clear();
  }
}
