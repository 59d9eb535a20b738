// How a test is run and judged: by the exit status of its process, and by what the kernel holds before and after it.

import type { Coroutine, Pid, WaitStatus } from '../../kernel/abi.ts';
import { warn } from '../lib/errors.ts';
import { listDirectory } from '../lib/files.ts';
import { print } from '../lib/output.ts';
import { listProcesses, readFields } from '../lib/processes.ts';
import { remove } from '../lib/remove.ts';
import { sys } from '../sys.ts';
import { errorOf, pause, type Roles, SKIPPED, type Test, Unexpected } from './check.ts';
import { roles } from './index.ts';

const LIMIT = 300; // seconds that a test may take: one that waits for ever is a failure, too
const SETTLING = 100; // milliseconds: orphans end, and init has to wait for them

type Counters = Record<string, string>;

type Verdict = 'OK' | 'FAILED' | 'SKIPPED';

/** Runs tests one after the other, with a line for each. True if none failed. */
export function* runAll(tests: readonly Test[]): Coroutine<boolean> {
  const before = yield* countersAtRest();
  const verdicts: [name: string, verdict: Verdict][] = [];
  const those = (verdict: Verdict) => verdicts.filter(([, one]) => one === verdict).map(([name]) => name);
  for (const [name] of tests) {
    const verdict = yield* runTest(name, those('FAILED').length === 0 ? before : yield* countersAtRest());
    verdicts.push([name, verdict]);
    yield* print(`${name}: ${verdict}\n`);
  }
  const lost = yield* settle(before);
  for (const line of lost) yield* warn('after all tests', line);
  const failed = those('FAILED');
  const skipped = those('SKIPPED').length;
  const isWell = failed.length === 0 && lost.length === 0;
  if (skipped > 0) yield* print(`skipped, since only root can run them: ${skipped}\n`);
  if (isWell) yield* print(`all tests passed (${tests.length - skipped})\n`);
  else
    yield* print(`${failed.length} of ${tests.length} tests failed: ${failed.join(' ') || 'none alone'}\n`);
  return isWell;
}

function* runTest(name: string, before: Counters): Coroutine<Verdict> {
  const directory = `/tmp/usertests.${yield* sys.getpid()}`;
  yield* sys.mkdir(directory);
  const pid = yield* sys.spawn('/bin/usertests', ['usertests', '--test', name], {
    cwd: directory,
    session: true,
    actions: [{ is: 'open', fd: 0, path: '/dev/null', flags: 0, mode: 0 }],
  });
  yield* onInterrupt(pid, directory);
  const status = yield* endOf(pid);
  if (status?.is === 'killed') yield* warn(name, `killed by ${status.signal}`);
  const removed = yield* remove(directory, { command: name, ...WHOLE_TREE });
  const lost = yield* settle(before);
  for (const line of lost) yield* warn(name, line);
  if (lost.length > 0) yield* endSession(pid);
  if (status?.is !== 'exited' || removed !== 'removed' || lost.length > 0) return 'FAILED';
  return status.code === SKIPPED ? 'SKIPPED' : status.code === 0 ? 'OK' : 'FAILED';
}

const WHOLE_TREE = { recursive: true, directories: true, ask: false, force: true, verbose: false };

/** Waits for a test, but not for ever. */
function* endOf(pid: Pid): Coroutine<WaitStatus | null> {
  function* onTimeout(): Coroutine {
    yield* errorOf(sys.kill(pid, 'SIGKILL'));
  }
  yield* sys.sigaction('SIGALRM', { handler: onTimeout, flags: ['SA_RESTART'] });
  yield* sys.alarm(LIMIT);
  const { status } = yield* sys.waitpid(pid);
  yield* sys.alarm(0);
  return status;
}

/** Who is interrupted takes the test along, and what it has left, before it ends. */
function* onInterrupt(pid: Pid, directory: string): Coroutine {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    if ((yield* sys.sigaction(signal)) === 'ignore') continue;
    yield* sys.sigaction(signal, {
      *handler() {
        yield* endSession(pid);
        yield* remove(directory, { command: 'usertests', ...WHOLE_TREE });
        yield* sys.sigaction(signal, 'default');
        yield* sys.sigprocmask('unblock', [signal]);
        yield* sys.kill(yield* sys.getpid(), signal);
      },
    });
  }
}

/** The test itself, in its process. */
export function* playTest([name, , , run]: Test): Coroutine<number> {
  for (const { name: fd } of yield* listDirectory('/proc/self/fd'))
    if (Number(fd) > 2) yield* errorOf(sys.close(Number(fd))); // what the harness was given is not for the tests
  return yield* report(name, run());
}

/** A child of a test, in its process. */
export function* playRole(name: string, args: string[]): Coroutine<number> {
  return yield* report(name, (roles[name] as Roles[string])(...args));
}

function* report(name: string, run: Coroutine<unknown>): Coroutine<number> {
  try {
    const status = yield* sys.call(run);
    return typeof status === 'number' ? status : 0;
  } catch (error) {
    if (!(error instanceof Unexpected)) throw error;
    yield* warn(name, error.message);
    return 1;
  }
}

/** What is not as it was before, even after a while; nothing if all is well. */
function* settle(before: Counters): Coroutine<string[]> {
  let lost: string[] = [];
  for (let i = 0; i < SETTLING; i++) {
    const after = yield* counters();
    lost = Object.keys(before)
      .filter((name) => before[name] !== after[name])
      .map((name) => `${name}: expected ${before[name]}, got ${after[name]}`);
    if (lost.length === 0) break;
    yield* pause(1000);
  }
  return lost;
}

/** What is held when nothing moves any more: others may still be on their way to sleep. */
function* countersAtRest(): Coroutine<Counters> {
  for (let last = ''; ; ) {
    const now = yield* counters();
    if (JSON.stringify(now) === last) return now;
    last = JSON.stringify(now);
    yield* pause(1000);
  }
}

function* counters(): Coroutine<Counters> {
  return yield* readFields('/proc/counters');
}

// What a test has left must not be there in the next one.
function* endSession(sid: Pid): Coroutine {
  for (const process of yield* listProcesses())
    if (process.sid === sid) yield* errorOf(sys.kill(process.pid, 'SIGKILL'));
  yield* pause(1000);
}
