// usertests, the tests that run inside: they pass under every policy and with every seed, and they do notice when the
// kernel is broken.

import alea from 'seedrandom/lib/alea.js';
import { describe, expect, test } from 'vitest';
import { O_RDWR } from '../../kernel/abi.ts';
import { boot, type Kernel } from '../../kernel/boot.ts';
import { setAlarm } from '../../kernel/clock.ts';
import { install } from '../../kernel/file.ts';
import { plant } from '../../kernel/fs/image.ts';
import { entriesOf } from '../../kernel/fs/inode.ts';
import { openPath } from '../../kernel/fs/open.ts';
import { lookup } from '../../kernel/fs/path.ts';
import { post } from '../../kernel/interrupt.ts';
import { newProcess } from '../../kernel/lifecycle.ts';
import type { BootOptions } from '../../kernel/machine.ts';
import { policies } from '../../kernel/policies/index.ts';
import { run } from '../../kernel/scheduler.ts';
import { watch } from '../../kernel/watch.ts';
import { bootImage, ENVIRONMENT } from '../../shell/host/image.ts';
import { concat, decode } from '../../userland/lib/text.ts';
import { parts, tests } from '../../userland/usertests/index.ts';
import * as permissions from '../../userland/usertests/permissions.ts';

const TURNS = 50_000_000;

interface Options extends Partial<BootOptions> {
  seed?: string;
  user?: 'root' | 'me'; // as whom it runs
  command?: string[]; // what init starts
  prepare?(kernel: Kernel): void;
}

/** Runs usertests with these arguments on a machine of its own, as `tinyos -c` would; but as root, who can test most. */
function usertests(
  args: string[],
  { seed = '1', user = 'root', command = ['usertests', ...args], prepare, ...options }: Options = {},
) {
  const outputs: Record<string, Uint8Array[]> = { stdin: [], stdout: [], stderr: [] };
  const kernel = boot({
    image: bootImage(),
    devices: [
      ...Object.entries(outputs).map(
        ([name, parts]) =>
          ({ is: 'stream', name, output: (data: Uint8Array) => parts.push(data.slice()) }) as const,
      ),
      { is: 'terminal', name: 'tty0', rows: 24, columns: 80, output() {} },
    ],
    stdio: ['/dev/host-stdin', '/dev/host-stdout', '/dev/host-stderr'],
    init: { argv: ['/bin/init', ...command], env: { ...ENVIRONMENT, USER: user, LOGNAME: user } },
    random: alea(seed),
    maxProcesses: 200,
    ...options,
  });
  prepare?.(kernel);
  const ended = run(kernel, Number.POSITIVE_INFINITY, TURNS);
  if (ended !== 'halted') throw new Error(`the machine is ${ended} at ${kernel.clock.now}`);
  const [stdout = '', stderr = ''] = ['stdout', 'stderr'].map((name) => decode(concat(outputs[name]!)));
  return { stdout, stderr, status: kernel.halted };
}

const allOk = (names: string[]) => ({
  stdout: `${names.map((name) => `${name}: OK\n`).join('')}all tests passed (${names.length})\n`,
  stderr: '',
  status: 0,
});

const names = tests.map(([name]) => name);
const quick = tests.filter(([, speed]) => speed === 'quick').map(([name]) => name);

