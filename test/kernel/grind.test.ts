// Random programs: every process makes random system calls, sensible ones and senseless ones, and is stopped,
// continued and killed by others while it does. After each piece of the run the kernel is looked over: whatever
// happened, what it holds must fit together. A failure names its seed.

import alea from 'seedrandom/lib/alea.js';
import { expect, test } from 'vitest';
import {
  type Coroutine,
  type Disposition,
  Errno,
  type FileAction,
  O_ACCMODE,
  O_RDONLY,
  O_WRONLY,
  PIPE_SIZE,
  type Program,
  type SigAction,
  type Signal,
  WNOHANG,
} from '../../kernel/abi.ts';
import type { Kernel } from '../../kernel/boot.ts';
import type { OpenFile } from '../../kernel/file.ts';
import { entriesOf, type Inode } from '../../kernel/fs/inode.ts';
import { inspect } from '../../kernel/inspect.ts';
import { type Pipe, pipeOps } from '../../kernel/pipe.ts';
import { sys } from '../../userland/sys.ts';
import { errorOf, leftovers, type Machine, machine, NOTHING, pause } from '../helpers.ts';

const signals: (Signal | 0)[] = [
  'SIGSTOP',
  'SIGTSTP',
  'SIGCONT',
  'SIGCONT',
  'SIGCHLD',
  0,
  'SIGTERM',
  'SIGKILL',
];
const names = [
  'a',
  'b',
  'd',
  'd/a',
  'd/b',
  'd/../a',
  '/tmp/a',
  'd/d',
  'none/x',
  '.',
  '..',
  '/',
  '/dev/null',
  'l',
];

type Dice = { below(n: number): number; of<T>(list: readonly T[]): T };

/** One random system call; `spawn` only as long as there may be more processes. */
function* anything(dice: Dice): Coroutine<unknown> {
  const fd = dice.below(9);
  const [path, other] = [dice.of(names), dice.of(names)];
  switch (dice.below(33)) {
    case 0:
      return yield* sys.open(path, dice.of([0, 1, 2, 0o102, 0o1102, 0o2102, 0o302, 0o200000, 0o2000000]));
    case 1:
    case 2:
      return yield* sys.close(3 + dice.below(6));
    case 3:
      return yield* sys.read(fd, dice.of([0, 1, 100, 5000, 100_000]));
    case 4:
    case 5:
      return yield* sys.write(3 + dice.below(6), new Uint8Array(dice.of([0, 1, 100, 5000, PIPE_SIZE])));
    case 6:
      return yield* sys.lseek(fd, dice.below(100) - 10, dice.below(4));
    case 7:
      return yield* sys.dup(fd);
    case 8:
      return yield* sys.dup2(fd, dice.below(9));
    case 9:
    case 10:
      return yield* sys.pipe();
    case 11:
      return yield* sys.mkdir(path);
    case 12:
      return yield* sys.rmdir(path);
    case 13:
      return yield* sys.unlink(path);
    case 14:
      return yield* sys.rename(path, other);
    case 15:
      return yield* sys.link(path, other);
    case 16:
      return yield* sys.symlink(path, other);
    case 17:
      return yield* sys.chdir(path);
    case 18:
      return yield* sys.truncate(path, dice.below(70_000));
    case 19:
      return yield* sys.readdir(fd);
    case 20:
    case 21:
      return yield* sys.kill(dice.of([1, -1]) * (2 + dice.below(20)), dice.of(signals));
    case 22:
      return yield* sys.waitpid(dice.below(5) - 2, dice.of([0, 1, 1, 3, 11]));
    case 23:
      return yield* sys.work(dice.below(500));
    case 24:
      return yield* pause(dice.below(2000));
    case 25:
      return yield* sys.setpgid(dice.below(3) * 4, dice.below(2) * 4);
    case 26:
      return yield* sys.ioctl(fd, dice.of(['TCGETS', 'TIOCGPGRP', 'TIOCSCTTY', 'TIOCGWINSZ'] as const));
    case 27:
      return yield* sys.sigaction(
        dice.of(['SIGPIPE', 'SIGPIPE', 'SIGTERM', 'SIGCHLD', 'SIGTTIN', 'SIGALRM']),
        dice.of<Disposition>(['ignore', 'default', randomHandler(dice), randomHandler(dice)]),
      );
    case 28:
      return yield* sys.sigprocmask(dice.of(['block', 'unblock', 'setmask']), someSignals(dice));
    case 29:
      yield* sys.setitimer({ value: { sec: 0, nsec: 500_000 }, interval: { sec: 0, nsec: 0 } });
      return yield* sys.sigsuspend(someSignals(dice));
    case 30: {
      const time = () => ({ sec: 0, nsec: dice.below(3) * 250_000 });
      return yield* sys.setitimer({ value: time(), interval: time() });
    }
    default:
      return yield* sys.spawn('/bin/grind', ['grind', String(dice.below(1e9))], { ...randomOptions(dice) });
  }
}

