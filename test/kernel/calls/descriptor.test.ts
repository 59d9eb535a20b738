import { describe, expect, test } from 'vitest';
import {
  O_APPEND,
  O_CLOEXEC,
  O_CREAT,
  O_NONBLOCK,
  O_RDONLY,
  O_RDWR,
  O_WRONLY,
  OPEN_MAX,
  type Program,
} from '../../../kernel/abi.ts';
import { sys } from '../../../userland/sys.ts';
import { answerOf, decode, encode, errorOf, say, slurp, spill, status } from '../../helpers.ts';

/** Ends with how many of the descriptors 3 to 9 it has. */
const count: Program = function* () {
  let open = 0;
  for (let fd = 3; fd < 10; fd++) if ((yield* errorOf(sys.fstat(fd))) === 'ok') open++;
  return open;
};

describe('fcntl', () => {
  test('copies a descriptor to the lowest free one from a number on', () => {
    const answer = answerOf(function* () {
      yield* sys.dup2(0, 6);
      return [
        yield* sys.fcntl(0, 'F_DUPFD', 5),
        yield* sys.fcntl(0, 'F_DUPFD', 5),
        yield* sys.fcntl(0, 'F_DUPFD'),
        yield* errorOf(sys.fcntl(0, 'F_DUPFD', OPEN_MAX)),
        yield* errorOf(sys.fcntl(0, 'F_DUPFD', -1)),
        yield* errorOf(sys.fcntl(99, 'F_DUPFD', 5)),
      ];
    });
    expect(answer).toEqual([5, 7, 3, 'EINVAL', 'EINVAL', 'EBADF']);
  });

  test('says of a descriptor, and not of its copies, whether a program that is started gets it', () => {
    const answer = answerOf(
      function* () {
        const copy = yield* sys.fcntl(0, 'F_DUPFD_CLOEXEC', 3);
        const other = yield* sys.dup(copy);
        const flags = [yield* sys.fcntl(copy, 'F_GETFD'), yield* sys.fcntl(other, 'F_GETFD')];
        const before = yield* status('count');
        yield* sys.fcntl(copy, 'F_SETFD', 0);
        return [flags, before, yield* status('count')];
      },
      { programs: { count } },
    );
    expect(answer).toEqual([[1, 0], { is: 'exited', code: 1 }, { is: 'exited', code: 2 }]);
  });

  test('tells the flags of an open file, and sets those that may change, for all its descriptors', () => {
    const answer = answerOf(function* () {
      yield* spill('/tmp/f', 'abc');
      const fd = yield* sys.open('/tmp/f', O_RDWR | O_CREAT | O_CLOEXEC);
      const copy = yield* sys.dup(fd);
      const before = yield* sys.fcntl(fd, 'F_GETFL');
      yield* sys.fcntl(fd, 'F_SETFL', O_APPEND | O_NONBLOCK | O_WRONLY);
      yield* say('d', copy);
      return [before, yield* sys.fcntl(copy, 'F_GETFL'), yield* slurp('/tmp/f')];
    });
    expect(answer).toEqual([O_RDWR, O_RDWR | O_APPEND | O_NONBLOCK, 'abcd']);
  });
});

describe('dup3', () => {
  test('copies as dup2 does, with O_CLOEXEC', () => {
    const answer = answerOf(function* () {
      return [
        yield* sys.dup3(0, 7, O_CLOEXEC),
        yield* sys.fcntl(7, 'F_GETFD'),
        yield* sys.dup3(0, 7),
        yield* sys.fcntl(7, 'F_GETFD'),
      ];
    });
    expect(answer).toEqual([7, 1, 7, 0]);
  });

  test('refuses a descriptor as its own copy, and other flags', () => {
    const answer = answerOf(function* () {
      return [yield* errorOf(sys.dup3(0, 0)), yield* errorOf(sys.dup3(0, 7, O_NONBLOCK))];
    });
    expect(answer).toEqual(['EINVAL', 'EINVAL']);
  });
});

describe('pipe2', () => {
  test('sets its flags at both ends', () => {
    const answer = answerOf(function* () {
      const ends = yield* sys.pipe2(O_CLOEXEC | O_NONBLOCK);
      const flags = [];
      for (const fd of ends) flags.push(yield* sys.fcntl(fd, 'F_GETFD'), yield* sys.fcntl(fd, 'F_GETFL'));
      return [flags, yield* errorOf(sys.pipe2(O_CREAT))];
    });
    expect(answer).toEqual([[1, O_NONBLOCK | O_RDONLY, 1, O_NONBLOCK | O_WRONLY], 'EINVAL']);
  });
});

describe('pread and pwrite', () => {
  test('work at an offset, and leave that of the open file alone', () => {
    const answer = answerOf(function* () {
      yield* spill('/tmp/f', 'abcdef');
      const fd = yield* sys.open('/tmp/f', O_RDWR);
      yield* sys.read(fd, 1);
      const middle = decode(yield* sys.pread(fd, 2, 3));
      yield* sys.pwrite(fd, encode('XY'), 4);
      return [middle, decode(yield* sys.read(fd, 10)), (yield* sys.pread(fd, 5, 100)).length];
    });
    expect(answer).toEqual(['de', 'bcdXY', 0]);
  });

  test('want a file that can seek, open for that, and no offset below zero', () => {
    const answer = answerOf(function* () {
      const [reader] = yield* sys.pipe();
      const fd = yield* sys.open('/tmp/f', O_WRONLY | O_CREAT);
      return [
        yield* errorOf(sys.pread(reader, 1, 0)),
        yield* errorOf(sys.pread(fd, 1, 0)),
        yield* errorOf(sys.pwrite(fd, encode('x'), -1)),
        yield* errorOf(sys.pread(99, 1, 0)),
      ];
    });
    expect(answer).toEqual(['ESPIPE', 'EBADF', 'EINVAL', 'EBADF']);
  });
});
