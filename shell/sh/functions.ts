// Functions: a command with a name, and arguments of its own while it runs (XCU 2.9.5).
//
// A subshell gets them as source text and parses those that it calls: text is shorter than a tree by far, and most
// functions are not called there.

import type { Coroutine } from '../../kernel/abi.ts';
import { sys } from '../../userland/sys.ts';
import { restoreVariables } from './assignments.ts';
import { lexer } from './lexer.ts';
import { parseProgram } from './parser.ts';
import { run } from './run.ts';
import { type Shell, ShellError, type Variable } from './state.ts';
import type { Command } from './tree.ts';

export type FunctionBody = Command | { is: 'source'; text: string; line: number };

const MAX_CALLS = 10_000; // functions inside of functions

export function* callFunction(shell: Shell, argv: string[]): Coroutine<number> {
  const name = argv[0]!;
  if (shell.locals.length >= MAX_CALLS) throw new ShellError(`${name}: functions are nested too deep`);
  const body = bodyOf(shell, name);
  const { args, loops } = shell;
  const hidden = new Map<string, Variable | null>();
  shell.args = argv.slice(1);
  shell.loops = 0;
  shell.locals.push(hidden);
  try {
    const status = yield* sys.call(run(shell, body));
    const { unwinding } = shell;
    shell.unwinding = null;
    return unwinding?.is === 'return' ? unwinding.status : status;
  } finally {
    shell.locals.pop();
    restoreVariables(shell, hidden);
    Object.assign(shell, { args, loops });
  }
}

function bodyOf(shell: Shell, name: string): Command {
  const body = shell.functions.get(name)!;
  if (body.is !== 'source') return body;
  // Aliases were replaced when it was read for the first time.
  const { command } = parseProgram(lexer(body.text, { line: body.line }))[0]!;
  shell.functions.set(name, command);
  return command;
}

/** The body as a subshell gets it. The text of a here-document may be elsewhere: then it is the tree. */
export function packFunction(body: FunctionBody): FunctionBody {
  if (!('text' in body) || body.is === 'source' || body.is === 'pipeline' || body.text.includes('<<'))
    return body;
  return { is: 'source', text: body.text, line: body.line };
}
