// Random arguments of system calls, from the kinds of the table in kernel/abi.ts: mostly such as a program could mean,
// sometimes hostile ones. A call that is added to the table is made from then on.
//
// To add a kind: a row in `byName` (the name of the argument) or `byType` (its type). Words and flags need none.

import fc from 'fast-check';
import {
  type CallName,
  callNames,
  OPEN_MAX,
  POLLIN,
  POLLOUT,
  SANE,
  signals,
  syscalls,
  termiosCharacters,
  termiosFlags,
} from '../../../kernel/abi.ts';
import type { Kind } from '../../../kernel/kinds.ts';
import { type Arg, hostile, type Step } from './steps.ts';

type Some = fc.Arbitrary<Arg>;

const names = ['a', 'b', 'd', 'd/a', 'd/b', 'e', 'e/a', 'l', 'l/a'];
const places = [
  '.',
  '..',
  '/',
  '/tmp',
  'd/../a',
  'a/',
  '../b',
  'none/x',
  '/dev/null',
  '/dev/zero',
  '/dev/full',
];
const others = [
  '/dev/tty',
  '/dev/tty0',
  '/dev/stdin',
  '/dev/host-stdin',
  '/dev/urandom',
  '/dev/pts/0',
  '/dev/pts/1',
  '/proc/self/fd',
  '/proc/sched',
];

const path: Some = fc.oneof(
  { arbitrary: fc.constantFrom(...names), weight: 12 },
  { arbitrary: fc.constantFrom(...places, ...others), weight: 2 },
  fc.record({
    proc: fc.constantFrom('trace', 'status', 'fd', 'fd/0', 'cmdline', ''),
    near: fc.integer({ min: -3, max: 5 }),
  }),
);
const fd: Some = fc.oneof(
  { arbitrary: fc.integer({ min: 0, max: 6 }), weight: 24 },
  fc.constantFrom(9, 100, OPEN_MAX - 1, OPEN_MAX, -1),
);
const input: Some = fc.oneof(fd, fc.constant(0));
const pid: Some = fc.oneof(
  { arbitrary: fc.record({ near: fc.integer({ min: -4, max: 8 }) }), weight: 6 },
  { arbitrary: fc.record({ group: fc.integer({ min: -4, max: 8 }) }), weight: 2 },
  { arbitrary: fc.constantFrom(0, -1, 1, 2, -2), weight: 4 },
);
const size: Some = fc.oneof(
  { arbitrary: fc.constantFrom(0, 1, 2, 7, 100, 4096, 4097, 70_000), weight: 12 },
  fc.constantFrom(65_536, 2 ** 26 + 1, 2 ** 43, 2 ** 53 - 1),
);
const int: Some = fc.oneof(
  { arbitrary: fc.integer({ min: -20, max: 300 }), weight: 9 },
  fc.constantFrom(2 ** 31, -(2 ** 31), 2 ** 53 - 1),
);
const ticks: Some = fc.oneof({ arbitrary: fc.nat(700), weight: 9 }, fc.constantFrom(0, 1_000_000, 2 ** 52));
const mode: Some = fc.constantFrom(0o777, 0o666, 0o644, 0o600, 0o755, 0, 0o4755, 0o1777, 0o7777);
const signal: Some = fc.oneof(
  {
    arbitrary: fc.constantFrom('SIGTERM', 'SIGUSR1', 'SIGCHLD', 'SIGPIPE', 'SIGALRM', 'SIGTTIN', 'SIGTTOU'),
    weight: 4,
  },
  { arbitrary: fc.constantFrom('SIGSTOP', 'SIGTSTP', 'SIGCONT', 'SIGCONT', 'SIGCONT'), weight: 4 },
  { arbitrary: fc.constantFrom(...signals), weight: 2 },
);
const set: Some = fc.array(signal, { maxLength: 4 });
const timespec: Some = fc.oneof(
  { arbitrary: fc.record({ sec: fc.constant(0), nsec: fc.integer({ min: 0, max: 2_000_000 }) }), weight: 9 },
  fc.constantFrom({ sec: 0, nsec: 0 }, { sec: 1, nsec: 5 }, { sec: -1, nsec: 0 }, { sec: 2 ** 52, nsec: 0 }),
);
const bytes: Some = fc.record({ bytes: fc.constantFrom(0, 1, 2, 100, 4096, 4097, 5000, 65_536, 70_000) });
const opens: Some = fc.oneof(
  { arbitrary: fc.constantFrom(0, 1, 2, 0o100, 0o102, 0o102), weight: 9 },
  fc.constantFrom(0o1102, 0o2101, 0o302, 0o200000, 0o2000000, 0o2000102, 0o400000),
);
const id: Some = fc.constantFrom(0, 0, 0, 1000, 1001, -1);
const pollFd: Some = fc.record({ fd, events: fc.constantFrom(POLLIN, POLLOUT, POLLIN | POLLOUT, 0) });
const limit: Some = fc.constantFrom<Arg>(
  0,
  1,
  5,
  64,
  1024,
  100_000,
  { hostile: 'infinity' },
  { hostile: 'infinity' },
);
const words: Some = fc.constantFrom(
  ['grind'],
  ['grind', '0'],
  ['grind', '1'],
  ['grind', '2'],
  ['grind', '3'],
  [],
);
const flags = ['SA_RESTART', 'SA_RESETHAND', 'SA_NODEFER', 'SA_NOCLDSTOP', 'SA_NOCLDWAIT'];

