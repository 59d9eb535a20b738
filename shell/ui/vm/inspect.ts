// The inspector: one process, and above all what it waits for and who can end the wait.

import { type Pid, printStatus, type Tick } from '../../../kernel/abi.ts';
import type { DescriptorView, ProcessView, StateName } from '../../../kernel/inspect.ts';
import { sourceText } from './format.ts';
import { printArguments, printOutcome, type TrapRecord } from './log.ts';
import { type Moment, nameAt, processAt } from './moment.ts';
import { whatItWaitsFor } from './processes.ts';

export interface Inspection {
  pid: Pid;
  name: string;
  argv: string;
  state: StateName;
  since: Tick; // how long it has been in that state
  call: string | null;
  waits: string;
  wakers: { pid: Pid; name: string; state: StateName | null }[];
  source: string | null;
  parent: string;
  pgid: Pid;
  sid: Pid;
  terminal: string; // 'tty1, in front'
  cwd: string;
  descriptors: readonly DescriptorView[];
  pending: string;
  ignored: string;
  cpu: { user: Tick; system: Tick; waited: Tick };
  nice: number;
  traps: number;
  voluntary: number;
  involuntary: number;
  recent: { tick: Tick; pid: Pid; text: string; open: boolean; failed: boolean }[]; // newest first
}

/** What is known of the selected process, or of one that has ended since: its last traps. */
export function inspection(moment: Moment, pid: Pid | null): Inspection | { gone: string } | null {
  if (pid === null) return null;
  const p = processAt(moment, pid);
  if (!p) return { gone: nameAt(moment, pid) };
  return {
    pid,
    name: p.name,
    argv: p.argv.join(' '),
    state: p.state,
    since: moment.now - p.since,
    call: p.call,
    ...whatWakes(moment, p),
    parent: p.ppid ? nameAt(moment, p.ppid) : 'the kernel',
    pgid: p.pgid,
    sid: p.sid,
    terminal: p.tty ? `${p.tty}${p.foreground ? ', in front' : ', in the background'}` : 'no terminal',
    cwd: p.cwd,
    descriptors: p.descriptors,
    pending: p.pending.join(' '),
    ignored: p.ignored.join(' '),
    cpu: { user: p.user, system: p.system, waited: p.waited },
    nice: p.nice,
    traps: p.traps,
    voluntary: p.voluntary,
    involuntary: p.involuntary,
    recent: (moment.log.histories.get(pid)?.recent ?? []).map(recentTrap).reverse(),
  };
}

function whatWakes(moment: Moment, p: ProcessView): Pick<Inspection, 'waits' | 'wakers' | 'source'> {
  const waker = (pid: Pid) => {
    const other = processAt(moment, pid);
    return { pid, name: other?.name ?? '?', state: other?.state ?? null };
  };
  switch (p.state) {
    case 'sleeping':
      return {
        waits: p.waitsFor ?? '',
        wakers: p.wakers.map(waker),
        source: p.wakeSource && sourceText(p.wakeSource),
      };
    case 'stopped':
      return {
        waits: `stopped by ${whatItWaitsFor(moment, p) || 'a signal'}`,
        wakers: [],
        source: 'SIGCONT',
      };
    case 'zombie':
      return {
        waits: `ended (${p.status ? printStatus(p.status) : '?'}); its parent has not waited for it`,
        wakers: [waker(p.ppid)],
        source: null,
      };
    case 'ready':
      return { waits: whatItWaitsFor(moment, p), wakers: [], source: 'scheduler' };
    case 'running':
      return { waits: '', wakers: [], source: null };
    default:
      return p.state satisfies never;
  }
}

function recentTrap(trap: TrapRecord): Inspection['recent'][number] {
  const outcome = printOutcome(trap);
  return {
    tick: trap.tick,
    pid: trap.pid,
    text: `${trap.call}(${printArguments(trap)})${outcome === null ? '' : ` = ${outcome}`}`,
    open: trap.outcome === 'open',
    failed: trap.outcome === 'failed',
  };
}
