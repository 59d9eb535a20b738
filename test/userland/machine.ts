// A machine for testing programs: it runs commands one after the other on one file system and tells, of each, what
// came out and how it ended.
//
//     const [made, listed] = run([['mkdir', 'd'], ['ls', '-F']]);
//     expect(listed).toEqual({ stdout: 'd/\n', stderr: '', status: 0 });
//
// A command is argv, or a pipeline of them. The working directory is /home, which is empty but for `files`. With
// `terminal`, descriptors 1 and 2 are that terminal.

import type { Bytes, Coroutine, Env, Fd, FileAction, Pid, WaitStatus } from '../../kernel/abi.ts';
import { boot } from '../../kernel/boot.ts';
import { post } from '../../kernel/interrupt.ts';
import type { ImageFile } from '../../kernel/machine.ts';
import { run as runKernel } from '../../kernel/scheduler.ts';
import { exists, writeFile } from '../../userland/lib/files.ts';
import { concat, decode, encode } from '../../userland/lib/text.ts';
import { programs } from '../../userland/programs.ts';
import { sys } from '../../userland/sys.ts';

export interface Outcome {
  stdout: string;
  stderr: string;
  status: number | string; // the name of the signal that ended it
}

export interface Options {
  stdin?: string | Bytes;
  files?: Record<string, string | Bytes>; // by path; relative to /home
  env?: Env;
  terminal?: { rows: number; columns: number };
  programs?: ImageFile[]; // more of them
}

export type Pipeline = string[][];

const TURNS = 50_000_000;

/** Runs one command. */
export function runOne(argv: string[], options: Options = {}): Outcome {
  return run([argv], options)[0] as Outcome;
}

/** Runs one pipeline; its status is that of the last command. */
export function pipe(pipeline: Pipeline, options: Options = {}): Outcome {
  return run([pipeline], options)[0] as Outcome;
}

export function run(commands: readonly (string[] | Pipeline)[], options: Options = {}): Outcome[] {
  const outcomes: { stdout: Bytes[]; stderr: Bytes[]; status: number | string }[] = [];
  function* harness(_argv: string[], env: Env): Coroutine<number> {
    yield* sys.chdir('/home');
    yield* makeFiles(options.files ?? {});
    for (const command of commands) {
      outcomes.push({ stdout: [], stderr: [], status: -1 });
      const status = yield* runPipeline(asPipeline(command), env);
      outcomes.at(-1)!.status = status.is === 'exited' ? status.code : 'signal' in status ? status.signal : 0;
    }
    return 0;
  }
  const out = (data: Bytes) => outcomes.at(-1)?.stdout.push(data);
  const err = (data: Bytes) => outcomes.at(-1)?.stderr.push(data);
  const kernel = boot({
    image: image(harness, options),
    devices: [
      { is: 'stream', name: 'stdin', output: out },
      options.terminal
        ? { is: 'terminal', name: 'tty0', ...options.terminal, output: out }
        : { is: 'stream', name: 'stdout', output: out },
      { is: 'stream', name: 'stderr', output: err },
    ],
    stdio: ['/dev/host-stdin', options.terminal ? '/dev/tty0' : '/dev/host-stdout', '/dev/host-stderr'],
    init: { argv: ['/bin/harness'], env: { PATH: '/bin', ...options.env } },
    random: () => 0.5,
  });
  if (options.stdin) post(kernel, { is: 'input', device: 'stdin', data: asBytes(options.stdin) });
  post(kernel, { is: 'end', device: 'stdin' }, kernel.clock.now + 2);
  const ended = runKernel(kernel, Number.POSITIVE_INFINITY, TURNS);
  if (ended !== 'halted') throw new Error(`the machine is ${ended} at ${kernel.clock.now}`);
  return outcomes.map(({ stdout, stderr, status }) => ({
    stdout: decode(concat(stdout)),
    stderr: decode(concat(stderr)),
    status,
  }));
}

function asPipeline(command: string[] | Pipeline): Pipeline {
  return typeof command[0] === 'string' ? [command as string[]] : (command as Pipeline);
}

function* runPipeline(pipeline: Pipeline, env: Env): Coroutine<WaitStatus> {
  const pids: Pid[] = [];
  let input: Fd = 0;
  for (const [i, argv] of pipeline.entries()) {
    const last = i === pipeline.length - 1;
    const [reader, writer] = last ? [0, 1] : yield* sys.pipe();
    const actions: FileAction[] = [];
    if (input !== 0) actions.push({ is: 'dup', from: input, to: 0 }, { is: 'close', fd: input });
    if (!last)
      actions.push(
        { is: 'dup', from: writer, to: 1 },
        { is: 'close', fd: writer },
        { is: 'close', fd: reader },
      );
    pids.push(yield* sys.spawn(`/bin/${argv[0]}`, argv, { env, actions }));
    if (input !== 0) yield* sys.close(input);
    if (!last) yield* sys.close(writer);
    input = reader;
  }
  let status: WaitStatus | null = null;
  for (const pid of pids) ({ status } = yield* sys.waitpid(pid));
  return status as WaitStatus;
}

// A path that ends in a slash is a directory.
function* makeFiles(files: Record<string, string | Bytes>): Coroutine {
  for (const [path, content] of Object.entries(files)) {
    const names = path.split('/').slice(0, -1);
    for (const [i, name] of names.entries()) {
      const directory = names.slice(0, i + 1).join('/');
      if (name !== '' && !(yield* exists(directory))) yield* sys.mkdir(directory);
    }
    if (!path.endsWith('/')) yield* writeFile(path, asBytes(content));
  }
}

function image(harness: (argv: string[], env: Env) => Coroutine<number>, options: Options): ImageFile[] {
  return [
    { path: '/bin/harness', program: harness, about: '' },
    ...programs.map(({ name, program }) => ({ path: `/bin/${name}`, program, about: `${name}\n` })),
    { path: '/home', directory: true },
    { path: '/tmp', directory: true },
    { path: '/etc/passwd', text: 'root:x:0:0:root:/root:/bin/sh\nme:x:1000:1000:me:/home:/bin/sh\n' },
    { path: '/etc/group', text: 'root:x:0:\noperator:x:37:me\nme:x:1000:\n' },
    ...(options.programs ?? []),
  ];
}

function asBytes(data: string | Bytes): Bytes {
  return typeof data === 'string' ? encode(data) : data;
}
