import { expect, test } from 'vitest';
import type { Coroutine } from '../../kernel/abi.ts';
import { parseStat } from '../../userland/lib/processes.ts';
import { sys } from '../../userland/sys.ts';
import { run, runOne } from './machine.ts';

/** Starts a few processes that do not change any more, and then the command in its arguments. */
function* stage(argv: string[]): Coroutine<number> {
  const children = [
    yield* sys.spawn('/bin/sleep', ['sleep', '100']),
    yield* sys.spawn('/bin/parent', ['nice', '-n', '5', 'sleep', '200']),
    yield* sys.spawn('/bin/true', ['true']),
    yield* sys.spawn('/bin/spin', ['spin', '-t', '2'], { session: true }),
    yield* sys.spawn('/bin/sleep', ['a) S 1 (b', 'inf'], { stopped: true }),
  ];
  yield* sys.nanosleep({ sec: 4, nsec: 0 });
  yield* sys.waitpid(yield* sys.spawn(`/bin/${argv[1]}`, argv.slice(1)));
  for (const pid of children) yield* sys.kill(pid, 'SIGKILL');
  return 0;
}

/** A nicer process with a child. */
function* parent(argv: string[]): Coroutine<number> {
  yield* sys.nice(5);
  yield* sys.waitpid(yield* sys.spawn('/bin/sleep', argv.slice(3)));
  return 0;
}

const programs = [
  { path: '/bin/stage', program: stage, about: '' },
  { path: '/bin/parent', program: parent, about: '' },
];

function onStage(...argv: string[]): string {
  const [outcome] = run([['stage', ...argv]], { programs });
  return (outcome?.stdout ?? '') + (outcome?.stderr ?? '');
}

/** ps itself is too young for its share of the CPU to be the same in every version. */
function withoutPs(output: string): string {
  return output.replace(/.*\bps -?[a-z]+\n$/, '');
}

test('ps alone lists the processes of the own terminal, in the short format', () => {
  expect(onStage('ps')).toBe(`\
  PID TTY          TIME CMD
    1 ?        00:00:00 harness
    2 ?        00:00:00 stage
    3 ?        00:00:00 sleep
    4 ?        00:00:00 nice
    5 ?        00:00:00 true <defunct>
    6 ?        00:00:02 spin <defunct>
    7 ?        00:00:00 a) S 1 (b
    8 ?        00:00:00 sleep
    9 ?        00:00:00 ps
`);
});

test('ps -ef has user, parent, start and arguments; a zombie has only its name left', () => {
  expect(withoutPs(onStage('ps', '-ef'))).toBe(`\
UID        PID  PPID  C STIME TTY          TIME CMD
root         1     0  0 09:00 ?        00:00:00 /bin/harness
root         2     1  0 09:00 ?        00:00:00 stage ps -ef
root         3     2  0 09:00 ?        00:00:00 sleep 100
root         4     2  0 09:00 ?        00:00:00 nice -n 5 sleep 200
root         5     2  0 09:00 ?        00:00:00 [true] <defunct>
root         6     2 49 09:00 ?        00:00:02 [spin] <defunct>
root         7     2  0 09:00 ?        00:00:00 a) S 1 (b inf
root         8     4  0 09:00 ?        00:00:00 sleep 200
`);
});

test('ps -l has state, niceness and what each waits for', () => {
  expect(onStage('ps', '-l', '-p', '2,3,5,7,8')).toBe(`\
F S   UID   PID  PPID  C PRI  NI ADDR SZ WCHAN      TTY          TIME CMD
0 S     0     2     1  0  80   0 -     0 no child h ?        00:00:00 stage
0 S     0     3     2  0  80   0 -     0 asleep     ?        00:00:00 sleep
0 Z     0     5     2  0  80   0 -     0 -          ?        00:00:00 true <defunct>
0 T     0     7     2  0  80   0 -     0 -          ?        00:00:00 a) S 1 (b
0 S     0     8     4  0  85   5 -     0 asleep     ?        00:00:00 sleep
`);
});

test('ps aux is the dialect of BSD', () => {
  expect(withoutPs(onStage('ps', 'aux'))).toBe(`\
USER       PID %CPU %MEM    VSZ   RSS TTY      STAT START   TIME COMMAND
root         1  0.0  0.0      0     0 ?        Ss   09:00   0:00 /bin/harness
root         2  0.0  0.0      0     0 ?        S    09:00   0:00 stage ps aux
root         3  0.0  0.0      0     0 ?        S    09:00   0:00 sleep 100
root         4  0.0  0.0      0     0 ?        SN   09:00   0:00 nice -n 5 sleep 200
root         5  0.0  0.0      0     0 ?        Z    09:00   0:00 [true] <defunct>
root         6 50.0  0.0      0     0 ?        Zs   09:00   0:02 [spin] <defunct>
root         7  0.0  0.0      0     0 ?        T    09:00   0:00 a) S 1 (b inf
root         8  0.0  0.0      0     0 ?        SN   09:00   0:00 sleep 200
`);
});

