import type { Coroutine, Tick } from '../../../kernel/abi.ts';
import { print } from '../../../userland/lib/output.ts';
import { sys } from '../../../userland/sys.ts';

/** The CPU time of the shell, and below it that of its children: user and system. */
export function* builtinTimes(): Coroutine<number> {
  const { user, system, childrenUser, childrenSystem } = yield* sys.times();
  yield* print(`${span(user)} ${span(system)}\n${span(childrenUser)} ${span(childrenSystem)}\n`);
  return 0;
}

function span(ticks: Tick): string {
  return `${Math.floor(ticks / 60e6)}m${((ticks % 60e6) / 1e6).toFixed(6)}s`;
}
