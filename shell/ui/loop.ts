// The loop: the machine runs a little, what changed is painted, and then the host sleeps until there is something
// to do. At most 30 frames a second, none if nothing changed, and no timer while everybody waits for a key.
//
// What the user does and what programs write is in the next frame. While time runs, the panes are painted in every
// other frame: nobody reads numbers that change faster, and they are most of what a frame costs.

import { showTrap } from './actions/time.ts';
import { arrange, noticeFullScreen, showFrame, showOutput } from './frame.ts';
import type { Machine, Progress } from './machine.ts';
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

/** What is on the screen, and since when. Times are in ms. */
interface Shown {
  version: number; // of the machine that the panes show
  console: number; // the version of the console
  touched: boolean; // something else has to be shown
  painted: number; // the last frame
  whole: number; // the last frame in which all panes were painted
  cost: number; // of the last frame
}

export function createLoop(ui: Ui, clock: () => number): Loop {
  const { machine } = ui;
  const shown: Shown = {
    version: -1,
    console: -1,
    touched: true,
    painted: Number.NEGATIVE_INFINITY,
    whole: Number.NEGATIVE_INFINITY,
    cost: 0,
  };
  return {
    async turn() {
      arrange(ui);
      const progress = machine.run(BUDGET);
      const ran = clock();
      if (machine.stopped) {
        showTrap(ui, machine.stopped, `Stopped at ${ui.state.stopWhen?.text}: `);
        machine.stopped = null;
        shown.touched = true;
      }
      if (untilPanes(ui, shown, clock()) <= EARLY || (progress === 'halted' && hasChanged(ui, shown))) {
        await paint(ui, shown, clock, true);
      } else if (untilOutput(ui, shown, clock()) <= EARLY) {
        await paint(ui, shown, clock, false);
      }
      const now = clock();
      const next = Math.max(0, Math.min(untilPanes(ui, shown, now), untilOutput(ui, shown, now)));
      return Math.min(next, untilMachine(machine, progress, Math.max(rest(shown, now), ran + FRAME - now)));
    },
    touch() {
      shown.touched = true;
    },
  };
}

async function paint(ui: Ui, shown: Shown, clock: () => number, whole: boolean): Promise<void> {
  const { machine } = ui;
  if (machine.vt.pending > 0) {
    await machine.vt.flush();
    arrange(ui); // the window may have changed in between
  }
  const start = clock();
  const version = machine.version();
  shown.touched = false;
  noticeFullScreen(ui);
  shown.console = machine.vt.version;
  const taken = whole || !ui.shown ? showFrame(ui) : showOutput(ui, ui.shown);
  if (!taken)
    shown.touched = true; // the terminal is slow: later
  else if (whole) shown.version = version;
  shown.painted = clock();
  if (whole) shown.whole = shown.painted;
  shown.cost = shown.painted - start;
}

function hasChanged({ machine }: Ui, shown: Shown): boolean {
  return shown.touched || machine.version() !== shown.version;
}

/** Milliseconds until the next frame may be painted. */
function rest({ painted, cost }: Shown, now: number): number {
  return painted + Math.min(Math.max(FRAME, 4 * cost), LONGEST_REST) - now;
}

/** Milliseconds until all panes may be painted; Infinity if they show how things are. */
function untilPanes(ui: Ui, shown: Shown, now: number): number {
  if (!hasChanged(ui, shown)) return Number.POSITIVE_INFINITY;
  return shown.touched ? rest(shown, now) : Math.max(rest(shown, now), shown.whole + PANES - now);
}

/** Milliseconds until the console may be painted; Infinity if it shows all that was written. */
function untilOutput({ machine: { vt } }: Ui, shown: Shown, now: number): number {
  return vt.version === shown.console && vt.pending === 0 ? Number.POSITIVE_INFINITY : rest(shown, now);
}

/** Milliseconds until the machine has something to do. `pause`: between two runs of a machine that is not behind. */
function untilMachine(machine: Machine, progress: Progress, pause: number): number {
  switch (progress) {
    case 'halted':
      return Number.POSITIVE_INFINITY;
    case 'idle':
      return machine.delay();
    case 'behind':
      return 0;
    case 'running':
      return Math.max(pause, machine.pacer.delay(machine.session.kernel.clock.now + 1));
    default:
      return progress satisfies never;
  }
}
