// `explain`: one sentence about what happened last, and one about the selected process.

import { type Pid, printStatus } from '../../../kernel/abi.ts';
import type { ProcessView } from '../../../kernel/inspect.ts';
import type { KernelEvent } from '../../../kernel/watch.ts';
import { sourceText, span } from './format.ts';
import { printArguments, printOutcome, type TrapRecord } from './log.ts';
import { type Moment, nameAt } from './moment.ts';
import { placeInQueue, whatItWaitsFor } from './processes.ts';

export function explainEvent(moment: Moment, event: KernelEvent): string {
  const who = nameAt(moment, event.pid);
  switch (event.is) {
    case 'trap':
    case 'return':
    case 'fail':
    case 'sleep': {
      const trap = moment.log.histories.get(event.pid)?.recent.at(-1);
      return trap ? explainTrap(moment, trap) : `${who} made the system call ${event.call}.`;
    }
    case 'switch':
      return `${whyItLeft(moment, event.from, event.cause)} The CPU goes to ${who}.`;
    case 'idle':
      return `${whyItLeft(moment, event.from, event.cause)} Nobody is ready, so the CPU is idle.`;
    case 'restart':
      return `A signal interrupted ${who} in ${event.call}, and the call is made again.`;
    case 'wake':
      return `${who} is woken from ${event.queue} by ${byWhom(moment, event.by)}, and waits for the CPU.`;
    case 'spawn':
      return `${who} started ${event.path} as process ${event.child}, which waits for the CPU.`;
    case 'exec':
      return `${who} is another program from now on: ${event.path}.`;
    case 'signal':
      return `${who} gets ${event.signal} from ${byWhom(moment, event.by)}.`;
    case 'stop':
      return `${who} is stopped by ${event.signal} until SIGCONT.`;
    case 'continue':
      return `${who} is continued by SIGCONT.`;
    case 'fault':
      return `${who} failed: ${event.message}`;
    case 'exit':
      return `${who} has ended (${printStatus(event.status)}): a zombie until its parent waits for it.`;
    case 'reap':
      return `${who} has learnt how its child ${event.child} ended, and the zombie is gone.`;
    case 'interrupt':
      return `${event.device} interrupts: ${event.what}.`;
    default:
      return event satisfies never;
  }
}

export function explainTrap(moment: Moment, trap: TrapRecord): string {
  const call = `${nameAt(moment, trap.pid)} called ${trap.call}(${printArguments(trap)})`;
  const woke = trap.wakes.length > 0 ? `, which woke ${names(moment, trap.wakes)}` : '';
  switch (trap.outcome) {
    case 'open':
      return trap.slept ? `${call} and sleeps${woke}. It waits for ${trap.slept}.` : `${call}${woke}.`;
    case 'returned':
      return `${call}${woke}. It returned ${printOutcome(trap)}${afterSleep(trap)}.`;
    case 'failed':
      return `${call}${woke}. It failed with ${printOutcome(trap)!.slice('-1 '.length)}${afterSleep(trap)}.`;
    case 'cut':
      return `${call}${woke} and did not return from it.`;
    default:
      return trap.outcome satisfies never;
  }
}

function afterSleep(trap: TrapRecord): string {
  return trap.slept ? ` after ${span(trap.end - trap.tick)} asleep (${trap.slept})` : '';
}

function whyItLeft(moment: Moment, pid: Pid, cause: (KernelEvent & { is: 'switch' })['cause']): string {
  const who = nameAt(moment, pid);
  switch (cause) {
    case 'preempted':
      return `The timer took the CPU from ${who}: its slice of ${span(moment.snapshot.quantum)} was used up.`;
    case 'yielded':
      return `${who} let the others run first.`;
    case 'asleep':
      return `${who} sleeps.`;
    case 'stopped':
      return `${who} is stopped.`;
    case 'exited':
      return `${who} has ended.`;
    case 'idle':
      return 'The CPU was idle.';
    default:
      return cause satisfies never;
  }
}

/** The state of a process in a sentence. */
export function explainProcess(moment: Moment, p: ProcessView): string {
  const who = nameAt(moment, p.pid);
  const since = span(moment.now - p.since);
  switch (p.state) {
    case 'running':
      return `${who} has the CPU.`;
    case 'ready':
      return `${who} could run and has waited ${since} for the CPU: it is ${placeInQueue(moment, p)} in the queue.`;
    case 'sleeping':
      return `${who} has slept for ${since}${p.call ? ` in ${p.call}` : ''}, waiting for ${p.waitsFor}. ${wakers(moment, p)}`;
    case 'stopped':
      return `${who} has been stopped for ${since} by ${whatItWaitsFor(moment, p) || 'a signal'}. SIGCONT lets it go on.`;
    case 'zombie':
      return `${who} has ended (${p.status ? printStatus(p.status) : '?'}); ${nameAt(moment, p.ppid)} has not yet asked how.`;
    default:
      return p.state satisfies never;
  }
}

function wakers(moment: Moment, p: ProcessView): string {
  const all = [
    ...p.wakers.map((pid) => nameAt(moment, pid)),
    ...(p.wakeSource ? [`the ${sourceText(p.wakeSource)}`] : []),
  ];
  return all.length > 0 ? `It can be woken by ${all.join(' or ')}.` : 'Nobody is known who could wake it.';
}

function names(moment: Moment, pids: readonly Pid[]): string {
  return pids.map((pid) => nameAt(moment, pid)).join(', ');
}

function byWhom(moment: Moment, pid: Pid): string {
  return pid === 0 ? 'an interrupt' : nameAt(moment, pid);
}
