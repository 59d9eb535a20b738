// What the UI remembers: which pane has the keys, what is selected, how things are shown. Nothing of the machine.
//
// Actions change it (actions.ts), the selectors in vm/ read it. It is plain data, so that a test can write one down.

import type { Pid, Tick } from '../../kernel/abi.ts';
import type { LayoutName } from './layout.ts';
import type { Step } from './machine.ts';
import { type Filter, parseFilter } from './vm/filter.ts';
import type { Order } from './vm/processes.ts';

export const paneIds = ['console', 'processes', 'traps', 'timeline', 'queues', 'inspect'] as const;
export type PaneId = (typeof paneIds)[number];

/** The panes that can be filtered. */
export type Filtered = 'processes' | 'traps';

export type Dialog =
  | { is: 'help'; top: number }
  | { is: 'quit' }
  | { is: 'filter'; pane: Filtered; text: string; before: FilterState }
  | { is: 'stop-when'; text: string }
  | { is: 'palette'; text: string; chosen: number }
  | { is: 'signals'; pid: Pid; chosen: number };

export interface Message {
  text: string;
  is: 'note' | 'error';
}

export interface FilterState {
  text: string;
  matches: Filter;
}

export interface UiState {
  focused: PaneId[]; // every pane, the most recently focused first: that one has the keys
  layout: LayoutName | null; // null: the largest that fits
  zoomed: boolean; // one pane at a time has the whole screen
  selected: Pid | null;
  follow: boolean; // the selection follows the running process
  step: Step | null; // the kind of the last step, while paused
  trap: number | null; // the chosen line of the trap log
  trapsUntil: number | null; // its last line, if that is not the newest
  order: Order;
  filters: Record<Filtered, FilterState>;
  stopWhen: FilterState | null;
  tops: Record<PaneId, number>; // how far each list is scrolled
  reveal: boolean; // the selection moved: bring it into view
  cell: Tick | null; // ticks per cell of the time-line; null: as the speed suggests
  windowEnd: Tick | null; // of the time-line, if it was panned
  cursor: Tick | null; // on the time-line
  marks: Tick[];
  dialog: Dialog | null;
  message: Message | null;
  typedAhead: number; // keys that wait because the machine is paused
}

export const everything: FilterState = { text: '', matches: () => true };

export function newState(): UiState {
  return {
    focused: [...paneIds],
    layout: null,
    zoomed: false,
    selected: null,
    follow: false,
    step: null,
    trap: null,
    trapsUntil: null,
    order: 'pid',
    filters: { processes: everything, traps: everything },
    stopWhen: null,
    tops: { console: 0, processes: 0, traps: 0, timeline: 0, queues: 0, inspect: 0 },
    reveal: false,
    cell: null,
    windowEnd: null,
    cursor: null,
    marks: [],
    dialog: null,
    message: null,
    typedAhead: 0,
  };
}

export function focusedPane(state: UiState): PaneId {
  return state.focused[0]!;
}

/** The console has the keys: they all go to the program that reads there. */
export function isTyping(state: UiState): boolean {
  return focusedPane(state) === 'console';
}

export function focus(state: UiState, pane: PaneId): void {
  state.focused = [pane, ...state.focused.filter((other) => other !== pane)];
}

export function select(state: UiState, pid: Pid | null): void {
  state.selected = pid;
  state.reveal = true;
}

/** Every pane back to the present: the log at its newest line, the time-line where time is. */
export function letGo(state: UiState): void {
  state.trap = null;
  state.trapsUntil = null;
  state.windowEnd = null;
  state.cursor = null;
}

export function isHeld(state: UiState): boolean {
  return (
    state.trap !== null || state.trapsUntil !== null || state.windowEnd !== null || state.cursor !== null
  );
}

export function say(state: UiState, text: string, is: Message['is'] = 'note'): void {
  state.message = { text, is };
}

/** The filter that was typed, or what is wrong with it. */
export function readFilter(text: string): FilterState | { error: string } {
  const matches = parseFilter(text);
  return typeof matches === 'function' ? { text: text.trim(), matches } : matches;
}
