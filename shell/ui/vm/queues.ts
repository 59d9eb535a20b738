// The queues: who has the CPU and for how long still, who waits for it and in which order, and who waits for what.

import type { Pid, Signal, Tick } from '../../../kernel/abi.ts';
import type { QueueView, Snapshot } from '../../../kernel/inspect.ts';
import { alarmTime, moment as momentText, sourceText } from './format.ts';
import { type Moment, nameAt, processAt } from './moment.ts';

export interface Member {
  pid: Pid;
  name: string; // 'producer'
  selected: boolean;
}

export interface WaitRow {
  queue: string; // 'pipe#3 readers'
  reason: string; // 'pipe empty'
  sleepers: Member[];
  wakers: Member[]; // who can wake them
  source: string | null; // what else can: 'keyboard', 'clock at 1.060000'
}

export interface Queues {
  policy: string;
  quantum: Tick;
  running: Member | null;
  used: Tick; // of its slice
  slice: Tick;
  ready: Member[];
  waiting: WaitRow[];
  stopped: (Member & { by: Signal | null })[];
  zombies: (Member & { parent: string })[];
}

export function queues(moment: Moment, selected: Pid | null): Queues {
  const { snapshot } = moment;
  const member = (pid: Pid): Member => ({
    pid,
    name: processAt(moment, pid)?.name ?? '?',
    selected: pid === selected,
  });
  const inState = (state: string) => snapshot.processes.filter((p) => p.state === state);
  return {
    policy: snapshot.policy,
    quantum: snapshot.quantum,
    running: snapshot.running ? member(snapshot.running) : null,
    used: snapshot.sliceUsed,
    slice: snapshot.sliceLength,
    ready: snapshot.ready.map(member),
    waiting: sorted(snapshot).map((queue) => ({
      queue: queue.name,
      reason: queue.reason,
      sleepers: queue.sleepers.map(member),
      wakers: queue.wakers.map(member),
      source: wakeSource(moment, queue),
    })),
    stopped: inState('stopped').map((p) => ({
      ...member(p.pid),
      by: p.stopSignal,
    })),
    zombies: inState('zombie').map((p) => ({ ...member(p.pid), parent: nameAt(moment, p.ppid) })),
  };
}

// What can wake them besides processes. Of those that the clock wakes, each has a time of its own: the first is told.
function wakeSource(moment: Moment, { wakeSource, sleepers }: QueueView): string | null {
  const [only] = sleepers.length === 1 ? sleepers : [];
  if (only !== undefined) {
    const source = processAt(moment, only)?.wakeSource;
    return source ? sourceText(source) : null;
  }
  if (wakeSource !== 'clock') return wakeSource;
  const times = sleepers.map((pid) => alarmTime(processAt(moment, pid)?.wakeSource));
  const first = Math.min(...times.flatMap((time) => time ?? []));
  return `clock, first at ${momentText(first)}`;
}

// By the pid of the first sleeper, so that a row keeps its place while others come and go.
function sorted(snapshot: Snapshot): Snapshot['queues'][number][] {
  return [...snapshot.queues].sort((a, b) => (a.sleepers[0] ?? 0) - (b.sleepers[0] ?? 0));
}

/** Everybody on the pane, from top to bottom: what the arrow keys walk through. */
export function listQueued(q: Queues): Pid[] {
  const members = [
    ...(q.running ? [q.running] : []),
    ...q.ready,
    ...q.waiting.flatMap((row) => row.sleepers),
    ...q.stopped,
    ...q.zombies,
  ];
  return members.map((m) => m.pid);
}
