// How long the command takes to start, run one program and end, beside a Node that does nothing.

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { median, once } from './measure.ts';

const RUNS = 60;
export const TINYOS = fileURLToPath(new URL('../../../dist/tinyos.js', import.meta.url)); // from where the bench runs

/** Milliseconds each, the median of runs that take turns. */
export const commandTimes = once(() => {
  const node: number[] = [];
  const tinyos: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    node.push(timeOf(['-e', '0']));
    tinyos.push(timeOf([TINYOS, '-c', 'true']));
  }
  return { node: median(node), tinyos: median(tinyos) };
});

function timeOf(args: string[]): number {
  const begun = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`node ${args.join(' ')}: status ${status}: ${stderr.trim()}`);
  return performance.now() - begun;
}
