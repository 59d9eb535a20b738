// Where a process can sleep, and what ends that sleep: the rows that interruption.test.ts runs over.
//
// Two processes are on the stage: the sleeper makes the call, the other one is at the other end of whatever it waits
// for, and does its part when it is told to. To add a wait: a row.

import {
  type Bytes,
  type CallName,
  type Coroutine,
  type Fd,
  O_RDONLY,
  O_WRONLY,
  PIPE_SIZE,
  type Pid,
  POLLIN,
  printStatus,
  type Termios,
} from '../../../kernel/abi.ts';
import type { Interrupt } from '../../../kernel/machine.ts';
import { sys } from '../../../userland/sys.ts';
import { decode, errorOf, say, start } from '../../helpers.ts';
import { RAW, set } from '../../terminal.ts';

export const OTHER: Pid = 3;
export const SLEEPER: Pid = 4;
const CHILD: Pid = 5; // of the sleeper

/** What both have to do with: descriptors, and how much the sleeper has written so far. */
export interface Shared {
  fds: Fd[];
  written: number;
}

export interface Wait {
  readonly call: CallName;
  readonly terminal?: true; // on which the sleeper is in front
  readonly before?: string; // typed at first
  open?(shared: Shared): Coroutine<Fd[]>; // what both inherit
  sleeper?(shared: Shared): Coroutine<unknown>; // what it does before
  other?(shared: Shared): Coroutine<unknown>;
  wait(shared: Shared): Coroutine<string>;
  readonly satisfy?: ((shared: Shared) => Coroutine<string | undefined>) | Interrupt; // by the other, or from outside
  readonly satisfied?: readonly string[]; // what is told then
  readonly interrupted: string; // what the call tells when a handler has cut it short
  readonly restarts: boolean; // is it made again after a handler with SA_RESTART?
  readonly stopped?: readonly string[]; // what it tells after a stop, where it does not just go on
  readonly once?: true; // it is not made again by the program itself
  readonly timeout?: { readonly ticks: number; readonly told: readonly string[] };
  readonly left?: { readonly by: 'death' | Interrupt; readonly told: readonly string[] }; // nobody is at the other end
}

/** What a call tells: its result, or its error. */
export function* outcome(call: Coroutine<string>): Coroutine<string> {
  let told = '';
  const error = yield* errorOf(
    (function* () {
      told = yield* call;
    })(),
  );
  return error === 'ok' ? told : error;
}

const LONG = 100_000;
const pattern = Uint8Array.from({ length: LONG }, (_, i) => (i % 251) | 128); // nothing that a terminal would take for a key

function* text(fd: Fd, count = 10): Coroutine<string> {
  return `'${decode(yield* sys.read(fd, count))}'`;
}

/** Writes what is left of so many bytes, and tells how many are written now. */
function* write(shared: Shared, fd: Fd, count: number): Coroutine<string> {
  shared.written += yield* sys.write(fd, pattern.subarray(shared.written, count));
  return `${shared.written} written`;
}

/** Reads so many bytes, all of the pattern, and no more. */
function* check(fd: Fd, count: number): Coroutine<string> {
  let read = 0;
  while (read < count) {
    const data: Bytes = yield* sys.read(fd, 1 + count - read);
    for (const byte of data) if (byte !== pattern[read++]) return `byte ${read} is another one`;
  }
  return `${read} read`;
}

/** Closes all but these. */
function* keep(shared: Shared, ...kept: Fd[]): Coroutine {
  for (const fd of shared.fds) if (!kept.includes(fd)) yield* sys.close(fd);
}

const first = ({ fds: [fd] }: Shared): Fd => fd as Fd;
const second = ({ fds: [, fd] }: Shared): Fd => fd as Fd;
const keepFirst = (shared: Shared) => keep(shared, first(shared));
const keepSecond = (shared: Shared) => keep(shared, second(shared));

function* keepToWrite(shared: Shared): Coroutine {
  yield* keepSecond(shared);
  yield* sys.sigaction('SIGPIPE', 'ignore');
}

const typed = (text: string): Interrupt => ({
  is: 'input',
  device: 'tty0',
  data: new TextEncoder().encode(text),
});
const arrived = (text: string): Interrupt => ({
  is: 'input',
  device: 'stdin',
  data: new TextEncoder().encode(text),
});
const hangUp: Interrupt = { is: 'hangup', device: 'tty0' };

function* full(): Coroutine<Fd[]> {
  const ends = yield* sys.pipe();
  yield* sys.write(ends[1], new Uint8Array(PIPE_SIZE));
  return ends;
}

