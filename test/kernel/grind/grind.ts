// Random programs, run by several processes at once on one machine, and the laws of the kernel looked at in between.
//
//     expect(grind(run).broken).toEqual([]);
//
// Init starts a process for each program; each goes through its steps again and again, and may start more of itself.
// When enough calls were made, init kills them all and must find everything as it was: nothing left open, asleep or in
// the tree, and a machine that can still start a process, make a pipe, write, read and remove.

import alea from 'seedrandom/lib/alea.js';
import {
  type CallName,
  type Coroutine,
  type Fd,
  O_CLOEXEC,
  O_DIRECTORY,
  O_RDWR,
  type Program,
  type SpawnOptions,
} from '../../../kernel/abi.ts';
import { boot, type Kernel } from '../../../kernel/boot.ts';
import { alarmCount } from '../../../kernel/clock.ts';
import { post } from '../../../kernel/interrupt.ts';
import type { Interrupt } from '../../../kernel/machine.ts';
import { run as runKernel } from '../../../kernel/scheduler.ts';
import { type KernelEvent, watch } from '../../../kernel/watch.ts';
import { sys } from '../../../userland/sys.ts';
import { errorOf, spill } from '../../helpers.ts';
import { broken, brokenByProcesses } from './invariants.ts';
import { perform, type Step } from './steps.ts';

export interface Run {
  readonly policy: string;
  readonly quantum: number;
  readonly switchCost: number;
  readonly calls: number; // after so many it is brought to its end
  readonly programs: readonly (readonly Step[])[];
  readonly interrupts: readonly { readonly turn: number; readonly interrupt: Interrupt }[];
}

export interface Outcome {
  readonly broken: readonly string[]; // with the turn after which it was seen
  readonly calls: number;
  readonly seen: ReadonlyMap<string, number>; // how often each call ended in each way: 'open ok', 'open ENOENT'
}

const TURNS = 4; // for each call that a run is to make: it may compute instead
const ROUNDS = 2; // of a program that is not init's
const LAST_TURNS = 3_000_000; // that its end may take: those who are not nice have long slices
const SPACE = 2 ** 20; // of the file system, so that it is full at times

/**
 * Looks at the processes after every turn, and at the whole kernel after every so many traps; a run that fails is to be
 * made again with 0, to look at all after every turn.
 */
export function grind(run: Run, every = 0): Outcome {
  const machine = booted(run);
  const { kernel, found, seen } = machine;
  const interrupts = [...run.interrupts];
  let calls = 0;
  let looked = 0; // after so many calls
  let happened = false; // since the last look: a turn in which nothing does breaks nothing
  let turn = 0;
  let ending = false;
  watch(kernel, (event) => {
    if (event.is === 'trap') calls++;
    happened = true;
    note(kernel, event, seen, found);
  });
  try {
    for (; kernel.halted === null && found.length === 0; turn++) {
      while (interrupts[0] && interrupts[0].turn <= turn) post(kernel, interrupts.shift()!.interrupt);
      const { now } = kernel.clock;
      const idle = runKernel(kernel, Number.POSITIVE_INFINITY, 1) === 'idle';
      if (kernel.clock.now < now) found.push(`the clock went back, from ${now} to ${kernel.clock.now}`);
      if (calls >= looked + every || idle) {
        found.push(...broken(kernel));
        looked = calls;
      } else if (happened) found.push(...brokenByProcesses(kernel));
      happened = false;
      if (ending && (idle || turn > TURNS * run.calls + LAST_TURNS)) found.push('the machine does not end');
      else if (!ending && (idle || calls >= run.calls || turn >= TURNS * run.calls)) {
        ending = true;
        post(kernel, { is: 'signal', device: 'tty0', pid: 1, signal: 'SIGUSR1' });
      }
    }
  } catch (error) {
    found.push(String(error));
  }
  if (found.length === 0 && kernel.halted !== 7) found.push(`the machine has ended with ${kernel.halted}`);
  return { broken: found.map((what) => `${what} (after turn ${turn})`), calls, seen };
}

function booted({ policy, quantum, switchCost, programs }: Run) {
  const found: string[] = [];
  const grinder: Program = function* ([, index, rounds]) {
    const self = yield* sys.getpid();
    const steps = programs[Number(index ?? 0) % programs.length] ?? [];
    for (let round = 0; round < Number(rounds ?? ROUNDS); round++) {
      yield* errorOf(sys.chdir('/tmp/w'));
      yield* perform(steps, self);
    }
  };
  const device = (name: string) => ({ is: 'stream', name, output: () => {} }) as const;
  const kernel = boot({
    policy,
    quantum,
    switchCost,
    image: [
      { path: '/bin/init', program: init, about: '' },
      { path: '/bin/grind', program: grinder, about: '' },
      { path: '/bin/true', program: function* () {}, about: '' },
      { path: '/tmp', directory: true, mode: 0o1777 },
    ],
    devices: [
      ...['stdin', 'stdout', 'stderr'].map(device),
      { is: 'terminal', name: 'tty0', rows: 24, columns: 80, output: () => {} },
    ],
    stdio: ['/dev/host-stdin', '/dev/host-stdout', '/dev/host-stderr'],
    init: { argv: ['/bin/init'], env: {} },
    random: alea('grind'),
    maxProcesses: 16 + 16, // of which a session leader's children have the second half,
  });
  Object.assign(kernel.root.fs.space, { capacity: SPACE });
  return { kernel, found, seen: new Map<string, number>() };

  function* init(): Coroutine<number> {
    yield* sys.sigaction('SIGUSR1', { *handler() {} });
    yield* sys.sigprocmask('block', ['SIGUSR1']);
    const before = counters(kernel);
    yield* sys.umask(0);
    for (const path of ['/tmp/w', '/tmp/w/d', '/tmp/w/e']) yield* sys.mkdir(path);
    yield* sys.symlink('d', '/tmp/w/l');
    for (const name of ['a', 'b', 'd/a', 'd/b', 'e/a']) yield* spill(`/tmp/w/${name}`, 'x'.repeat(300));
    const ends = yield* ring(programs.length);
    const others = [...(yield* sys.openpty()), yield* sys.open('/tmp/w/a', O_RDWR)];
    for (const index of programs.keys())
      yield* sys.spawn('/bin/grind', ['grind', String(index), 'Infinity'], birth(index, ends, others));
    for (const fd of [...ends.flat(), ...others]) yield* sys.close(fd);
    yield* errorOf(sys.sigsuspend([]));
    yield* errorOf(sys.kill(-1, 'SIGKILL'));
    while ((yield* errorOf(sys.waitpid(-1))) === 'ok');
    yield* clean('/', ['bin', 'dev', 'proc', 'tmp']);
    yield* clean('/tmp', []);
    const after = counters(kernel);
    for (const [what, count] of Object.entries(before))
      if (after[what] !== count) found.push(`${what}: ${count} before, ${after[what]} after`);
    yield* probe();
    return 7;
  }
}

