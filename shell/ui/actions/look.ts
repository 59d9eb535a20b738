// What the keys do to how things are shown: filters, order, the time-line's window, and the dialogs that open.

import { inside, placeShowing } from '../layout.ts';
import { memorySurface } from '../render/surface.ts';
import { focus, focusedPane, type PaneId, say } from '../state.ts';
import { cellOf, timelineWidth, type Ui } from '../ui.ts';
import { explainProcess, explainTrap } from '../vm/explain.ts';
import { counted, moment as momentText, span, stateWord } from '../vm/format.ts';
import { changeAfter, changeBefore, stateAt } from '../vm/lane.ts';
import { trapNumber } from '../vm/log.ts';
import { nameAt, processAt } from '../vm/moment.ts';
import { type Order, orders } from '../vm/processes.ts';
import { windowStart, zooms } from '../vm/timeline.ts';

export function openHelp({ state }: Ui): void {
  state.dialog = { is: 'help', top: 0 };
}

export function openQuit({ state }: Ui): void {
  state.dialog = { is: 'quit' };
}

export function openPalette({ state }: Ui): void {
  state.dialog = { is: 'palette', text: '', chosen: 0 };
}

export function openSignals({ state }: Ui): void {
  if (state.selected !== null) state.dialog = { is: 'signals', pid: state.selected, chosen: 0 };
}

/** A filter for the pane that has the keys, if it can be filtered; else for the trap log. */
export function openFilter({ state }: Ui): void {
  const pane = focusedPane(state) === 'processes' ? 'processes' : 'traps';
  if (focusedPane(state) !== pane) focus(state, pane);
  state.dialog = { is: 'filter', pane, text: state.filters[pane].text, before: state.filters[pane] };
}

export function openStopWhen({ state }: Ui): void {
  state.dialog = { is: 'stop-when', text: state.stopWhen?.text ?? '' };
}

export function nextOrder({ state }: Ui): void {
  const names = Object.keys(orders) as Order[];
  state.order = names[(names.indexOf(state.order) + 1) % names.length]!;
  state.reveal = true;
}

/** What the chosen trap did, or what the selected process does; by default who has the CPU. */
export function explain({ state, machine }: Ui): void {
  const moment = machine.moment();
  const trap = state.trap === null ? null : trapNumber(moment.log, state.trap);
  const p = processAt(moment, state.selected ?? moment.snapshot.running);
  if (trap) say(state, explainTrap(moment, trap));
  else if (p) say(state, explainProcess(moment, p));
  else say(state, 'Nobody is selected, and the CPU is idle.');
}

export function zoomIn(ui: Ui): void {
  zoom(ui, -1);
}

export function zoomOut(ui: Ui): void {
  zoom(ui, 1);
}

export function zoom(ui: Ui, by: number): void {
  const at = zooms.indexOf(cellOf(ui)) + by;
  ui.state.cell = zooms[Math.min(Math.max(at, 0), zooms.length - 1)]!;
}

export function panBack(ui: Ui): void {
  pan(ui, -1);
}

export function panForward(ui: Ui): void {
  pan(ui, 1);
}

// By a quarter of the window. Panned to the present, the window follows the time again.
function pan(ui: Ui, by: number): void {
  const { state, machine } = ui;
  const cell = cellOf(ui);
  const width = timelineWidth(ui) * cell;
  const { now } = machine.moment();
  const start = windowStart(now, { cell, end: state.windowEnd }, timelineWidth(ui));
  const end = Math.max(width, start + width + Math.ceil((by * timelineWidth(ui)) / 4) * cell);
  state.windowEnd = by > 0 && end > now ? null : end;
}

export function previousEvent(ui: Ui): void {
  toEvent(ui, changeBefore, 'before this');
}

export function nextEvent(ui: Ui): void {
  toEvent(ui, changeAfter, 'after this');
}

function toEvent(ui: Ui, find: typeof changeBefore, where: string): void {
  const { state, machine } = ui;
  const moment = machine.moment();
  const pid = state.selected ?? 0;
  const lane = moment.log.histories.get(pid)?.lane;
  const tick = lane ? find(lane, state.cursor ?? moment.now) : null;
  if (!lane || tick === null) {
    say(state, `${nameAt(moment, pid)} has no change of state ${where}.`);
    return;
  }
  state.cursor = tick;
  showTick(ui, tick);
  const found = stateAt(lane, tick);
  const word = found ? stateWord(found.state) : 'gone';
  const length = found ? ` for ${span((found.to ?? moment.now) - found.from)}` : '';
  say(state, `${nameAt(moment, pid)} ${word} from ${momentText(tick)}${length}.`);
}

// Moves the window if it does not show this tick.
function showTick(ui: Ui, tick: number): void {
  const { state, machine } = ui;
  const cell = cellOf(ui);
  const columns = timelineWidth(ui);
  const { now } = machine.moment();
  const start = windowStart(now, { cell, end: state.windowEnd }, columns);
  if (tick >= start && tick < start + columns * cell) return;
  state.windowEnd = Math.max(columns, Math.ceil(tick / cell + columns / 2)) * cell;
}

/** A, then B, then none. */
export function mark({ state, machine }: Ui): void {
  const tick = state.cursor ?? machine.moment().now;
  state.marks = state.marks.length === 2 ? [] : [...state.marks, tick];
  const [a, b] = state.marks;
  if (a === undefined) say(state, 'No marks.');
  else if (b === undefined) say(state, `A is at ${momentText(a)}. m again sets B.`);
  else say(state, `A is at ${momentText(a)}, B at ${momentText(b)}: ${span(Math.abs(b - a))} apart.`);
}

/** What a pane shows goes to the clipboard, whatever is in front of it. */
export function copyPane({ state, layout, parts, screen }: Ui, pane: PaneId): void {
  const place = placeShowing(layout, pane);
  if (!place) {
    say(state, `${pane} is not on the screen.`, 'error');
    return;
  }
  const { width, height } = place.rect;
  const surface = memorySurface(width, height);
  parts.find(({ name }) => name === pane)?.paint(surface);
  const within = inside({ rect: { x: 0, y: 0, width, height }, edge: place.edge });
  const rows = surface.sub(within.x, within.y, within.width, within.height).text();
  const text = rows.join('\n').trimEnd();
  screen.copy(text);
  say(
    state,
    `Copied ${counted(text.split('\n').length, 'line')} to the clipboard, if your terminal allows it.`,
  );
}
