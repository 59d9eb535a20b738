import { describe, expect, test } from 'vitest';
import {
  O_CREAT,
  O_RDONLY,
  O_RDWR,
  O_WRONLY,
  OPEN_MAX,
  type Program,
  SEEK_CUR,
  SEEK_END,
  SEEK_SET,
} from '../../kernel/abi.ts';
import { sys } from '../../userland/sys.ts';
import {
  answerOf,
  type Calls,
  decode,
  encode,
  errorOf,
  machine,
  readAll,
  reapAll,
  say,
  slurp,
  spill,
  start,
} from '../helpers.ts';

describe('a descriptor', () => {
  test('is the lowest free number', () => {
    const main = function* () {
      const made: number[] = [];
      for (let i = 0; i < 4; i++) made.push(yield* sys.dup(0)); // 3 4 5 6
      yield* sys.close(4);
      yield* sys.close(0);
      made.push(yield* sys.open('/tmp', O_RDONLY), yield* sys.dup(1), yield* sys.dup(1));
      return made;
    };
    expect(answerOf(main)).toEqual([3, 4, 5, 6, 0, 4, 7]);
  });

  test('that is not open, or is none, is EBADF to every call', () => {
    const main = function* () {
      const errors = new Set<string>();
      for (const fd of [3, 99, -1, 1.5, Number.NaN]) {
        const calls: Calls[] = [
          ...[sys.close(fd), sys.read(fd, 1), sys.write(fd, encode('x')), sys.lseek(fd, 0), sys.dup(fd)],
          ...[
            sys.dup2(fd, 5),
            sys.fstat(fd),
            sys.readdir(fd),
            sys.ioctl(fd, 'TCGETS'),
            sys.dup2(0, fd + 1e6),
          ],
        ];
        for (const call of calls) errors.add(yield* errorOf(call));
      }
      return [...errors];
    };
    expect(answerOf(main)).toEqual(['EBADF']);
  });

  test('is refused when the process has as many as it may; nothing is made then', () => {
    const main = function* () {
      for (let i = 3; i < OPEN_MAX - 1; i++) yield* sys.dup(0);
      const told: string[] = [yield* errorOf(sys.pipe())]; // one place is free, and none is lost
      told.push(String(yield* sys.dup(0)));
      told.push(yield* errorOf(sys.dup(0)), yield* errorOf(sys.open('/tmp/new', O_CREAT | O_RDWR)));
      told.push(yield* errorOf(sys.stat('/tmp/new')), yield* errorOf(sys.pipe()));
      return told;
    };
    expect(answerOf(main)).toEqual(['EMFILE', '1023', 'EMFILE', 'EMFILE', 'ENOENT', 'EMFILE']);
  });
});

describe('dup2', () => {
  test('closes what was there, and gives another descriptor of the same open file', () => {
    const main = function* () {
      const [reader, writer] = yield* sys.pipe();
      const file = yield* sys.open('/tmp/a', O_CREAT | O_RDWR);
      yield* sys.dup2(file, writer); // the last writer is gone
      yield* say('hello', writer);
      return [yield* readAll(reader), yield* slurp('/tmp/a'), yield* sys.lseek(file, 0, SEEK_CUR)];
    };
    expect(answerOf(main)).toEqual(['', 'hello', 5]);
  });

  test('of a descriptor onto itself changes nothing; of one that is not open closes nothing', () => {
    const main = function* () {
      const [, writer] = yield* sys.pipe();
      return [
        yield* sys.dup2(writer, writer),
        yield* errorOf(sys.dup2(99, writer)),
        yield* errorOf(sys.fstat(writer)),
      ];
    };
    expect(answerOf(main)).toEqual([4, 'EBADF', 'ok']);
  });

  test('may leave numbers between free', () => {
    const main = function* () {
      return [yield* sys.dup2(0, 100), yield* sys.dup(0), yield* errorOf(sys.fstat(50))];
    };
    expect(answerOf(main)).toEqual([100, 3, 'EBADF']);
  });
});

