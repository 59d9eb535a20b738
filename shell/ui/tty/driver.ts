// The user's terminal: taken over by enter(), given back by leave(), whatever happens in between.
//
//     const driver = createDriver({ input: process.stdin, output: process.stdout });
//     const unguard = guard(driver, tty, process, repaint);   // a crash, TERM, HUP, ...: all give it back
//     driver.enter();
//
// Node makes a terminal's stream blocking, so what leave() writes in a dying process arrives. Nothing but SIGKILL
// gets past the guard (after that the user types `reset`).

/** As much of a terminal's two streams as is needed: process.stdin and process.stdout are such, and tests' fakes. */
export interface TtyInput extends NodeJS.EventEmitter {
  setRawMode?(raw: boolean): unknown;
  resume(): unknown;
  pause(): unknown;
}

export interface TtyOutput extends NodeJS.EventEmitter {
  readonly columns: number;
  readonly rows: number;
  readonly writableLength: number;
  write(text: string): boolean;
}

export interface Tty {
  input: TtyInput;
  output: TtyOutput;
}

export interface Driver {
  enter(): void;
  leave(): void;
}

const ENTER = [
  '\x1b[?1049h', // the alternate screen: what was on the terminal comes back afterwards
  '\x1b[2J\x1b[?7l', // no wrapping: a character that is wider than we think stays in its row
  '\x1b[?1000;1002;1006h', // the mouse: buttons, dragging, and coordinates without a limit
  '\x1b[?2004h', // pasted text comes in brackets
].join('');

const LEAVE = [
  '\x1b[?2026l\x1b[?2004l\x1b[?1006;1002;1000l\x1b[?7h',
  '\x1b[0 q\x1b[m\x1b[?25h',
  '\x1b[H\x1b[2J\x1b[?1049l', // cleared first: tmux 3.3 leaks the alternate screen if its pane has grown
].join('');

export function createDriver(tty: Tty): Driver {
  let entered = false;
  return {
    enter() {
      if (entered) return;
      entered = true;
      tty.input.setRawMode?.(true);
      tty.output.write(ENTER);
    },
    leave() {
      if (!entered) return;
      entered = false;
      tty.output.write(LEAVE);
      tty.input.setRawMode?.(false);
    },
  };
}

const deadly = { SIGINT: 130, SIGQUIT: 131, SIGUSR1: 138, SIGTERM: 143 };

type Listener = [emitter: NodeJS.EventEmitter, event: string, listener: (error: unknown) => void];

/**
 * Gives the terminal back on every way out of the process, and while it is stopped. `resumed` is called when it
 * goes on, with the terminal taken over again and blank. Returns how to take the guard off.
 */
export function guard(driver: Driver, tty: Tty, host: NodeJS.Process, resumed: () => void): () => void {
  const listeners = [...endings(driver, tty, host), ...stops(driver, host, resumed)];
  for (const [emitter, event, listener] of listeners) emitter.on(event, listener);
  return () => {
    for (const [emitter, event, listener] of listeners) emitter.off(event, listener);
  };
}

function endings(driver: Driver, tty: Tty, host: NodeJS.Process): Listener[] {
  const end = (status: number) => () => {
    driver.leave();
    host.exit(status);
  };
  const crash = (error: unknown): void => {
    driver.leave();
    host.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    host.exit(1);
  };
  // The terminal may have gone, and then Node aborts in exit(), on finding that it cannot reset it. So the listeners
  // of 'exit' are called and the signal does the rest.
  const hangup = (): void => {
    driver.leave();
    host.emit('exit', 129);
    host.removeAllListeners('SIGHUP');
    host.kill(host.pid, 'SIGHUP');
  };
  return [
    [host, 'exit', () => driver.leave()],
    [host, 'uncaughtException', crash],
    [host, 'unhandledRejection', crash],
    ...Object.entries(deadly).map(([signal, status]): Listener => [host, signal, end(status)]),
    [host, 'SIGHUP', hangup],
    // It is not always a signal that tells.
    [tty.input, 'end', hangup],
    [tty.input, 'error', hangup],
    [tty.output, 'error', hangup],
  ];
}

function stops(driver: Driver, host: NodeJS.Process, resumed: () => void): Listener[] {
  const stop = (): void => {
    driver.leave();
    host.kill(host.pid, 'SIGSTOP');
  };
  const goOn = (): void => {
    driver.leave(); // a SIGSTOP left no time for it, and raw mode is only set when it was off
    driver.enter();
    resumed();
  };
  return [
    [host, 'SIGTSTP', stop],
    [host, 'SIGCONT', goOn],
  ];
}
