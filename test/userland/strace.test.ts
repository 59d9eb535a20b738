import { expect, test } from 'vitest';
import type { Coroutine } from '../../kernel/abi.ts';
import { parseFilter, printSummary, type Summary, tally } from '../../userland/lib/tracing.ts';
import { sys } from '../../userland/sys.ts';
import { runOnConsole } from './console.ts';
import { run, runOne } from './machine.ts';

/** Opens a file that is there, and one that is not. */
function* opener(): Coroutine<number> {
  yield* sys.close(yield* sys.open('/home/x', 0));
  try {
    yield* sys.open('nosuch', 0);
  } catch {
    return 4;
  }
  return 0;
}

const programs = [{ path: '/bin/opener', program: opener, about: '' }];
const files = { x: 'hi\n' };
const traced = (...argv: string[]) => runOne(['strace', ...argv], { programs, files });

test('strace shows the calls of a command with results and errors, and ends as it does', () => {
  expect(traced('opener')).toEqual({
    stdout: '',
    stderr: `\
open("/home/x", O_RDONLY) = 3
close(3) = 0
open("nosuch", O_RDONLY) = -1 ENOENT (No such file or directory)
+++ exited with 4 +++
`,
    status: 4,
  });
  expect(traced('echo', 'a "b"\t')).toMatchObject({
    stdout: 'a "b"\t\n',
    stderr: 'write(1, "a \\"b\\"\\t\\n", 7) = 7\n+++ exited with 0 +++\n',
  });
});

test('strace shows what a signal did', () => {
  function* suicide(): Coroutine<number> {
    yield* sys.kill(yield* sys.getpid(), 'SIGTERM');
    return 0;
  }
  const more = [{ path: '/bin/suicide', program: suicide, about: '' }];
  expect(runOne(['strace', 'suicide'], { programs: more })).toEqual({
    stdout: '',
    stderr: 'getpid() = 3\nkill(3, SIGTERM) = 0\n--- SIGTERM (Terminated) ---\n+++ killed by SIGTERM +++\n',
    status: 'SIGTERM',
  });
});