function* rawPty(): Coroutine<Fd[]> {
  const ends = yield* sys.openpty();
  const settings = (yield* sys.ioctl(ends[0], 'TCGETS')) as Termios;
  yield* sys.ioctl(ends[0], 'TCSETS', { ...settings, ...RAW, vmin: 1, vtime: 0 });
  return ends;
}

const pipe = () => sys.pipe() as unknown as Coroutine<Fd[]>;

function* fifo(): Coroutine<Fd[]> {
  yield* sys.mkfifo('/tmp/fifo');
  return [];
}

const atTerminal = {
  terminal: true,
  interrupted: 'EINTR',
  restarts: true,
  *sleeper() {
    yield* sys.sigaction('SIGHUP', 'ignore');
  },
} as const;

const waitsForChild = {
  interrupted: 'EINTR',
  restarts: true,
  sleeper: () => start('child'),
  satisfy: { is: 'signal', device: 'tty0', pid: CHILD, signal: 'SIGKILL' },
  satisfied: [`${CHILD} killed SIGKILL`],
} as const;

export const waits: Record<string, Wait> = {
  'a read of an empty pipe': {
    call: 'read',
    open: pipe,
    sleeper: keepFirst,
    other: keepSecond,
    wait: (shared) => text(first(shared)),
    *satisfy(shared) {
      yield* say('abc', second(shared));
      return undefined;
    },
    satisfied: ["'abc'"],
    interrupted: 'EINTR',
    restarts: true,
    left: { by: 'death', told: ["''"] },
  },
  'a write to a full pipe': {
    call: 'write',
    open: full,
    sleeper: keepToWrite,
    other: keepFirst,
    wait: (shared) => write(shared, second(shared), 3),
    *satisfy(shared) {
      const filling = yield* sys.read(first(shared), PIPE_SIZE);
      return `${filling.length} before, ${yield* check(first(shared), 3)}`;
    },
    satisfied: ['3 written', '65536 before, 3 read'],
    interrupted: 'EINTR',
    restarts: true,
    left: { by: 'death', told: ['EPIPE'] },
  },
  'a write of more than a pipe holds': {
    call: 'write',
    open: pipe,
    sleeper: keepToWrite,
    other: keepFirst,
    wait: (shared) => write(shared, second(shared), LONG),
    satisfy: (shared) => check(first(shared), LONG),
    satisfied: ['100000 written', '100000 read'],
    interrupted: '65536 written',
    restarts: false, // what went in is told, and nothing is to be made again
    stopped: ['65536 written'],
    left: { by: 'death', told: ['65536 written', 'EPIPE'] },
  },
  'an open of a FIFO that nobody writes to': {
    call: 'open',
    open: fifo,
    *wait() {
      yield* sys.open('/tmp/fifo', O_RDONLY);
      return 'open';
    },
    *satisfy() {
      yield* sys.open('/tmp/fifo', O_WRONLY);
      return undefined;
    },
    satisfied: ['open'],
    interrupted: 'EINTR',
    restarts: true,
  },
  'an open of a FIFO that nobody reads from': {
    call: 'open',
    open: fifo,
    *wait() {
      yield* sys.open('/tmp/fifo', O_WRONLY);
      return 'open';
    },
    *satisfy() {
      yield* sys.open('/tmp/fifo', O_RDONLY);
      return undefined;
    },
    satisfied: ['open'],
    interrupted: 'EINTR',
    restarts: true,
  },
  'a read of a line': {
    ...atTerminal,
    call: 'read',
    wait: () => text(0),
    satisfy: typed('abc\n'),
    satisfied: ["'abc\n'"],
    left: { by: hangUp, told: ["''"] },
  },
  'a read of keys': {
    ...atTerminal,
    call: 'read',
    *sleeper() {
      yield* atTerminal.sleeper();
      yield* set({ ...RAW, vmin: 3, vtime: 0 });
    },
    wait: () => text(0),
    satisfy: typed('abc'),
    satisfied: ["'abc'"],
    left: { by: hangUp, told: ["''"] },
  },
  'a read of keys that does not wait for long': {
    ...atTerminal,
    call: 'read',
    *sleeper() {
      yield* atTerminal.sleeper();
      yield* set({ ...RAW, vmin: 0, vtime: 10 });
    },
    wait: () => text(0),
    satisfy: typed('a'),
    satisfied: ["'a'"],
    timeout: { ticks: 1_000_000, told: ["''"] },
    left: { by: hangUp, told: ["''"] },
  },
  'a write to a terminal that is held': {
    ...atTerminal,
    call: 'write',
    before: '\x13',
    wait: (shared) => write(shared, 1, 3),
    satisfy: typed('\x11'),
    satisfied: ['3 written'],
    left: { by: hangUp, told: ['EIO'] },
  },
  'a read of a stream of the host': {
    call: 'read',
    wait: () => text(0),
    satisfy: arrived('abc'),
    satisfied: ["'abc'"],
    interrupted: 'EINTR',
    restarts: true,
    left: { by: { is: 'end', device: 'stdin' }, told: ["''"] },
  },
  'a read of a master': {
    call: 'read',
    open: rawPty,
    sleeper: keepFirst,
    other: keepSecond,
    wait: (shared) => text(first(shared)),
    *satisfy(shared) {
      yield* say('abc', second(shared));
      return undefined;
    },
    satisfied: ["'abc'"],
    interrupted: 'EINTR',
    restarts: true,
    left: { by: 'death', told: ['EIO'] },
  },
  'a read of a slave': {
    call: 'read',
    open: rawPty,
    sleeper: keepSecond,
    other: keepFirst,
    wait: (shared) => text(second(shared)),
    *satisfy(shared) {
      yield* say('abc', first(shared));
      return undefined;
    },
    satisfied: ["'abc'"],
    interrupted: 'EINTR',
    restarts: true,
    left: { by: 'death', told: ["''"] },
  },
  'a write to a slave that nobody reads from': {
    call: 'write',
    open: rawPty,
    sleeper: keepSecond,
    other: keepFirst,
    wait: (shared) => write(shared, second(shared), LONG),
    satisfy: (shared) => check(first(shared), LONG),
    satisfied: ['100000 written', '100000 read'],
    interrupted: '65536 written',
    restarts: false,
    stopped: ['65536 written'],
    left: { by: 'death', told: ['65536 written', 'EIO'] },
  },
  'a write to a master whose slave is not read': {
    call: 'write',
    open: rawPty,
    sleeper: keepFirst,
    other: keepSecond,
    wait: (shared) => write(shared, first(shared), 5000),
    satisfy: (shared) => check(second(shared), 5000),
    satisfied: ['5000 written', '5000 read'],
    interrupted: '4096 written',
    restarts: false,
    stopped: ['4096 written'],
  },
  'waiting for a child': {
    ...waitsForChild,
    call: 'waitpid',
    *wait() {
      const { pid, status } = yield* sys.waitpid(-1);
      return `${pid} ${status && printStatus(status)}`;
    },
  },
  'waiting for a child and what it has used': {
    ...waitsForChild,
    call: 'wait4',
    *wait() {
      const { pid, status } = yield* sys.wait4(-1);
      return `${pid} ${status && printStatus(status)}`;
    },
  },
  'a sleep': {
    call: 'nanosleep',
    *wait() {
      const { sec, nsec } = yield* sys.nanosleep({ sec: 1, nsec: 0 });
      return sec + nsec > 0 ? 'cut short' : 'slept';
    },
    interrupted: 'cut short',
    restarts: false,
    once: true,
    timeout: { ticks: 1_000_000, told: ['slept'] },
  },
  'a pause': {
    call: 'pause',
    *wait() {
      yield* sys.pause();
      return 'impossible';
    },
    interrupted: 'EINTR',
    restarts: false,
    once: true,
  },
  'a sigsuspend': {
    call: 'sigsuspend',
    *wait() {
      yield* sys.sigsuspend(['SIGUSR2']);
      return 'impossible';
    },
    interrupted: 'EINTR',
    restarts: false,
    once: true,
  },
  'a poll': {
    call: 'poll',
    open: pipe,
    sleeper: keepFirst,
    other: keepSecond,
    *wait(shared) {
      const [found] = yield* sys.poll(
        [
          { fd: first(shared), events: POLLIN },
          { fd: 0, events: POLLIN },
        ],
        1000,
      );
      return found ? `event ${found.revents}` : 'nothing';
    },
    *satisfy(shared) {
      yield* say('abc', second(shared));
      return undefined;
    },
    satisfied: ['event 1'],
    interrupted: 'EINTR',
    restarts: false,
    timeout: { ticks: 1_000_000, told: ['nothing'] },
    left: { by: 'death', told: ['event 16'] },
  },
  'a read of a trace': {
    call: 'read',
    *sleeper(shared) {
      shared.fds = [yield* sys.open(`/proc/${OTHER}/trace`, O_RDONLY)];
    },
    *wait(shared) {
      return `${(yield* sys.read(first(shared), 10_000)).length > 0}`;
    },
    *satisfy() {
      return undefined;
    },
    satisfied: ['true'],
    interrupted: 'EINTR',
    restarts: true,
    left: { by: 'death', told: ['true'] },
  },
};
