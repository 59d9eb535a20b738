// Somebody who presses everything: the UI must stand it, at any size, and the console must keep its size's rules.

import { expect, test } from 'vitest';
import { showFrame } from '../../../shell/ui/frame.ts';
import { open } from './open.ts';

const keys = [
  ...'0123456789abcdefghijklmnoprstuvwxyz<>[],./:?= ',
  ...['\x07', '\x1b', '\r', '\t', '\x1b[Z', '\x7f', '\x15'],
  ...['\x1b[A', '\x1b[B', '\x1b[C', '\x1b[D', '\x1b[5~', '\x1b[6~', '\x1b[F'],
  ...['\x1bOP', '\x1bOQ', '\x1bOR', '\x1b[15~', '\x1b[17~', '\x1b[19~', '\x1b[20~'],
  ...['spin &\r', 'ls | sort\r', 'kill %1\r', 'sleep 1\r', '\x03', '\x1b[200~pasted text\x1b[201~'],
];

const sizes = [
  [80, 24],
  [120, 40],
  [200, 60],
  [40, 10],
  [61, 17],
] as const;

/** A small generator of its own: the same seed, the same monkey. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

test.each([1, 2, 3])('a monkey with seed %i breaks nothing', async (seed) => {
  const roll = dice(seed);
  const app = await open();
  const { tty, ui } = app;
  for (let i = 0; i < 250 && app.ended() === null; i++) {
    const what = roll(20);
    const [columns, rows] = sizes[roll(sizes.length)]!;
    if (what === 0) tty.resize(columns, rows);
    else if (what < 4) tty.click(roll(tty.output.columns), roll(tty.output.rows));
    else if (what < 6) tty.wheel(roll(tty.output.columns), roll(tty.output.rows), roll(2) ? 'up' : 'down');
    else tty.press(keys[roll(keys.length)]!);
    if (ui.machine.pacer.speed > 1e6) ui.machine.pacer.setSpeed(1e6, ui.machine.session.kernel.clock.now);
    await app.turn();
    const { vt } = ui.machine;
    const size = { columns: vt.columns, rows: vt.rows };
    if (ui.layout.console.columns > 0) expect(size).toEqual(ui.layout.console);
    for (const { hits, rect } of ui.parts) {
      if (rect) for (const hit of hits) expect(hit.x + hit.width).toBeLessThanOrEqual(rect.width + 1);
    }
  }
  expect((await app.rows()).length).toBe(tty.output.rows);
});

test('a screen painted part by part, as they change, is the same as one painted at once', async () => {
  const roll = dice(4);
  const app = await open();
  const { tty, ui } = app;
  for (let i = 0; i < 120 && app.ended() === null; i++) {
    if (roll(8) === 0) tty.click(roll(tty.output.columns), roll(tty.output.rows));
    else tty.press(keys[roll(keys.length)]!);
    await app.turn();
    const shown = await tty.cells();
    for (const part of ui.parts) part.rect = null; // as if none had been shown yet
    showFrame(ui);
    expect(await tty.cells(), `after step ${i}`).toEqual(shown);
  }
});
