// The one moment that the whole screen shows: every pane renders this and nothing else.
//
// The moment is the machine's present. A pane must not ask the machine for anything besides, so that a screen of
// another moment is nothing but another Moment.

import type { Pid, Tick } from '../../../kernel/abi.ts';
import type { ProcessView, Snapshot } from '../../../kernel/inspect.ts';
import type { EventLog } from './log.ts';

export interface Moment {
  readonly now: Tick;
  readonly snapshot: Snapshot;
  readonly processes: ReadonlyMap<Pid, ProcessView>; // those of the snapshot
  readonly before: Snapshot | null; // as it was before the last single step
  readonly log: EventLog;
}

export function momentOf(snapshot: Snapshot, log: EventLog, before: Snapshot | null = null): Moment {
  const processes = new Map(snapshot.processes.map((p) => [p.pid, p]));
  return { now: snapshot.now, snapshot, processes, before, log };
}

export function processAt(moment: Moment, pid: Pid | null): ProcessView | null {
  return (pid !== null && moment.processes.get(pid)) || null;
}

/** The process in front of a terminal: of a job, the one that leads it. */
export function frontProcess({ snapshot }: Moment, terminal: string): ProcessView | null {
  const front = snapshot.processes.filter((p) => p.foreground && p.tty === terminal && p.state !== 'zombie');
  return front.find((p) => p.pid === p.pgid) ?? front[0] ?? null;
}

/** `sh(2)`; of a process that is gone, what the log knows of it. */
export function nameAt(moment: Moment, pid: Pid): string {
  const name = processAt(moment, pid)?.name ?? moment.log.histories.get(pid)?.name ?? '?';
  return `${name}(${pid})`;
}
