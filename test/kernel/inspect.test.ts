import { expect, test } from 'vitest';
import type { Program } from '../../kernel/abi.ts';
import { inspect, type Snapshot } from '../../kernel/inspect.ts';
import { sys } from '../../userland/sys.ts';
import { machine, pause, start } from '../helpers.ts';

const spin: Program = () =>
  (function* () {
    yield* sys.work(1e9);
  })();

function snapshot(at: number, options = {}): Snapshot {
  const booted = machine(
    function* () {
      const [reader] = yield* sys.pipe();
      const actions = [{ is: 'dup', from: reader, to: 0 } as const];
      yield* start('reader', { actions, pgid: 0 });
      for (let i = 0; i < 3; i++) yield* start('spin');
      yield* sys.kill(6, 'SIGSTOP');
      yield* start('brief');
      yield* sys.sigaction('SIGHUP', 'ignore');
      yield* pause(1_000_000);
    },
    {
      quantum: 100,
      programs: {
        spin,
        *brief() {
          return 3;
        },
        *reader() {
          yield* sys.read(0, 77);
        },
      },
      ...options,
    },
  );
  booted.run(at);
  return inspect(booted.kernel);
}

test('a snapshot tells of the machine what the panels show', () => {
  const { processes, queues, ...machineAt } = snapshot(1234);
  expect(machineAt).toEqual({
    now: 1234,
    policy: 'rr',
    quantum: 100,
    switchCost: 0,
    running: 4,
    sliceUsed: 21,
    sliceLength: 100,
    ready: [5],
    nextAlarm: 1_000_011,
    traps: 15,
    switches: 18,
    preemptions: 12,
    interrupts: 0,
    spawned: 6,
    idle: 0,
    halted: null,
  });
  expect(queues).toEqual([
    { name: 'children', reason: 'no child has ended', sleepers: [1], wakers: [2], wakeSource: null },
    { name: 'clock', reason: 'asleep', sleepers: [2], wakers: [], wakeSource: 'clock' },
    {
      name: 'pipe#1 readers',
      reason: 'pipe empty',
      sleepers: [3],
      wakers: [2, 3, 4, 5, 6],
      wakeSource: null,
    },
  ]);
  expect(processes.map(({ pid, name, state }) => `${pid} ${name} ${state}`)).toEqual([
    '1 init sleeping',
    '2 main sleeping',
    '3 reader sleeping',
    '4 spin running',
    '5 spin ready',
    '6 spin stopped',
    '7 brief zombie',
  ]);
});

test('a snapshot tells all of a process', () => {
  const [, main, reader, , , stopped, zombie] = snapshot(1234).processes;
  expect(reader).toEqual({
    pid: 3,
    ppid: 2,
    pgid: 3,
    sid: 1,
    uid: 0,
    ruid: 0,
    gid: 0,
    rgid: 0,
    groups: [],
    umask: 0o22,
    name: 'reader',
    argv: ['reader'],
    cwd: '/',
    tty: null,
    tpgid: -1,
    foreground: false,
    state: 'sleeping',
    since: reader?.since,
    call: 'read(0, 77)',
    waitsFor: 'pipe#1 readers: pipe empty',
    wakers: [2, 3, 4, 5, 6],
    wakeSource: null,
    status: null,
    stopSignal: null,
    nice: 0,
    user: 0,
    system: 1,
    childrenUser: 0,
    childrenSystem: 0,
    waited: reader?.waited,
    started: 4,
    traps: 1,
    voluntary: 1,
    involuntary: 0,
    descriptors: [
      { fd: 0, what: 'pipe#1', access: 'r', offset: null },
      { fd: 1, what: '/dev/host-stdout', access: 'rw', offset: null },
      { fd: 2, what: '/dev/host-stderr', access: 'rw', offset: null },
      { fd: 3, what: 'pipe#1', access: 'r', offset: null },
      { fd: 4, what: 'pipe#1', access: 'w', offset: null },
    ],
    pending: [],
    blocked: [],
    ignored: [],
    caught: [],
  });
  expect(main).toMatchObject({
    wakeSource: 'clock at 1000011',
    ignored: ['SIGHUP'],
    call: 'nanosleep({sec: 1, nsec: 0})',
  });
  expect(stopped).toMatchObject({ state: 'stopped', stopSignal: 'SIGSTOP', call: null });
  expect(zombie).toMatchObject({
    state: 'zombie',
    status: { is: 'exited', code: 3 },
    call: null,
    descriptors: [],
  });
});

test('a process that works shows its call, and one between two calls shows none', () => {
  const booted = machine(function* () {
    yield* sys.work(100);
    yield* sys.getpid();
  });
  booted.run(50);
  expect(inspect(booted.kernel).processes[1]).toMatchObject({
    state: 'running',
    call: 'work(100)',
    user: 47,
  });
  booted.run(104);
  expect(inspect(booted.kernel).processes[1]).toMatchObject({ state: 'running', call: null, user: 100 });
});

test('every process is in exactly one place, at any time', () => {
  for (let at = 1; at < 2000; at += 61) {
    const { running, ready, queues, processes } = snapshot(at);
    const sleepers = queues.flatMap((queue) => queue.sleepers);
    for (const { pid, state } of processes) {
      const places = [running === pid, ready.includes(pid), sleepers.includes(pid)];
      expect([at, pid, places]).toEqual([
        at,
        pid,
        [state === 'running', state === 'ready', state === 'sleeping'],
      ]);
    }
    expect(new Set(ready).size).toBe(ready.length);
  }
});

test('a snapshot stays as it is: it refers to nothing in the kernel', () => {
  const booted = machine(() => pause(1000), { programs: { spin } });
  booted.run(500);
  const taken = inspect(booted.kernel);
  const copy = structuredClone(taken);
  booted.run();
  expect(taken).toEqual(copy);
});

test('the directory of one whose working directory was removed is told as such', () => {
  const booted = machine(function* () {
    yield* sys.mkdir('/tmp/d');
    yield* sys.chdir('/tmp/d');
    yield* sys.rmdir('/tmp/d');
    yield* pause(1000);
  });
  booted.run(500);
  expect(inspect(booted.kernel).processes[1]?.cwd).toBe('(removed)');
});

test('waiting for the CPU is counted while it lasts', () => {
  const booted = machine(
    function* () {
      yield* start('spin');
      yield* start('spin');
      yield* sys.waitpid(-1);
    },
    { programs: { spin }, quantum: 100 },
  );
  booted.run(5050);
  const [, , first, second] = inspect(booted.kernel).processes;
  expect((first?.user as number) + (first?.waited as number) + 1).toBe(5050 - 3);
  expect((second?.user as number) + (second?.waited as number) + 1).toBe(5050 - 4);
});
