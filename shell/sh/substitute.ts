// Command substitution: what a command prints, without the newlines at its end (XCU 2.6.3).

import { type Bytes, type Coroutine, Errno, type Fd, type Signal } from '../../kernel/abi.ts';
import { readAll } from '../../userland/lib/input.ts';
import { exitStatus, waitFor } from '../../userland/lib/run.ts';
import { decode } from '../../userland/lib/text.ts';
import { closeAll, keptPipe } from './descriptors.ts';
import { startProcess, startSubshell } from './start.ts';
import { Interrupted, type Shell, ShellError } from './state.ts';
import { say } from './tell.ts';
import { defaultsOfChild } from './traps.ts';
import type { List } from './tree.ts';

// It belongs to the shell's own process group: ^C ends it, but there is no job that ^Z could stop.
const ending: readonly Signal[] = ['SIGINT', 'SIGQUIT', 'SIGTERM'];

export function* substitute(shell: Shell, body: List, text: string): Coroutine<string> {
  shell.substitution = 0;
  if (body.length === 0) return '';
  const [reader, writer] = yield* keptPipe(shell);
  const place = {
    pgid: null,
    foreground: false,
    beside: false,
    actions: [{ is: 'dup' as const, from: writer, to: 1 }],
    defaults: defaultsOfChild(shell, ending),
  };
  const [first, ...more] = body;
  const process =
    first && more.length === 0 && !first.background
      ? yield* startProcess(shell, first.command, place, first.text)
      : yield* startSubshell(shell, body, text, place);
  yield* closeAll(shell, [writer]);
  const output = decode(yield* readOutput(shell, reader));
  const status = process.status ?? (yield* waitFor(process.pid));
  shell.substitution = exitStatus(status);
  if (shell.interactive && status.is === 'killed' && status.signal === 'SIGINT') {
    yield* say('\n');
    throw new Interrupted();
  }
  return output.replaceAll('\0', '').replace(/\n+$/, '');
}

function* readOutput(shell: Shell, reader: Fd): Coroutine<Bytes> {
  try {
    return yield* readAll(reader);
  } catch (error) {
    if (!(error instanceof Errno) || error.code !== 'ENOMEM') throw error;
    throw new ShellError('command substitution: memory exhausted');
  } finally {
    yield* closeAll(shell, [reader]);
  }
}
