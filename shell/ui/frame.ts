// One frame: the status line, the panes where the layout has put them, the hints, a message, a dialog.
//
// The whole screen is painted each time from one View, so all of it shows the same moment.

import { bindingOf } from './keymap.ts';
import { inside, LEAST, layOut, type Place } from './layout.ts';
import { paintEdge, paintHints, paintMessage } from './panes/chrome.ts';
import { paintDialog } from './panes/dialogs.ts';
import { panes } from './panes/index.ts';
import type { Hit, View } from './panes/pane.ts';
import { paintStatus } from './panes/status.ts';
import type { Surface } from './render/surface.ts';
import { focusedPane, isTyping, say } from './state.ts';
import { type Ui, viewOf } from './ui.ts';
import { frontProcess, nameAt } from './vm/moment.ts';
import { status } from './vm/status.ts';

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

export function paintFrame(ui: Ui, surface: Surface): void {
  const { screen, state, theme, layout } = ui;
  screen.cursor = null;
  ui.hits = [];
  if (layout.name === 'too small') {
    paintTooSmall(ui, surface);
    return;
  }
  const view = viewOf(ui);
  if (state.follow && view.moment.snapshot.running) state.selected = view.moment.snapshot.running;
  for (const place of layout.places) ui.hits.push(...paintPlace(ui, view, place, surface));
  paintStatus(surface.sub(0, 0, surface.width, 1), statusOf(view), theme);
  const pane = focusedPane(state);
  const line = surface.sub(0, layout.hints.y, surface.width, 1);
  const refused = (key: string) => Boolean(bindingOf(key, pane)?.refuse?.(ui));
  ui.hits.push(...shifted(paintHints(line, pane, refused, theme), 0, layout.hints.y));
  if (state.message) paintMessage(surface, state.message, theme);
  state.reveal = false;
  if (!state.dialog) return;
  const name = state.selected === null ? '' : nameAt(view.moment, state.selected);
  const dialog = paintDialog(surface, state.dialog, name, theme);
  ui.hits = dialog.hits;
  screen.cursor = dialog.cursor;
}

function statusOf({ moment, state, speed, paused }: View) {
  const stopWhen = state.stopWhen?.text ?? null;
  return status(moment, { paused, speed, typing: isTyping(state), typedAhead: state.typedAhead, stopWhen });
}

function paintPlace(ui: Ui, view: View, place: Place, surface: Surface): Hit[] {
  const { state, theme } = ui;
  const focused = place.shown === focusedPane(state);
  if (place.shown === 'console') return paintConsole(ui, view, place, surface, focused);
  const { x, y, width, height } = inside(place);
  const prepared = panes[place.shown].prepare(view, width, height, theme);
  prepared.remember(state);
  const { inner, hits } = paintEdge(surface, place, prepared.note, focused, theme);
  return [...hits, ...shifted(prepared.paint(inner), x, y)];
}

function paintConsole(ui: Ui, { moment }: View, place: Place, surface: Surface, focused: boolean): Hit[] {
  const { machine, screen, theme, layout } = ui;
  const front = frontProcess(moment);
  const size = `${layout.console.columns}${theme.glyphs.times}${layout.console.rows}`;
  const back = machine.vt.scrolled > 0 ? `${machine.vt.scrolled} rows back  ` : '';
  const note = `${back}${front ? `in front: ${front.name}(${front.pid})  ` : ''}${size}`;
  const { inner, hits } = paintEdge(surface, place, note, focused, theme);
  machine.vt.paint(inner, screen.rgb);
  const { cursor } = machine.vt;
  const { x, y } = inside(place);
  if (focused && cursor) screen.cursor = { ...cursor, x: cursor.x + x, y: cursor.y + y };
  return hits;
}

function shifted(hits: readonly Hit[], x: number, y: number): Hit[] {
  return hits.map((hit) => ({ ...hit, x: hit.x + x, y: hit.y + y }));
}

function paintTooSmall({ theme }: Ui, surface: Surface): void {
  const lines = [
    'This terminal is too small.',
    `It is ${surface.width}${theme.glyphs.times}${surface.height};`,
    `tinyos wants ${LEAST.width}${theme.glyphs.times}${LEAST.height}.`,
  ];
  const top = Math.max(0, Math.floor((surface.height - lines.length) / 2));
  for (const [i, text] of lines.entries()) {
    surface.put(Math.max(0, Math.floor((surface.width - text.length) / 2)), top + i, text, theme.strong);
  }
}
