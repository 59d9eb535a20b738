// The process table: who there is, in which state, and what each waits for.
//
// To add an order: a row in `orders`.

import type { Pid, Tick } from '../../../kernel/abi.ts';
import type { ProcessView, StateName } from '../../../kernel/inspect.ts';
import type { Filter } from './filter.ts';
import { processFacts } from './filter.ts';
import { ordinal } from './format.ts';
import { printArguments, type TrapRecord } from './log.ts';
import { type Moment, nameAt } from './moment.ts';
import { firstRow, type Scroll } from './rows.ts';

type Compare = (a: ProcessView, b: ProcessView) => number;

const urgency: readonly StateName[] = ['running', 'ready', 'stopped', 'zombie', 'sleeping'];

export const orders = {
  pid: (a, b) => a.pid - b.pid,
  tree: (a, b) => a.pid - b.pid,
  cpu: (a, b) => b.user + b.system - (a.user + a.system),
  state: (a, b) => urgency.indexOf(a.state) - urgency.indexOf(b.state),
  name: (a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0),
} satisfies Record<string, Compare>;

export type Order = keyof typeof orders;

/** The fields that a single step may change, which are then underlined. */
export type Changing = 'state' | 'cpu' | 'waits' | 'traps';

export interface ProcessRow {
  pid: Pid;
  ppid: Pid;
  name: string;
  depth: number; // in the tree; 0 in every other order
  state: StateName;
  cpu: Tick;
  waited: Tick;
  traps: number;
  nice: number;
  waits: string;
  waitsShort: string; // the thing alone: 'pipe#3'
  lastTrap: string;
  foreground: boolean;
  selected: boolean;
  changed: readonly Changing[];
}

export interface ProcessTable {
  rows: ProcessRow[]; // those on the screen
  top: number;
  total: number; // how many match the filter
  all: number;
  order: Order;
  filter: string;
}

export interface ProcessesView {
  order: Order;
  filter: string;
  matches: Filter;
  selected: Pid | null;
  scroll: Scroll;
}

export function processTable(moment: Moment, view: ProcessesView, height: number): ProcessTable {
  const listed = listProcesses(moment, view);
  const chosen = listed.findIndex(({ p }) => p.pid === view.selected);
  const top = firstRow(view.scroll, height, listed.length, chosen);
  return {
    rows: listed.slice(top, top + height).map(({ p, depth }) => row(moment, p, depth, view.selected)),
    top,
    total: listed.length,
    all: moment.snapshot.processes.length,
    order: view.order,
    filter: view.filter,
  };
}

interface Listed {
  p: ProcessView;
  depth: number;
}

/** The processes in the order of the table: what the arrow keys walk through. */
export function listProcesses(moment: Moment, view: Omit<ProcessesView, 'scroll'>): Listed[] {
  const matching = moment.snapshot.processes.filter((p) => view.matches(processFacts(p)));
  if (view.order === 'tree') return asTree(matching);
  return matching.sort((a, b) => orders[view.order](a, b) || a.pid - b.pid).map((p) => ({ p, depth: 0 }));
}

// Children below their parents. Who has no parent in the list stands at the left.
function asTree(processes: readonly ProcessView[]): Listed[] {
  const children = new Map<Pid, ProcessView[]>();
  const pids = new Set(processes.map((p) => p.pid));
  for (const p of processes) {
    const parent = pids.has(p.ppid) ? p.ppid : 0;
    children.set(parent, [...(children.get(parent) ?? []), p]);
  }
  const below = (pid: Pid, depth: number): Listed[] =>
    (children.get(pid) ?? []).flatMap((p) => [{ p, depth }, ...below(p.pid, depth + 1)]);
  return below(0, 0);
}

function row(moment: Moment, p: ProcessView, depth: number, selected: Pid | null): ProcessRow {
  return {
    pid: p.pid,
    ppid: p.ppid,
    name: p.name,
    depth,
    state: p.state,
    cpu: p.user + p.system,
    waited: p.waited,
    traps: p.traps,
    nice: p.nice,
    waits: whatItWaitsFor(moment, p),
    waitsShort: shortly(moment, p),
    lastTrap: lastTrap(moment.log.histories.get(p.pid)?.recent.at(-1)),
    foreground: p.foreground,
    selected: p.pid === selected,
    changed: changes(moment, p),
  };
}

export function whatItWaitsFor(moment: Moment, p: ProcessView): string {
  switch (p.state) {
    case 'running':
      return '';
    case 'ready':
      return `the cpu, ${placeInQueue(moment, p)}`;
    case 'sleeping':
      return p.waitsFor ?? '';
    case 'stopped':
      return p.stopSignal ?? '';
    case 'zombie':
      return `${nameAt(moment, p.ppid)} to reap it`;
    default:
      return p.state satisfies never;
  }
}

function shortly(moment: Moment, p: ProcessView): string {
  if (p.state === 'ready') {
    const place = moment.snapshot.ready.indexOf(p.pid) + 1;
    return place < 100 ? `cpu#${place}` : 'cpu'; // a number must not be cut
  }
  if (p.state === 'zombie') return `pid ${p.ppid}`;
  if (p.state === 'stopped') return (p.stopSignal ?? '').replace('SIG', '');
  return (p.waitsFor ?? '').split(/[ :]/)[0]!.replace('children', 'child');
}

/** '2nd': its place among those that are ready. */
export function placeInQueue(moment: Moment, p: ProcessView): string {
  return ordinal(moment.snapshot.ready.indexOf(p.pid) + 1);
}

function lastTrap(trap: TrapRecord | undefined): string {
  return trap ? `${trap.call}(${printArguments(trap)})` : '';
}

function changes(moment: Moment, p: ProcessView): Changing[] {
  const changed: Changing[] = [];
  if (!moment.before) return changed;
  const before = moment.before.processes.find((other) => other.pid === p.pid);
  if (before?.state !== p.state) changed.push('state');
  if (before?.waitsFor !== p.waitsFor) changed.push('waits');
  if (before && before.user + before.system !== p.user + p.system) changed.push('cpu');
  if (before?.traps !== p.traps) changed.push('traps');
  return changed;
}
