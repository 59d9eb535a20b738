// How long a process was in which state: what one lane of the time-line is painted from.
//
// A lane is a list of segments, each with the time spent in every state. New segments hold one state and are exact.
// When the list is full, neighbours are merged, the older the sooner: a segment may be as long as 1/256 of its
// age. So a lane of any length fits into a bounded list, and every window that ends now is as sharp as its cells.

import type { Tick } from '../../../kernel/abi.ts';
import type { StateName } from '../../../kernel/inspect.ts';

export const laneStates = ['running', 'ready', 'sleeping', 'stopped', 'zombie'] as const;
const STATES = laneStates.length;
const RUNNING = laneStates.indexOf('running');
const MAX_SEGMENTS = 4096;
const SHARPNESS = 256;

export interface Lane {
  readonly born: Tick;
  gone: Tick | null; // when the process was reaped
  state: number; // the open segment: an index into laneStates
  since: Tick;
  count: number; // closed segments
  ends: Float64Array; // of each closed segment; it starts where the one before it ends
  times: Float64Array; // STATES numbers for each closed segment
}

/** What a lane shows in one cell of the time-line: null where the process did not exist. */
export type Cell = { running: number; rest: StateName } | null; // the share of the cell that it ran

export function newLane(born: Tick, state: StateName): Lane {
  return {
    born,
    gone: null,
    state: laneStates.indexOf(state),
    since: born,
    count: 0,
    ends: new Float64Array(8),
    times: new Float64Array(8 * STATES),
  };
}

export function enter(lane: Lane, at: Tick, state: StateName): void {
  close(lane, at);
  lane.state = laneStates.indexOf(state);
}

export function end(lane: Lane, at: Tick): void {
  close(lane, at);
  lane.gone = at;
}

function close(lane: Lane, at: Tick): void {
  if (at <= lane.since) return;
  if (lane.count === lane.ends.length) makeRoom(lane, at);
  lane.ends[lane.count] = at;
  lane.times[lane.count * STATES + lane.state] = at - lane.since;
  lane.count++;
  lane.since = at;
}

function makeRoom(lane: Lane, now: Tick): void {
  if (lane.count < MAX_SEGMENTS) {
    const { ends, times } = lane;
    lane.ends = new Float64Array(lane.count * 2);
    lane.ends.set(ends);
    lane.times = new Float64Array(lane.count * 2 * STATES);
    lane.times.set(times);
    return;
  }
  for (let sharpness = SHARPNESS; lane.count > (MAX_SEGMENTS * 3) / 4; sharpness /= 2) {
    merge(lane, now, sharpness);
  }
}

function merge(lane: Lane, now: Tick, sharpness: number): void {
  const { ends, times } = lane;
  let kept = 0;
  let start = lane.born;
  for (let i = 1; i < lane.count; i++) {
    const until = ends[i]!;
    if (until - start > (now - until) / sharpness) {
      start = ends[kept]!;
      kept++;
      ends[kept] = until;
      if (kept !== i) times.copyWithin(kept * STATES, i * STATES, (i + 1) * STATES);
    } else {
      ends[kept] = until;
      for (let s = 0; s < STATES; s++) times[kept * STATES + s]! += times[i * STATES + s]!;
    }
  }
  times.fill(0, (kept + 1) * STATES, lane.count * STATES);
  lane.count = kept + 1;
}

/** The cells of a window that starts at `from`, each `width` ticks; what is after `now` is null. */
export function sample(lane: Lane, from: Tick, width: Tick, cells: number, now: Tick): Cell[] {
  const totals = new Float64Array(cells * STATES);
  const window = { from, width, cells, totals, stride: STATES };
  eachTime(lane, from, from + width * cells, now, (state, share, start, end) => {
    spread(window, state, share, start, end);
  });
  return Array.from({ length: cells }, (_, x) => cellAt(totals, x, width));
}

