import { describe, expect, test } from 'vitest';
import { O_APPEND, O_CREAT, O_RDWR, O_WRONLY, type Program, RLIM_INFINITY } from '../../kernel/abi.ts';
import { sys } from '../../userland/sys.ts';
import {
  answerOf,
  encode,
  errorOf,
  lines,
  now,
  pause,
  runMain,
  say,
  slurp,
  start,
  status,
} from '../helpers.ts';

const nothing: Program = function* () {};
const sleeper: Program = function* () {
  yield* pause(1000);
};
const worker: Program = function* ([, ticks]) {
  yield* sys.work(Number(ticks));
};
const programs = { nothing, sleeper, worker };
const infinite = { soft: RLIM_INFINITY, hard: RLIM_INFINITY };

describe('a limit', () => {
  test('is infinite at first, but for descriptors', () => {
    const answer = answerOf(function* () {
      return [
        yield* sys.getrlimit('RLIMIT_CPU'),
        yield* sys.getrlimit('RLIMIT_FSIZE'),
        yield* sys.getrlimit('RLIMIT_NPROC'),
        yield* sys.getrlimit('RLIMIT_NOFILE'),
      ];
    });
    expect(answer).toEqual([infinite, infinite, infinite, { soft: 1024, hard: 1024 }]);
  });

  test('is inherited by children, and kept by another program', () => {
    const ask: Program = function* () {
      const { soft, hard } = yield* sys.getrlimit('RLIMIT_NOFILE');
      return soft + hard;
    };
    const again: Program = function* () {
      yield* sys.execve('/bin/ask', ['ask'], {});
    };
    const answer = answerOf(
      function* () {
        yield* sys.setrlimit('RLIMIT_NOFILE', { soft: 10, hard: 20 });
        return yield* status('again');
      },
      { programs: { ask, again } },
    );
    expect(answer).toEqual({ is: 'exited', code: 30 });
  });

  test('may be moved by root, as far as the machine goes; the soft one never above the hard one', () => {
    const answer = answerOf(function* () {
      yield* sys.setrlimit('RLIMIT_NPROC', { soft: 5, hard: 6 });
      yield* sys.setrlimit('RLIMIT_NPROC', { soft: 7, hard: RLIM_INFINITY });
      return [
        yield* errorOf(sys.setrlimit('RLIMIT_NPROC', { soft: 9, hard: 8 })),
        yield* errorOf(sys.setrlimit('RLIMIT_NOFILE', { soft: 9, hard: 1025 })),
        yield* errorOf(sys.setrlimit('RLIMIT_CPU', { soft: -1, hard: 8 })),
        yield* sys.getrlimit('RLIMIT_NPROC'),
      ];
    });
    expect(answer).toEqual(['EINVAL', 'EPERM', 'EINVAL', { soft: 7, hard: RLIM_INFINITY }]);
  });

  test('is told in /proc/PID/limits', () => {
    const answer = answerOf(function* () {
      yield* sys.setrlimit('RLIMIT_CPU', { soft: 60, hard: RLIM_INFINITY });
      return yield* slurp('/proc/self/limits');
    });
    expect(answer).toBe(
      [
        'Limit                     Soft Limit           Hard Limit           Units     ',
        'Max cpu time              60                   unlimited            seconds   ',
        'Max file size             unlimited            unlimited            bytes     ',
        'Max processes             unlimited            unlimited            processes ',
        'Max open files            1024                 1024                 files     ',
        '',
      ].join('\n'),
    );
  });
});

test('RLIMIT_NOFILE: no descriptor has that number or a higher one', () => {
  const answer = answerOf(function* () {
    yield* sys.dup2(0, 9);
    yield* sys.setrlimit('RLIMIT_NOFILE', { soft: 5, hard: 5 });
    const first = yield* sys.dup(0);
    const pipe = yield* errorOf(sys.pipe());
    const second = yield* sys.dup(0);
    return [
      [first, pipe, second],
      yield* errorOf(sys.open('/tmp/new', O_WRONLY | O_CREAT)),
      yield* errorOf(sys.stat('/tmp/new')),
      yield* errorOf(sys.dup2(0, 5)),
      yield* errorOf(sys.fcntl(0, 'F_DUPFD', 5)),
      yield* errorOf(sys.fstat(9)),
    ];
  });
  expect(answer).toEqual([[3, 'EMFILE', 4], 'EMFILE', 'ENOENT', 'EBADF', 'EINVAL', 'ok']);
});

