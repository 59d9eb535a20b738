// Random calls for as long as one likes:
//
//     npx tsx test/kernel/grind/main.ts [--calls 10000000] [--seed 1] [--policy rr]
//
// Ends with status 1 and a test that shows it if a law of the kernel is broken.

import { parseArgs } from 'node:util';
import { grindMany } from './check.ts';

const CALLS = 1000; // of one run
const RUNS = 200; // from one seed

const { values } = parseArgs({
  options: {
    calls: { type: 'string', default: '10000000' },
    seed: { type: 'string', default: '1' },
    policy: { type: 'string' },
  },
});

let calls = 0;
for (let seed = Number(values.seed); calls < Number(values.calls); seed++) {
  const report = grindMany(seed, RUNS, CALLS, values.policy);
  calls += report.calls;
  if (report.failure) {
    console.log(`seed ${seed}:\n${report.failure}`);
    process.exit(1);
  }
  console.log(`seed ${seed}: all is well after ${calls} calls`);
}
