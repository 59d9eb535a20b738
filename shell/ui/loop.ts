// The loop: the machine runs a little, what changed is painted, and then the host sleeps until there is something
// to do. At most 30 frames a second, none if nothing changed, and no timer while everybody waits for a key.
//
// What the user does and what programs write is in the next frame. While time runs, the panes are painted in every
// other frame: nobody reads numbers that change faster, and they are most of what a frame costs.

import { showTrap } from './actions/time.ts';
import { arrange, noticeFullScreen, showFrame, showOutput } from './frame.ts';
import type { Progress } from './machine.ts';
import type { Ui } from './ui.ts';

const FRAME = 1000 / 30; // ms
const PANES = 2 * FRAME; // ms between two frames that show how time goes on
const LONGEST_REST = 250; // ms between two frames, however costly they are
const EARLY = 1; // ms that a timer of the host may be
const BUDGET = 12; // ms that the machine may run between two looks at the keyboard

export interface Loop {
  /** Runs, paints if something changed, and tells when to call again: in so many ms, or Infinity. */
  turn(): Promise<number>;
  /** Something changed that is not the machine's doing. */
  touch(): void;
}

export function createLoop(ui: Ui, clock: () => number): Loop {
  const { machine } = ui;
  let shown = -1; // the version of the machine that is on the screen
  let touched = true;
  let written = -1; // the version of the console that is on the screen
  let painted = Number.NEGATIVE_INFINITY; // when
  let looked = Number.NEGATIVE_INFINITY; // when all panes were painted
  let cost = 0; // of the last frame, in ms
  let ran = 0; // when the machine did

  const changed = () => touched || machine.version() !== shown;
  const urgent = () => touched || machine.vt.version !== written || machine.vt.pending > 0;

  async function paint(whole: boolean): Promise<void> {
    if (machine.vt.pending > 0) await machine.vt.flush();
    const start = clock();
    const version = machine.version();
    touched = false;
    arrange(ui);
    noticeFullScreen(ui);
    written = machine.vt.version;
    if (ui.shown && !whole) touched = !showOutput(ui, ui.shown);
    else if (showFrame(ui)) shown = version;
    else touched = true; // the terminal is slow: later
    painted = clock();
    if (whole) looked = painted;
    cost = painted - start;
  }

  /** Milliseconds until the next frame may be painted. */
  function rest(): number {
    return painted + Math.min(Math.max(FRAME, 4 * cost), LONGEST_REST) - clock();
  }

  /** Milliseconds until the panes may be painted. */
  function untilPanes(): number {
    return touched ? rest() : Math.max(rest(), looked + PANES - clock());
  }

  return {
    async turn() {
      arrange(ui);
      const progress = machine.run(BUDGET);
      ran = clock();
      if (machine.stopped) {
        showTrap(ui, machine.stopped, `Stopped at ${ui.state.stopWhen?.text}: `);
        machine.stopped = null;
        touched = true;
      }
      if (changed() && (untilPanes() <= EARLY || progress === 'halted')) await paint(true);
      else if (urgent() && rest() <= EARLY) await paint(false);
      const due = changed() ? (urgent() ? rest() : untilPanes()) : Number.POSITIVE_INFINITY;
      const next = Math.max(0, due);
      return Math.min(next, untilMachine(progress));
    },
    touch() {
      touched = true;
    },
  };

  function untilMachine(progress: Progress): number {
    switch (progress) {
      case 'halted':
        return Number.POSITIVE_INFINITY;
      case 'idle':
        return machine.delay();
      case 'behind':
        return 0;
      case 'running':
        return Math.max(
          rest(),
          ran + FRAME - clock(),
          machine.pacer.delay(machine.session.kernel.clock.now + 1),
        );
      default:
        return progress satisfies never;
    }
  }
}