test('RLIMIT_NPROC: with so many processes of the user, no more can be started', () => {
  const answer = answerOf(
    function* () {
      yield* sys.setrlimit('RLIMIT_NPROC', { soft: 4, hard: 4 }); // init, main and two more
      const first = yield* start('sleeper');
      yield* start('sleeper');
      const full = yield* errorOf(start('nothing'));
      yield* sys.waitpid(first);
      return [full, yield* errorOf(start('nothing'))];
    },
    { programs },
  );
  expect(answer).toEqual(['EAGAIN', 'ok']);
});

describe('RLIMIT_FSIZE', () => {
  test('lets a write go up to it, and the next one fail with SIGXFSZ and EFBIG', () => {
    const answer = answerOf(function* () {
      yield* sys.sigaction('SIGXFSZ', 'ignore');
      yield* sys.setrlimit('RLIMIT_FSIZE', { soft: 5, hard: 5 });
      const fd = yield* sys.open('/tmp/f', O_RDWR | O_CREAT);
      const taken = [yield* sys.write(fd, encode('abc')), yield* sys.write(fd, encode('def'))];
      const append = yield* sys.open('/tmp/f', O_WRONLY | O_APPEND);
      return [
        taken,
        yield* errorOf(sys.write(fd, encode('g'))),
        yield* errorOf(sys.write(append, encode('g'))),
        yield* sys.pwrite(fd, encode('A'), 0),
        yield* errorOf(sys.write(fd, encode(''))),
        yield* errorOf(sys.truncate('/tmp/f', 6)),
        yield* errorOf(sys.truncate('/tmp/f', 4)),
        yield* slurp('/tmp/f'),
      ];
    });
    expect(answer).toEqual([[3, 2], 'EFBIG', 'EFBIG', 1, 'ok', 'EFBIG', 'ok', 'Abcd']);
  });

  test('ends who does not expect it, and holds for no pipe and no device', () => {
    const { status: ended } = runMain(function* () {
      yield* sys.setrlimit('RLIMIT_FSIZE', { soft: 0, hard: 0 });
      const [, writer] = yield* sys.pipe();
      yield* say('x', writer);
      yield* say('x', yield* sys.open('/dev/null', O_WRONLY));
      yield* say('x', yield* sys.open('/tmp/f', O_WRONLY | O_CREAT));
    });
    expect(ended).toEqual({ is: 'killed', signal: 'SIGXFSZ' });
  });
});

describe('RLIMIT_CPU', () => {
  test('ends a process with SIGXCPU when it has used so much, to the tick, however it slept in between', () => {
    const booted = runMain(function* () {
      yield* sys.setrlimit('RLIMIT_CPU', { soft: 2, hard: 10 });
      yield* sys.work(1_500_000);
      yield* pause(5_000_000);
      yield* sys.work(1e9);
    });
    expect(booted.status).toEqual({ is: 'killed', signal: 'SIGXCPU' });
    const { childrenUser, childrenSystem } = booted.kernel.init;
    expect(childrenUser + childrenSystem).toBe(2_000_000);
    expect(lines(booted)).toContain('7000002 2 signal SIGXCPU by 0');
  });

  test('sends SIGXCPU again after each second, and SIGKILL at the hard limit', () => {
    const ticks: number[] = [];
    const { status: ended } = runMain(
      function* () {
        const origin = yield* now();
        yield* sys.sigaction('SIGXCPU', {
          *handler() {
            ticks.push(Math.round(((yield* now()) - origin) / 1e6));
          },
        });
        yield* sys.setrlimit('RLIMIT_CPU', { soft: 1, hard: 4 });
        yield* sys.work(1e9);
      },
      { policy: 'rr' },
    );
    expect([ticks, ended]).toEqual([[1, 2, 3], { is: 'killed', signal: 'SIGKILL' }]);
  });

  test('counts for each process alone', () => {
    const answer = answerOf(
      function* () {
        yield* sys.work(900_000);
        yield* sys.setrlimit('RLIMIT_CPU', { soft: 1, hard: 1 });
        return [yield* status('worker', {}, '900000'), yield* status('worker', {}, '1000000')];
      },
      { programs },
    );
    expect(answer).toEqual([
      { is: 'exited', code: 0 },
      { is: 'killed', signal: 'SIGKILL' },
    ]);
  });

  test('of a process that has used more already works at once', () => {
    const { status: ended } = runMain(function* () {
      yield* sys.work(3_000_000);
      yield* sys.setrlimit('RLIMIT_CPU', { soft: 1, hard: 2 });
      for (;;) yield* sys.getpid();
    });
    expect(ended).toEqual({ is: 'killed', signal: 'SIGKILL' });
  });
});
