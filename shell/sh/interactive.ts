// The shell with a person at the other end: prompt, line, command, and so on.
//
// It takes the terminal for itself, ignores what the keyboard sends to the foreground (^C ends a command, and not the
// shell), and hands the terminal to each job while it runs. Nothing that goes wrong in a command ends it.

import { type Coroutine, Errno } from '../../kernel/abi.ts';
import { tcgetattr, tcgetpgrp, tcsetpgrp } from '../../userland/lib/terminal.ts';
import { sys } from '../../userland/sys.ts';
import { mayLeave } from './builtins/control.ts';
import { keepCopy } from './descriptors.ts';
import { loadHistory, remember } from './history.ts';
import type { Terminal } from './jobs.ts';
import { readTypedLine } from './line-reader.ts';
import { readLine } from './lines.ts';
import { tellChanges } from './notices.ts';
import { promptText } from './prompt.ts';
import { runList } from './run.ts';
import { type Lines, newLines, readCommand } from './script.ts';
import { asLackOfMemory, Interrupted, type Shell, ShellError } from './state.ts';
import { complain, say, tellError } from './tell.ts';
import { attend, ignoreKeys, listenToInterrupt, runTrap } from './traps.ts';

const INTERRUPTED = 130;
const MOST_TRIES = 16; // a group that nobody could continue is not stopped

export function* runInteractive(shell: Shell): Coroutine<number> {
  yield* takeTerminal(shell);
  yield* ignoreKeys();
  yield* listenToInterrupt(shell);
  if (shell.terminal !== null) yield* loadHistory(shell);
  const typed = { text: '' };
  const lines = newLines((first) => readPrompted(shell, first, typed));
  for (;;) {
    const list = yield* guarded(shell, lines, readCommand(shell, lines));
    if (list === null) {
      if (yield* mayLeave(shell)) return shell.status;
      lines.ended = false;
      continue;
    }
    if (lines.text === '') yield* remember(shell, typed.text);
    if (list === undefined) continue;
    const { warned } = shell;
    yield* guarded(shell, lines, runList(shell, list));
    Object.assign(shell, { unwinding: null, loops: 0, tested: 0, warned: shell.warned && !warned });
  }
}

/** Lets nothing but `exit` end the shell. undefined: something was wrong; what else was typed is dropped. */
function* guarded<T>(shell: Shell, lines: Lines, body: Coroutine<T>): Coroutine<T | undefined> {
  try {
    return yield* body;
  } catch (thrown) {
    const error = asLackOfMemory(thrown);
    if (error instanceof ShellError) yield* tellError(shell, error);
    else if (error instanceof Errno) yield* complain(shell, error.message);
    else if (!(error instanceof Interrupted)) throw error;
    if (error instanceof Interrupted) shell.caught = shell.caught.filter((signal) => signal !== 'SIGINT');
    shell.status = error instanceof ShellError ? error.status : error instanceof Errno ? 1 : INTERRUPTED;
    lines.text = '';
    return undefined;
  }
}

/** Asks for a line. `typed` gathers those of a command, for the history; ^C gives all of them up. */
function* readPrompted(shell: Shell, first: boolean, typed: { text: string }): Coroutine<string | null> {
  yield* attend(shell);
  if (first) yield* tellChanges(shell);
  const before = first ? '' : typed.text;
  typed.text = '';
  const line = yield* readOne(shell, yield* promptText(shell, first ? 'PS1' : 'PS2'));
  typed.text = before + (line ?? '');
  return line;
}

function* readOne(shell: Shell, prompt: string): Coroutine<string | null> {
  try {
    if (shell.terminal !== null) return yield* readTypedLine(shell, shell.terminal, prompt);
    yield* say(prompt);
    const line = yield* readLine(0);
    return line && `${line.text}\n`;
  } catch (error) {
    // Left behind in the background, by a shell that is gone: there is nothing to read any more.
    if (error instanceof Errno && error.code === 'EIO') return null;
    if (error instanceof Interrupted) yield* runTrap(shell, 'SIGINT');
    throw error;
  }
}

/** Waits until the shell is in the foreground, and makes itself a group of its own there. */
function* takeTerminal(shell: Shell): Coroutine {
  const fd = yield* keepCopy(shell, 0);
  try {
    for (let tries = 0; (yield* tcgetpgrp(fd)) !== (yield* sys.getpgid(0)); tries++) {
      if (tries === MOST_TRIES) throw new Errno('EIO');
      yield* sys.kill(0, 'SIGTTIN');
    }
    shell.terminal = yield* becomeLeader(shell, fd);
    shell.options.add('monitor');
  } catch (error) {
    if (!(error instanceof Errno)) throw error;
    yield* complain(shell, `no job control: ${error.message}`);
  }
}

function* becomeLeader(shell: Shell, fd: number): Coroutine<Terminal> {
  const { pid } = shell;
  if ((yield* sys.getpgid(0)) !== pid) {
    yield* sys.setpgid(0, pid);
    // From the group that it was in, the shell could not take the terminal without being stopped.
    yield* sys.sigaction('SIGTTOU', 'ignore');
    yield* tcsetpgrp(fd, pid);
  }
  return { fd, pgid: pid, modes: yield* tcgetattr(fd) };
}
