// What the bench measures, in the order in which it is printed.
//
// To add a row: one below. Figures with a `target` are what the project promises.

import { commandTimes } from './command.ts';
import type { KernelTimes } from './kernel.ts';
import { bestOf, inChild, once } from './measure.ts';
import type { Population } from './population.ts';
import { firstBoot, laterBoot, pipelineSpeed } from './sessions.ts';
import { uiCosts } from './ui.ts';

export interface Row {
  name: string;
  unit: 'a second' | 'B a second' | 'B' | 'ms' | 's' | 'times';
  measure(): number | Promise<number>;
  target?: number; // at most
}

const kernelTimes = once(() => bestOf(3, () => inChild<KernelTimes>('kernel')));
const crowd = once(() => inChild<Population>('population', ['--expose-gc'], ['100000']));
const million = once(() =>
  inChild<Population>('population', ['--expose-gc', '--max-old-space-size=8192'], ['1000000']),
);
const rate = (nanoseconds: number): number => 1e9 / nanoseconds;

export const rows: readonly Row[] = [
  { name: 'bare .next() of a generator', unit: 'a second', measure: () => rate(kernelTimes().next) },
  { name: 'trap (getpid)', unit: 'a second', measure: () => rate(kernelTimes().trap) },
  { name: 'context switch, 2 processes', unit: 'a second', measure: () => rate(kernelTimes().switch2) },
  { name: 'context switch, 100', unit: 'a second', measure: () => rate(kernelTimes().switch100) },
  { name: 'context switch, 10,000', unit: 'a second', measure: () => rate(kernelTimes().switch10000) },
  { name: 'context switch, 100,000', unit: 'a second', measure: () => rate(kernelTimes().switch100000) },
  { name: 'spawn, exit and wait', unit: 'a second', measure: () => rate(kernelTimes().spawn) },
  { name: 'head | cat | cat | cat', unit: 'B a second', measure: pipelineSpeed },
  { name: 'boot to prompt, the first', unit: 'ms', measure: firstBoot },
  { name: 'boot to prompt, a later one', unit: 'ms', measure: laterBoot },
  { name: '1,000,000 processes: all started', unit: 's', measure: () => million().startSeconds },
  { name: '1,000,000 processes: all woken and ended', unit: 's', measure: () => million().runSeconds },
  { name: '1,000,000 processes: each', unit: 'B', measure: () => million().bytesEach },
  { name: 'tinyos -c true', unit: 'ms', measure: () => commandTimes().tinyos },
  { name: 'node -e 0', unit: 'ms', measure: () => commandTimes().node },
  {
    name: 'UI at 120x40, busy: written',
    unit: 'B a second',
    measure: async () => (await uiCosts()).busy.bytes,
  },
  { name: 'UI, still: CPU time a second', unit: 'ms', measure: async () => (await uiCosts()).still.cpu },

  { name: 'a trap / a bare .next()', unit: 'times', measure: () => ratio('trap'), target: 5 },
  {
    name: 'a switch among 100 / a bare .next()',
    unit: 'times',
    measure: () => ratio('switch100'),
    target: 7,
  },
  { name: 'one of 100,000 live processes', unit: 'B', measure: () => crowd().bytesEach, target: 2048 },
  {
    name: 'tinyos -c true / node -e 0',
    unit: 'times',
    measure: () => commandTimes().tinyos / commandTimes().node,
    target: 2.5,
  },
  {
    name: 'UI at 120x40, busy: CPU time a second',
    unit: 'ms',
    measure: async () => (await uiCosts()).busy.cpu,
    target: 60,
  },
  {
    name: 'UI while nothing changes: written',
    unit: 'B a second',
    measure: async () => (await uiCosts()).still.bytes,
    target: 0,
  },
];

function ratio(what: 'trap' | 'switch100'): number {
  return kernelTimes()[what] / kernelTimes().next;
}
