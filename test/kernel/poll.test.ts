import { describe, expect, test } from 'vitest';
import {
  O_NONBLOCK,
  O_RDONLY,
  O_RDWR,
  PIPE_BUF,
  PIPE_SIZE,
  POLLERR,
  POLLHUP,
  POLLIN,
  POLLNVAL,
  POLLOUT,
  type Program,
} from '../../kernel/abi.ts';
import { inspect } from '../../kernel/inspect.ts';
import { sys } from '../../userland/sys.ts';
import {
  answerOf,
  errorOf,
  leftovers,
  lines,
  machine,
  NOTHING,
  now,
  pause,
  runMain,
  say,
  start,
} from '../helpers.ts';

/** Writes to its descriptor 1 after a while. */
const late: Program = function* () {
  yield* pause(500);
  yield* say('x');
  return 0;
};
const usr1: Program = function* () {
  yield* pause(100);
  yield* sys.kill(yield* sys.getppid(), 'SIGUSR1');
  return 0;
};
const programs = { late, usr1 };

describe('poll', () => {
  test('tells which descriptors are ready, in the order in which they were asked for', () => {
    const answer = answerOf(function* () {
      const [reader, writer] = yield* sys.pipe();
      const [silent] = yield* sys.pipe();
      yield* say('x', writer);
      return yield* sys.poll([
        { fd: writer, events: POLLIN | POLLOUT },
        { fd: silent, events: POLLIN },
        { fd: reader, events: POLLIN | POLLOUT },
      ]);
    });
    expect(answer).toEqual([
      { fd: 4, revents: POLLOUT },
      { fd: 3, revents: POLLIN },
    ]);
  });

  test('sleeps on all queues at once, and is woken by any of them', () => {
    const booted = runMain(
      function* () {
        const [first] = yield* sys.pipe();
        const [second, writer] = yield* sys.pipe();
        yield* start('late', { actions: [{ is: 'dup', from: writer, to: 1 }] });
        const found = yield* sys.poll([
          { fd: first, events: POLLIN },
          { fd: second, events: POLLIN },
        ]);
        return found.length === 1 && found[0]?.fd === second ? 0 : 1;
      },
      { programs },
    );
    expect(booted.status).toEqual({ is: 'exited', code: 0 });
    expect(leftovers(booted)).toEqual(NOTHING);
    const about = lines(booted, 2)
      .split('\n')
      .filter((line) => / (?:sleep|wake) /.test(line) && !/waitpid/.test(line))
      .map((line) => line.replace(/^\d+ \d+ /, ''));
    expect(about).toEqual([
      'sleep poll on pipe#1 readers, pipe#2 readers: pipe empty, pipe empty',
      'wake from pipe#2 readers by 3',
    ]);
  });

  test('is shown with all that it waits for and all who could end the wait', () => {
    const booted = machine(function* () {
      const [reader] = yield* sys.pipe();
      yield* sys.poll(
        [
          { fd: 0, events: POLLIN },
          { fd: reader, events: POLLIN },
        ],
        5,
      );
    });
    booted.run(1000);
    const main = inspect(booted.kernel).processes.find(({ pid }) => pid === 2);
    expect([main?.call, main?.waitsFor, main?.wakers, main?.wakeSource]).toEqual([
      'poll([{fd: 0, events: POLLIN}, {fd: 3, events: POLLIN}], 5)',
      'stdin readers: no input, pipe#1 readers: pipe empty',
      [2],
      'the host, clock at 5004',
    ]);
  });

  test.each([
    [0, 1],
    [20, 20_001],
  ])('with a timeout of %i ms tells of nothing after %i ticks', (timeout, ticks) => {
    const answer = answerOf(function* () {
      const [reader] = yield* sys.pipe();
      const before = yield* now();
      const found = yield* sys.poll([{ fd: reader, events: POLLIN }], timeout);
      return [found, (yield* now()) - before - 1];
    });
    expect(answer).toEqual([[], ticks]);
  });

  test.each([null, -1])('with a timeout of %s waits for ever', (timeout) => {
    const booted = machine(function* () {
      const [reader] = yield* sys.pipe();
      yield* sys.poll([{ fd: reader, events: POLLIN }], timeout);
    });
    expect(booted.run()).toBe('idle');
  });

  test('of no descriptors at all is a sleep', () => {
    const answer = answerOf(function* () {
      const before = yield* now();
      const found = yield* sys.poll([{ fd: -1, events: POLLIN }], 7);
      return [found, (yield* now()) - before - 1];
    });
    expect(answer).toEqual([[], 7001]);
  });

  test('tells unasked that the other end is gone, and that a descriptor is not open', () => {
    const answer = answerOf(function* () {
      const [reader, writer] = yield* sys.pipe();
      const [otherReader, otherWriter] = yield* sys.pipe();
      yield* say('x', writer);
      yield* sys.close(writer);
      yield* sys.close(otherReader);
      return yield* sys.poll([
        { fd: reader, events: POLLIN },
        { fd: otherWriter, events: 0 },
        { fd: 99, events: 0 },
      ]);
    });
    expect(answer).toEqual([
      { fd: 3, revents: POLLIN | POLLHUP },
      { fd: 6, revents: POLLERR },
      { fd: 99, revents: POLLNVAL },
    ]);
  });

  test('finds a pipe writable as long as a write of PIPE_BUF bytes would not wait', () => {
    const answer = answerOf(function* () {
      const [reader, writer] = yield* sys.pipe();
      const isWritable = function* () {
        return (yield* sys.poll([{ fd: writer, events: POLLOUT }], 0)).length === 1;
      };
      yield* sys.write(writer, new Uint8Array(PIPE_SIZE - PIPE_BUF));
      const before = yield* isWritable();
      yield* say('x', writer);
      const full = yield* isWritable();
      yield* sys.read(reader, 1);
      return [before, full, yield* isWritable()];
    });
    expect(answer).toEqual([true, false, true]);
  });

  test('finds files, directories and devices ready at once', () => {
    const answer = answerOf(function* () {
      const fds = [];
      for (const path of ['/tmp', '/dev/null', '/dev/zero', '/proc/uptime'])
        fds.push({ fd: yield* sys.open(path, O_RDONLY), events: POLLIN });
      return yield* sys.poll(fds);
    });
    expect(answer.map(({ revents }) => revents)).toEqual([POLLIN, POLLIN, POLLIN, POLLIN]);
  });

  test('waits for a terminal’s line, and knows when the terminal is gone', () => {
    const found: unknown[] = [];
    const booted = machine(
      function* () {
        yield* sys.sigaction('SIGHUP', 'ignore');
        found.push(yield* sys.poll([{ fd: 0, events: POLLIN | POLLOUT }]));
        found.push(yield* sys.poll([{ fd: 0, events: POLLIN }]));
        yield* sys.read(0, 10);
        found.push(yield* sys.poll([{ fd: 0, events: POLLIN }]));
      },
      { terminal: true },
    );
    booted.feed('a', 1000);
    booted.feed('b\n', 2000);
    booted.run();
    expect(found).toEqual([[{ fd: 0, revents: POLLOUT }], [{ fd: 0, revents: POLLIN }]]);
  });

  test('waits for the input of the machine, and is told its end', () => {
    const found: unknown[] = [];
    const booted = machine(function* () {
      found.push(yield* sys.poll([{ fd: 0, events: POLLIN }]), yield* now());
      yield* sys.read(0, 10);
      found.push(yield* sys.poll([{ fd: 0, events: POLLIN }]), yield* now());
    });
    booted.feed('a', 1000);
    booted.end(2000);
    booted.run();
    expect(found).toEqual([[{ fd: 0, revents: POLLIN }], 1001, [{ fd: 0, revents: POLLIN }], 2001]);
  });

  test('fails with EINTR after a handler has run, whatever SA_RESTART says', () => {
    const answer = answerOf(
      function* () {
        yield* sys.sigaction('SIGUSR1', { *handler() {}, flags: ['SA_RESTART'] });
        const [reader] = yield* sys.pipe();
        yield* start('usr1');
        return yield* errorOf(sys.poll([{ fd: reader, events: POLLIN }], 10));
      },
      { programs },
    );
    expect(answer).toBe('EINTR');
  });

  test('that was stopped and goes on ends when it was to end at first', () => {
    const poller: Program = function* () {
      yield* sys.poll([], 10);
      return (yield* now()) < 10_100 ? 0 : 1;
    };
    const answer = answerOf(
      function* () {
        const pid = yield* start('poller');
        yield* pause(100);
        yield* sys.kill(pid, 'SIGSTOP');
        yield* pause(100);
        yield* sys.kill(pid, 'SIGCONT');
        return (yield* sys.waitpid(pid)).status;
      },
      { programs: { poller } },
    );
    expect(answer).toEqual({ is: 'exited', code: 0 });
  });
});

