import { describe, expect, test } from 'vitest';
import type { Coroutine, Program } from '../../../kernel/abi.ts';
import { sys } from '../../../userland/sys.ts';
import { answerOf, errorOf, pause, reapAll, slurp, spill, start } from '../../helpers.ts';

const sleeper: Program = function* () {
  yield* sys.work(123);
  yield* pause(1_000_000);
};
const programs = { sleeper };

function* list(path: string) {
  const fd = yield* sys.open(path, 0);
  const names = (yield* sys.readdir(fd)).map(({ name }) => name);
  yield* sys.close(fd);
  return names;
}

test('/proc has a directory for each process, zombies too, and /proc/self is one’s own', () => {
  const main = function* () {
    yield* start('sleeper');
    yield* start('brief');
    yield* pause(1000);
    return [yield* list('/proc'), yield* sys.readlink('/proc/self')];
  };
  const own = [
    'cmdline',
    'counters',
    'interrupts',
    'mounts',
    'sched',
    'uptime',
    'version',
    'sysrq-trigger',
    'self',
  ];
  expect(answerOf(main, { programs: { ...programs, *brief() {} } })).toEqual([
    [...own, '1', '2', '3', '4'],
    '2',
  ]);
});

describe('a process’s directory', () => {
  const about = (file: string) =>
    answerOf(
      function* () {
        const pid = yield* sys.spawn('/bin/sleeper', ['-sleeper', 'a b', ''], { pgid: 0 });
        yield* pause(1000);
        return yield* slurp(`/proc/${pid}/${file}`);
      },
      { programs },
    );

  test('has these files', () => {
    const main = () => list('/proc/self');
    expect(answerOf(main)).toEqual(['cmdline', 'stat', 'status', 'wchan', 'limits', 'trace', 'fd']);
  });

  test('cmdline is the words, each with a NUL behind', () => {
    expect(about('cmdline')).toBe('-sleeper\0a b\0\0');
  });

  test('wchan tells what it waits for', () => {
    expect(about('wchan')).toBe('clock: asleep');
  });

  test('stat is one line of numbers', () => {
    // pid name state ppid pgid sid tty tpgid nice user system childrenUser childrenSystem started traps
    // voluntary involuntary waited uid ruid gid rgid
    expect(about('stat')).toBe('3 (-sleeper) S 2 3 1 - -1 0 123 2 0 0 3 2 1 0 1 0 0 0 0\n');
  });

  test('status tells it with names', () => {
    expect(about('status').split('\n')).toEqual([
      'Name:\t-sleeper',
      'State:\tS (sleeping)',
      'Pid:\t3',
      'PPid:\t2',
      'Pgid:\t3',
      'Sid:\t1',
      'Tty:\t-',
      'Uid:\t0\t0',
      'Gid:\t0\t0',
      'Groups:\t-',
      'Umask:\t022',
      'Nice:\t0',
      'Since:\t129',
      'Call:\tnanosleep({sec: 1, nsec: 0})',
      'Waiting:\tclock: asleep',
      'WokenBy:\tclock at 1000129',
      'FDSize:\t3',
      'SigPnd:\t-',
      'SigBlk:\t-',
      'SigIgn:\t-',
      'SigCgt:\t-',
      'Traps:\t2',
      'VoluntarySwitches:\t1',
      'InvoluntarySwitches:\t0',
      '',
    ]);
  });

  test('of a zombie has no command line and no descriptors', () => {
    const main = function* () {
      const pid = yield* start('brief');
      yield* pause(100);
      const state = (yield* slurp(`/proc/${pid}/stat`)).split(' ')[2];
      return [yield* slurp(`/proc/${pid}/cmdline`), yield* list(`/proc/${pid}/fd`), state];
    };
    expect(answerOf(main, { programs: { *brief() {} } })).toEqual(['', [], 'Z']);
  });

  test('is gone with the process, also for who is in it', () => {
    const main = function* () {
      const pid = yield* start('sleeper');
      yield* sys.chdir(`/proc/${pid}`);
      const open = yield* sys.open('status', 0);
      const told = [yield* sys.getcwd()];
      yield* sys.kill(pid, 'SIGKILL');
      yield* reapAll();
      told.push(yield* errorOf(sys.stat(`/proc/${pid}`)), yield* errorOf(sys.stat('status')));
      const text = (yield* sys.read(open, 10)).length; // what was opened stays as it was
      return [...told, text, yield* errorOf(sys.chdir('..'))];
    };
    expect(answerOf(main, { programs })).toEqual(['/proc/3', 'ENOENT', 'ENOENT', 10, 'ok']);
  });

  test('does not exist for what is no pid', () => {
    const main = function* () {
      const told: string[] = [];
      for (const name of ['0', '03', '99', '-1', '1x', '3.0', 'none'])
        told.push(yield* errorOf(sys.stat(`/proc/${name}`)));
      return new Set(told);
    };
    expect(answerOf(main)).toEqual(new Set(['ENOENT']));
  });

  test('has a link for each descriptor, which leads to what was opened', () => {
    const main = function* () {
      const [reader] = yield* sys.pipe();
      yield* sys.open('/bin/main', 0);
      yield* sys.dup2(reader, 9);
      yield* sys.chdir('/bin');
      yield* sys.open('main', 0);
      const links: string[] = [];
      for (const fd of yield* list('/proc/self/fd')) {
        if ((yield* errorOf(sys.fstat(Number(fd)))) === 'ok')
          links.push(`${fd} ${yield* sys.readlink(`/proc/self/fd/${fd}`)}`);
      }
      return [links, (yield* sys.stat('/proc/self/fd/5')).ino === (yield* sys.stat('/bin/main')).ino];
    };
    expect(answerOf(main)).toEqual([
      [
        '0 /dev/host-stdin',
        '1 /dev/host-stdout',
        '2 /dev/host-stderr',
        '3 pipe#1',
        '4 pipe#1',
        '5 /bin/main',
        '6 /bin/main',
        '9 pipe#1',
      ],
      true,
    ]);
  });
});