const action: Some = fc.oneof(
  fc.record({ is: fc.constant('close'), fd }),
  fc.record({ is: fc.constant('dup'), from: fd, to: fd }),
  fc.record({ is: fc.constant('open'), fd, path, flags: opens, mode }),
  fc.constantFrom<Arg>(
    { is: 'tcsetpgrp', fd: 0 },
    { is: 'open', fd: 0, path: '/dev/tty0', flags: 2, mode: 0 },
  ),
);
const spawnOptions: Some = fc.record(
  {
    actions: fc.array(action, { maxLength: 2 }),
    pgid: fc.constantFrom(0, 0, 0, 2),
    session: fc.constantFrom(true, false, false),
    stopped: fc.constantFrom(true, false, false, false, false),
    defaults: set,
    mask: set,
    cwd: fc.constantFrom('d', '/', 'a'),
    env: fc.constantFrom({}, { HOME: '/' }),
  },
  { requiredKeys: [] },
);
const itimer: Some = fc.record({ value: timespec, interval: timespec });
const ioctlArgument: Some = fc.oneof(
  { arbitrary: pid, weight: 2 },
  fc.constantFrom(null, { rows: 30, columns: 90 }),
  fc.record({
    ...Object.fromEntries(termiosFlags.map((flag) => [flag, fc.boolean()])),
    ...Object.fromEntries(termiosCharacters.map((name) => [name, fc.constant(SANE[name])])),
    ...{ vmin: fc.nat(3), vtime: fc.nat(1) },
  }),
);

function disposition(depth: number): Some {
  const handler = depth === 0 ? fc.array(step(1), { maxLength: 3 }) : fc.constant([]);
  return fc.oneof(
    fc.constantFrom('default', 'ignore', null),
    fc.record(
      { handler: handler as Some, mask: set, flags: fc.subarray(flags) },
      { requiredKeys: ['handler'] },
    ),
  );
}

/** By the name of the argument, where its type says little. */
const byName: Record<string, Some> = {
  ...{
    fd,
    from: fd,
    to: fd,
    path,
    newpath: path,
    target: path,
    pid,
    pgid: pid,
    mode,
    mask: mode,
    signal,
    uid: id,
    gid: id,
  },
  ...{ count: size, length: size, ticks, seconds: fc.constantFrom(0, 1, 2 ** 40), status: int, offset: int },
};

/** By its type. */
const byType: Record<string, Some> = {
  ...{ Timespec: timespec, 'Timespec | null': timespec, 'Signal[]': set, Itimer: itimer, Uint8Array: bytes },
  ...{
    'Signal | 0': fc.oneof({ arbitrary: signal, weight: 9 }, fc.constant(0)),
    'string[]': words,
    'number[]': fc.array(id),
  },
  ...{
    SpawnOptions: spawnOptions,
    Env: fc.constantFrom({}, { HOME: '/' }),
    'PollFd[]': fc.array(pollFd, { maxLength: 4 }),
  },
  ...{
    'number | null': fc.constantFrom(null, 0, 1, 5, 1000, -1),
    Rlimit: fc.record({ soft: limit, hard: limit }),
  },
  'number | Termios | WindowSize | null': ioctlArgument,
};

