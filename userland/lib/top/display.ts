// What top shows: a pure function from what it has measured to lines of text.

import type { Timespec } from '../../../kernel/abi.ts';
import { clip, padEnd, padStart } from '../format.ts';
import type { Process } from '../processes.ts';
import { strftime } from '../time.ts';
import { inFigures } from '../uptime.ts';
import type { Names } from '../users.ts';
import { cpuTime, type Sample, type Usage } from './sample.ts';

export interface View {
  sample: Sample;
  usage: Usage;
  waits: ReadonlyMap<number, string>; // what a sleeping process waits for
  time: Timespec;
  policy: string;
  names: Names;
  sort: SortKey;
  reverse: boolean;
}

export type SortKey = 'P' | 'T' | 'N';

/** The keys that sort, and the comparison of each: what comes first is smaller. */
const orders: Record<SortKey, (a: Process, b: Process, usage: Usage) => number> = {
  P: (a, b, usage) => Math.round(10 * usage.of(b)) - Math.round(10 * usage.of(a)), // as it is shown
  T: (a, b) => cpuTime(b) - cpuTime(a),
  N: (a, b) => b.pid - a.pid,
};

export function isSortKey(key: string): key is SortKey {
  return Object.hasOwn(orders, key);
}

/** The lines about the machine as a whole. */
export function header({ sample, usage, time, policy }: View): string[] {
  const { at, processes } = sample;
  const count = (letter: string) =>
    String(processes.filter(({ state }) => state === letter).length).padStart(3);
  const share = (percent: number) => percent.toFixed(1).padStart(5);
  return [
    `top - ${strftime('%H:%M:%S', time)} up ${inFigures(Math.floor(at / 60e6))},  policy ${policy}`,
    `Tasks: ${String(processes.length).padStart(3)} total, ${count('R')} running, ${count('S')} sleeping, ` +
      `${count('T')} stopped, ${count('Z')} zombie`,
    `%Cpu: ${share(usage.user)} us, ${share(usage.system)} sy, ${share(usage.idle)} id`,
  ];
}

interface Column {
  heading: string;
  width: number;
  left: boolean;
  text(process: Process, view: View): string | number;
}

// biome-ignore format: a table
const columns: readonly Column[] = [
  { heading: 'PID',         width: 5,  left: false, text: (p) => p.pid },
  { heading: 'USER',        width: 8,  left: true,  text: (p, { names }) => names.user(p.uid) },
  { heading: 'PR',          width: 3,  left: false, text: (p) => 20 + p.nice },
  { heading: 'NI',          width: 3,  left: false, text: (p) => p.nice },
  { heading: 'S',           width: 1,  left: true,  text: (p) => p.state },
  { heading: '%CPU',        width: 5,  left: false, text: (p, { usage }) => usage.of(p).toFixed(1) },
  { heading: 'TIME+',       width: 9,  left: false, text: (p) => minutes(cpuTime(p)) },
  { heading: 'WAITING FOR', width: 28, left: true,  text: (p, { waits }) => waits.get(p.pid) ?? '' },
  { heading: 'COMMAND',     width: 0,  left: true,  text: (p) => p.name.replace(/[\x00-\x1f\x7f]/g, '?') },
];

export const heading = line(columns.map((column) => column.heading));

/** A line for each process, in the order that the user wants. */
export function table(view: View): string[] {
  return sorted(view).map((process) => line(columns.map((column) => String(column.text(process, view)))));
}

export function sorted({ sample, usage, sort, reverse }: View): Process[] {
  const order = orders[sort];
  const all = sample.processes.toSorted((a, b) => order(a, b, usage) || a.pid - b.pid);
  return reverse ? all.reverse() : all;
}

function line(cells: readonly string[]): string {
  const aligned = cells.map((cell, i) => {
    const { width, left } = columns[i] as Column;
    if (!left) return padStart(cell, width);
    return width === 0 ? cell : padEnd(clip(cell, width), width);
  });
  return aligned.join(' ');
}

/** M:SS.hh */
function minutes(ticks: number): string {
  const hundredths = Math.floor(ticks / 1e4);
  const seconds = String(Math.floor(hundredths / 100) % 60).padStart(2, '0');
  return `${Math.floor(hundredths / 6000)}:${seconds}.${String(hundredths % 100).padStart(2, '0')}`;
}
