// sh: the command language, an ordinary program.
//
// What is typed or read goes through the lexer and the parser to a tree (tree.ts), which run.ts executes, expanding
// words as it comes to them (expand.ts). Everything that a shell knows is in one record (state.ts). It uses nothing
// but the system calls, and could be replaced by another one.

import { type Coroutine, type Env, Errno } from '../../kernel/abi.ts';
import { readFile } from '../../userland/lib/files.ts';
import { helpText } from '../../userland/lib/getopt.ts';
import { print } from '../../userland/lib/output.ts';
import { shellCommand } from '../../userland/lib/shell-commands.ts';
import { isatty } from '../../userland/lib/terminal.ts';
import { decode } from '../../userland/lib/text.ts';
import { sys } from '../../userland/sys.ts';
import { runInteractive } from './interactive.ts';
import { type Invocation, parseInvocation } from './invocation.ts';
import { readLine } from './lines.ts';
import { runList } from './run.ts';
import { newLines, runNext, runText } from './script.ts';
import { setUpVariables, sourceProfile } from './startup.ts';
import { asLackOfMemory, Exit, Interrupted, newShell, type Shell, ShellError } from './state.ts';
import { subshellOf } from './subshell.ts';
import { complain, say, tellError } from './tell.ts';
import { takeExitTrap } from './traps.ts';

export default function* main(argv: string[], env: Env): Coroutine<number> {
  const subshell = subshellOf(env);
  if (subshell !== null)
    return yield* untilExit(subshell.shell, runList(subshell.shell, subshell.body, true));
  if (argv[1] === '--help') {
    yield* print(helpText(shellCommand));
    return 0;
  }
  let invocation: Invocation;
  try {
    invocation = parseInvocation(argv);
  } catch (error) {
    yield* say(`sh: ${(error as Error).message}\n`);
    return 2;
  }
  return yield* start(invocation, env);
}

function* start({ source, name, args, options, login, ...given }: Invocation, env: Env): Coroutine<number> {
  const typed = source.is === 'input' && (yield* isatty(0)) && (yield* isatty(2));
  const shell = newShell(name, yield* sys.getpid(), env, given.interactive || typed);
  shell.args = args;
  for (const option of options) {
    if (option.on) shell.options.add(option.name);
    else shell.options.delete(option.name);
  }
  yield* setUpVariables(shell);
  return yield* untilExit(shell, runSource(shell, source, login));
}

function* runSource(shell: Shell, source: Invocation['source'], login: boolean): Coroutine<number> {
  if (login) {
    yield* sourceProfile(shell, '/etc/profile');
    yield* sourceProfile(shell, `${shell.variables.get('HOME')?.value ?? ''}/.profile`);
  }
  switch (source.is) {
    case 'text':
      return yield* runText(shell, source.text, { isLast: true });
    case 'file':
      return yield* runText(shell, yield* readScript(source.path), { echo: true });
    case 'input':
      return yield* shell.interactive ? runInteractive(shell) : runInput(shell);
    default:
      return source satisfies never;
  }
}

function* readScript(path: string): Coroutine<string> {
  try {
    return decode(yield* readFile(path));
  } catch (error) {
    if (!(error instanceof Errno)) throw error;
    yield* say(`sh: cannot open ${path}: ${error.message}\n`);
    throw new Exit(error.code === 'ENOENT' ? 127 : 126);
  }
}

/** Commands from standard input. No more is read than is run: what follows a command may be its input. */
function* runInput(shell: Shell): Coroutine<number> {
  const lines = newLines(function* () {
    const line = yield* readLine(0);
    return line && line.text + (line.terminated ? '\n' : '');
  });
  while (shell.unwinding === null && (yield* runNext(shell, lines)));
  return shell.unwinding?.is === 'return' ? shell.unwinding.status : shell.status;
}

/** Runs to the end of the shell, whatever ends it, and returns its exit status, which the trap for it may change. */
function* untilExit(shell: Shell, body: Coroutine<number>): Coroutine<number> {
  const status = yield* statusAtEnd(shell, body);
  const action = takeExitTrap(shell);
  if (action === '') return status;
  Object.assign(shell, { status, unwinding: null, loops: 0, tested: 0 });
  return yield* statusAtEnd(shell, runAtExit(shell, action));
}

function* runAtExit(shell: Shell, action: string): Coroutine<number> {
  const { status } = shell;
  yield* runText(shell, action);
  return status;
}

function* statusAtEnd(shell: Shell, body: Coroutine<number>): Coroutine<number> {
  try {
    return yield* body;
  } catch (thrown) {
    const error = asLackOfMemory(thrown);
    if (error instanceof Exit) return error.status;
    if (error instanceof Interrupted) return shell.status;
    if (error instanceof Errno) {
      yield* complain(shell, error.message);
      return 2;
    }
    if (!(error instanceof ShellError)) throw error;
    yield* tellError(shell, error);
    return error.status;
  }
}
