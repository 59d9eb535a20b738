import type { Coroutine } from '../../kernel/abi.ts';
import { quote, warn } from '../lib/errors.ts';
import { type Command, parseOptions, usageError } from '../lib/getopt.ts';
import { print } from '../lib/output.ts';
import type { Test } from '../usertests/check.ts';
import { playRole, playTest, runAll } from '../usertests/harness.ts';
import { findTest, roles, tests } from '../usertests/index.ts';

export const command: Command = {
  name: 'usertests',
  topic: 'system',
  synopsis: '[-cq] [NAME]...\n-l',
  about: 'Test the kernel from inside, each test in a process of its own.',
  options: [
    { short: 'c', long: 'continuous', about: 'start again after the last one, until a test fails' },
    { short: 'l', long: 'list', about: 'list the tests, with what each of them checks' },
    { short: 'q', long: 'quick', about: 'leave out the slow ones' },
  ],
  description: `Runs all tests, or those of the given names. A test is judged by the exit status of its process, and by what
/proc/counters tells before and after it: of what the kernel holds, nothing may be gained or lost. So it wants a machine
on which nothing else starts or ends meanwhile. What only root can test is skipped for others.`,
  exitStatus: '0 if all tests passed, 1 if one failed, 2 if there is no test of that name',
  examples: [
    ['usertests -q', 'all but the slow ones'],
    ['usertests -c pipe1', 'one of them, again and again'],
  ],
  usageStatus: 2,
};

const WIDTH = 15; // of the names in the list

export default function* main(argv: string[]): Coroutine<number> {
  if (argv[1] === '--test' || argv[1] === '--role') return yield* play(argv.slice(1));
  const { flags, operands } = yield* parseOptions(command, argv);
  const unknown = operands.filter((name) => !findTest(name));
  for (const name of unknown) yield* warn('usertests', `no such test: ${quote(name)}`);
  if (unknown.length > 0) return 2;
  const named = operands.length > 0 ? operands.map((name) => findTest(name) as Test) : tests;
  const chosen = flags.has('q') ? named.filter(([, speed]) => speed === 'quick') : named;
  if (chosen.length === 0) return yield* usageError(command, 'all of these tests are slow ones');
  if (flags.has('l')) {
    for (const [name, speed, about] of chosen) yield* print(`${name.padEnd(WIDTH)} ${speed}  ${about}\n`);
    return 0;
  }
  let passed: boolean;
  do passed = yield* runAll(chosen);
  while (passed && flags.has('c'));
  return passed ? 0 : 1;
}

/** As the process of a test, or of a child of one: these two options are for the tests themselves. */
function* play([what, name = '', ...args]: string[]): Coroutine<number> {
  const test = findTest(name);
  if (what === '--test' && test) return yield* playTest(test);
  if (what === '--role' && Object.hasOwn(roles, name)) return yield* playRole(name, args);
  return yield* usageError(command, `${what} is for the tests themselves`);
}
