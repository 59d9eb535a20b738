// The user's terminal: taken over by enter(), given back by leave(), whatever happens in between.
//
//     const driver = createDriver({ input: process.stdin, output: process.stdout });
//     const unguard = guard(driver, process, repaint);     // crash, TERM, HUP, INT, QUIT: all give it back
//     driver.enter();
//
// Node makes a terminal's stream blocking, so what leave() writes in a dying process arrives. Nothing but SIGKILL
// gets past the guard (after that the user types `reset`).

/** As much of a terminal's two streams as is needed; process.stdin and process.stdout are such, and so are tests' fakes. */
export interface TtyInput {
  setRawMode?(raw: boolean): unknown;
  on(event: 'data', listener: (data: Uint8Array) => void): unknown;
  off(event: 'data', listener: (data: Uint8Array) => void): unknown;
  resume(): unknown;
  pause(): unknown;
}

export interface TtyOutput {
  readonly columns: number;
  readonly rows: number;
  readonly writableLength: number;
  write(text: string): boolean;
  on(event: 'resize', listener: () => void): unknown;
  off(event: 'resize', listener: () => void): unknown;
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
      tty.input.resume();
    },
    leave() {
      if (!entered) return;
      entered = false;
      tty.output.write(LEAVE);
      tty.input.setRawMode?.(false);
      tty.input.pause();
    },
  };
}

/** As much of Node's `process` as the guard needs. */
export interface GuardedProcess {
  readonly pid: number;
  on(event: string, listener: (...args: never[]) => void): unknown;
  off(event: string, listener: (...args: never[]) => void): unknown;
  exit(status: number): never;
  kill(pid: number, signal: string): unknown;
  stderr: { write(text: string): unknown };
}

const deadly = { SIGHUP: 129, SIGINT: 130, SIGQUIT: 131, SIGTERM: 143 };

/**
 * Gives the terminal back on every way out of the process, and while it is stopped. `resumed` is called when it
 * goes on, with the terminal taken over again and blank. Returns how to take the guard off.
 */
export function guard(driver: Driver, host: GuardedProcess, resumed: () => void): () => void {
  const end = (status: number): void => {
    driver.leave();
    host.exit(status);
  };
  const crash = (error: unknown): void => {
    driver.leave();
    host.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    host.exit(1);
  };
  const listeners: [event: string, listener: (...args: never[]) => void][] = [
    ['exit', () => driver.leave()],
    ['uncaughtException', crash],
    ['unhandledRejection', crash],
    ...Object.entries(deadly).map(([signal, status]): [string, () => void] => [signal, () => end(status)]),
    [
      'SIGTSTP',
      () => {
        driver.leave();
        host.kill(host.pid, 'SIGSTOP');
      },
    ],
    [
      'SIGCONT',
      () => {
        driver.leave(); // stopped by SIGSTOP, it could not; and raw mode must be set anew
        driver.enter();
        resumed();
      },
    ],
  ];
  for (const [event, listener] of listeners) host.on(event, listener);
  return () => {
    for (const [event, listener] of listeners) host.off(event, listener);
  };
}
