// One frame: everything is put where it belongs, and what shows something new is painted.
//
// All parts are made from one View, so the whole screen shows the same moment. Only the console may be ahead of it.

import { layOut } from './layout.ts';
import type { View } from './panes/pane.ts';
import { focusedPane, say } from './state.ts';
import { type Ui, viewOf } from './ui.ts';

/** Decides where everything is, and tells the console's programs if that changed the size of their terminal. */
export function arrange(ui: Ui): void {
  const { screen, state, machine } = ui;
  ui.layout = layOut(screen.width, screen.height, state);
  const { columns, rows } = ui.layout.console;
  if (columns === 0 || (columns === machine.vt.columns && rows === machine.vt.rows)) return;
  machine.resize(columns, rows);
}

/** Where the console is small, a full-screen program is told how to get more of it. Nothing jumps by itself. */
export function noticeFullScreen(ui: Ui): void {
  const { alternate } = ui.machine.vt;
  if (alternate && !ui.fullScreen && ui.layout.name === 'lens') {
    say(ui.state, 'This program wants the whole screen: F9 gives it to the console, and takes it back.');
  }
  ui.fullScreen = alternate;
}

/** The whole screen, as things are now. False: the terminal is slow, and the frame was left out. */
export function showFrame(ui: Ui): boolean {
  const { screen, state, parts } = ui;
  const view = viewOf(ui);
  const { running } = view.moment.snapshot;
  if (state.follow && running) state.selected = running;
  for (const part of parts) part.update(ui, view);
  state.reveal = false;
  const front = state.dialog?.is ?? focusedPane(state);
  screen.focus(parts.find(({ name }) => name === front)!.pane);
  ui.shown = view;
  return screen.render();
}

/** What programs have written since; the panes go on showing their moment. False: as above. */
export function showOutput(ui: Ui, shown: View): boolean {
  ui.parts.find(({ name }) => name === 'console')!.update(ui, shown);
  return ui.screen.render();
}
