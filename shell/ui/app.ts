// The UI of tinyos: a machine behind a screen.
//
//     const ending = await startUi({ session, speed, caps, input: process.stdin, output: process.stdout, process });
//
// It ends when the machine halts, or when the user quits and confirms; the terminal is then as it was before.

import { hostClock } from '../host/pace.ts';
import type { Ending, SessionOptions } from '../host/session.ts';
import { handleEvent } from './events.ts';
import { layOut } from './layout.ts';
import { createLoop, type Loop } from './loop.ts';
import { createMachine } from './machine.ts';
import { createParts } from './parts.ts';
import { theme } from './render/theme.ts';
import { createScreen, type ScreenOptions } from './screen.ts';
import { newState } from './state.ts';
import type { Ui } from './ui.ts';

const LONGEST_TIMEOUT = 2 ** 31 - 1; // ms

export interface UiOptions extends ScreenOptions {
  session: Omit<SessionOptions, 'output'>; // its terminals are the consoles, and get their size
  speed: number; // ticks a second; Infinity: as fast as possible
  clock?: () => number; // in ms
}

export interface App {
  readonly ui: Ui;
  readonly loop: Loop;
  /** How it ended, or null as long as it goes on. */
  ended(): number | null;
  onWork(wake: () => void): void;
  close(): Ending;
}

export async function startUi(options: UiOptions): Promise<Ending> {
  const app = createApp(options);
  try {
    await live(app);
  } finally {
    app.ui.screen.destroy();
  }
  return app.close();
}

/** Turns the loop until the end. In between it sleeps until something is due or the user does something. */
function live(app: App): Promise<void> {
  return new Promise((resolve, reject) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let turning = false;
    let again = false;

    async function turn(): Promise<void> {
      turning = true;
      do {
        again = false;
        clearTimeout(timer);
        const delay = await app.loop.turn();
        if (app.ended() !== null) return resolve();
        if (delay !== Number.POSITIVE_INFINITY)
          timer = setTimeout(start, Math.min(Math.ceil(delay), LONGEST_TIMEOUT));
      } while (again);
      turning = false;
    }
    function start(): void {
      if (turning) again = true;
      else turn().catch(reject);
    }
    app.onWork(start);
    start();
  });
}

/** The UI without its loop, which a test turns by hand. */
export function createApp(options: UiOptions): App {
  const { session, speed, clock = hostClock, ...screenOptions } = options;
  const state = newState();
  const layout = layOut(options.output.columns, options.output.rows, state);
  const { columns, rows } = layout.console.columns > 0 ? layout.console : { columns: 80, rows: 24 };
  const machine = createMachine({ session, speed, columns, rows, clock }); // first: if it fails, it does so in peace
  const screen = createScreen(screenOptions);
  const ui: Ui = {
    state,
    screen,
    machine,
    theme: theme(options.caps),
    layout,
    parts: createParts(screen),
    shown: null,
    fullScreen: false,
    leaving: false,
  };
  const loop = createLoop(ui, clock);
  let wake = (): void => {};

  screen.onEvent((event) => {
    if (event.is !== 'resize') handleEvent(ui, event);
    loop.touch();
    wake();
  });
  return {
    ui,
    loop,
    ended: () => (ui.leaving ? 0 : machine.session.kernel.halted),
    onWork(handler) {
      wake = handler;
    },
    close() {
      for (const { vt } of machine.consoles.all) vt.dispose();
      return machine.session.finish(ui.leaving ? 0 : (machine.session.kernel.halted ?? 0));
    },
  };
}