/** The ticks that the process ran in each cell of such a window; null if it never did. */
export function ranIn(lane: Lane, from: Tick, width: Tick, cells: number, now: Tick): Float64Array | null {
  let window: Window | null = null;
  eachTime(lane, from, from + width * cells, now, (state, share, start, end) => {
    if (state !== RUNNING) return;
    window ??= { from, width, cells, totals: new Float64Array(cells), stride: 1 };
    spread(window, 0, share, start, end);
  });
  return (window as Window | null)?.totals ?? null;
}

type Visit = (state: number, share: number, start: Tick, end: Tick) => void;

// What is known of [from, until), the newest first: in which state, for which share of the time from start to end.
function eachTime(lane: Lane, from: Tick, until: Tick, now: Tick, visit: Visit): void {
  const { ends, times } = lane;
  if (lane.gone === null) visit(lane.state, 1, lane.since, Math.max(now, lane.since + 1));
  for (let i = lane.count - 1; i >= 0 && ends[i]! > from; i--) {
    const start = i === 0 ? lane.born : ends[i - 1]!;
    if (start >= until) continue;
    const length = ends[i]! - start;
    for (let s = 0; s < STATES; s++) {
      const time = times[i * STATES + s]!;
      if (time > 0) visit(s, time / length, start, ends[i]!);
    }
  }
}

interface Window {
  from: Tick;
  width: Tick;
  cells: number;
  totals: Float64Array; // ticks, cell by cell
  stride: number; // numbers for each cell
}

// Gives each cell of [start, end) its part of the time, in the number at `offset`.
function spread(window: Window, offset: number, share: number, start: Tick, end: Tick): void {
  const { from, width, cells, totals, stride } = window;
  const first = Math.max(0, Math.floor((start - from) / width));
  const last = Math.min(cells - 1, Math.ceil((end - from) / width) - 1);
  for (let x = first; x <= last; x++) {
    const left = from + x * width;
    totals[x * stride + offset]! += share * (Math.min(end, left + width) - Math.max(start, left));
  }
}

function cellAt(totals: Float64Array, x: number, width: Tick): Cell {
  let rest = 0;
  for (let s = 1; s < STATES; s++) {
    if (totals[x * STATES + s]! > (rest ? totals[x * STATES + rest]! : 0)) rest = s;
  }
  const ran = totals[x * STATES]!;
  if (ran === 0 && rest === 0) return null;
  return { running: Math.min(1, ran / width), rest: laneStates[rest]! };
}

/** The last moment before `tick` at which the state changed, as far as it is still known; null if none. */
export function changeBefore(lane: Lane, tick: Tick): Tick | null {
  if (lane.gone !== null && lane.gone < tick) return lane.gone;
  if (lane.gone === null && lane.since < tick) return lane.since;
  for (let i = lane.count - 1; i >= 0; i--) if (lane.ends[i]! < tick) return lane.ends[i]!;
  return lane.born < tick ? lane.born : null;
}

/** The first moment after `tick` at which the state changed; null if none. */
export function changeAfter(lane: Lane, tick: Tick): Tick | null {
  if (lane.born > tick) return lane.born;
  for (let i = 0; i < lane.count; i++) if (lane.ends[i]! > tick) return lane.ends[i]!;
  return null;
}

/** In which state the process was at `tick`: the one that it was in longest, where the lane is no longer exact. */
export function stateAt(lane: Lane, tick: Tick): { state: StateName; from: Tick; to: Tick | null } | null {
  if (tick < lane.born || (lane.gone !== null && tick >= lane.gone)) return null;
  for (let i = 0; i < lane.count; i++) {
    if (lane.ends[i]! <= tick) continue;
    const times = lane.times.subarray(i * STATES, (i + 1) * STATES);
    const state = laneStates[times.indexOf(Math.max(...times))]!;
    return { state, from: i === 0 ? lane.born : lane.ends[i - 1]!, to: lane.ends[i]! };
  }
  return { state: laneStates[lane.state]!, from: lane.since, to: null };
}
