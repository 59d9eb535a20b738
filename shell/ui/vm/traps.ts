// The trap log: the system calls, one a line, with what came of each and whom it woke.

import type { Pid, Tick } from '../../../kernel/abi.ts';
import { type Filter, trapFacts } from './filter.ts';
import {
  type EventLog,
  oldestTrap,
  printArguments,
  printOutcome,
  type TrapRecord,
  trapNumber,
} from './log.ts';
import { type Moment, nameAt, processAt } from './moment.ts';

export interface TrapRow {
  seq: number;
  tick: Tick;
  pid: Pid;
  name: string;
  call: string;
  args: string;
  outcome: 'open' | 'blocked' | 'returned' | 'failed' | 'cut';
  result: string; // '64', 'ENOENT (No such file or directory)', 'pipe#3: pipe empty'
  short: string; // the same in a word: '64', 'ENOENT', 'pipe#3'
  wakes: string; // 'consumer(4)'
  chosen: boolean;
  selected: boolean; // made by the selected process
}

export interface TrapLog {
  rows: TrapRow[];
  total: number;
  filter: string;
  live: boolean; // the newest trap is the last line
  until: number | null; // the number of the last line if not live
}

export interface TrapsView {
  filter: string;
  matches: Filter;
  chosen: number | null; // the trap that the cursor is on
  until: number | null; // the last line shown; null: the newest
  selected: Pid | null;
}

export function trapLog(moment: Moment, view: TrapsView, height: number): TrapLog {
  const { log } = moment;
  let traps = before(log, view, (view.until ?? log.traps) + 1, height);
  if (view.chosen !== null && !traps.some((trap) => trap.seq === view.chosen)) {
    const above = view.chosen < (traps[0]?.seq ?? 0);
    traps = above ? after(log, view, view.chosen - 1, height) : before(log, view, view.chosen + 1, height);
  }
  const until = traps.at(-1)?.seq ?? null;
  const live = view.until === null && view.chosen === null;
  return {
    rows: traps.map((trap) => row(moment, trap, view)),
    total: moment.snapshot.traps,
    filter: view.filter,
    live,
    until: live ? null : until,
  };
}

/** The last `count` traps that match with a number below `seq`, oldest first. */
export function before(log: EventLog, view: TrapsView, seq: number, count: number): TrapRecord[] {
  const found: TrapRecord[] = [];
  for (let i = seq - 1; i >= oldestTrap(log) && found.length < count; i--) {
    const trap = trapNumber(log, i);
    if (trap && view.matches(trapFacts(trap))) found.push(trap);
  }
  return found.reverse();
}

/** The first `count` traps that match with a number above `seq`. */
export function after(log: EventLog, view: TrapsView, seq: number, count: number): TrapRecord[] {
  const found: TrapRecord[] = [];
  for (let i = Math.max(seq + 1, oldestTrap(log)); i <= log.traps && found.length < count; i++) {
    const trap = trapNumber(log, i);
    if (trap && view.matches(trapFacts(trap))) found.push(trap);
  }
  return found;
}

function row(moment: Moment, trap: TrapRecord, view: TrapsView): TrapRow {
  return {
    seq: trap.seq,
    tick: trap.tick,
    pid: trap.pid,
    name: trap.name ?? processAt(moment, trap.pid)?.name ?? '?',
    call: trap.call,
    args: printArguments(trap),
    outcome: trap.outcome === 'open' && trap.slept !== null ? 'blocked' : trap.outcome,
    result: result(trap),
    short: shortResult(trap),
    wakes: trap.wakes.map((pid) => nameAt(moment, pid)).join(' '),
    chosen: trap.seq === view.chosen,
    selected: trap.pid === view.selected,
  };
}

function shortResult(trap: TrapRecord): string {
  if (trap.outcome === 'failed') return trap.code ?? '';
  return trap.outcome === 'open' ? (trap.slept ?? '').split(/[ :]/)[0]! : (printOutcome(trap) ?? '');
}

function result(trap: TrapRecord): string {
  if (trap.outcome === 'open') return trap.slept ?? '';
  if (trap.outcome === 'failed') return printOutcome(trap)!.slice('-1 '.length);
  return printOutcome(trap) ?? '';
}