function someSignals(dice: Dice): Signal[] {
  return (['SIGTERM', 'SIGCHLD', 'SIGALRM', 'SIGTSTP'] as const).filter(() => dice.below(3) === 0);
}

/** A handler that does anything, and may end by throwing. */
function randomHandler(dice: Dice): SigAction {
  return {
    *handler() {
      yield* anything(dice);
    },
    mask: someSignals(dice),
    flags: (['SA_RESTART', 'SA_RESETHAND', 'SA_NODEFER', 'SA_NOCLDWAIT'] as const).filter(
      () => dice.below(3) === 0,
    ),
  };
}

function randomOptions(dice: Dice) {
  const actions: FileAction[] = [];
  while (dice.below(3) > 0)
    actions.push(
      dice.of<FileAction>([
        { is: 'close', fd: dice.below(6) },
        { is: 'dup', from: dice.below(6), to: dice.below(9) },
        { is: 'open', fd: dice.below(6), path: dice.of(names), flags: 0o102, mode: 0o644 },
        { is: 'open', fd: 0, path: '/dev/tty0', flags: 2, mode: 0 },
        { is: 'tcsetpgrp', fd: 0 },
      ]),
    );
  return {
    actions,
    ...(dice.below(3) ? {} : { pgid: 0 }),
    stopped: dice.below(20) === 0,
    session: dice.below(9) === 0,
  };
}

const grind: Program = function* ([, seed]) {
  const random = alea(seed as string);
  const below = (n: number) => Math.floor(random() * n);
  const dice: Dice = { below, of: (list) => list[below(list.length)] as never };
  yield* sys.sigaction('SIGALRM', randomHandler(dice));
  yield* sys.chdir('/tmp');
  for (let i = 0; i < 60; i++) {
    try {
      yield* anything(dice);
    } catch (error) {
      if (!(error instanceof Errno)) throw error;
    }
  }
};

// Init starts them, since nobody can stop or kill it; in the end it ends whoever is left.
function grinding(seed: string): Machine {
  const init: Program = function* () {
    for (let i = 0; i < 10; i++) yield* sys.spawn('/bin/grind', ['grind', `${seed}.${i}`], { pgid: 0 });
    yield* pause(60_000);
    while ((yield* errorOf(sys.kill(-1, 'SIGKILL'))) === 'ok') {
      yield* pause(1000);
      yield* errorOf(reapSome());
    }
    return 7;
  };
  return machine(init, { programs: { grind, init }, maxProcesses: 60, quantum: 97, seed, unwatched: true });
}

/** Reaps those who have ended. */
function* reapSome(): Coroutine {
  while ((yield* sys.waitpid(-1, WNOHANG)).pid !== 0);
}

/** What must be true of a kernel between any two turns. */
function lookOver(kernel: Kernel): void {
  const files = new Map<OpenFile, number>();
  for (const process of kernel.processes.values()) {
    for (const file of process.files) if (file) files.set(file, (files.get(file) ?? 0) + 1);
    expect(process.files.at(-1)).not.toBe(null); // the table has no empty end
    checkFamily(kernel, process);
    checkSignals(kernel, process);
  }
  expect(kernel.openFiles).toBe(files.size);
  for (const [file, descriptors] of files) expect([file.name, file.refs]).toEqual([file.name, descriptors]);
  checkPipes([...files.keys()]);
  checkPlaces(kernel);
  checkTree(kernel, kernel.root);
}

