// Runs so many processes, and prints what they take. For a Node of its own, with --expose-gc.
//
// Each is alive in full: it was started, holds its descriptors and environment, and sleeps in a system call.

import type { Coroutine } from '../../kernel/abi.ts';
import { run } from '../../kernel/scheduler.ts';
import { sys } from '../../userland/sys.ts';
import { bareMachine } from './machine.ts';

export interface Population {
  bytesEach: number; // of the heap and of typed arrays
  startSeconds: number; // until all were asleep
  runSeconds: number; // until all had woken, ended and been waited for
  peakBytes: number; // of the host's process
}

const NIGHT = { sec: 10_000, nsec: 0 };
const count = Number(process.argv[2]);

function* init(): Coroutine {
  for (let i = 0; i < count; i++) yield* sys.spawn('/bin/child', ['child']);
  for (let i = 0; i < count; i++) yield* sys.waitpid(-1);
}

function* sleeps(): Coroutine {
  yield* sys.nanosleep(NIGHT);
}

function bytesInUse(): number {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

const before = bytesInUse();
const kernel = bareMachine(init, sleeps);
const started = performance.now();
run(kernel, (NIGHT.sec * 1e6) / 2, Number.POSITIVE_INFINITY);
const asleep = performance.now();
const asleepCount = kernel.sleepers.sleepers.size;
if (asleepCount !== count) throw new Error(`${asleepCount} of ${count} processes are asleep`);
const bytesEach = (bytesInUse() - before) / count;
const morning = performance.now();
run(kernel, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY);
if (kernel.halted !== 0) throw new Error('not all processes have ended');

const population: Population = {
  bytesEach,
  startSeconds: (asleep - started) / 1000,
  runSeconds: (performance.now() - morning) / 1000,
  peakBytes: process.resourceUsage().maxRSS * 1024,
};
process.stdout.write(JSON.stringify(population));
