// The machine is a pure function of image, options, seed and the interrupts with their ticks. Everything that
// rewinds, replays or compares two runs stands on that.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Program, WUNTRACED } from '../../kernel/abi.ts';
import { post } from '../../kernel/interrupt.ts';
import type { Interrupt } from '../../kernel/machine.ts';
import { sys } from '../../userland/sys.ts';
import {
  encode,
  errorOf,
  lines,
  type Machine,
  machine,
  now,
  pause,
  reapAll,
  slurp,
  start,
} from '../helpers.ts';

const END = 400_000;

// A little of everything: work, sleep, pipes, a terminal with jobs in front and behind, chance, signals, /proc.
const programs: Record<string, Program> = {
  *work([, ticks]) {
    for (let i = 0; i < 8; i++) yield* sys.work(Number(ticks) + i);
  },
  *nap() {
    for (let i = 0; i < 30; i++) {
      const [byte = 0] = yield* sys.getrandom(1);
      yield* pause(byte * 20);
    }
  },
  *read() {
    for (;;) {
      const data = yield* sys.read(0, 16);
      if (data.length === 0) return;
      yield* sys.write(1, data);
    }
  },
  *pour() {
    for (let i = 0; i < 40; i++) {
      yield* sys.write(1, new Uint8Array(3000).fill(65 + (i % 26)));
      yield* sys.work(50);
    }
  },
  *drain() {
    while ((yield* sys.read(0, 5000)).length > 0) yield* sys.work(30);
  },
};

const main: Program = function* () {
  const [reader, writer] = yield* sys.pipe();
  const ends = [{ is: 'close', fd: reader } as const, { is: 'close', fd: writer } as const];
  yield* start('pour', { actions: [{ is: 'dup', from: writer, to: 1 }, ...ends] });
  yield* start('drain', { actions: [{ is: 'dup', from: reader, to: 0 }, ...ends] });
  yield* sys.close(reader);
  yield* sys.close(writer);
  for (const ticks of ['700', '1300']) yield* start('work', {}, ticks);
  yield* start('nap');
  const job = yield* start('read', { pgid: 0, actions: [{ is: 'tcsetpgrp', fd: 0 }] });
  yield* start('read', { pgid: 0 });
  while ((yield* now()) < END / 2) {
    yield* sys.waitpid(job, WUNTRACED | 1);
    yield* errorOf(sys.kill(job, 'SIGCONT'));
    yield* pause(17_000);
    yield* slurp('/proc/sched');
    yield* slurp('/proc/interrupts');
  }
  yield* sys.kill(-1, 'SIGKILL');
  yield* errorOf(reapAll());
};

const options = { terminal: true, programs, quantum: 900, switchCost: 3 };

type Timed = [at: number, interrupt: Interrupt];

const interrupt: fc.Arbitrary<Interrupt> = fc.oneof(
  fc
    .constantFrom('a', 'line\r', '\x03', '\x1a', '\x04', '\x7f\x7fx', 'many words\r\r\r')
    .map((text) => ({ is: 'input', device: 'tty0', data: encode(text) }) as const),
  fc.record({
    is: fc.constant('resize' as const),
    device: fc.constant('tty0'),
    rows: fc.nat(60),
    columns: fc.nat(200),
  }),
  fc.record({
    is: fc.constant('signal' as const),
    device: fc.constant('panel'),
    pid: fc.integer({ min: 2, max: 9 }),
    signal: fc.constantFrom('SIGSTOP' as const, 'SIGCONT' as const, 'SIGUSR1' as const),
  }),
);
const tape = fc
  .array(fc.tuple(fc.nat({ max: END / 2 }), interrupt), { maxLength: 12 })
  .map((timed): Timed[] => timed.sort(([a], [b]) => a - b));
const slices = fc.array(
  fc.record({
    ticks: fc.oneof(fc.nat({ max: 30 }), fc.nat({ max: 9000 })),
    turns: fc.oneof(fc.nat({ max: 5 }), fc.nat({ max: 500 })),
  }),
  { minLength: 1, maxLength: 8 },
);

function booted(interrupts: readonly Timed[], seed = 'seed'): Machine {
  const one = machine(main, { ...options, seed });
  for (const [at, each] of interrupts) post(one.kernel, each, at);
  return one;
}

/** What happened up to END: the trace, and what the terminal was sent. */
function story(one: Machine): string {
  return `${lines(one)}\n${JSON.stringify(one.output())}\n${one.kernel.halted}`;
}

function whole(interrupts: readonly Timed[], seed?: string): string {
  const one = booted(interrupts, seed);
  one.run(END);
  return story(one);
}

/** Runs a machine in pieces, up to END; calls `between` after each. */
function inPieces(
  one: Machine,
  cuts: readonly { ticks: number; turns: number }[],
  between = () => {},
): string {
  let until = 0;
  for (let i = 0; until < END; i++) {
    const { ticks, turns } = cuts[i % cuts.length] as { ticks: number; turns: number };
    until = Math.min(END, Math.max(until, one.kernel.clock.now) + ticks);
    const state = one.run(until, turns);
    if (state === 'halted') break;
    // A host that waits lets time pass while the machine is idle; one that has no turns left comes back for more.
    if (i % cuts.length === cuts.length - 1) until = Math.min(END, until + 997);
    between();
  }
  one.run(END);
  return story(one);
}

test('the same seed and the same interrupts give the same trace', () => {
  fc.assert(
    fc.property(tape, fc.string(), (interrupts, seed) => {
      expect(whole(interrupts, seed)).toBe(whole(interrupts, seed));
    }),
    { numRuns: 8 },
  );
});

test('another seed gives another trace', () => {
  expect(whole([], 'one')).not.toBe(whole([], 'two'));
});

test('how the run is cut into pieces never changes what happens', () => {
  fc.assert(
    fc.property(tape, slices, (interrupts, cuts) => {
      expect(inPieces(booted(interrupts), cuts)).toBe(whole(interrupts));
    }),
    { numRuns: 20 },
  );
});

test('interrupts that are posted as they come and those posted all at the start, at the same ticks, do the same', () => {
  fc.assert(
    fc.property(fc.array(interrupt, { maxLength: 15 }), slices, (coming, cuts) => {
      const live = booted([]);
      const recorded: Timed[] = [];
      const rest = [...coming];
      let calls = 0;
      const told = inPieces(live, cuts, () => {
        if (calls++ % 3 !== 0) return;
        const next = rest.shift();
        if (next) recorded.push([post(live.kernel, next), next]);
      });
      expect(whole(recorded)).toBe(told);
    }),
    { numRuns: 20 },
  );
});

test('watching and looking on change nothing', () => {
  const watched = booted([[5000, { is: 'input', device: 'tty0', data: encode('x\r') }]]);
  const alone = machine(main, { ...options, seed: 'seed', unwatched: true });
  post(alone.kernel, { is: 'input', device: 'tty0', data: encode('x\r') }, 5000);
  watched.run(END);
  alone.run(END);
  expect([alone.output(), alone.kernel.clock.now, alone.kernel.switches]).toEqual([
    watched.output(),
    watched.kernel.clock.now,
    watched.kernel.switches,
  ]);
});
