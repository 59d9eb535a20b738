// What the keys do to the panes: which one has the keys, and how they share the screen.

import { fitting, type LayoutName } from '../layout.ts';
import {
  everything,
  focus,
  focusedPane,
  isHeld,
  isTyping,
  letGo,
  type PaneId,
  paneIds,
  say,
} from '../state.ts';
import type { Ui } from '../ui.ts';

export function focusPane({ state, machine }: Ui, pane: PaneId): void {
  focus(state, pane);
  if (pane === 'console') machine.vt.scrollToEnd();
}

/** ^G: out of the console; where that has been done already, it is a key for the console after all. */
export function leaveConsole(ui: Ui): void {
  const { state, machine } = ui;
  if (isTyping(state)) {
    focus(state, state.focused[1]!);
    return;
  }
  focusPane(ui, 'console');
  machine.type('\x07');
}

/** Esc: one thing back at a time, and at last to the console. */
export function backToConsole(ui: Ui, key: string): void {
  const { state } = ui;
  if (key === 'escape' && isHeld(state)) {
    letGo(state);
    return;
  }
  const pane = focusedPane(state);
  if (key === 'escape' && (pane === 'traps' || pane === 'processes') && state.filters[pane].text !== '') {
    state.filters[pane] = everything;
    return;
  }
  focusPane(ui, 'console');
}

export function toNumbered(ui: Ui, key: string): void {
  focusPane(ui, paneIds[Number(key) - 1]!);
}

export function nextPane(ui: Ui): void {
  focusPane(ui, neighbour(ui, 1));
}

export function previousPane(ui: Ui): void {
  focusPane(ui, neighbour(ui, -1));
}

function neighbour({ state }: Ui, by: number): PaneId {
  const at = paneIds.indexOf(focusedPane(state)) + by;
  return paneIds[(at + paneIds.length) % paneIds.length]!;
}

export function nextTerminal({ machine }: Ui): void {
  const { all, shown, show } = machine.consoles;
  show((all.indexOf(shown) + 1) % all.length);
}

export function onlyTerminal({ machine }: Ui): string | null {
  return machine.consoles.all.length > 1 ? null : 'This machine has one terminal only.';
}

export function toggleZoom({ state }: Ui): void {
  state.zoomed = !state.zoomed;
}

export function nextLayout({ state, screen, layout }: Ui): void {
  const names = fitting(screen.width, screen.height);
  if (names.length < 2) say(state, 'Only one layout fits this screen; z gives a pane all of it.');
  state.zoomed = false;
  const at = names.indexOf(layout.name as LayoutName);
  state.layout = names[(at + 1) % names.length] ?? null;
}

export function explainInterrupt({ state }: Ui): void {
  say(state, '^C goes to programs, in the console (1 or Esc); q quits.');
}
