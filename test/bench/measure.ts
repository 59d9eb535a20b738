// How the bench measures on a machine that others use too.
//
// What is compared runs in turn, in short rounds, and of each the best round counts: noise only ever adds time, and a
// slow moment hits all alike.

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Does some of it, and tells how often. */
export type Work = () => number;

/** Nanoseconds that each takes at best, by name. */
export function inTurns<Name extends string>(
  works: Record<Name, Work>,
  rounds: number,
): Record<Name, number> {
  const names = Object.keys(works) as Name[];
  const best = Object.fromEntries(names.map((name) => [name, Number.POSITIVE_INFINITY])) as Record<
    Name,
    number
  >;
  for (let round = 0; round < rounds; round++) {
    for (const name of names) {
      const start = process.hrtime.bigint();
      const times = works[name]();
      best[name] = Math.min(best[name], Number(process.hrtime.bigint() - start) / times);
    }
  }
  return best;
}

/** Of several measurements the least of each. */
export function bestOf<Name extends string>(
  runs: number,
  measure: () => Record<Name, number>,
): Record<Name, number> {
  const best = measure();
  for (let run = 1; run < runs; run++) {
    const times = measure();
    for (const name of Object.keys(times) as Name[]) best[name] = Math.min(best[name], times[name]);
  }
  return best;
}

/** The result of a measurement that several rows share: it is made when the first of them asks. */
export function once<T>(measure: () => T): () => T {
  let made: { value: T } | null = null;
  return () => {
    made ??= { value: measure() };
    return made.value;
  };
}

export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] as number;
}

/** Runs another file of the bench in a Node of its own; what it prints is JSON. */
export function inChild<T>(name: string, nodeOptions: string[] = [], args: string[] = []): T {
  const file = fileURLToPath(new URL(`${name}.mjs`, import.meta.url));
  const child = spawnSync(process.execPath, [...nodeOptions, file, ...args], { encoding: 'utf8' });
  if (child.status !== 0) throw new Error(`${name}: ${child.stderr.trim() || child.error || child.signal}`);
  return JSON.parse(child.stdout) as T;
}
