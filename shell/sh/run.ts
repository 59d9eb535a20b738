// Execution: a walk over the tree.
//
//     const status = yield* runList(shell, list);
//
// Where `break`, `continue` and `return` lead is kept in `shell.unwinding`: whoever runs commands one after the
// other stops when it is set, and who is meant takes it back. Errors that end more than a command are thrown.

import type { Coroutine } from '../../kernel/abi.ts';
import { sys } from '../../userland/sys.ts';
import { expandCommand, expandPattern, expandText } from './expand.ts';
import { reapAll } from './jobs.ts';
import { matches } from './pattern.ts';
import { runInBackground, runPipeline } from './pipeline.ts';
import { RedirectError, withRedirects } from './redirect.ts';
import { runSimple } from './simple.ts';
import { Exit, type Shell, setVariable } from './state.ts';
import { tellError } from './tell.ts';
import { attend } from './traps.ts';
import type { Command, Compound, List, Word } from './tree.ts';

const ROUND = 10; // ticks

/** `isLast`: the shell ends after it. */
export function* runList(shell: Shell, list: List, isLast = false): Coroutine<number> {
  const end = isLast ? list.at(-1) : null;
  let status = 0;
  for (const item of list) {
    if (shell.options.has('noexec')) break;
    if (item.background) status = yield* runInBackground(shell, item);
    else if (item.command.is === 'simple')
      status = failing(shell, yield* runSimple(shell, item.command, item === end));
    else status = yield* run(shell, item.command);
    shell.status = status;
    if (shell.caught.length > 0) yield* attend(shell);
    if (shell.unwinding !== null) break;
  }
  return status;
}

export function* run(shell: Shell, command: Command): Coroutine<number> {
  switch (command.is) {
    case 'simple':
      return failing(shell, yield* runSimple(shell, command));
    case 'pipeline':
      return failing(shell, yield* runPipeline(shell, command.stages, command.text));
    case 'subshell':
      return failing(shell, yield* runPipeline(shell, [command], command.text));
    case 'not': {
      const status = yield* runTested(shell, command.command);
      return shell.unwinding !== null ? status : status === 0 ? 1 : 0;
    }
    case 'and':
    case 'or':
      return yield* runChain(shell, command);
    case 'function':
      shell.functions.set(command.name, command.body);
      return 0;
    default:
      return yield* runRedirected(shell, command);
  }
}

/** a && b || c: as long as it is, from the left to the right. Only the last is no condition. */
function* runChain(shell: Shell, chain: Extract<Command, { is: 'and' | 'or' }>): Coroutine<number> {
  const links = [chain];
  let first = chain.left;
  for (; first.is === 'and' || first.is === 'or'; first = first.left) links.push(first);
  let status = yield* runTested(shell, first);
  for (let link = links.pop(); link !== undefined; link = links.pop()) {
    shell.status = status;
    if (shell.unwinding !== null) return status;
    if ((status === 0) !== (link.is === 'and')) continue;
    status = yield* (links.length > 0 ? runTested : run)(shell, link.right);
  }
  return status;
}

/** With `set -e` a failure ends the shell, unless it is part of a condition. */
function failing(shell: Shell, status: number): number {
  if (status !== 0 && shell.options.has('errexit') && shell.tested === 0 && shell.unwinding === null)
    throw new Exit(status);
  return status;
}

function* runTested(shell: Shell, tested: Command | List): Coroutine<number> {
  shell.tested++;
  const status = Array.isArray(tested) ? yield* runList(shell, tested) : yield* run(shell, tested);
  shell.tested--;
  return status;
}

type InShell = Exclude<Compound, { is: 'subshell' }>;

function* runRedirected(shell: Shell, command: InShell): Coroutine<number> {
  if (command.redirects.length === 0) return yield* runCompound(shell, command);
  try {
    return yield* withRedirects(shell, command.redirects, () => runCompound(shell, command));
  } catch (error) {
    if (!(error instanceof RedirectError)) throw error;
    shell.line = command.line;
    yield* tellError(shell, error);
    return failing(shell, error.status);
  }
}

function* runCompound(shell: Shell, command: InShell): Coroutine<number> {
  switch (command.is) {
    case 'group':
      return yield* runList(shell, command.body);
    case 'if':
      return yield* runIf(shell, command);
    case 'loop':
      return yield* runLoop(shell, command);
    case 'for':
      return yield* runFor(shell, command);
    case 'case':
      return yield* runCase(shell, command);
    default:
      return command satisfies never;
  }
}

function* runIf(shell: Shell, command: Extract<InShell, { is: 'if' }>): Coroutine<number> {
  for (const { condition, body } of command.branches) {
    const status = yield* runTested(shell, condition);
    if (shell.unwinding !== null) return status;
    if (status === 0) return yield* runList(shell, body);
  }
  return command.otherwise === null ? 0 : yield* runList(shell, command.otherwise);
}

function* runLoop(shell: Shell, command: Extract<InShell, { is: 'loop' }>): Coroutine<number> {
  let status = 0;
  shell.loops++;
  for (;;) {
    yield* turn(shell);
    const condition = yield* runTested(shell, command.condition);
    if (leavesLoop(shell)) break;
    if ((condition === 0) === command.until) break;
    status = yield* runList(shell, command.body);
    if (leavesLoop(shell)) break;
  }
  shell.loops--;
  return status;
}

function* runFor(shell: Shell, command: Extract<InShell, { is: 'for' }>): Coroutine<number> {
  const values = command.words === null ? [...shell.args] : yield* expandCommand(shell, command.words);
  let status = 0;
  shell.loops++;
  for (const value of values) {
    yield* turn(shell);
    setVariable(shell, command.name, value);
    status = yield* runList(shell, command.body);
    if (leavesLoop(shell)) break;
  }
  shell.loops--;
  return status;
}

// A loop of built-ins alone makes no system call: a round of it counts as work, so that time passes and the others get
// the CPU.
function* turn(shell: Shell): Coroutine {
  yield* sys.work(ROUND);
  if (shell.jobs.length > 0) yield* reapAll(shell);
}

/** Is the loop over, by `break` or something that leads further out? */
function leavesLoop(shell: Shell): boolean {
  const { unwinding } = shell;
  if (unwinding === null) return false;
  if (unwinding.is === 'return' || --unwinding.levels > 0) return true;
  shell.unwinding = null;
  return unwinding.is === 'break';
}

function* runCase(shell: Shell, command: Extract<InShell, { is: 'case' }>): Coroutine<number> {
  shell.line = command.line;
  const subject = yield* expandText(shell, command.subject);
  let status = 0;
  let running = false;
  for (const { patterns, body, falls } of command.arms) {
    running ||= yield* matchesAny(shell, patterns, subject);
    if (!running) continue;
    status = yield* runList(shell, body);
    if (!falls || shell.unwinding !== null) break;
  }
  return status;
}

function* matchesAny(shell: Shell, patterns: readonly Word[], subject: string): Coroutine<boolean> {
  for (const word of patterns) {
    if (
      word.literal !== null ? word.literal === subject : matches(yield* expandPattern(shell, word), subject)
    )
      return true;
  }
  return false;
}
