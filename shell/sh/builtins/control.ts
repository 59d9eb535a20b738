// Built-ins that say what is run next, or run something.

import { type Coroutine, Errno } from '../../../kernel/abi.ts';
import { readFile } from '../../../userland/lib/files.ts';
import { decode } from '../../../userland/lib/text.ts';
import { stateOf } from '../jobs.ts';
import { runText } from '../script.ts';
import { becomeProgram } from '../start.ts';
import { Exit, getVariable, type Shell, ShellError } from '../state.ts';
import { say } from '../tell.ts';
import type { SimpleCommand } from '../tree.ts';
import { parseCount, parseStatus } from './arguments.ts';

export function* builtinBreak(shell: Shell, argv: string[]): Coroutine<number> {
  return leaveLoops(shell, 'break', argv);
}

export function* builtinContinue(shell: Shell, argv: string[]): Coroutine<number> {
  return leaveLoops(shell, 'continue', argv);
}

function leaveLoops(shell: Shell, is: 'break' | 'continue', [, count = '1']: string[]): number {
  const levels = parseCount(is, count);
  if (levels === 0) throw new ShellError(`${is}: Illegal number: ${count}`);
  if (shell.loops > 0) shell.unwinding = { is, levels: Math.min(levels, shell.loops) };
  return 0;
}

export function* builtinReturn(shell: Shell, [, status]: string[]): Coroutine<number> {
  const code = status === undefined ? shell.status : parseStatus('return', status);
  shell.unwinding = { is: 'return', status: code };
  return code;
}

export function* builtinExit(shell: Shell, [, status]: string[]): Coroutine<number> {
  const code = status === undefined ? shell.status : parseStatus('exit', status);
  if (yield* mayLeave(shell)) throw new Exit(code);
  return 1;
}

/** An interactive shell with stopped jobs does not end when it is told so for the first time. */
export function* mayLeave(shell: Shell): Coroutine<boolean> {
  if (!shell.interactive || shell.warned || !shell.jobs.some((job) => stateOf(job) === 'stopped'))
    return true;
  shell.warned = true;
  yield* say('There are stopped jobs.\n');
  return false;
}

export function* builtinEval(shell: Shell, argv: string[]): Coroutine<number> {
  return yield* runText(shell, argv.slice(1).join(' '), { line: shell.line });
}

export function* builtinDot(shell: Shell, [, name]: string[]): Coroutine<number> {
  if (name === undefined) throw new ShellError('.: which file?');
  const text = yield* readScript(shell, name);
  const status = yield* runText(shell, text, { echo: true });
  if (shell.unwinding?.is !== 'return') return status;
  const { status: returned } = shell.unwinding;
  shell.unwinding = null;
  return returned;
}

// A name without a slash is looked for along PATH; the file need not be executable.
function* readScript(shell: Shell, name: string): Coroutine<string> {
  const path = getVariable(shell, 'PATH') ?? '';
  const paths = name.includes('/')
    ? [name]
    : path.split(':').map((directory) => `${directory || '.'}/${name}`);
  let failure = new Errno('ENOENT');
  for (const one of paths) {
    try {
      return decode(yield* readFile(one));
    } catch (error) {
      if (!(error instanceof Errno)) throw error;
      failure = error;
    }
  }
  throw new ShellError(`.: cannot open ${name}: ${failure.message}`);
}

/** Its redirections stay, and it has them already (simple.ts). */
export function* builtinExec(shell: Shell, argv: string[], command: SimpleCommand): Coroutine<number> {
  const words = argv[1] === '--' ? argv.slice(2) : argv.slice(1);
  if (words.length === 0) return 0;
  const status = yield* becomeProgram(shell, command, words, { prefix: 'exec: ' });
  if (shell.interactive) return status;
  throw new Exit(status);
}
