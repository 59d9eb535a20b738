// Many random runs: the first that breaks a law is made smaller (fast-check) and told as a test that can be pasted.

import fc from 'fast-check';
import { grind, type Outcome, type Run } from './grind.ts';
import { runs } from './runs.ts';

const EVERY = 3; // traps between two looks at the whole kernel; a run that fails is made again to find the turn

export interface Report {
  readonly calls: number;
  readonly seen: ReadonlyMap<string, number>; // how often each call ended in each way
  readonly failure: string | null; // a test that shows it
}

/** Makes so many runs of so many calls each, from a seed. */
export function grindMany(seed: number, count: number, calls: number, policy?: string): Report {
  const seen = new Map<string, number>();
  let made = 0;
  const property = fc.property(runs(calls, policy), (run) => {
    const outcome = precisely(run);
    made += outcome.calls;
    for (const [what, times] of outcome.seen) seen.set(what, (seen.get(what) ?? 0) + times);
    return outcome.broken.length === 0;
  });
  const { failed, counterexample } = quietly(() => fc.check(property, { seed, numRuns: count }));
  return { calls: made, seen, failure: failed && counterexample ? asTest(counterexample[0]) : null };
}

function precisely(run: Run): Outcome {
  const outcome = grind(run, EVERY);
  return outcome.broken.length > 0 ? grind(run) : outcome;
}

// A failed call is an exception, and most of its cost is the stack that nobody reads here.
function quietly<T>(work: () => T): T {
  const before = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return work();
  } finally {
    Error.stackTraceLimit = before;
  }
}

export function asTest(run: Run): string {
  const broken = grind(run)
    .broken.map((what) => `// ${what}`)
    .join('\n');
  const programs = run.programs.map(
    (steps) => `    [\n${steps.map((step) => `      ${literal(step)},\n`).join('')}    ],\n`,
  );
  return `${broken}
test('no law of the kernel is broken', () => {
  const run: Run = {
    ...${literal({ ...run, programs: undefined, interrupts: undefined })},
    interrupts: ${literal(run.interrupts)},
    programs: [
${programs.join('').replace(/^/gm, '  ').trimEnd()}
    ],
  };
  expect(grind(run).broken).toEqual([]);
});
`;
}

/** A value as the source of a program has it. */
function literal(value: unknown): string {
  if (value instanceof Uint8Array) return `Uint8Array.of(${value.join(', ')})`;
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  return `{ ${fields.map(([name, field]) => `${name}: ${literal(field)}`).join(', ')} }`;
}
