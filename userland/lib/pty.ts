// Running a command on a pseudo-terminal, whose keyboard and screen are this program's standard input and output.

import {
  type Bytes,
  type Coroutine,
  type Env,
  type Fd,
  O_NONBLOCK,
  O_RDWR,
  SANE,
  type SpawnOptions,
} from '../../kernel/abi.ts';
import { sys } from '../sys.ts';
import { writeAll } from './output.ts';
import { relay } from './relay.ts';
import { exitStatus, startCommand, waitFor } from './run.ts';
import { cfmakeraw, isatty, tcgetattr, tcsetattr, ttyname, windowSize } from './terminal.ts';

const FD_CLOEXEC = 1;

/** Shows what the command writes, hands it to `log` too, and tells the exit status. */
export function* runOnPty(words: string[], env: Env, log: (data: Bytes) => Coroutine): Coroutine<number> {
  const [master, slave] = yield* sys.openpty();
  for (const fd of [master, slave]) yield* sys.fcntl(fd, 'F_SETFD', FD_CLOEXEC);
  yield* sys.fcntl(master, 'F_SETFL', O_NONBLOCK);
  const settings = (yield* isatty(0)) ? yield* tcgetattr(0) : null;
  if (settings) yield* tcsetattr(slave, settings);
  yield* followSize(master);
  let ended = false;
  const note = function* (): Coroutine {
    ended = true;
  };
  yield* sys.sigaction('SIGCHLD', { handler: note, flags: ['SA_RESTART', 'SA_NOCLDSTOP'] });
  const started = yield* startCommand('script', words, env, leaderOn(yield* ttyname(slave)));
  yield* sys.close(slave);
  if ('status' in started) return started.status;
  if (settings) yield* tcsetattr(0, cfmakeraw(settings));
  try {
    yield* relay(master, settings?.eof ?? SANE.eof, () => ended, both(log));
    return exitStatus(yield* waitFor(started.pid));
  } finally {
    if (settings) yield* tcsetattr(0, settings);
  }
}

/** Leads a session on this terminal. */
function leaderOn(path: string): SpawnOptions {
  return {
    session: true,
    actions: [
      { is: 'open', fd: 0, path, flags: O_RDWR, mode: 0 },
      { is: 'dup', from: 0, to: 1 },
      { is: 'dup', from: 0, to: 2 },
    ],
  };
}

/** The terminal inside has the size of the one outside, also when that changes. */
function* followSize(master: Fd): Coroutine {
  const pass = function* (): Coroutine {
    const size = yield* windowSize(0);
    if (size) yield* sys.ioctl(master, 'TIOCSWINSZ', size);
  };
  yield* sys.sigaction('SIGWINCH', { handler: pass, flags: ['SA_RESTART'] });
  yield* pass();
}

function both(log: (data: Bytes) => Coroutine): (data: Bytes) => Coroutine {
  return function* (data) {
    yield* log(data);
    yield* writeAll(1, data);
  };
}