describe('the machine’s files', () => {
  test.each<[string, RegExp]>([
    ['version', /^tinyos version \d+\.\d+\.\d+\n$/],
    ['cmdline', /^seed=7\n$/],
    ['uptime', /^2\.00 2\.00\n$/],
    ['interrupts', /^$/],
    ['mounts', /^tmpfs \/ tmpfs rw 0 0\ndevfs \/dev devfs ro 0 0\nproc \/proc proc ro 0 0\n$/],
  ])('/proc/%s', (file, expected) => {
    const main = function* () {
      yield* pause(2_000_000);
      return yield* slurp(`/proc/${file}`);
    };
    expect(answerOf(main, { commandLine: 'seed=7' })).toMatch(expected);
  });

  test('/proc/sched counts what the machine did', () => {
    const text = answerOf(
      function* () {
        yield* start('sleeper');
        yield* pause(1000);
        return yield* slurp('/proc/sched');
      },
      { programs, quantum: 50, switchCost: 1, maxProcesses: 100 },
    );
    expect(text.split('\n')).toEqual([
      'policy:\trr',
      'quantum:\t50',
      'switch cost:\t1',
      'trap cost:\t1',
      'switches:\t4',
      'preemptions:\t0',
      'traps:\t7',
      'spawned:\t2',
      'ready:\t0',
      'processes:\t3',
      'processes max:\t100',
      'alarms:\t1',
      'open files:\t3',
      '',
    ]);
  });

  test('/proc/counters counts what the kernel holds', () => {
    const counted = function* (): Coroutine<Record<string, number>> {
      const rows = (yield* slurp('/proc/counters')).trimEnd().split('\n');
      return Object.fromEntries(rows.map((row) => row.split(':\t')).map(([name, n]) => [name, Number(n)]));
    };
    const [before, after] = answerOf(
      function* () {
        const before = yield* counted();
        yield* start('sleeper');
        yield* start('brief');
        yield* sys.pipe();
        yield* spill('/tmp/f', 'x');
        yield* sys.open('/tmp/f', 0);
        yield* sys.unlink('/tmp/f');
        yield* sys.dup(0);
        yield* sys.mkdir('/tmp/d');
        yield* sys.chdir('/tmp/d');
        yield* sys.rmdir('/tmp/d');
        yield* pause(1000);
        return [before, yield* counted()];
      },
      { programs: { ...programs, *brief() {} }, terminal: true },
    );
    const gained = Object.entries(after!).map(([name, n]) => [name, n - before![name]!]);
    expect(Object.fromEntries(gained)).toEqual({
      processes: 2,
      zombies: 1,
      sleepers: 1,
      stopped: 0,
      descriptors: 3 + 4, // the child's, and two of a pipe, the file, the copy of 0
      'open files': 3,
      pipes: 1,
      timers: 1,
      inodes: 2, // both without a name
      'bytes in files': 256,
      'pseudo-terminals': 0,
      'terminals of a session': 0,
    });
    expect(before).toMatchObject({
      processes: 2,
      'terminals of a session': 1,
      descriptors: 6,
      'open files': 4,
    });
  });

  test('are made when they are opened, and stay so while they are read', () => {
    const main = function* () {
      const fd = yield* sys.open('/proc/uptime', 0);
      yield* pause(5_000_000);
      const first = new TextDecoder().decode(yield* sys.read(fd, 100));
      yield* sys.lseek(fd, 0);
      return [
        first,
        new TextDecoder().decode(yield* sys.read(fd, 4)),
        (yield* sys.stat('/proc/uptime')).size,
      ];
    };
    expect(answerOf(main)).toEqual(['0.00 0.00\n', '0.00', 0]);
  });
});

test('inode numbers in /proc are those of the same file each time, and no two files share one', () => {
  const main = function* () {
    yield* start('sleeper');
    const inodes: number[] = [];
    for (const directory of ['/proc', '/proc/1', '/proc/2', '/proc/3', '/proc/1/fd', '/proc/2/fd']) {
      const fd = yield* sys.open(directory, 0);
      for (const { name, ino } of yield* sys.readdir(fd)) {
        inodes.push(ino);
        if ((yield* sys.lstat(`${directory}/${name}`)).ino !== ino) return `${directory}/${name} differs`;
      }
    }
    return inodes.length === new Set(inodes).size;
  };
  expect(answerOf(main, { programs })).toBe(true);
});
