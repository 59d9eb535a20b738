// What the keys do to the selection. There is one, the same in every pane.

import type { Pid } from '../../../kernel/abi.ts';
import { focus, focusedPane, letGo, type PaneId, say, select } from '../state.ts';
import { placeOf, timelineWidth, type Ui, viewOf } from '../ui.ts';
import type { Moment } from '../vm/moment.ts';
import { processAt } from '../vm/moment.ts';
import { listProcesses } from '../vm/processes.ts';
import { listQueued, queues } from '../vm/queues.ts';
import { listLanes, windowStart } from '../vm/timeline.ts';
import { after, before } from '../vm/traps.ts';

export function up(ui: Ui): void {
  move(ui, -1);
}

export function down(ui: Ui): void {
  move(ui, 1);
}

export function pageUp(ui: Ui): void {
  move(ui, -page(ui));
}

export function pageDown(ui: Ui): void {
  move(ui, page(ui));
}

function page(ui: Ui): number {
  return Math.max(1, (placeOf(ui, focusedPane(ui.state))?.height ?? 1) - 2);
}

function move(ui: Ui, by: number): void {
  moveSelection(ui, focusedPane(ui.state), by);
}

export function moveSelection(ui: Ui, pane: PaneId, by: number): void {
  const { state } = ui;
  if (pane === 'traps') moveInLog(ui, by);
  else if (pane === 'inspect') state.tops.inspect = Math.max(0, state.tops.inspect + by);
  else moveAmong(ui, listed(ui, ui.machine.moment()), by);
}

/** The processes that the focused pane lists, in its order. */
function listed(ui: Ui, moment: Moment): Pid[] {
  const { state } = ui;
  const pane = focusedPane(state);
  if (pane === 'queues') return listQueued(queues(moment, null));
  if (pane === 'timeline') {
    const { cell } = viewOf(ui);
    const columns = timelineWidth(ui);
    const from = windowStart(moment.now, { cell, end: state.windowEnd }, columns);
    return listLanes(moment, from, from + cell * columns).map((history) => history.pid);
  }
  const { text: filter, matches } = state.filters.processes;
  return listProcesses(moment, { order: state.order, filter, matches, selected: null }).map(({ p }) => p.pid);
}

function moveAmong({ state }: Ui, pids: readonly Pid[], by: number): void {
  if (pids.length === 0) return;
  const at = state.selected === null ? -1 : pids.indexOf(state.selected);
  const to = at < 0 ? (by > 0 ? 0 : pids.length - 1) : Math.min(Math.max(at + by, 0), pids.length - 1);
  state.follow = false;
  select(state, pids[to]!);
}

export function nextMatch(ui: Ui): void {
  if (!moveInLog(ui, 1)) say(ui.state, 'No later trap matches.');
}

export function previousMatch(ui: Ui): void {
  if (!moveInLog(ui, -1)) say(ui.state, 'No earlier trap that is kept matches.');
}

function moveInLog({ state, machine: { log } }: Ui, by: number): boolean {
  const { text: filter, matches } = state.filters.traps;
  const view = { filter, matches, chosen: null, until: null, selected: null };
  const from = state.trap ?? log.traps + 1;
  const found = by < 0 ? before(log, view, from, -by).at(0) : after(log, view, from, by).at(-1);
  if (!found) {
    if (by > 0) letGo(state); // past the newest: the log goes on
    return false;
  }
  state.follow = false;
  state.trap = found.seq;
  select(state, found.pid);
  return true;
}

export function toEnd(ui: Ui): void {
  const { state } = ui;
  letGo(state);
  if (focusedPane(state) === 'processes')
    moveAmong(ui, listed(ui, ui.machine.moment()), Number.MAX_SAFE_INTEGER);
}

export function inspectSelected({ state }: Ui): void {
  state.tops.inspect = 0;
  focus(state, 'inspect');
}

export function nobodySelected({ state, machine }: Ui): string | null {
  if (state.selected === null)
    return 'No process is selected: go to a pane with 2 to 6 and use the arrow keys.';
  return processAt(machine.moment(), state.selected) ? null : 'That process is gone.';
}

export function toggleFollow({ state }: Ui): void {
  state.follow = !state.follow;
  say(
    state,
    state.follow ? 'The selection follows whoever has the CPU.' : 'The selection stays where it is.',
  );
}
