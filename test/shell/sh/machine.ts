// Machines for testing the shell.
//
//     run('echo hi | cat')                        a script, to its end: { stdout, stderr, status }
//     const terminal = openTerminal();            a login shell with a person at it
//     terminal.type('sleep 100\r');
//     expect(await terminal.screen()).toEqual([...]);

import xterm from '@xterm/headless';
import type { Bytes, Coroutine, Env, Tick } from '../../../kernel/abi.ts';
import { O_RDWR } from '../../../kernel/abi.ts';
import { boot, type Kernel } from '../../../kernel/boot.ts';
import { inspect } from '../../../kernel/inspect.ts';
import { post } from '../../../kernel/interrupt.ts';
import type { ImageFile } from '../../../kernel/machine.ts';
import { run as runKernel } from '../../../kernel/scheduler.ts';
import shell from '../../../shell/sh/main.ts';
import { concat, decode, encode } from '../../../userland/lib/text.ts';
import { programs } from '../../../userland/programs.ts';
import { sys } from '../../../userland/sys.ts';

export interface Outcome {
  stdout: string;
  stderr: string;
  status: number;
}

export interface Options {
  stdin?: string;
  files?: Record<string, string>; // by absolute path; executable if it starts with #!
  env?: Env;
  args?: string[]; // instead of -c and the script
  programs?: ImageFile[];
  maxProcesses?: number;
}

const environment: Env = { PATH: '/bin', HOME: '/home', USER: 'root' };
const TURNS = 20_000_000;

/** Runs a script with sh -c, in /home. */
export function run(script: string, options: Options = {}): Outcome {
  const out: Bytes[] = [];
  const err: Bytes[] = [];
  const args = options.args ?? ['-c', script];
  const kernel = boot({
    image: image(options),
    devices: [
      { is: 'stream', name: 'stdin', output: () => {} },
      { is: 'stream', name: 'stdout', output: (data) => out.push(data.slice()) },
      { is: 'stream', name: 'stderr', output: (data) => err.push(data.slice()) },
    ],
    stdio: ['/dev/host-stdin', '/dev/host-stdout', '/dev/host-stderr'],
    init: { argv: ['/bin/start', '/bin/sh', ...args], env: { ...environment, ...options.env } },
    random: () => 0.5,
    ...(options.maxProcesses === undefined ? {} : { maxProcesses: options.maxProcesses }),
  });
  if (options.stdin) post(kernel, { is: 'input', device: 'stdin', data: encode(options.stdin) });
  post(kernel, { is: 'end', device: 'stdin' }, kernel.clock.now + 2);
  const ended = runKernel(kernel, Number.POSITIVE_INFINITY, TURNS);
  if (ended !== 'halted') throw new Error(`the machine is ${ended} at ${kernel.clock.now}`);
  return { stdout: decode(concat(out)), stderr: decode(concat(err)), status: kernel.halted ?? -1 };
}

export interface TestTerminal {
  kernel: Kernel;
  /** Types, and lets so much time pass: a second, if not told. */
  type(keys: string, ticks?: Tick): void;
  resize(rows: number, columns: number): void;
  /** The rows that are not empty, and where the cursor is: |. */
  screen(): Promise<string[]>;
  /** The names of the processes, by pid, apart from init and the shell. */
  running(): string[];
}

export function openTerminal({
  rows = 12,
  columns = 60,
  ...options
}: Options & Partial<Size> = {}): TestTerminal {
  const emulator = new xterm.Terminal({ rows, cols: columns, allowProposedApi: true });
  const kernel = boot({
    image: image(options),
    devices: [
      { is: 'terminal', name: 'tty0', rows, columns, output: (data) => emulator.write(data.slice()) },
    ],
    stdio: ['/dev/tty0', '/dev/tty0', '/dev/tty0'],
    init: { argv: ['/bin/login'], env: { ...environment, PS1: '\\w$ ', ...options.env } },
    random: () => 0.5,
  });
  const pass = (ticks: Tick) => runKernel(kernel, kernel.clock.now + ticks, TURNS);
  pass(1_000_000);
  return {
    kernel,
    type(keys, ticks = 1_000_000) {
      post(kernel, { is: 'input', device: 'tty0', data: encode(keys) });
      pass(ticks);
    },
    resize(rows, columns) {
      emulator.resize(columns, rows);
      post(kernel, { is: 'resize', device: 'tty0', rows, columns });
      pass(1000);
    },
    async screen() {
      await new Promise<void>((done) => emulator.write('', done));
      const { active } = emulator.buffer;
      const lines = Array.from({ length: rows }, (_, y) => {
        const line = active.getLine(active.baseY + y)?.translateToString(true) ?? '';
        return y === active.cursorY ? withCursor(line, active.cursorX) : line;
      });
      while (lines.at(-1) === '') lines.pop();
      return lines;
    },
    running: () =>
      inspect(kernel)
        .processes.filter(({ name }) => name !== 'login' && name !== '-sh')
        .map(({ name, state }) => `${name} ${state}`),
  };
}

interface Size {
  rows: number;
  columns: number;
}

// Wide characters take two columns, of which the string has one.
function withCursor(line: string, column: number): string {
  let at = 0;
  for (let width = 0; width < column; at++) width += /[\u1100-\uffff]/.test(line[at] ?? '') ? 2 : 1;
  return line.padEnd(at).slice(0, at) + '|' + line.slice(at);
}

function image(options: Options): ImageFile[] {
  const files = Object.entries(options.files ?? {});
  return [
    { path: '/bin/start', program: start, about: '' },
    { path: '/bin/login', program: login, about: '' },
    { path: '/bin/sh', program: shell, about: '' },
    ...programs.map(({ name, program }) => ({ path: `/bin/${name}`, program, about: '' })),
    { path: '/etc/passwd', text: 'root:x:0:0:root:/root:/bin/sh\n' },
    { path: '/home', directory: true },
    { path: '/tmp', directory: true },
    ...files.map(([path, text]) => ({ path, text, mode: text.startsWith('#!') ? 0o755 : 0o644 })),
    ...(options.programs ?? []),
  ];
}

/** Runs a command in /home, and stops the machine with its status. */
function* start(argv: string[]): Coroutine<number> {
  const pid = yield* sys.spawn(argv[1]!, argv.slice(1), { session: true, cwd: '/home' });
  for (;;) {
    const ended = yield* sys.waitpid(-1);
    if (ended.pid !== pid) continue;
    if (ended.status?.is === 'exited') return ended.status.code;
    throw new Error(`the shell was ended by ${JSON.stringify(ended.status)}`);
  }
}

/** A login shell in a session of its own, and another one when it ends. */
function* login(): Coroutine<number> {
  for (;;) {
    const actions = [0, 1, 2].map((fd) => ({
      is: 'open' as const,
      fd,
      path: '/dev/console',
      flags: O_RDWR,
      mode: 0,
    }));
    const pid = yield* sys.spawn('/bin/sh', ['-sh'], { session: true, cwd: '/home', actions });
    while ((yield* sys.waitpid(-1)).pid !== pid);
    yield* sys.write(1, encode('[logged out]\n'));
  }
}
