// The whole UI on a fake terminal, with a clock that only moves when the test says so.
//
//     const app = await open({ columns: 120, rows: 40 });
//     await app.type('ls\r');                  // then time goes on until nothing more happens
//     expect(await app.text()).toContain(...);
//
// The machine boots to the prompt. A test turns the loop by hand, so two runs are the same to the last cell.

import { afterEach } from 'vitest';
import { consoleMachine, twoConsoleMachine } from '../../../shell/host/machines.ts';
import { parseArguments } from '../../../shell/host/options.ts';
import { type App, createApp } from '../../../shell/ui/app.ts';
import type { Caps } from '../../../shell/ui/tty/caps.ts';
import { type FakeTtyOptions, fakeTty } from './fake-tty.ts';

export const FRAME = 34; // ms, a little more than the loop wants between two frames

interface OpenOptions extends FakeTtyOptions {
  caps?: Partial<Caps>;
  speed?: number;
  consoles?: 2;
  tick?: number; // ms that pass each time the clock is read
}

export type OpenApp = Awaited<ReturnType<typeof open>>;

const opened: App[] = [];

afterEach(() => {
  for (const { ui } of opened.splice(0)) ui.screen.destroy();
});

export async function open({ caps, speed = 1e6, tick = 0, consoles, ...size }: OpenOptions = {}) {
  const tty = fakeTty({ columns: 120, rows: 40, ...size });
  let now = 0;
  const clock = () => {
    now += tick;
    return now;
  };
  const app = createApp({
    ...tty,
    caps: { colors: 16, unicode: true, ...caps },
    escapeDelay: 0,
    speed,
    clock,
    session: { machine: (consoles ? twoConsoleMachine : consoleMachine)(parseArguments([])) },
  });
  opened.push(app);

  /** Has every frame take so long. */
  function slowFrames(ms: number): void {
    const { screen } = app.ui;
    const { render } = screen;
    screen.render = () => {
      now += ms;
      return render();
    };
  }
  /** Lets so much time pass, and tells when the loop wants its next turn. */
  async function turn(ms = FRAME): Promise<number> {
    now += ms;
    return app.loop.turn();
  }
  /** Turns the loop as often as it wants to be turned within a time, at the times when it wants it. */
  async function settle(ms = 2000): Promise<void> {
    const end = now + ms;
    let delay = await app.loop.turn();
    while (now + delay < end && app.ended() === null) delay = await turn(delay);
  }
  /** Presses keys, and lets time go on. */
  async function press(keys: string, ms?: number): Promise<void> {
    tty.press(keys);
    await settle(ms);
  }
  const rows = () => tty.text();
  const text = async () => (await rows()).join('\n');

  await settle();
  return { ...app, tty, slowFrames, turn, settle, press, rows, text, now: () => now };
}
