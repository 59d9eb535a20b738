// What happened: the event log that the trap log, the time-line, the inspector and `explain` are made from.
//
//     const log = createLog(inspect(kernel));
//     watch(kernel, (event) => record(log, event));
//
// It sees every event, millions in a second, so it does little for each: a trap becomes one small record in a
// bounded ring, a change of state one entry in the process's lane (see lane.ts). Text is made when it is shown.
// Arguments that are objects are the exception: they are the program's and may change, so they are printed at once.

import { type CallName, type ErrorCode, type Pid, strerror, type Tick } from '../../../kernel/abi.ts';
import type { Snapshot, StateName } from '../../../kernel/inspect.ts';
import { type KernelEvent, printCall, printResult } from '../../../kernel/watch.ts';
import { end, enter, type Lane, laneStates, newLane } from './lane.ts';

export const LOG_SIZE = 4096; // traps kept
const RECENT = 8; // traps kept of each process besides
const MAX_HISTORIES = 1024; // processes whose past is kept

/** One system call: made, perhaps slept in, and answered. */
export interface TrapRecord {
  readonly seq: number; // counts from 1
  readonly tick: Tick;
  readonly pid: Pid;
  readonly name: string | null; // of the process; null: there are too many to keep
  readonly call: CallName;
  args: readonly unknown[] | string; // as text once it has been printed
  outcome: 'open' | 'returned' | 'failed' | 'cut'; // cut: the process ended in it, or it is made again
  value: unknown; // of a call that returned: a plain number, or the text of anything else
  code: ErrorCode | null; // of a call that failed
  end: Tick;
  slept: string | null; // what it waited for: 'pipe#3: pipe empty'
  wakes: Pid[]; // whom it woke
}

/** The past of one process. */
export interface History {
  readonly pid: Pid;
  name: string;
  readonly lane: Lane;
  readonly recent: TrapRecord[]; // the last few traps, oldest first
  open: TrapRecord | null; // the trap that it is in
}

export interface EventLog {
  readonly histories: Map<Pid, History>;
  readonly ring: TrapRecord[]; // in the order of seq, at index (seq - 1) % LOG_SIZE
  events: number; // seen so far
  traps: number;
  switches: number;
  last: KernelEvent | null;
  lastSwitch: (KernelEvent & { is: 'switch' | 'idle' }) | null;
}

export function createLog(snapshot: Snapshot): EventLog {
  const log: EventLog = {
    histories: new Map(),
    ring: [],
    events: 0,
    traps: 0,
    switches: 0,
    last: null,
    lastSwitch: null,
  };
  for (const p of snapshot.processes) adopt(log, p.pid, p.name, p.since, p.state);
  return log;
}

/** The watcher. */
export function record(log: EventLog, event: KernelEvent): void {
  log.events++;
  log.last = event;
  switch (event.is) {
    case 'trap':
      trapped(log, event);
      break;
    case 'return':
    case 'fail':
      answered(log, event);
      break;
    case 'restart':
      cut(log.histories.get(event.pid), event.tick);
      break;
    case 'switch':
      log.switches++;
      log.lastSwitch = event;
      if (event.from) left(log, event.from, event.cause, event.tick);
      change(log, event.pid, event.tick, 'running');
      break;
    case 'idle':
      log.lastSwitch = event;
      left(log, event.from, event.cause, event.tick);
      break;
    case 'sleep':
      slept(log, event.pid, `${event.queue}: ${event.reason}`);
      break;
    case 'wake':
      woken(log, event);
      break;
    default:
      recordRest(log, event);
  }
}

// What happens seldom.
function recordRest(log: EventLog, event: KernelEvent): void {
  switch (event.is) {
    case 'spawn':
      adopt(log, event.child, nameOf(event), event.tick, 'ready');
      break;
    case 'exec': {
      const history = log.histories.get(event.pid);
      if (history) history.name = nameOf(event);
      break;
    }
    case 'stop':
      change(log, event.pid, event.tick, 'stopped');
      break;
    case 'continue':
      change(log, event.pid, event.tick, 'ready');
      break;
    case 'exit':
      cut(log.histories.get(event.pid), event.tick);
      change(log, event.pid, event.tick, 'zombie');
      break;
    case 'reap':
      reaped(log, event.child, event.tick);
      break;
    default: // signals, faults and interrupts change nothing that is kept
  }
}