/** Of one argument of one call. */
const byCall: Record<string, Some> = {
  'spawn.path': fc.oneof({ arbitrary: fc.constant('/bin/grind'), weight: 9 }, path),
  'execve.path': fc.oneof({ arbitrary: fc.constant('/bin/grind'), weight: 9 }, path),
  'open.path': fc.oneof(
    { arbitrary: path, weight: 12 },
    fc.record({ proc: fc.constant('trace'), near: fc.integer({ min: -3, max: 3 }) }),
  ),
  'open.flags': opens,
  ...{ 'read.fd': input, 'write.fd': fc.oneof(fd, fc.constant(1)), 'pread.fd': input, 'pwrite.fd': input },
  'reboot.how': fc.constant('halt'), // which it does not know: the run goes on
};

/** Every kind of which nothing is known here. */
export function strangers(): string[] {
  return callNames.flatMap((name) =>
    kindsOf(name)
      .filter((kind) => !known(name, kind, 0))
      .map((kind) => `${name}: ${kind.name}: ${kind.type}`),
  );
}

const kindsOf = (name: CallName) => syscalls[name].params as readonly Kind<unknown>[];

function known(call: CallName, { name, type, print }: Kind<unknown>, depth: number): Some | undefined {
  const base = type.replace(/ = .*$/, '');
  if (base === 'Disposition | null') return disposition(depth);
  const words = [...base.matchAll(/'(\w+)'/g)].map(([, word]) => word as string);
  const bits = base === 'number' ? bitsOf(print) : [];
  return (
    byCall[`${call}.${name}`] ??
    byType[base] ??
    (words.length > 0 ? fc.constantFrom(...words) : undefined) ??
    (bits.length > 0 ? fc.subarray(bits).map((all) => all.reduce((sum, bit) => sum | bit, 0)) : undefined) ??
    byName[name] ??
    (base === 'number' ? int : undefined)
  );
}

/** The flags that a kind knows, by how it prints them. */
function bitsOf(print: (value: number) => string): number[] {
  const none = print(0);
  return Array.from({ length: 31 }, (_, i) => 2 ** i).filter(
    (bit) => print(bit) !== none && /^[A-Z_]+$/.test(print(bit)),
  );
}

function argument(call: CallName, kind: Kind<unknown>, depth: number): Some {
  const plausible = known(call, kind, depth) ?? fc.oneof(int, path, fc.array(fd, { maxLength: 3 }));
  const strange: Some = fc.record({
    hostile: fc.constantFrom(...(Object.keys(hostile) as (keyof typeof hostile)[])),
  });
  return fc.oneof(
    { arbitrary: plausible, weight: 40 },
    { arbitrary: fc.oneof(strange, int, path), weight: 1 },
  );
}

// How often each call is made, where it is not as often as the others.
const often: Partial<Record<CallName, number>> = {
  ...{
    read: 12,
    write: 12,
    pipe: 8,
    spawn: 12,
    dup: 6,
    dup2: 6,
    close: 10,
    open: 14,
    kill: 10,
    sigaction: 10,
  },
  ...{
    waitpid: 8,
    poll: 8,
    openpty: 5,
    ioctl: 8,
    fcntl: 6,
    nanosleep: 6,
    setitimer: 4,
    rename: 8,
    mkdir: 6,
    sigprocmask: 4,
  },
};
const rarely: Partial<Record<CallName, number>> = {
  exit: 1,
  reboot: 1,
  pause: 1,
  sigsuspend: 1,
  alarm: 2,
  nice: 1,
};

/** A step of a program. */
export function step(depth = 0): fc.Arbitrary<Step> {
  const calls = callNames.map((name) => ({
    arbitrary: fc.tuple(
      fc.constant(name),
      ...kindsOf(name).map((kind) => argument(name, kind, depth)),
    ) as fc.Arbitrary<Step>,
    weight: often[name] ?? rarely[name] ?? 3,
  }));
  if (depth > 0) return fc.oneof(...calls, { arbitrary: fc.constant<Step>(['throw']), weight: 4 });
  const subroutine = fc.tuple(
    fc.constant('call'),
    fc.array(step(1), { maxLength: 3 }),
  ) as unknown as fc.Arbitrary<Step>;
  return fc.oneof(...calls, { arbitrary: subroutine, weight: 4 });
}
