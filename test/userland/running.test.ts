// Programs that run another program, or let time pass.

import { expect, test } from 'vitest';
import type { Coroutine } from '../../kernel/abi.ts';
import { parseDuration } from '../../userland/lib/duration.ts';
import { print } from '../../userland/lib/output.ts';
import { sys } from '../../userland/sys.ts';
import { run, runOne } from './machine.ts';

/** Prints how long the command in its arguments took, and how it ended. */
function* watch(argv: string[]): Coroutine<number> {
  const start = yield* sys.clock_gettime('monotonic');
  const pid = yield* sys.spawn(`/bin/${argv[1]}`, argv.slice(1));
  const { status } = yield* sys.waitpid(pid);
  const end = yield* sys.clock_gettime('monotonic');
  const seconds = end.sec - start.sec + (end.nsec - start.nsec) / 1e9;
  const how = status?.is === 'exited' ? status.code : status?.is === 'killed' ? status.signal : '';
  yield* print(`${seconds.toFixed(2)} ${how}\n`);
  return 0;
}

/** Ends as its arguments say: with a status or by a signal. */
function* end([, how = '']: string[]): Coroutine<number> {
  if (how.startsWith('SIG')) yield* sys.kill(yield* sys.getpid(), how as 'SIGTERM');
  return Number(how);
}

/** Ignores SIGTERM, and goes on for a while. */
function* deaf(): Coroutine<number> {
  yield* sys.sigaction('SIGTERM', 'ignore');
  yield* sys.nanosleep({ sec: 10, nsec: 0 });
  return 3;
}

const programs = [
  { path: '/bin/watch', program: watch, about: '' },
  { path: '/bin/end', program: end, about: '' },
  { path: '/bin/deaf', program: deaf, about: '' },
  { path: '/bin/script', text: 'some commands', mode: 0o755 },
  {
    path: '/bin/sh',
    program: function* (argv: string[]) {
      yield* print(`${argv.join(' ')}\n`);
      return 5;
    },
    about: '',
  },
];
const watched = (...argv: string[]) => run([['watch', ...argv]], { programs })[0]?.stdout;
const ran = (...argv: string[]) => runOne(argv, { programs });

test('sleep sleeps for the sum of its operands', () => {
  expect(watched('sleep', '1.5')).toBe('1.50 0\n');
  expect(watched('sleep', '0.25', '1m', '.5s', '1h')).toBe('3660.75 0\n');
  expect(watched('timeout', '5000000000', 'sleep', '1000000000d')).toBe('5000000000.00 124\n');
  expect(watched('timeout', '5000000000', 'sleep', 'inf', 'inf', 'inf')).toBe('5000000000.00 124\n');
  expect(runOne(['sleep', '1x', '2', 'y'])).toEqual({
    stdout: '',
    stderr:
      "sleep: invalid time interval '1x'\nsleep: invalid time interval 'y'\nTry 'sleep --help' for more information.\n",
    status: 1,
  });
  expect(runOne(['sleep']).stderr).toBe("sleep: missing operand\nTry 'sleep --help' for more information.\n");
});

test('a span of time is exact to the tick', () => {
  expect(['0.07', '1e-6', '2m', '1.5h', '1d', '0', '1e3'].map(parseDuration)).toEqual([
    70_000, 1, 120e6, 5400e6, 86400e6, 0, 1e9,
  ]);
  expect(['', 'x', '-1', '1ss', '0x10', 's', '1 '].map(parseDuration)).toEqual(Array(7).fill(null));
  expect(parseDuration('inf')).toBe(parseDuration('1e300'));
});

test('spin uses as much CPU time as it is told', () => {
  expect(watched('spin', '-t', '2.5')).toBe('2.50 0\n');
  expect(runOne(['spin', '-t', 'x']).stderr).toBe(
    "spin: invalid time 'x'\nTry 'spin --help' for more information.\n",
  );
});

test('timeout lets a command end, or ends it', () => {
  expect(watched('timeout', '5', 'spin', '-t', '1')).toBe('1.00 0\n');
  expect(watched('timeout', '5', 'end', '7')).toBe('0.00 7\n');
  expect(watched('timeout', '5', 'end', 'SIGHUP')).toBe('0.00 SIGHUP\n');
  expect(watched('timeout', '2', 'sleep', '9')).toBe('2.00 124\n');
  expect(watched('timeout', '-s', 'INT', '--preserve-status', '2', 'sleep', '9')).toBe('2.00 130\n');
  expect(watched('timeout', '-s', 'KILL', '2', 'sleep', '9')).toBe('2.00 SIGKILL\n');
  expect(watched('timeout', '1', 'deaf')).toBe('10.00 124\n');
  expect(watched('timeout', '-k', '2', '1', 'deaf')).toBe('3.00 SIGKILL\n');
  expect(watched('timeout', '0', 'sleep', '20')).toBe('20.00 0\n');
});

test('timeout leaves nobody behind', () => {
  const [, after] = run([
    ['timeout', '100', 'true'],
    ['ps', '-e', '-o', 'comm='],
  ]);
  expect(after?.stdout).toBe('harness\nps\n');
});

