// A machine for testing the kernel: programs are generators written in the test.
//
//     const { status, output } = runMain(function* () {
//       yield* sys.write(1, encode('hello'));
//       return 3;
//     });
//
// Process 1 starts the program `main` as process 2, waits for it and for all orphans, and ends with main's status. So
// a machine that has halted has nothing left: `leftovers` tells what there is. Devices are the streams stdin, stdout
// and stderr and the terminal tty0; with `terminal`, main leads a session on tty0, whose foreground group it is.
// Other programs of the test are in /bin; main has /tmp and /home to write in.

import alea from 'seedrandom/lib/alea.js';
import {
  type Bytes,
  type Coroutine,
  Errno,
  type ErrorCode,
  O_RDWR,
  type Pid,
  type Program,
  type SpawnOptions,
  type Tick,
  type TrapFrame,
  type WaitStatus,
} from '../kernel/abi.ts';
import { boot, type Kernel } from '../kernel/boot.ts';
import { alarmCount } from '../kernel/clock.ts';
import { inspect } from '../kernel/inspect.ts';
import { post } from '../kernel/interrupt.ts';
import type { BootOptions, ImageFile } from '../kernel/machine.ts';
import { run } from '../kernel/scheduler.ts';
import { type KernelEvent, printEvent, watch } from '../kernel/watch.ts';
import { sys } from '../userland/sys.ts';

export interface Options extends Partial<Omit<BootOptions, 'devices' | 'stdio' | 'init' | 'random'>> {
  programs?: Record<string, Program>;
  seed?: string;
  terminal?: boolean;
  unwatched?: boolean;
}

export interface Machine {
  readonly kernel: Kernel;
  readonly events: KernelEvent[];
  status: WaitStatus | null; // how main ended
  run(until?: Tick, turns?: number): 'halted' | 'idle' | 'busy';
  output(device?: 'stdin' | 'stdout' | 'stderr' | 'tty0'): string; // all that it was sent
  feed(text: string | Bytes, at?: Tick): void; // input: at the terminal with `terminal`, else on stdin
  end(at?: Tick): void; // of the input on stdin
}

const MAIN: Pid = 2;
const TURNS = 20_000_000;

export function machine(main: Program, options: Options = {}): Machine {
  const { programs = {}, seed = 'test', terminal = false, unwatched, image = [], ...rest } = options;
  const outputs = { stdin: [], stdout: [], stderr: [], tty0: [] } as Record<string, Bytes[]>;
  const init: Program = function* () {
    yield* sys.spawn('/bin/main', ['main'], terminal ? ON_TERMINAL : { pgid: 0 });
    yield* reapAll((pid, status) => {
      if (pid === MAIN) self.status = status;
    });
    return self.status?.is === 'exited' ? self.status.code : 1;
  };
  const stream = (name: string) =>
    ({ is: 'stream', name, output: (data: Bytes) => outputs[name]?.push(data) }) as const;
  const kernel = boot({
    ...rest,
    image: [
      ...Object.entries({ init, main, ...programs }).map(asFile),
      ...['/tmp', '/home'].map((path) => ({ path, directory: true }) as const),
      ...image,
    ],
    devices: [
      ...['stdin', 'stdout', 'stderr'].map(stream),
      { is: 'terminal', name: 'tty0', rows: 24, columns: 80, output: (data) => outputs.tty0?.push(data) },
    ],
    stdio: ['/dev/host-stdin', '/dev/host-stdout', '/dev/host-stderr'],
    init: { argv: ['/bin/init'], env: { HOME: '/home' } },
    random: alea(seed),
  });
  const input = terminal ? 'tty0' : 'stdin';
  const self: Machine = {
    kernel,
    events: [],
    status: null,
    run: (until = Number.POSITIVE_INFINITY, turns = TURNS) => run(kernel, until, turns),
    output: (device = terminal ? 'tty0' : 'stdout') => decode(concat(outputs[device] ?? [])),
    feed: (text, at) => {
      const data = typeof text === 'string' ? encode(text) : text;
      post(kernel, { is: 'input', device: input, data }, at);
    },
    end: (at) => {
      post(kernel, { is: 'end', device: 'stdin' }, at);
    },
  };
  if (!unwatched) watch(kernel, (event) => self.events.push(event));
  return self;
}

const ON_TERMINAL: SpawnOptions = {
  session: true,
  actions: [
    { is: 'open', fd: 0, path: '/dev/tty0', flags: O_RDWR, mode: 0 },
    { is: 'dup', from: 0, to: 1 },
    { is: 'dup', from: 0, to: 2 },
  ],
};

