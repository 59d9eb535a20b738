// The UI as its parts see it: what it remembers, the machine, the screen and its parts.

import type { Layout } from './layout.ts';
import { inside, placeShowing } from './layout.ts';
import type { Machine } from './machine.ts';
import type { View } from './panes/pane.ts';
import { timelineColumns } from './panes/timeline.ts';
import type { Part } from './parts.ts';
import type { Rect } from './render/surface.ts';
import type { Theme } from './render/theme.ts';
import type { UiScreen } from './screen.ts';
import type { PaneId, UiState } from './state.ts';
import { zooms } from './vm/timeline.ts';

export interface Ui {
  readonly state: UiState;
  readonly machine: Machine;
  readonly screen: UiScreen;
  readonly theme: Theme;
  readonly parts: readonly Part[]; // of the screen, from back to front
  layout: Layout;
  shown: View | null; // what the panes show, once there was a frame
  fullScreen: boolean; // a program is on the console's alternate screen
  leaving: boolean; // the user wants to quit
}

/** What the panes may look at, as things are now. */
export function viewOf(ui: Ui): View {
  const { state, machine } = ui;
  const { speed } = machine.pacer;
  const { terminal } = machine.consoles.shown;
  return { moment: machine.moment(), terminal, state, speed, paused: machine.pacer.paused, cell: cellOf(ui) };
}

/** Ticks per cell of the time-line. Unless it was chosen, it suits the speed: a page takes a second or two. */
export function cellOf({ state, machine }: Ui): number {
  if (state.cell !== null) return state.cell;
  if (state.step === 'trap' || state.step === 'tick') return 1;
  const wanted =
    state.step === 'switch' ? machine.session.kernel.quantum / 20 : Math.min(machine.pacer.speed, 1e6) / 50;
  return zooms.find((cell) => cell >= wanted) ?? 1;
}

/** Where a pane's content is, or null if it is not on the screen. */
export function placeOf(ui: Ui, pane: PaneId): Rect | null {
  const place = placeShowing(ui.layout, pane);
  return place ? inside(place) : null;
}

/** How many cells the time-line has, or would have. */
export function timelineWidth(ui: Ui): number {
  return timelineColumns((placeOf(ui, 'timeline') ?? ui.layout.status).width);
}