test('timeout fails with 125 by itself', () => {
  const hint = "Try 'timeout --help' for more information.\n";
  expect(ran('timeout', '1')).toEqual({
    stdout: '',
    stderr: `timeout: missing operand\n${hint}`,
    status: 125,
  });
  expect(ran('timeout', 'x', 'true').stderr).toBe(`timeout: invalid time interval 'x'\n${hint}`);
  expect(ran('timeout', '-k', 'y', '1', 'true').stderr).toBe(`timeout: invalid time interval 'y'\n${hint}`);
  expect(ran('timeout', '-s', 'FOO', '1', 'true').stderr).toBe(`timeout: 'FOO': invalid signal\n${hint}`);
});

test('who runs a command ends as it does', () => {
  for (const wrapper of [['nice'], ['time', '-p'], ['timeout', '5'], ['nohup'], ['strace', '-o', 'x']]) {
    expect(ran(...wrapper, 'end', '42').status).toBe(42);
    expect(ran(...wrapper, 'end', 'SIGUSR1').status).toBe('SIGUSR1');
    expect(ran(...wrapper, 'end', 'SIGKILL').status).toBe('SIGKILL');
    const name = wrapper[0];
    expect(ran(...wrapper, 'nosuch')).toEqual({
      stdout: '',
      stderr: `${name}: 'nosuch': No such file or directory\n`,
      status: 127,
    });
    expect(ran(...wrapper, '/home')).toEqual({
      stdout: '',
      stderr: `${name}: '/home': Permission denied\n`,
      status: 126,
    });
  }
});

test('a file that is no program is a script for the shell', () => {
  expect(ran('nice', 'script', 'a', 'b')).toEqual({ stdout: 'sh /bin/script a b\n', stderr: '', status: 5 });
});

test('nice prints the niceness or runs a command with another one', () => {
  expect(ran('nice')).toEqual({ stdout: '0\n', stderr: '', status: 0 });
  expect(ran('nice', 'nice').stdout).toBe('10\n');
  expect(ran('nice', '-n', '3', 'nice', '-n', '-5', 'nice').stdout).toBe('-2\n');
  expect(ran('nice', '-7', 'nice').stdout).toBe('7\n');
  expect(ran('nice', '-n', '100', 'nice').stdout).toBe('19\n');
  expect(ran('nice', '-n', 'x', 'true')).toEqual({
    stdout: '',
    stderr: "nice: invalid adjustment 'x'\n",
    status: 125,
  });
  expect(ran('nice', '-n', '1').stderr).toBe(
    "nice: a command must be given with an adjustment\nTry 'nice --help' for more information.\n",
  );
});

test('time tells the time that went by and the CPU time of the command', () => {
  const real = ran('time', 'spin', '-t', '61.5').stderr;
  expect(real).toMatch(/^\nreal\t1m1\.5000\d\ds\nuser\t1m1\.500000s\nsys\t0m0\.00000\ds\n$/);
  expect(ran('time', '-p', 'sleep', '2').stderr).toMatch(
    /^real 2\.0000\d\d\nuser 0\.000000\nsys 0\.00000\d\n$/,
  );
  expect(ran('time')).toEqual({
    stdout: '',
    stderr: "time: missing program to run\nTry 'time --help' for more information.\n",
    status: 125,
  });
});

test('nohup makes a command deaf to SIGHUP, and keeps its output when there is a terminal', () => {
  function* hang(): Coroutine<number> {
    yield* sys.kill(yield* sys.getpid(), 'SIGHUP');
    yield* print('still there\n');
    return 0;
  }
  const more = { programs: [{ path: '/bin/hang', program: hang, about: '' }] };
  expect(runOne(['hang'], more).status).toBe('SIGHUP');
  expect(runOne(['nohup', 'hang'], more)).toEqual({ stdout: 'still there\n', stderr: '', status: 0 });
  const terminal = { ...more, terminal: { rows: 24, columns: 80 } };
  const [quiet, file] = run(
    [
      ['nohup', 'hang'],
      ['cat', 'nohup.out'],
    ],
    terminal,
  );
  expect(quiet).toEqual({ stdout: '', stderr: "nohup: appending output to 'nohup.out'\n", status: 0 });
  const [, fallback] = run(
    [
      ['nohup', 'hang'],
      ['cat', 'x/nohup.out'],
    ],
    {
      ...terminal,
      files: { 'nohup.out/': '', 'x/': '' },
      env: { HOME: '/home/x' },
    },
  );
  expect(fallback?.stdout).toBe('still there\r\n');
  expect(file?.stdout).toBe('still there\r\n');
});

test('env, nice and nohup make room for their command: there is no process in between', () => {
  const ids = {
    path: '/bin/ids',
    program: function* () {
      yield* print(`${yield* sys.getpid()} ${yield* sys.getppid()}\n`);
      return 0;
    },
    about: '',
  };
  const ranIds = (...argv: string[]) => runOne(argv, { programs: [ids] }).stdout;
  const plain = ranIds('ids');
  expect(plain).toMatch(/^\d+ \d+\n$/);
  for (const words of [['env', 'A=b'], ['nice'], ['nohup']]) expect(ranIds(...words, 'ids')).toBe(plain);
});

test('env -C runs the command elsewhere, or fails with 125', () => {
  expect(runOne(['env', '-C', '/tmp', 'pwd'])).toEqual({ stdout: '/tmp\n', stderr: '', status: 0 });
  expect(runOne(['env', '-C', '/absent', 'pwd'])).toEqual({
    stdout: '',
    stderr: "env: cannot change directory to '/absent': No such file or directory\n",
    status: 125,
  });
});