test('strace -e chooses among the calls', () => {
  const shown = (expression: string) => traced('-e', expression, 'opener').stderr.match(/^\w+(?=\()/gm);
  expect(shown('open')).toEqual(['open', 'open']);
  expect(shown('trace=close,read')).toEqual(['close']);
  expect(shown('!open')).toEqual(['close']);
  expect(shown('none')).toEqual(null);
  expect(traced('-e', 'trace=open,foo', 'opener')).toMatchObject({
    stderr: "strace: invalid system call 'foo'\nTry 'strace --help' for more information.\n",
    status: 1,
  });
});

test('strace -c counts', () => {
  expect(traced('-c', 'opener').stderr).toBe(`\
% time     seconds  usecs/call     calls    errors syscall
------ ----------- ----------- --------- --------- ----------------
 66.67    0.000002           1         2         1 open
 33.33    0.000001           1         1           close
------ ----------- ----------- --------- --------- ----------------
100.00    0.000003           1         3         1 total
`);
});

test('strace -o writes into a file, which the command does not have open', () => {
  const [quiet, log] = run(
    [
      ['strace', '-o', 'log', 'opener'],
      ['cat', 'log'],
    ],
    { programs, files },
  );
  expect(quiet).toEqual({ stdout: '', stderr: '', status: 4 });
  expect(log?.stdout.split('\n')[0]).toBe('open("/home/x", O_RDONLY) = 3');
  expect(traced('-o', '/nosuch/log', 'true')).toEqual({
    stdout: '',
    stderr: 'strace: /nosuch/log: No such file or directory\n',
    status: 1,
  });
});

test('strace -p follows a running process to its end', () => {
  function* follow(): Coroutine<number> {
    const pid = yield* sys.spawn('/bin/sleep', ['sleep', '5']);
    yield* sys.nanosleep({ sec: 1, nsec: 0 });
    const strace = yield* sys.spawn('/bin/strace', ['strace', '-p', String(pid)]);
    yield* sys.waitpid(pid);
    const { status } = yield* sys.waitpid(strace);
    return status?.is === 'exited' ? status.code : 99;
  }
  const more = [{ path: '/bin/follow', program: follow, about: '' }];
  expect(runOne(['follow'], { programs: more })).toEqual({
    stdout: '',
    stderr: 'strace: Process 3 attached\nnanosleep({sec: 5, nsec: 0}) = 0\n+++ exited with 0 +++\n',
    status: 0,
  });
});

test('^C ends strace -p and not the process that it follows, and a summary still comes', async () => {
  function* job(): Coroutine<number> {
    const pid = yield* sys.spawn('/bin/yes', ['yes'], {
      pgid: 0,
      actions: [{ is: 'open', fd: 1, path: '/dev/null', flags: 1, mode: 0 }],
    });
    const actions = [{ is: 'tcsetpgrp', fd: 0 } as const];
    const strace = yield* sys.spawn('/bin/strace', ['strace', '-c', '-p', String(pid)], { pgid: 0, actions });
    const { status } = yield* sys.waitpid(strace);
    yield* sys.kill(pid, 'SIGKILL');
    return status?.is === 'killed' && status.signal === 'SIGINT' ? 0 : 1;
  }
  function* login(): Coroutine<number> {
    const actions = [
      { is: 'open', fd: 0, path: '/dev/console', flags: 2, mode: 0 } as const,
      { is: 'dup', from: 0, to: 2 } as const,
    ];
    const { status } = yield* sys.waitpid(yield* sys.spawn('/bin/job', ['job'], { session: true, actions }));
    return status?.is === 'exited' ? status.code : 1;
  }
  const { screen, status } = await runOnConsole(['/bin/login'], {
    programs: { job, login },
    keys: [[50_000, '\x03']],
  });
  expect(screen[0]).toBe('strace: Process 3 attached');
  expect(screen[1]).toBe('^C% time     seconds  usecs/call     calls    errors syscall');
  expect(screen.at(-1)).toMatch(/^100\.00 .* total$/);
  expect(status).toBe(0);
});

test('^C reaches the command that strace runs, and strace tells how it ended', async () => {
  const { screen, status } = await runOnConsole(['/bin/init', 'session', 'strace', 'sleep', '10'], {
    programs: { session },
    keys: [[1_000_000, '\x03']],
  });
  expect(screen).toEqual(['^C--- SIGINT (Interrupt) ---', '+++ killed by SIGINT +++']);
  expect(status).toBe(130);
});

/** Runs a command in the foreground of the console. */
function* session(argv: string[]): Coroutine<number> {
  const actions = [
    { is: 'open', fd: 0, path: '/dev/console', flags: 2, mode: 0 } as const,
    { is: 'dup', from: 0, to: 1 } as const,
    { is: 'dup', from: 0, to: 2 } as const,
  ];
  const pid = yield* sys.spawn(`/bin/${argv[1]}`, argv.slice(1), { session: true, actions });
  const { status } = yield* sys.waitpid(pid);
  return status?.is === 'killed' ? 130 : 0;
}

test('strace says what it cannot do', () => {
  const hint = "Try 'strace --help' for more information.\n";
  expect(traced()).toEqual({
    stdout: '',
    stderr: `strace: must have either a COMMAND or -p PID\n${hint}`,
    status: 1,
  });
  expect(traced('-p', '99')).toEqual({
    stdout: '',
    stderr: 'strace: process 99: No such process\n',
    status: 1,
  });
  expect(traced('-p', 'x').stderr).toBe(`strace: invalid process id 'x'\n${hint}`);
  expect(traced('-p', '2').stderr).toBe(`strace: cannot trace itself\n${hint}`);
});

test('a filter always shows signals', () => {
  const filter = parseFilter('none');
  expect('shows' in filter && filter.shows('--- SIGINT (Interrupt) ---')).toBe(true);
});

test('only what failed counts as an error', () => {
  const summary: Summary = new Map();
  const lines = [
    'read(0, 5) = "= -1 ENOENT (x)", 15',
    'read(9, 5) = -1 EBADF (Bad file descriptor)',
    'lseek(0, -1, SEEK_CUR) = 3',
    '+++ exited with 0 +++',
  ];
  for (const line of lines) tally(summary, line);
  expect(Object.fromEntries(summary)).toEqual({
    read: { calls: 2, errors: 1 },
    lseek: { calls: 1, errors: 0 },
  });
  expect(printSummary(new Map(), 1).split('\n')[3]).toBe(
    '  0.00    0.000000           1         0           total',
  );
});
