// What a person at the machine notices: how much goes through a pipeline, and how soon there is a prompt.

import { wantsInput } from '../../kernel/interrupt.ts';
import { batchMachine, consoleMachine } from '../../shell/host/machines.ts';
import { parseArguments } from '../../shell/host/options.ts';
import { createSession, type MachineOptions, type Session } from '../../shell/host/session.ts';
import { inChild, median } from './measure.ts';

const PIPED = 200_000_000; // bytes
const PIPELINE = `head -c ${PIPED} /dev/zero | cat | cat | cat >/dev/null`;

/** Bytes a second through three cats. */
export function pipelineSpeed(): number {
  return Math.max(...Array.from({ length: 3 }, pipelineOnce));
}

function pipelineOnce(): number {
  const session = powerOn(batchMachine(parseArguments(['-c', PIPELINE])));
  const begun = performance.now();
  session.run(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY);
  if (session.kernel.halted !== 0) throw new Error(`'${PIPELINE}' has failed`);
  return PIPED / ((performance.now() - begun) / 1000);
}

/** Milliseconds from power on to the prompt, in a process that has just loaded the kernel. */
export function firstBoot(): number {
  return median(Array.from({ length: 9 }, () => inChild<number>('first-boot')));
}

/** And in one that has booted many machines. */
export function laterBoot(): number {
  return Math.min(...Array.from({ length: 100 }, bootToPrompt));
}

export function bootToPrompt(): number {
  const begun = performance.now();
  const session = powerOn(consoleMachine(parseArguments([]), 40, 120, {}));
  session.run(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY);
  if (!wantsInput(session.kernel, 'tty1')) throw new Error('no shell waits for input');
  return performance.now() - begun;
}

function powerOn(machine: MachineOptions): Session {
  return createSession({ machine, output: () => {} });
}