describe('usertests', () => {
  test.each(Object.keys(policies))('passes its quick tests under the policy %s', (policy) => {
    expect(usertests(['-q'], { policy })).toEqual(allOk(quick));
  });

  test('passes on a machine with room for as many processes as usual', () => {
    expect(usertests(['forktest', 'forkforkfork'], { maxProcesses: 4096 })).toEqual(
      allOk(['forktest', 'forkforkfork']),
    );
  });

  test.each(Array.from({ length: 20 }, (_, i) => `usertests ${i}`))('passes with the seed %s', (seed) => {
    const random = alea(seed);
    const quantum = Math.ceil(10 ** (random() * 4.5)); // from 1 to 31,000 ticks
    const switchCost = Math.floor(random() * 3);
    expect(usertests([], { seed, quantum, switchCost })).toEqual(allOk(names));
  });

  test('passes as a user who is not root; what has to be root is skipped', () => {
    const command = ['sh', '-c', 'sleep 1000000 & usertests | cat']; // a user who does other things besides
    const { stdout, stderr, status } = usertests([], { user: 'me', command });
    const verdicts = stdout.split('\n').slice(0, names.length);
    const skipped = verdicts.filter((line) => line.endsWith(': SKIPPED'));
    expect(verdicts.map((line) => line.replace('SKIPPED', 'OK'))).toEqual(names.map((name) => `${name}: OK`));
    expect(skipped.length).toBe(permissions.tests.length - 1);
    expect(stdout.split('\n').slice(names.length)).toEqual([
      `skipped, since only root can run them: ${skipped.length}`,
      `all tests passed (${names.length - skipped.length})`,
      '',
    ]);
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  });

  test('runs the tests that are named, in that order', () => {
    expect(usertests(['pipe1', 'copyin', 'pipe1'])).toEqual(allOk(['pipe1', 'copyin', 'pipe1']));
  });

  test('runs nothing when one of the names is no test', () => {
    expect(usertests(['pipe1', 'nosuch', ''])).toEqual({
      stdout: '',
      stderr: "usertests: no such test: 'nosuch'\nusertests: no such test: ''\n",
      status: 2,
    });
  });

  test('-q leaves out the slow ones of those that are named; without any left it is an error', () => {
    expect(usertests(['-q', 'pipe1', 'forktest'])).toEqual(allOk(['pipe1']));
    expect(usertests(['-q', 'forktest'])).toEqual({
      stdout: '',
      stderr: "usertests: all of these tests are slow ones\nTry 'usertests --help' for more information.\n",
      status: 2,
    });
  });

  test('-l lists the tests with what they check, and runs none', () => {
    expect(usertests(['-l', 'pipe1', 'forktest'])).toEqual({
      stdout: `pipe1           quick  every byte of a pipe arrives in order, and then the end
forktest        slow  the process table has an end; all that were started are told
`,
      stderr: '',
      status: 0,
    });
  });

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s ends it with the test that runs, and nothing is left', (signal, status) => {
    const left: unknown[] = [];
    const prepare = (kernel: Kernel) => {
      post(kernel, { is: 'signal', device: 'stdin', pid: 2, signal }, 50_000);
      watch(kernel, (event) => {
        if (event.is !== 'exit' || event.pid !== 2) return;
        const living = [...kernel.processes.values()].filter(({ task }) => task.state.is !== 'zombie');
        left.push(
          living.map(({ pid }) => pid),
          entriesOf(lookup(kernel, kernel.init, '/tmp')).size(),
        );
      });
    };
    expect(usertests(['sarestart', 'pipe1'], { prepare })).toEqual({ stdout: '', stderr: '', status });
    expect(left).toEqual([[1], 0]);
  });

  test.each([['--test', 'nosuch'], ['--test'], ['--role', 'nosuch'], ['--role', 'toString']])(
    'takes no wrong name from a child of its own: %s %s',
    (...args) => {
      expect(usertests(args)).toEqual({
        stdout: '',
        stderr: `usertests: ${args[0]} is for the tests themselves\nTry 'usertests --help' for more information.\n`,
        status: 2,
      });
    },
  );
});

test('no two tests have the same name, nor have two roles', () => {
  expect(names).toEqual([...new Set(names)]);
  const roles = parts.flatMap((part) => Object.keys(part.roles ?? {}));
  expect(roles).toEqual([...new Set(roles)]);
  expect(roles.length).toBeGreaterThan(20);
  for (const [, , about] of tests) expect(about).toMatch(/^(?:[^A-Z]|[A-Z_]{2}).*[^.]$/);
});

/** Does something to the kernel when the test `name` ends. */
function whenItEnds(name: string, damage: (kernel: Kernel) => void): Pick<Options, 'prepare'> {
  return {
    prepare(kernel) {
      let test = 0;
      watch(kernel, (event) => {
        if (event.is === 'spawn' && event.argv.join(' ') === `usertests --test ${name}`) test = event.child;
        if (event.is === 'exit' && event.pid === test) damage(kernel);
      });
    },
  };
}

