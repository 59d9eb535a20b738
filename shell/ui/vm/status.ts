// The status line: is time running, where are we, who has the CPU, and how much of everything there is.

import type { Pid, Tick } from '../../../kernel/abi.ts';
import type { StateName } from '../../../kernel/inspect.ts';
import { type Moment, processAt } from './moment.ts';

/** Ticks per second of the host's clock: from slow motion to as fast as the host can. */
export const speeds: readonly number[] = [1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, Number.POSITIVE_INFINITY];

export function speedWord(speed: number): string {
  if (speed === Number.POSITIVE_INFINITY) return 'max';
  if (speed === 1e6) return 'real time';
  if (speed > 1e6) return `${speed / 1e6}x real time`;
  return speed >= 1000 ? `${speed / 1000}k ticks/s` : `${speed} tick${speed === 1 ? '' : 's'}/s`;
}

export interface Status {
  paused: boolean;
  idle: boolean; // nobody can run
  now: Tick;
  running: { pid: Pid; name: string; call: string | null } | null;
  counts: Record<StateName, number>;
  traps: number;
  switches: number;
  preemptions: number;
  idleShare: number; // of all time so far, 0 to 1
  speed: number;
  typing: boolean; // the keys go to the console
  typedAhead: number; // keys typed while paused
  stopWhen: string | null; // the condition at which time stops
}

export interface StatusView {
  paused: boolean;
  speed: number;
  typing: boolean;
  typedAhead: number;
  stopWhen: string | null;
}

export function status(moment: Moment, view: StatusView): Status {
  const { snapshot } = moment;
  const running = processAt(moment, snapshot.running || snapshot.ready[0] || null); // between two slices: the next
  const counts = { running: 0, ready: 0, sleeping: 0, stopped: 0, zombie: 0 };
  for (const p of snapshot.processes) counts[p.state]++;
  return {
    ...view,
    idle: !running,
    now: moment.now,
    running: running ? { pid: running.pid, name: running.name, call: running.call } : null,
    counts,
    traps: snapshot.traps,
    switches: snapshot.switches,
    preemptions: snapshot.preemptions,
    idleShare: moment.now > 0 ? snapshot.idle / moment.now : 0,
  };
}
