import { describe, expect, test } from 'vitest';
import {
  O_NONBLOCK,
  O_RDONLY,
  O_RDWR,
  O_WRONLY,
  POLLHUP,
  POLLIN,
  type Program,
} from '../../../kernel/abi.ts';
import { inspect } from '../../../kernel/inspect.ts';
import { sys } from '../../../userland/sys.ts';
import {
  answerOf,
  decode,
  errorOf,
  leftovers,
  machine,
  NOTHING,
  now,
  pause,
  readAll,
  runMain,
  say,
  start,
} from '../../helpers.ts';

/** Opens the FIFO for writing after a while, and writes its arguments. */
const writer: Program = function* ([, ...words]) {
  yield* pause(500);
  const fd = yield* sys.open('/tmp/p', O_WRONLY);
  for (const word of words) yield* say(word, fd);
};
/** Opens the FIFO for reading after a while, and reads one byte. */
const reader: Program = function* () {
  yield* pause(500);
  const fd = yield* sys.open('/tmp/p', O_RDONLY);
  yield* sys.read(fd, 1);
};
const usr1: Program = function* () {
  yield* pause(100);
  yield* sys.kill(yield* sys.getppid(), 'SIGUSR1');
};
const programs = { writer, reader, usr1 };

describe('mkfifo', () => {
  test('makes a file that is a pipe, with the mode that the umask leaves', () => {
    const answer = answerOf(function* () {
      yield* sys.mkfifo('/tmp/p', 0o666);
      const { kind, mode, size, nlink } = yield* sys.stat('/tmp/p');
      return [kind, mode, size, nlink];
    });
    expect(answer).toEqual(['pipe', 0o644, 0, 1]);
  });

  test('wants a new name in a directory that is there', () => {
    const answer = answerOf(function* () {
      return [
        yield* errorOf(sys.mkfifo('/tmp')),
        yield* errorOf(sys.mkfifo('/tmp/new/')),
        yield* errorOf(sys.mkfifo('/absent/p')),
        yield* errorOf(sys.mkfifo('/proc/p')),
      ];
    });
    expect(answer).toEqual(['EEXIST', 'ENOENT', 'ENOENT', 'EROFS']);
  });
});

describe('a FIFO', () => {
  test('lets who opens it for reading wait for a writer, and read what that writes to its end', () => {
    const booted = runMain(
      function* () {
        yield* sys.mkfifo('/tmp/p');
        yield* start('writer', {}, 'ab', 'cd');
        const fd = yield* sys.open('/tmp/p', O_RDONLY);
        const opened = yield* now();
        yield* say(`${opened > 500} ${yield* readAll(fd)}`);
        return 0;
      },
      { programs },
    );
    expect(booted.output()).toBe('true abcd');
    expect(leftovers(booted)).toEqual(NOTHING);
  });

  test('lets who opens it for writing wait for a reader', () => {
    const answer = answerOf(
      function* () {
        yield* sys.mkfifo('/tmp/p');
        yield* start('reader');
        const fd = yield* sys.open('/tmp/p', O_WRONLY);
        return [(yield* now()) > 500, yield* sys.write(fd, new Uint8Array(3))];
      },
      { programs },
    );
    expect(answer).toEqual([true, 3]);
  });

  test('is opened even if the one at the other end has left again', () => {
    const answer = answerOf(
      function* () {
        yield* sys.mkfifo('/tmp/p');
        yield* start('writer');
        return (yield* sys.read(yield* sys.open('/tmp/p', O_RDONLY), 1)).length;
      },
      { programs },
    );
    expect(answer).toBe(0);
  });

  test('says what its opener waits for', () => {
    const booted = machine(function* () {
      yield* sys.mkfifo('/tmp/p');
      yield* sys.open('/tmp/p', O_RDONLY);
    });
    booted.run();
    const main = inspect(booted.kernel).processes.find(({ pid }) => pid === 2);
    expect([main?.call, main?.waitsFor]).toEqual([
      'open("/tmp/p", O_RDONLY)',
      'fifo#1: nobody at the other end',
    ]);
  });

  test('with O_NONBLOCK does not wait for a writer, and wants a reader', () => {
    const answer = answerOf(function* () {
      yield* sys.mkfifo('/tmp/p');
      const none = yield* errorOf(sys.open('/tmp/p', O_WRONLY | O_NONBLOCK));
      const input = yield* sys.open('/tmp/p', O_RDONLY | O_NONBLOCK);
      const before = (yield* sys.read(input, 1)).length;
      const output = yield* sys.open('/tmp/p', O_WRONLY | O_NONBLOCK);
      const empty = yield* errorOf(sys.read(input, 1));
      yield* say('x', output);
      return [none, before, empty, decode(yield* sys.read(input, 9))];
    });
    expect(answer).toEqual(['ENXIO', 0, 'EAGAIN', 'x']);
  });

  test('opened for both has both ends, and waits for nobody', () => {
    const answer = answerOf(function* () {
      yield* sys.mkfifo('/tmp/p');
      const fd = yield* sys.open('/tmp/p', O_RDWR);
      yield* say('x', fd);
      return decode(yield* sys.read(fd, 9));
    });
    expect(answer).toBe('x');
  });

  test('has not hung up before there was a writer', () => {
    const answer = answerOf(function* () {
      yield* sys.mkfifo('/tmp/p');
      const input = yield* sys.open('/tmp/p', O_RDONLY | O_NONBLOCK);
      const fds = [{ fd: input, events: POLLIN }];
      const before = yield* sys.poll(fds, 1);
      yield* sys.close(yield* sys.open('/tmp/p', O_WRONLY));
      return [before, yield* sys.poll(fds, 1)];
    });
    expect(answer).toEqual([[], [{ fd: 3, revents: POLLHUP }]]);
  });

  test('forgets what nobody has read when nobody has it open', () => {
    const answer = answerOf(function* () {
      yield* sys.mkfifo('/tmp/p');
      const fd = yield* sys.open('/tmp/p', O_RDWR);
      yield* say('x', fd);
      yield* sys.close(fd);
      return yield* errorOf(sys.read(yield* sys.open('/tmp/p', O_RDWR | O_NONBLOCK), 9));
    });
    expect(answer).toBe('EAGAIN');
  });

  test('is not open when a handler has interrupted who waited for its other end', () => {
    const answer = answerOf(
      function* () {
        yield* sys.mkfifo('/tmp/p');
        yield* sys.sigaction('SIGUSR1', { *handler() {} });
        yield* start('usr1');
        const error = yield* errorOf(sys.open('/tmp/p', O_RDONLY));
        return [error, yield* errorOf(sys.open('/tmp/p', O_WRONLY | O_NONBLOCK)), yield* sys.dup(0)];
      },
      { programs },
    );
    expect(answer).toEqual(['EINTR', 'ENXIO', 3]);
  });
});
