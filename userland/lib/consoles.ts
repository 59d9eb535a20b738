// The consoles: on each of them init keeps a login shell.
//
// While init pauses because of one, it waits for nobody else: the others go on, and are looked after when it is over.

import {
  type Coroutine,
  Errno,
  type Fd,
  O_CLOEXEC,
  O_RDWR,
  type Pid,
  type SpawnOptions,
  type Termios,
  type Tick,
  type WaitStatus,
} from '../../kernel/abi.ts';
import { sys } from '../sys.ts';
import { now, sleep } from './duration.ts';
import { exists } from './files.ts';
import { writeAll } from './output.ts';
import { isatty, tcgetattr, tcsetattr } from './terminal.ts';
import { encode } from './text.ts';

const SHELL = '/bin/sh';
const NO_LOGIN = '/etc/nologin';
const TOO_SHORT = 1_000_000; // ticks: a shell that ends sooner, again and again, is broken
const TRIES = 5;
const PAUSE = 5_000_000;

/** A terminal, and the shell on it. */
export interface Console {
  readonly path: string;
  readonly fd: Fd;
  readonly settings: Termios | null; // to begin with
  shell: Pid | null;
  started: Tick;
  short: number; // how many shells in a row have ended too soon
}

/** `own`: it is there already, as the standard output. */
export function* openConsole(path: string, own: boolean): Coroutine<Console> {
  const fd = own ? 1 : yield* sys.open(path, O_RDWR | O_CLOEXEC);
  const settings = (yield* isatty(fd)) ? yield* tcgetattr(fd) : null;
  return { path, fd, settings, shell: null, started: 0, short: 0 };
}

/** Starts a shell; if there is none, it tries again and again. */
export function* startShell(console: Console, options: SpawnOptions): Coroutine {
  for (;;) {
    console.started = yield* now();
    console.shell = yield* spawnShell(console, options);
    if (console.shell !== null) return;
    yield* pauseIfBroken(console);
  }
}

/** After a shell has ended: the terminal is put in order for the next one. */
export function* clearUp(console: Console, status: WaitStatus): Coroutine {
  const { fd, settings } = console;
  if (settings !== null) yield* tcsetattr(fd, settings); // however the shell has left them
  if (yield* exists(NO_LOGIN)) yield* sleep(PAUSE); // the machine is about to stop
  yield* say(console, `init: the shell ${describe(status)}. Here is a new one; to stop: shutdown\n`);
  yield* pauseIfBroken(console);
}

function* pauseIfBroken(console: Console): Coroutine {
  console.short = (yield* now()) - console.started < TOO_SHORT ? console.short + 1 : 0;
  if (console.short < TRIES) return;
  yield* say(
    console,
    `init: ${SHELL} ends as soon as it starts; the next try is in ${PAUSE / 1e6} seconds\n`,
  );
  yield* sleep(PAUSE);
  console.short = 0;
}

/** A login shell with the console as its terminal. */
function* spawnShell(console: Console, options: SpawnOptions): Coroutine<Pid | null> {
  const onConsole: SpawnOptions = {
    ...options,
    actions: [
      { is: 'open', fd: 0, path: console.path, flags: O_RDWR, mode: 0 },
      { is: 'dup', from: 0, to: 1 },
      { is: 'dup', from: 0, to: 2 },
    ],
  };
  try {
    return yield* sys.spawn(SHELL, ['-sh'], onConsole);
  } catch (error) {
    if (!(error instanceof Errno)) throw error;
    yield* say(console, `init: cannot start ${SHELL}: ${error.message}\n`);
    return null;
  }
}

function describe(status: WaitStatus): string {
  if (status.is === 'exited') return status.code === 0 ? 'has ended' : `has ended (status ${status.code})`;
  return status.is === 'killed' ? `was killed by ${status.signal}` : status.is;
}

function* say({ fd }: Console, text: string): Coroutine {
  yield* writeAll(fd, encode(text));
}