test('ps -aux and ps -ax are taken for ps aux and ps ax', () => {
  expect(withoutPs(onStage('ps', '-aux')).replace('-aux', 'aux')).toBe(withoutPs(onStage('ps', 'aux')));
  expect(onStage('ps', '-ax', '-p', '3').split('\n')[0]).toBe('  PID TTY      STAT   TIME COMMAND');
});

test('ps draws the tree of processes with --forest, -H and f', () => {
  expect(onStage('ps', '-e', '--forest', '-o', 'pid,args')).toBe(`\
  PID COMMAND
    1 /bin/harness
    2  \\_ stage ps -e --forest -o pid,args
    3      \\_ sleep 100
    4      \\_ nice -n 5 sleep 200
    8      |   \\_ sleep 200
    5      \\_ [true] <defunct>
    6      \\_ [spin] <defunct>
    7      \\_ a) S 1 (b inf
    9      \\_ ps -e --forest -o pid,args
`);
  expect(onStage('ps', '-H', '-o', 'comm=', '-p', '2,4,8')).toBe('stage\n  nice\n    sleep\n');
  expect(onStage('ps', 'f', '4', '8')).toBe(`\
  PID TTY      STAT   TIME COMMAND
    4 ?        SN     0:00 nice -n 5 sleep 200
    8 ?        SN     0:00  \\_ sleep 200
`);
});

test('ps -o takes columns with headings and widths, and no headings at all', () => {
  expect(onStage('ps', '-p', '3', '-o', 'pid=,comm=')).toBe('    3 sleep\n');
  expect(onStage('ps', '-p3', '-opid,ppid=PARENT', '-o', 'wchan:20,etime,ni,tty,stat,comm')).toBe(`\
  PID PARENT WCHAN                    ELAPSED  NI TT       STAT COMMAND
    3      2 asleep                     00:04   0 ?        S    sleep
`);
  expect(onStage('ps', 'axo', 'pid,waits', '--sort=-pid', '--no-headers')).toBe(`\
    9 -
    8 clock: asleep
    7 -
    6 -
    5 -
    4 children: no child has ended
    3 clock: asleep
    2 children: no child has ended
    1 children: no child has ended
`);
});

test('ps chooses by program, session and state, and fails if nobody is left', () => {
  expect(onStage('ps', '-C', 'sleep', '-o', 'pid=')).toBe('    3\n    8\n');
  expect(onStage('ps', '-d', '-o', 'pid=', '--sort', 'comm')).toBe(
    '    7\n    4\n    9\n    3\n    8\n    2\n    5\n',
  );
  expect(onStage('ps', 'axr', '-o', 'pid=')).toBe('    9\n');
  expect(runOne(['ps', '-p', '99'])).toEqual({
    stdout: '  PID TTY          TIME CMD\n',
    stderr: '',
    status: 1,
  });
});

test('a wrong option, column or number is told', () => {
  const hint = "Try 'ps --help' for more information.\n";
  expect(onStage('ps', '-q')).toBe(`ps: invalid option -- 'q'\n${hint}`);
  expect(onStage('ps', 'z')).toBe(`ps: unknown option 'z' (without a dash)\n${hint}`);
  expect(onStage('ps', '-o', 'pid,foo')).toBe(`ps: unknown column 'foo'; man ps lists them\n${hint}`);
  expect(onStage('ps', '-p', 'abc')).toBe(`ps: process ID list syntax error: 'abc'\n${hint}`);
  expect(onStage('ps', 'tree')).toBe(`ps: TTY could not be found: 'ree'\n${hint}`);
  expect(onStage('ps', '-u', 'nobody')).toBe(`ps: user name does not exist: 'nobody'\n${hint}`);
  expect(onStage('ps', '--sort', 'x')).toBe(`ps: unknown sort column 'x'\n${hint}`);
});

test('on a terminal, lines are cut at its edge, unless they may be wide', () => {
  const options = { terminal: { rows: 24, columns: 30 } };
  expect(runOne(['ps', '-o', 'pid,args', '-p', '1', '-p', '1', '-p', '2'], options).stdout).toBe(
    '  PID COMMAND\r\n    1 /bin/harness\r\n    2 ps -o pid,args -p 1 -p 1\r\n',
  );
  expect(runOne(['ps', '-ww', '-o', 'args=', '-p', '2', '-C', 'none at all'], options).stdout).toBe(
    'ps -ww -o args= -p 2 -C none at all\r\n',
  );
});

test('a name with spaces and parentheses is read from /proc as it is', () => {
  expect(parseStat('12 (a) b (c)) S 1 12 12 tty0 12 -5 100 20 3 4 1000 42 7 8 9 0 1000 5 50\n')).toEqual({
    pid: 12,
    name: 'a) b (c)',
    state: 'S',
    ppid: 1,
    pgid: 12,
    sid: 12,
    tty: 'tty0',
    foreground: 12,
    nice: -5,
    user: 100,
    system: 20,
    childrenUser: 3,
    childrenSystem: 4,
    started: 1000,
    traps: 42,
    voluntary: 7,
    involuntary: 8,
    ready: 9,
    uid: 0,
    ruid: 1000,
    gid: 5,
    rgid: 50,
  });
});
