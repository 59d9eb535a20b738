// Pane 4, the time-line: a lane for each process, coloured by its state, and below them who had the CPU.
//
// Where a cell stands for more than a tick, the height of the block is the share of it that the process ran.

import { type Attr, restyle } from '../render/attr.ts';
import type { Surface } from '../render/surface.ts';
import type { Theme } from '../render/theme.ts';
import { fitted } from '../render/width.ts';
import { moment as momentText, span, stateWord } from '../vm/format.ts';
import { type Cell, laneStates } from '../vm/lane.ts';
import { type LaneRow, type Timeline, timeline } from '../vm/timeline.ts';
import { definePane, type Hit } from './pane.ts';

const LABEL = 11;
const LEGEND_FROM = 16; // rows from which on there is room for the legend and the trap marks

export const timelinePane = definePane<Timeline>({
  id: 'timeline',
  title: 'Timeline',
  tab: 'Time',
  model: ({ moment, state, cell }, width, height) =>
    timeline(
      moment,
      {
        cell,
        end: state.windowEnd,
        cursor: state.cursor,
        marks: state.marks,
        selected: state.selected,
        scroll: { top: state.tops.timeline, reveal: state.reveal },
      },
      timelineColumns(width),
      height - footer(height),
    ),
  remember(state, model) {
    state.tops.timeline = model.top;
  },
  note: timelineNote,
  paint: paintTimeline,
});

/** How many cells a pane of this width has. */
export function timelineColumns(width: number): number {
  return Math.max(1, width - LABEL);
}

function footer(height: number): number {
  return height >= LEGEND_FROM ? 4 : 2;
}

function timelineNote(model: Timeline): string {
  const apart = model.apart === null ? '' : `A-B: ${span(model.apart)}  `;
  return `${apart}${span(model.cell)}/cell`;
}

export function paintTimeline(surface: Surface, model: Timeline, theme: Theme): Hit[] {
  const { width, height } = surface;
  const hits: Hit[] = [];
  if (model.lanes.length === 0) surface.put(1, 0, 'no process lived in this window', theme.dim);
  for (const [y, lane] of model.lanes.entries()) {
    paintLabel(surface, y, lane, theme);
    for (let x = 0; x < lane.cells.length; x++) paintCell(surface, LABEL + x, y, lane.cells[x]!, theme);
    hits.push({ x: 0, y, width: LABEL, height: 1, target: { is: 'process', pid: lane.pid } });
    hits.push(timeHit(surface, y, lane.pid, model));
  }
  let y = height - footer(height);
  paintCpu(surface, y++, model, theme);
  if (footer(height) > 2) paintTrapMarks(surface, y++, model, theme);
  paintAxis(surface, y, model, theme);
  hits.push(timeHit(surface, y, null, model));
  if (footer(height) > 2) paintLegend(surface, y + 1, width, theme);
  paintColumn(surface, model.cursor, y, { inverse: true });
  return hits;
}

function timeHit({ width }: Surface, y: number, pid: number | null, { from, cell }: Timeline): Hit {
  return { x: LABEL, y, width: width - LABEL, height: 1, target: { is: 'time', from, cell, pid } };
}

function paintLabel(surface: Surface, y: number, lane: LaneRow, theme: Theme): void {
  const look = lane.selected ? theme.selected : theme.text;
  const pid = String(lane.pid);
  const name = fitted(lane.name, LABEL - 2 - pid.length, 'left', theme.glyphs.ellipsis);
  surface.put(0, y, `${name} ${pid}`, look);
}

function paintCell(surface: Surface, x: number, y: number, cell: Cell, theme: Theme): void {
  if (!cell) return;
  const { running } = theme.states;
  const rest = theme.states[cell.rest];
  if (cell.running === 0) {
    surface.set(x, y, rest.lane, 1, rest.attr);
    return;
  }
  const level = Math.max(1, Math.round(cell.running * (theme.glyphs.levels.length - 1)));
  surface.set(x, y, theme.glyphs.levels[level]!, 1, running.attr);
}

function paintCpu(surface: Surface, y: number, model: Timeline, theme: Theme): void {
  surface.put(0, y, 'cpu0', theme.strong);
  for (let x = 0; x < model.cpu.length; x++) {
    const cell = model.cpu[x];
    if (cell === 'idle') surface.set(LABEL + x, y, theme.glyphs.idle, 1, theme.dim);
    else if (cell) surface.put(LABEL + x, y, cell.letter, cpuLook(cell.pid, model, theme));
  }
}

function cpuLook(pid: number, model: Timeline, theme: Theme): Attr {
  const { attr } = theme.states.running;
  return model.lanes.some((lane) => lane.pid === pid && lane.selected)
    ? restyle(attr, { inverse: true })
    : attr;
}

function paintTrapMarks(surface: Surface, y: number, model: Timeline, theme: Theme): void {
  surface.put(0, y, 'traps', theme.strong);
  for (const [x, made] of model.traps.entries()) if (made) surface.put(LABEL + x, y, "'", theme.text);
}

// The axis: a tick every ten cells, the marks, and where now is.
function paintAxis(surface: Surface, y: number, model: Timeline, theme: Theme): void {
  const columns = surface.width - LABEL;
  surface.put(0, y, momentText(model.from).slice(0, LABEL - 1), theme.dim);
  surface.fill(LABEL, y, columns, 1, theme.frame.light.horizontal, theme.dim);
  for (let x = 0; x < columns; x += 10) surface.set(LABEL + x, y, theme.glyphs.tick, 1, theme.dim);
  if (model.now !== null) surface.put(LABEL + model.now, y, theme.glyphs.up, theme.strong);
  for (const mark of model.marks)
    if (mark.x !== null) surface.put(LABEL + mark.x, y, mark.label, theme.paused);
}

function paintLegend(surface: Surface, y: number, width: number, theme: Theme): void {
  let x = 0;
  for (const state of laneStates) {
    const { lane, attr } = theme.states[state];
    if (x + 12 > width) return;
    x += surface.put(x, y, lane, attr) + 1;
    x += surface.put(x, y, state === 'ready' ? 'ready (waits for the cpu)' : stateWord(state), theme.dim) + 3;
  }
  surface.put(x, y, "' system call", theme.dim);
}

function paintColumn(
  surface: Surface,
  column: number | null,
  until: number,
  style: { inverse: boolean },
): void {
  if (column === null) return;
  for (let y = 0; y <= until; y++) surface.paint(LABEL + column, y, 1, (attr) => restyle(attr, style));
}