describe('an open file', () => {
  test('shares its offset among descriptors made by dup and by spawn; each open has its own', () => {
    const writer: Program = function* ([, letter]) {
      for (let i = 0; i < 1000; i++) {
        yield* say((letter as string).repeat(10), 3);
        if (i % 7 === 0) yield* sys.sched_yield();
      }
    };
    const main = function* () {
      const fd = yield* sys.open('/tmp/shared', O_CREAT | O_WRONLY);
      yield* start('writer', {}, 'c');
      yield* start('writer', {}, 'p');
      yield* reapAll();
      const offset = yield* sys.lseek(fd, 0, SEEK_CUR);
      const text = yield* slurp('/tmp/shared');
      return [offset, text.split('c').length - 1, text.split('p').length - 1];
    };
    expect(answerOf(main, { programs: { writer }, quantum: 37, unwatched: true })).toEqual([
      20_000, 10_000, 10_000,
    ]);
  });

  test('may only be read or only be written, if it was opened so', () => {
    const main = function* () {
      yield* spill('/tmp/f', 'x');
      const reader = yield* sys.open('/tmp/f', O_RDONLY);
      const writer = yield* sys.open('/tmp/f', O_WRONLY);
      return [yield* errorOf(say('y', reader)), yield* errorOf(sys.read(writer, 1))];
    };
    expect(answerOf(main)).toEqual(['EBADF', 'EBADF']);
  });

  test('is the file still when its name is gone, and a new file of that name is another', () => {
    const main = function* () {
      yield* spill('/tmp/f', 'old');
      const fd = yield* sys.open('/tmp/f', O_RDWR);
      yield* sys.unlink('/tmp/f');
      yield* spill('/tmp/f', 'new');
      yield* sys.lseek(fd, 0, SEEK_END);
      yield* say('er', fd);
      yield* sys.lseek(fd, 0);
      const { ino, nlink } = yield* sys.fstat(fd);
      return [yield* readAll(fd), nlink, yield* slurp('/tmp/f'), ino !== (yield* sys.stat('/tmp/f')).ino];
    };
    expect(answerOf(main)).toEqual(['older', 0, 'new', true]);
  });
});

describe('lseek', () => {
  test('counts from the start, from here, or from the end', () => {
    const main = function* () {
      const fd = yield* sys.open('/tmp/f', O_CREAT | O_RDWR);
      yield* say('0123456789', fd);
      const told: unknown[] = [
        yield* sys.lseek(fd, 2),
        yield* sys.lseek(fd, 3, SEEK_CUR),
        decode(yield* sys.read(fd, 2)),
      ];
      told.push(yield* sys.lseek(fd, -4, SEEK_END), decode(yield* sys.read(fd, 100)));
      return told;
    };
    expect(answerOf(main)).toEqual([2, 5, '56', 6, '6789']);
  });

  test('refuses to go before the start, an unknown origin, and a place that no number can tell', () => {
    const main = function* () {
      const fd = yield* sys.open('/tmp/f', O_CREAT | O_RDWR);
      yield* sys.lseek(fd, 5);
      const most = 2 ** 53 - 1;
      const told = [yield* errorOf(sys.lseek(fd, -6, SEEK_CUR)), yield* errorOf(sys.lseek(fd, 0, 3))];
      told.push(yield* errorOf(sys.lseek(fd, most, SEEK_CUR)), yield* errorOf(sys.lseek(fd, -1, SEEK_SET)));
      return [...told, yield* sys.lseek(fd, 0, SEEK_CUR)];
    };
    expect(answerOf(main)).toEqual(['EINVAL', 'EINVAL', 'EINVAL', 'EINVAL', 5]);
  });
});

test('open files are counted by what was opened, not by descriptors', () => {
  const counts: number[] = [];
  const booted: ReturnType<typeof machine> = machine(
    function* () {
      const count = () => counts.push(booted.kernel.openFiles);
      const fd = yield* sys.open('/tmp', 0);
      count();
      yield* sys.dup(fd);
      yield* start('child');
      count();
      yield* sys.waitpid(-1);
      yield* sys.close(fd);
      count();
      yield* sys.close(fd + 1);
      count();
    },
    { programs: { *child() {} } },
  );
  booted.run();
  expect(counts).toEqual([4, 4, 4, 3]);
});
