// The time-line: for every process a lane of cells that shows its state over time, and below them who had the CPU.
//
// The window turns like a page: it stands still while time fills it, and when it is full the last quarter becomes
// the first. That is easier to read than a scrolling one, and costs less than half the bytes.

import type { Pid, Tick } from '../../../kernel/abi.ts';
import { type Cell, ranIn, sample } from './lane.ts';
import { type EventLog, type History, oldestTrap, trapNumber } from './log.ts';
import type { Moment } from './moment.ts';
import { firstRow, type Scroll } from './rows.ts';

/** What one cell may stand for, in ticks. */
export const zooms: readonly Tick[] = [
  1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5, 2e5, 5e5, 1e6, 2e6, 5e6, 1e7,
];

export interface TimelineView {
  cell: Tick; // ticks per cell
  end: Tick | null; // the end of the window, if it does not follow the time
  cursor: Tick | null;
  marks: readonly Tick[]; // none, A, or A and B
  selected: Pid | null;
  scroll: Scroll;
}

export interface LaneRow {
  pid: Pid;
  name: string;
  cells: Cell[];
  selected: boolean;
}

/** Who had the CPU for most of a cell. */
export type CpuCell = { pid: Pid; letter: string } | 'idle' | null;

export interface Timeline {
  from: Tick;
  cell: Tick;
  lanes: LaneRow[];
  top: number;
  total: number;
  cpu: CpuCell[];
  traps: boolean[]; // cells in which the selected process (or, with none, anybody) made a system call
  now: number | null; // columns; null outside of the window
  cursor: number | null;
  marks: { label: 'A' | 'B'; x: number | null }[];
  apart: Tick | null; // from A to B
}

export function timeline(moment: Moment, view: TimelineView, columns: number, rows: number): Timeline {
  const from = windowStart(moment.now, view, columns);
  const column = (tick: Tick) => {
    const x = Math.floor((tick - from) / view.cell);
    return x >= 0 && x < columns ? x : null;
  };
  const shown = listLanes(moment, from, from + columns * view.cell);
  const chosen = shown.findIndex((history) => history.pid === view.selected);
  const top = firstRow(view.scroll, rows, shown.length, chosen);
  const [a, b] = view.marks;
  return {
    from,
    cell: view.cell,
    lanes: shown.slice(top, top + rows).map((history) => ({
      pid: history.pid,
      name: history.name,
      cells: sample(history.lane, from, view.cell, columns, moment.now),
      selected: history.pid === view.selected,
    })),
    top,
    total: shown.length,
    cpu: cpuLane(shown, { from, width: view.cell, columns, now: moment.now }),
    traps: trapLane(moment.log, view.selected, from, view.cell, columns),
    now: column(moment.now),
    cursor: view.cursor === null ? null : column(view.cursor),
    marks: view.marks.map((tick, i) => ({ label: i === 0 ? 'A' : 'B', x: column(tick) })),
    apart: a !== undefined && b !== undefined ? Math.abs(b - a) : null,
  };
}

/** The first tick of the window. */
export function windowStart(now: Tick, view: Pick<TimelineView, 'cell' | 'end'>, columns: number): Tick {
  if (view.end !== null) return Math.max(0, view.end - columns * view.cell);
  const page = Math.ceil(columns * 0.75) * view.cell;
  return Math.max(0, Math.ceil((now + 1 - columns * view.cell) / page)) * page;
}

/** Who has a lane: all who lived in the window, by pid. */
export function listLanes(moment: Moment, from: Tick, until: Tick): History[] {
  const { histories } = moment.log;
  const inside = ({ lane }: History) => lane.born < until && (lane.gone ?? Number.POSITIVE_INFINITY) > from;
  return [...histories.values()].filter(inside).sort((a, b) => a.pid - b.pid);
}

interface Window {
  from: Tick;
  width: Tick; // of a cell
  columns: number;
  now: Tick;
}

function cpuLane(histories: readonly History[], { from, width, columns, now }: Window): CpuCell[] {
  const most = new Float64Array(columns);
  const all = new Float64Array(columns);
  const winners = new Int32Array(columns).fill(-1);
  for (const [i, { lane }] of histories.entries()) {
    const ran = ranIn(lane, from, width, columns, now);
    if (!ran) continue;
    for (let x = 0; x < columns; x++) {
      all[x]! += ran[x]!;
      if (ran[x]! <= most[x]!) continue;
      most[x] = ran[x]!;
      winners[x] = i;
    }
  }
  const owners = ownersOf(histories);
  const end = Math.ceil((now - from) / width);
  return Array.from(winners, (winner, x) => {
    if (winner >= 0 && most[x]! >= width - all[x]!) return owners[winner]!;
    return x < end ? 'idle' : null;
  });
}

// Each with the first letter of its name; where several have the same, the last digit of its pid.
function ownersOf(histories: readonly History[]): CpuCell[] {
  const initials = histories.map(({ name }) => name.replace(/^-/, '')[0] ?? '?');
  const seen = new Map<string, number>();
  for (const letter of initials) seen.set(letter, (seen.get(letter) ?? 0) + 1);
  return histories.map(({ pid }, i) => {
    const initial = initials[i]!;
    return { pid, letter: seen.get(initial) === 1 ? initial : String(pid % 10) };
  });
}

function trapLane(log: EventLog, pid: Pid | null, from: Tick, cell: Tick, columns: number): boolean[] {
  const lane = new Array<boolean>(columns).fill(false);
  for (let seq = log.traps; seq >= oldestTrap(log); seq--) {
    const trap = trapNumber(log, seq);
    if (!trap || trap.tick < from) break;
    const x = Math.floor((trap.tick - from) / cell);
    if (x < columns && (pid === null || trap.pid === pid)) lane[x] = true;
  }
  return lane;
}