function trapped(log: EventLog, event: KernelEvent & { is: 'trap' }): void {
  const history = log.histories.get(event.pid);
  const trap: TrapRecord = {
    seq: ++log.traps,
    tick: event.tick,
    pid: event.pid,
    name: history?.name ?? null,
    call: event.call,
    args: event.args.some(isObject) ? argumentsText(event.call, event.args) : event.args,
    outcome: 'open',
    value: undefined,
    code: null,
    end: event.tick,
    slept: null,
    wakes: [],
  };
  log.ring[(trap.seq - 1) % LOG_SIZE] = trap;
  if (!history) return;
  runs(history, event.tick);
  history.open = trap;
  history.recent.push(trap);
  if (history.recent.length > RECENT) history.recent.shift();
}

function answered(log: EventLog, event: KernelEvent & { is: 'return' | 'fail' }): void {
  const history = log.histories.get(event.pid);
  const trap = history?.open;
  if (!trap) return;
  runs(history, event.tick);
  history.open = null;
  trap.end = event.tick;
  if (event.is === 'fail') {
    trap.outcome = 'failed';
    trap.code = event.code;
  } else {
    trap.outcome = 'returned';
    trap.value = typeof event.value === 'number' ? event.value : printResult(event.call, event.value);
  }
}

function cut(history: History | undefined, tick: Tick): void {
  if (!history?.open) return;
  history.open.outcome = 'cut';
  history.open.end = tick;
  history.open = null;
}

function left(log: EventLog, pid: Pid, cause: (KernelEvent & { is: 'idle' })['cause'] | 'idle', tick: Tick) {
  if (cause === 'preempted' || cause === 'yielded') change(log, pid, tick, 'ready');
  else if (cause === 'asleep') change(log, pid, tick, 'sleeping');
  else if (cause === 'stopped') change(log, pid, tick, 'stopped');
}

function slept(log: EventLog, pid: Pid, what: string): void {
  const trap = log.histories.get(pid)?.open;
  if (trap) trap.slept = what;
}

function woken(log: EventLog, event: KernelEvent & { is: 'wake' }): void {
  change(log, event.pid, event.tick, 'ready');
  if (event.by) log.histories.get(event.by)?.open?.wakes.push(event.pid);
}

// A process that makes a system call or gets its answer is running. One that slept and was woken before anybody else
// ran goes on without a switch, so this is where the lane learns of it.
function runs(history: History, tick: Tick): void {
  if (laneStates[history.lane.state] !== 'running') enter(history.lane, tick, 'running');
}

function change(log: EventLog, pid: Pid, tick: Tick, state: StateName): void {
  const history = log.histories.get(pid);
  if (history) enter(history.lane, tick, state);
}

function adopt(log: EventLog, pid: Pid, name: string, tick: Tick, state: StateName): void {
  if (log.histories.size >= MAX_HISTORIES && !forget(log)) return;
  log.histories.delete(pid); // of an earlier process with this id
  log.histories.set(pid, {
    pid,
    name,
    lane: newLane(tick, state),
    recent: [],
    open: null,
  });
}

function reaped(log: EventLog, pid: Pid, tick: Tick): void {
  const history = log.histories.get(pid);
  if (history) end(history.lane, tick);
}

// Makes room by forgetting who has been dead longest.
function forget(log: EventLog): boolean {
  for (const history of log.histories.values()) {
    if (history.lane.gone !== null) return log.histories.delete(history.pid);
  }
  return false;
}

/** The trap with this number, as long as it is kept. */
export function trapNumber(log: EventLog, seq: number): TrapRecord | null {
  const trap = log.ring[(seq - 1) % LOG_SIZE];
  return trap?.seq === seq ? trap : null;
}

/** The number of the oldest trap kept. */
export function oldestTrap(log: EventLog): number {
  return Math.max(1, log.traps - LOG_SIZE + 1);
}

/** `0, 512` of `read(0, 512)`. */
export function printArguments(trap: TrapRecord): string {
  if (typeof trap.args !== 'string') trap.args = argumentsText(trap.call, trap.args);
  return trap.args;
}

/** What came of it: '64', '-1 ENOENT (No such file or directory)', or null while it lasts. */
export function printOutcome(trap: TrapRecord): string | null {
  switch (trap.outcome) {
    case 'open':
      return null;
    case 'cut':
      return '?';
    case 'failed':
      return `-1 ${trap.code} (${strerror(trap.code!)})`;
    case 'returned':
      return typeof trap.value === 'string' ? trap.value : printResult(trap.call, trap.value);
    default:
      return trap.outcome satisfies never;
  }
}

function argumentsText(call: CallName, args: readonly unknown[]): string {
  return printCall(call, args).slice(call.length + 1, -1);
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

// As the kernel names it.
function nameOf({ argv, path }: KernelEvent & { is: 'spawn' | 'exec' }): string {
  return (argv[0] || path).split('/').at(-1) || path;
}
