// What a pane is: a selector that makes a view model of the moment, and a painter that turns it into cells.
//
// A painter is pure: cells out, and the list of what can be clicked. To add a pane: a file with definePane(), its id
// in state.ts, a row in index.ts, a place in layout.ts.

import type { Pid, Tick } from '../../../kernel/abi.ts';
import type { Cursor } from '../render/draw.ts';
import type { Rect, Surface } from '../render/surface.ts';
import type { Theme } from '../render/theme.ts';
import type { PaneId, UiState } from '../state.ts';
import type { Moment } from '../vm/moment.ts';

/** What a click means. */
export type Target =
  | { is: 'pane'; pane: PaneId }
  | { is: 'process'; pid: Pid }
  | { is: 'trap'; seq: number; pid: Pid }
  | { is: 'time'; from: Tick; cell: Tick; pid: Pid | null } // the time of its left edge, and per column
  | { is: 'key'; key: string }
  | { is: 'choice'; index: number };

export interface Hit extends Rect {
  target: Target;
}

/** What a painter gives back: what can be clicked, the foremost last, and where the cursor belongs. */
export interface Painted {
  hits?: readonly Hit[];
  cursor?: Cursor | null;
}

/** All that a pane may look at. */
export interface View {
  moment: Moment;
  terminal: string; // that the console shows
  state: UiState;
  speed: number;
  paused: boolean;
  cell: Tick; // ticks per cell of the time-line
}

export interface Pane {
  readonly id: Exclude<PaneId, 'console'>;
  readonly title: string;
  readonly tab: string; // a shorter title
  /** Makes the view model; with it the note in the title bar is known, and how to paint. */
  prepare(view: View, width: number, height: number, theme: Theme): Prepared;
}

export interface Prepared {
  model: unknown; // plain data
  note: string;
  remember(state: UiState): void; // how far the list is scrolled, now that its length is known
  paint(surface: Surface): Hit[];
}

interface Definition<M> {
  id: Pane['id'];
  title: string;
  tab: string;
  model(view: View, width: number, height: number): M;
  note(model: M, theme: Theme, view: View): string;
  remember?(state: UiState, model: M): void;
  paint(surface: Surface, model: M, theme: Theme): Hit[];
}

export function definePane<M>({ id, title, tab, model, note, remember, paint }: Definition<M>): Pane {
  return {
    id,
    title,
    tab,
    prepare(view, width, height, theme) {
      const made = model(view, width, height);
      return {
        model: made,
        note: note(made, theme, view),
        remember: (state) => remember?.(state, made),
        paint: (surface) => paint(surface, made, theme),
      };
    },
  };
}