function checkFamily(kernel: Kernel, process: Kernel['init']): void {
  const { parent, children, news, task } = process;
  if (process === kernel.init) expect(parent).toBe(null);
  else
    expect([process.pid, parent?.children?.has(process), parent?.task.state.is === 'zombie']).toEqual([
      process.pid,
      true,
      false,
    ]);
  for (const child of children ?? []) expect(kernel.processes.get(child.pid)).toBe(child);
  for (const child of news ?? [])
    expect([children?.has(child), child.report]).toEqual([true, expect.anything()]);
  if (task.state.is === 'zombie') {
    expect([process.files, children?.size ?? 0, task.coroutine, task.half, task.alarm]).toEqual([
      [],
      0,
      null,
      null,
      null,
    ]);
    expect(process.report).not.toBe(null);
  }
}

function checkSignals(kernel: Kernel, { pid, pending, timer, task }: Kernel['init']): void {
  const { blocked, held, deliverable, state, frames, callers } = task;
  expect([pid, deliverable]).toEqual([pid, pending & ~(blocked | held)]);
  expect([pid, kernel.stopped.has(task)]).toEqual([pid, state.is === 'stopped']);
  if (state.is === 'sleeping') expect([pid, deliverable, held]).toEqual([pid, 0, 0]);
  if (state.is === 'zombie') expect([pid, pending, timer, frames]).toEqual([pid, 0, null, null]);
  expect([pid, frames?.every(({ depth }) => depth <= (callers?.length ?? 0))]).not.toEqual([pid, false]);
}

function checkPipes(files: OpenFile[]): void {
  const pipes = new Set(files.flatMap(({ ops, object }) => (ops === pipeOps ? [object as Pipe] : [])));
  for (const pipe of pipes) {
    const ends = (access: number) =>
      files.filter(({ flags, object }) => (flags & O_ACCMODE) === access && object === pipe).length;
    expect([pipe.readers, pipe.writers]).toEqual([ends(O_RDONLY), ends(O_WRONLY)]);
    expect(pipe.bytes.length).toBeLessThanOrEqual(PIPE_SIZE);
    if (pipe.bytes.length > 0 || pipe.writers === 0) expect(pipe.readable.sleepers.size).toBe(0);
    if (pipe.bytes.length === 0 || pipe.readers === 0) expect(pipe.writable.sleepers.size).toBe(0);
  }
}

/** Every task is in exactly one place: on the CPU, among the ready, on its queues, or in none of them. */
function checkPlaces(kernel: Kernel): void {
  const { running, ready, processes, queues } = inspect(kernel);
  expect(new Set(ready).size).toBe(ready.length);
  const asleep = queues.flatMap(({ sleepers }) => sleepers);
  for (const { pid, state } of processes) {
    const places = [running === pid, ready.includes(pid), asleep.includes(pid)];
    expect([pid, places]).toEqual([pid, [state === 'running', state === 'ready', state === 'sleeping']]);
  }
  for (const { task } of kernel.processes.values())
    if (task.state.is !== 'sleeping') expect(task.alarm).toBe(null);
}

/** Names lead to parents and link counts are right, all the way down. */
function checkTree(kernel: Kernel, directory: Inode): Map<Inode, number> {
  const names = new Map<Inode, number>();
  let subdirectories = 0;
  for (const [name, inode] of entriesOf(directory).list(kernel)) {
    names.set(inode, (names.get(inode) ?? 0) + 1);
    if (inode.content.is !== 'directory') continue;
    subdirectories++;
    expect([inode.parent === directory, inode.name]).toEqual([true, name]);
    for (const [below, count] of checkTree(kernel, inode)) names.set(below, (names.get(below) ?? 0) + count);
  }
  expect(directory.nlink).toBe(2 + subdirectories);
  if (directory !== kernel.root) return names;
  for (const [inode, count] of names)
    if (inode.content.is !== 'directory') expect([inode.name, inode.nlink]).toEqual([inode.name, count]);
  return names;
}

test.each(Array.from({ length: 12 }, (_, i) => `grind ${i}`))(
  'after random calls of many processes all fits together: %s',
  (seed) => {
    const one = grinding(seed);
    let pieces = 0;
    while (one.run(Number.POSITIVE_INFINITY, 53) === 'busy') {
      lookOver(one.kernel);
      if (++pieces % 7 === 0) one.feed('x\r\x04', 0);
    }
    expect(one.kernel.halted).toBe(7);
    expect(leftovers(one)).toEqual(NOTHING);
    expect(pieces).toBeGreaterThan(4);
    expect(one.kernel.spawned).toBeGreaterThan(10);
  },
);