describe('a broken kernel is found out', () => {
  const leaks: Record<string, [(kernel: Kernel) => void, ...lines: string[]]> = {
    'a descriptor that is not closed': [
      (kernel) => install(kernel, kernel.init, openPath(kernel, kernel.init, '/dev/null', O_RDWR, 0)),
      'descriptors: expected 6, got 7',
      'open files: expected 3, got 4',
    ],
    'an open file that is counted but is not there': [
      (kernel) => kernel.openFiles++,
      'open files: expected 3, got 4',
    ],
    'an open file that was released twice': [(kernel) => kernel.openFiles--, 'open files: expected 3, got 2'],
    'an alarm that is not taken back': [
      (kernel) => setAlarm(kernel, 1e15, () => {}),
      'timers: expected 0, got 1',
    ],
    'a file that stays': [
      (kernel) => plant(kernel, [{ path: '/lost', directory: true }]),
      `inodes: expected INODES, got MORE`,
    ],
    'space that is not given back': [
      (kernel) => {
        kernel.root.fs.space.used += 512;
      },
      'bytes in files: expected BYTES, got MORE',
    ],
    'a process that nobody waits for': [
      (kernel) => {
        const lost = newProcess(kernel, kernel.init, '/bin/true', ['true'], {}, function* () {});
        kernel.processes.set(lost.pid, lost);
      },
      'processes: expected 2, got 3',
      'descriptors: expected 6, got 9',
    ],
  };

  test.each(Object.entries(leaks))('%s', (_, [damage, ...lines]) => {
    const { stdout, stderr, status } = usertests(
      ['opentest', 'pipe1', 'dirtest'],
      whenItEnds('pipe1', damage),
    );
    const numbers = /expected (?:\d{3,}), got (?:\d{3,})|(?<=inodes: )expected \d+, got \d+/g;
    const what = (text: string) => text.replace(numbers, 'expected N, got N');
    const wanted = lines.map((line) => line.replace(/(?:INODES|BYTES), got MORE/, 'N, got N'));
    expect({ stdout, stderr: what(stderr), status }).toEqual({
      stdout: 'opentest: OK\npipe1: FAILED\ndirtest: OK\n1 of 3 tests failed: pipe1\n',
      stderr: ['pipe1', 'after all tests']
        .flatMap((place) => wanted.map((line) => `${place}: ${line}\n`))
        .join(''),
      status: 1,
    });
  });

  test.each<[string, (kernel: Kernel, directory: string) => void, string]>([
    [
      'a call that should have failed',
      (kernel, directory) => plant(kernel, [{ path: `${directory}/nosuchfile`, text: '' }]),
      'opentest: a file that is not there: expected "ENOENT", got "ok"\n',
    ],
    [
      'a call that should not have failed',
      (kernel) => entriesOf(lookup(kernel, kernel.init, '/bin')).remove('echo'),
      'usertests: uncaught ENOENT: No such file or directory\nopentest: killed by SIGABRT\n',
    ],
  ])('%s', (_, damage, stderr) => {
    const prepare = (kernel: Kernel) => {
      watch(kernel, (event) => {
        if (event.is === 'spawn' && event.argv[1] === '--test') damage(kernel, `/tmp/usertests.${event.pid}`);
      });
    };
    const outcome = usertests(['opentest'], { prepare });
    expect(outcome.stdout).toBe('opentest: FAILED\n1 of 1 tests failed: opentest\n');
    expect(outcome.stderr.startsWith(stderr)).toBe(true);
    expect(outcome.status).toBe(1);
  });

  test('a test that does not end is ended after a while', () => {
    const prepare = (kernel: Kernel) => {
      watch(kernel, (event) => {
        if (event.is === 'spawn' && event.argv[1] === '--test')
          post(
            kernel,
            { is: 'signal', device: 'stdin', pid: event.child, signal: 'SIGSTOP' },
            kernel.clock.now,
          );
      });
    };
    expect(usertests(['opentest'], { prepare })).toEqual({
      stdout: 'opentest: FAILED\n1 of 1 tests failed: opentest\n',
      stderr: 'opentest: killed by SIGKILL\n',
      status: 1,
    });
  });

  test('-c goes on until a test fails', () => {
    let ends = 0;
    const prepare = (kernel: Kernel) => {
      watch(kernel, (event) => {
        if (event.is === 'spawn' && event.argv[1] === '--test' && ++ends === 3) kernel.openFiles++;
      });
    };
    expect(usertests(['-c', 'opentest'], { prepare })).toEqual({
      stdout: `${'opentest: OK\nall tests passed (1)\n'.repeat(2)}opentest: FAILED\n1 of 1 tests failed: opentest\n`,
      stderr: ['opentest', 'after all tests']
        .map((place) => `${place}: open files: expected 3, got 4\n`)
        .join(''),
      status: 1,
    });
  });
});
