// What the kernel costs: a trap, a context switch, a process, each beside a bare `.next()` of a generator.
//
// Prints JSON. For a Node of its own: what V8 makes of the code differs from one to the next.

import type { Coroutine, Program } from '../../kernel/abi.ts';
import type { Kernel } from '../../kernel/boot.ts';
import { run } from '../../kernel/scheduler.ts';
import { sys } from '../../userland/sys.ts';
import { bareMachine } from './machine.ts';
import { inTurns, type Work } from './measure.ts';

const ROUNDS = 20;
const TURNS = 300_000; // of a round
const SPAWNS = 20_000;

/** Nanoseconds of each. */
export type KernelTimes = ReturnType<typeof measure>;

function measure() {
  return {
    ...inTurns(
      { next: bareNext(), trap: traps(), switch2: switches(2), switch100: switches(100), spawn: spawns() },
      ROUNDS,
    ),
    ...inTurns({ switch10000: switches(10_000), switch100000: switches(100_000) }, ROUNDS),
  };
}

/** The floor: nothing can switch faster between two generators. */
function bareNext(): Work {
  function* forEver() {
    for (;;) yield 1;
  }
  const generator = forEver();
  return () => {
    for (let turn = 0; turn < TURNS; turn++) generator.next();
    return TURNS;
  };
}

function traps(): Work {
  const kernel = warm(() => bareMachine(asks, ends));
  return () => {
    run(kernel, Number.POSITIVE_INFINITY, TURNS);
    return TURNS;
  };
}

/** Among `count` processes that do nothing but give the CPU away: each turn is a trap and a switch. */
function switches(count: number): Work {
  const kernel = warm(() => bareMachine(starts(count), yields));
  while (kernel.spawned < count) run(kernel, Number.POSITIVE_INFINITY, 1);
  return () => {
    const before = kernel.switches;
    run(kernel, Number.POSITIVE_INFINITY, TURNS);
    return kernel.switches - before;
  };
}

/** A parent that starts a child, which ends at once, and waits for it, again and again. */
function spawns(): Work {
  const kernel = warm(() => bareMachine(startsAndWaits, ends));
  return () => {
    const before = kernel.spawned;
    while (kernel.spawned - before < SPAWNS) run(kernel, Number.POSITIVE_INFINITY, 1000);
    return kernel.spawned - before;
  };
}

/** Programs are started many times, and V8 optimizes what it has seen often: so it shall be here. */
function warm(start: () => Kernel): Kernel {
  for (let i = 0; i < 10; i++) run(start(), Number.POSITIVE_INFINITY, 20_000);
  return start();
}

function* asks(): Coroutine {
  for (;;) yield* sys.getpid();
}

function* yields(): Coroutine {
  for (;;) yield* sys.sched_yield();
}

function* ends(): Coroutine {}

function starts(count: number): Program {
  return function* init() {
    for (let i = 0; i < count; i++) yield* sys.spawn('/bin/child', ['child']);
    yield* sys.waitpid(-1);
  };
}

function* startsAndWaits(): Coroutine {
  for (;;) {
    yield* sys.spawn('/bin/child', ['child']);
    yield* sys.waitpid(-1);
  }
}

process.stdout.write(JSON.stringify(measure()));
