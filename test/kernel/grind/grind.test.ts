// A million random calls, of many processes at once, on many machines under every policy: whatever they do, no law of
// the kernel is broken. What fails is told as a test that can be pasted; `main.ts` makes more of them.

import { describe, expect, test } from 'vitest';
import { type CallName, callNames, type ErrorCode, syscalls } from '../../../kernel/abi.ts';
import { pipeOps } from '../../../kernel/pipe.ts';
import { policies } from '../../../kernel/policies/index.ts';
import { strangers } from './arguments.ts';
import { grindMany } from './check.ts';
import { grind, type Run } from './grind.ts';

const CALLS = 1_000_000;
const PARTS = 20; // each is a test of its own
const names = Object.keys(policies);

describe.each(names)('under the policy %s', (policy) => {
  const calls = CALLS / PARTS / names.length;
  test.each(Array.from({ length: PARTS }, (_, i) => i + 1))(
    'no random calls break a law: part %i',
    (seed) => {
      const report = grindMany(seed, Math.ceil(calls / 1000), 1000, policy);
      expect(report.failure).toBe(null);
      expect(report.calls).toBeGreaterThan(calls / 2);
    },
  );
});

test('every call of the table is made, with arguments of every kind; it succeeds, or fails as its manual says', () => {
  const { seen } = grindMany(1, 250, 800);
  const ends = [...seen.keys()].map((what) => what.split(' ') as [CallName, ErrorCode | 'ok']);
  const succeeded = new Set(ends.filter(([, how]) => how === 'ok').map(([name]) => name));
  const undocumented = ends.filter(
    ([name, how]) => !always.has(how) && !syscalls[name].errors.includes(how as ErrorCode),
  );
  expect(strangers()).toEqual([]);
  expect(callNames.filter((name) => !succeeded.has(name))).toEqual(['exit', 'sigsuspend', 'pause', 'reboot']);
  expect(undocumented).toEqual([]);
});

// Every call fails so if an argument is not what it should be.
const always = new Set<string>(['ok', 'EFAULT', 'EINVAL']);

const quiet: Run = {
  policy: 'rr',
  quantum: 50,
  switchCost: 0,
  calls: 50,
  programs: [[['getpid']]],
  interrupts: [],
};

test('a machine on which nothing special happens breaks no law, and comes to its end', () => {
  const { broken, calls, seen } = grind(quiet);
  expect(broken).toEqual([]);
  expect(calls).toBeGreaterThan(50);
  expect(seen.get('getpid ok')).toBeGreaterThan(20);
});

test('a run is the same each time, however often the kernel is looked at', () => {
  const [once, again, seldom] = [grind(mixed), grind(mixed), grind(mixed, 50)];
  expect(once.broken).toEqual([]);
  expect(again).toEqual(once);
  expect(seldom).toEqual(once);
  expect(
    ['pipe ok', 'write ok', 'kill ok', 'nanosleep ok', 'spawn ok'].map((one) => once.seen.has(one)),
  ).toEqual(Array(5).fill(true));
});

const mixed: Run = {
  ...quiet,
  calls: 300,
  programs: [
    [['pipe'], ['write', 4, { bytes: 70_000 }], ['close', 4]],
    [
      ['spawn', '/bin/grind', ['grind', '2'], { pgid: 0 }],
      ['kill', { near: 2 }, 'SIGSTOP'],
      ['nanosleep', { sec: 0, nsec: 9000 }],
    ],
    [
      ['sigaction', 'SIGCHLD', { handler: [['open', 'a', 0o102], ['throw']] }],
      ['read', 0, 10],
    ],
  ],
  interrupts: [{ turn: 30, interrupt: { is: 'input', device: 'stdin', data: Uint8Array.of(1, 2, 3) } }],
};

test('a kernel with a bug is found out, and the run made as small as the bug', () => {
  const { closed } = pipeOps;
  try {
    pipeOps.closed = () => {}; // an end of a pipe that is gone still counts
    const failure = grindMany(1, 50, 300).failure ?? '';
    expect(failure).toMatch(
      /^\/\/ a pipe counts its ends, and wakes who can go on: pipe#\d+ has 0 and \d, and counts 1 and \d \(after turn \d+\)\ntest\(/,
    );
    expect(failure.match(/^ +\["/gm)?.length).toBeLessThan(9); // of some two hundred steps
  } finally {
    Object.assign(pipeOps, { closed });
  }
});