function asFile([name, program]: [string, Program]): ImageFile {
  return { path: `/bin/${name}`, program, about: '' };
}

/** Boots a machine and runs it to its end, which must come; nothing may be left then. */
export function runMain(main: Program, options: Options = {}): Machine {
  const booted = machine(main, options);
  const ended = booted.run();
  if (ended !== 'halted')
    throw new Error(`the machine is ${ended} at ${booted.kernel.clock.now}\n${lines(booted)}`);
  return booted;
}

/** Runs main and tells what it returned, whatever that is; a main that fails is an error of the test. */
export function answerOf<T>(main: () => Coroutine<T>, options: Options = {}): T {
  const answers: T[] = [];
  const { status, output } = runMain(function* () {
    answers.push(yield* main());
  }, options);
  if (answers.length === 0) throw new Error(`main ended: ${JSON.stringify(status)} ${output('stderr')}`);
  return answers[0] as T;
}

/** The trace: a line for each event, of one process or of all. */
export function lines(of: Machine, pid?: Pid): string {
  return of.events
    .filter((event) => pid === undefined || event.pid === pid)
    .map(printEvent)
    .join('\n');
}

/** What a machine holds besides process 1 and its descriptors. All zero when everything was released. */
export function leftovers({ kernel }: Machine) {
  const { processes, queues } = inspect(kernel);
  const own = kernel.init.files.filter((file) => file !== null);
  return {
    processes: processes.length - 1,
    openFiles: kernel.openFiles - new Set(own).size,
    alarms: alarmCount(kernel.clock),
    sleepers: queues.flatMap((queue) => queue.sleepers).filter((pid) => pid !== 1).length,
    ready: kernel.policy.list().filter((task) => task.process.pid !== 1).length,
  };
}

export const NOTHING = { processes: 0, openFiles: 0, alarms: 0, sleepers: 0, ready: 0 };

/** Waits for all children, also those that one gets while waiting. */
export function* reapAll(tell: (pid: Pid, status: WaitStatus) => void = () => {}): Coroutine {
  for (;;) {
    try {
      const { pid, status } = yield* sys.waitpid(-1);
      tell(pid, status as WaitStatus);
    } catch (error) {
      if (error instanceof Errno && error.code === 'ECHILD') return;
      throw error;
    }
  }
}

/** Starts /bin/NAME. */
export function* start(name: string, options: SpawnOptions = {}, ...args: string[]): Coroutine<Pid> {
  return yield* sys.spawn(`/bin/${name}`, [name, ...args], options);
}

/** Starts /bin/NAME and waits until it has ended. */
export function* status(
  name: string,
  options: SpawnOptions = {},
  ...args: string[]
): Coroutine<WaitStatus | null> {
  return (yield* sys.waitpid(yield* start(name, options, ...args))).status;
}

/** What `yield*` takes: a system call, or a coroutine with any result. */
export type Calls = Iterable<TrapFrame, unknown, unknown>;

/** Makes a call and tells how it failed, or 'ok'. */
export function* errorOf(call: Calls): Coroutine<ErrorCode | 'ok'> {
  try {
    yield* call;
    return 'ok';
  } catch (error) {
    if (error instanceof Errno) return error.code;
    throw error;
  }
}

/** Sleeps for so many ticks. */
export function* pause(ticks: Tick): Coroutine {
  yield* sys.nanosleep({ sec: Math.floor(ticks / 1e6), nsec: (ticks % 1e6) * 1000 });
}

/** The virtual time in ticks. */
export function* now(): Coroutine<Tick> {
  const { sec, nsec } = yield* sys.clock_gettime('monotonic');
  return sec * 1e6 + nsec / 1000;
}

export function* say(text: string, fd = 1): Coroutine {
  yield* sys.write(fd, encode(text));
}

/** Reads until the end of the file. */
export function* readAll(fd: number): Coroutine<string> {
  const parts: Bytes[] = [];
  for (;;) {
    const part = yield* sys.read(fd, 65536);
    if (part.length === 0) return decode(concat(parts));
    parts.push(part);
  }
}

/** The content of a file, by path. */
export function* slurp(path: string): Coroutine<string> {
  const fd = yield* sys.open(path, 0);
  const text = yield* readAll(fd);
  yield* sys.close(fd);
  return text;
}

/** Makes a file with this content. */
export function* spill(path: string, text: string): Coroutine {
  const fd = yield* sys.open(path, 0o1101);
  yield* say(text, fd);
  yield* sys.close(fd);
}

export function encode(text: string): Bytes {
  return new TextEncoder().encode(text);
}

export function decode(data: Bytes): string {
  return new TextDecoder().decode(data);
}

function concat(parts: readonly Bytes[]): Bytes {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