test('a sleep after one that a handler has cut short is as long as it says', () => {
  const answer = answerOf(
    function* () {
      yield* sys.sigaction('SIGUSR1', { *handler() {} });
      yield* start('usr1');
      yield* pause(1000);
      const before = yield* now();
      yield* pause(5000);
      return (yield* now()) - before;
    },
    { programs },
  );
  expect(answer).toBe(5002);
});

describe('O_NONBLOCK', () => {
  test('lets a read of an empty pipe fail with EAGAIN, and not one that finds the end', () => {
    const answer = answerOf(function* () {
      const [reader, writer] = yield* sys.pipe2(O_NONBLOCK);
      const empty = yield* errorOf(sys.read(reader, 1));
      yield* sys.close(writer);
      return [empty, (yield* sys.read(reader, 1)).length];
    });
    expect(answer).toEqual(['EAGAIN', 0]);
  });

  test('lets a write take what there is room for, but up to PIPE_BUF bytes all or nothing', () => {
    const answer = answerOf(function* () {
      const [reader, writer] = yield* sys.pipe2(O_NONBLOCK);
      const taken = [yield* sys.write(writer, new Uint8Array(PIPE_SIZE + 10))];
      const full = yield* errorOf(sys.write(writer, new Uint8Array(PIPE_SIZE)));
      yield* sys.read(reader, PIPE_BUF - 1);
      const short = yield* errorOf(sys.write(writer, new Uint8Array(PIPE_BUF)));
      taken.push(yield* sys.write(writer, new Uint8Array(PIPE_BUF + 1)));
      return [taken, full, short];
    });
    expect(answer).toEqual([[PIPE_SIZE, PIPE_BUF - 1], 'EAGAIN', 'EAGAIN']);
  });

  test('lets a read of a terminal without input, and of the machine’s, fail with EAGAIN', () => {
    const answer = answerOf(function* () {
      const tty = yield* sys.open('/dev/tty0', O_RDWR | O_NONBLOCK);
      const input = yield* sys.open('/dev/host-stdin', O_RDONLY | O_NONBLOCK);
      return [yield* errorOf(sys.read(tty, 1)), yield* errorOf(sys.read(input, 1))];
    });
    expect(answer).toEqual(['EAGAIN', 'EAGAIN']);
  });

  test('lets a read of a trace that tells nothing fail with EAGAIN; poll waits for its first line', () => {
    const answer = answerOf(
      function* () {
        const pid = yield* start('late', { stopped: true });
        const trace = yield* sys.open(`/proc/${pid}/trace`, O_RDONLY | O_NONBLOCK);
        const fds = [{ fd: trace, events: POLLIN }];
        const before = [yield* errorOf(sys.read(trace, 1)), yield* sys.poll(fds, 0)];
        yield* sys.kill(pid, 'SIGCONT');
        return [before, yield* sys.poll(fds)];
      },
      { programs },
    );
    expect(answer).toEqual([['EAGAIN', []], [{ fd: 3, revents: POLLIN }]]);
  });
});