/** Pipes from each program to the next. */
function* ring(count: number): Coroutine<[Fd, Fd][]> {
  const ends: [Fd, Fd][] = [];
  while (ends.length < count) ends.push(yield* sys.pipe2(O_CLOEXEC));
  return ends;
}

/** Some programs have a terminal, an end of one or a file, the others are in the ring; some lead a group or a session. */
function birth(index: number, ends: readonly [Fd, Fd][], others: readonly Fd[]): SpawnOptions {
  const dup = (from: Fd, to: Fd) => ({ is: 'dup', from, to }) as const;
  const [from] = ends[index] ?? [0, 0];
  const [, to] = ends[(index + 1) % ends.length] ?? [0, 0];
  const [master = 0, slave = 0, file = 0] = others;
  const rest = others.map((fd) => ({ is: 'close', fd }) as const);
  const terminal = { is: 'open', fd: 0, path: '/dev/tty0', flags: O_RDWR, mode: 0 } as const;
  const births: SpawnOptions[] = [
    { actions: [dup(from, 0), dup(to, 1), ...rest] },
    { actions: [terminal, dup(0, 1), dup(0, 2), ...rest], session: true },
    { actions: [dup(slave, 0), dup(to, 1), ...rest], pgid: 0 },
    { actions: [dup(master, 0), dup(master, 1), ...rest], session: true },
    { actions: [dup(file, 0), dup(to, 1), ...rest] },
    { actions: [dup(from, 0), dup(to, 1), ...rest], pgid: 0 },
  ];
  return { ...births[index % births.length], mask: [] };
}

function counters(kernel: Kernel): Record<string, number> {
  return {
    processes: kernel.processes.size,
    'open files': kernel.openFiles,
    descriptors: kernel.init.files.length,
    alarms: alarmCount(kernel.clock),
    'bytes of files': kernel.root.fs.space.used,
  };
}

function note(kernel: Kernel, event: KernelEvent, seen: Map<string, number>, found: string[]): void {
  if (event.is === 'fault' && !event.message.startsWith('uncaught Error: thrown')) found.push(event.message);
  if (event.is !== 'return' && event.is !== 'fail') return;
  const what = `${event.call} ${event.is === 'fail' ? event.code : 'ok'}`;
  seen.set(what, (seen.get(what) ?? 0) + 1);
  if (event.is !== 'return' || !lowest.has(event.call)) return;
  const { files } = kernel.processes.get(event.pid)!;
  for (const fd of [event.value].flat() as number[])
    if (!files[fd] || files.slice(0, fd).includes(null))
      found.push(`${event.call} gave ${fd}, which is not the lowest`);
}

// Calls whose descriptors are the lowest free ones.
const lowest = new Set<CallName>(['open', 'dup', 'pipe', 'pipe2', 'openpty']);

/** Removes what is in a directory, but for these. */
function* clean(directory: string, kept: readonly string[]): Coroutine {
  const fd = yield* sys.open(directory, O_DIRECTORY);
  const all = yield* sys.readdir(fd);
  yield* sys.close(fd);
  for (const { name, kind } of all) {
    if (kept.includes(name)) continue;
    const path = `${directory}/${name}`;
    if (kind === 'directory') {
      yield* clean(path, []);
      yield* sys.rmdir(path);
    } else yield* sys.unlink(path);
  }
}

/** What must always succeed. */
function* probe(): Coroutine {
  const [reader, writer] = yield* sys.pipe();
  const child = yield* sys.spawn('/bin/true', ['true']);
  yield* sys.waitpid(child);
  yield* sys.write(writer, Uint8Array.of(1, 2, 3));
  const file = yield* sys.open('/tmp/probe', 0o102);
  yield* sys.write(file, yield* sys.read(reader, 10));
  yield* sys.lseek(file, 0);
  const { length } = yield* sys.read(file, 10);
  if (length !== 3) throw new Error(`3 bytes written, ${length} read`);
  yield* sys.unlink('/tmp/probe');
  for (const fd of [reader, writer, file]) yield* sys.close(fd);
}
