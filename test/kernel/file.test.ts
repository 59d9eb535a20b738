import { describe, expect, test } from 'vitest';
import {
  O_APPEND,
  O_CREAT,
  O_DIRECTORY,
  O_EXCL,
  O_NOFOLLOW,
  O_RDONLY,
  O_RDWR,
  O_TRUNC,
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
  status,
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

describe('open', () => {
  test('with O_APPEND writes at the end, wherever others have put it', () => {
    const main = function* () {
      yield* spill('/tmp/log', 'one');
      const fd = yield* sys.open('/tmp/log', O_WRONLY | O_APPEND);
      const other = yield* sys.open('/tmp/log', O_WRONLY | O_APPEND);
      yield* say('two', other);
      yield* sys.lseek(fd, 0);
      yield* say('three', fd);
      return [yield* slurp('/tmp/log'), yield* sys.lseek(fd, 0, SEEK_CUR)];
    };
    expect(answerOf(main)).toEqual(['onetwothree', 11]);
  });

  test('with O_TRUNC empties the file for whoever has it open; an offset beyond its end stays', () => {
    const main = function* () {
      yield* spill('/tmp/f', 'abcd');
      const early = yield* sys.open('/tmp/f', O_RDONLY);
      yield* sys.read(early, 4);
      const writer = yield* sys.open('/tmp/f', O_WRONLY | O_TRUNC);
      const told: unknown[] = [(yield* sys.read(early, 9)).length];
      yield* say('abcdef', writer);
      const fresh = yield* sys.open('/tmp/f', O_RDONLY);
      return [...told, decode(yield* sys.read(fresh, 9)), decode(yield* sys.read(early, 9))];
    };
    expect(answerOf(main)).toEqual([0, 'abcdef', 'ef']);
  });

  test('with O_TRUNC for reading only leaves the file alone', () => {
    const main = function* () {
      yield* spill('/tmp/f', 'abc');
      yield* sys.open('/tmp/f', O_RDONLY | O_TRUNC);
      return yield* slurp('/tmp/f');
    };
    expect(answerOf(main)).toBe('abc');
  });

  test('with O_CREAT gives a new file the mode without the bits of the umask, and an old one keeps its own', () => {
    const main = function* () {
      const modes: string[] = [];
      yield* sys.umask(0o27);
      yield* sys.open('/tmp/a', O_CREAT | O_RDWR, 0o777);
      yield* sys.open('/tmp/b', O_CREAT | O_RDWR);
      yield* sys.open('/tmp/a', O_CREAT | O_RDWR, 0o111);
      for (const name of ['a', 'b']) modes.push((yield* sys.stat(`/tmp/${name}`)).mode.toString(8));
      return modes;
    };
    expect(answerOf(main)).toEqual(['750', '640']);
  });

  test.each<[string, number, string]>([
    ['/tmp/none', O_RDONLY, 'ENOENT'],
    ['/tmp/none/x', O_CREAT | O_RDWR, 'ENOENT'],
    ['/tmp/file', O_CREAT | O_EXCL | O_RDWR, 'EEXIST'],
    ['/tmp/link', O_CREAT | O_EXCL | O_RDWR, 'EEXIST'],
    ['/tmp/dangling', O_CREAT | O_EXCL | O_RDWR, 'EEXIST'],
    ['/tmp/dangling', O_RDONLY, 'ENOENT'],
    ['/tmp/link', O_NOFOLLOW, 'ELOOP'],
    ['/tmp/loop', O_RDONLY, 'ELOOP'],
    ['/tmp', O_WRONLY, 'EISDIR'],
    ['/tmp', O_RDWR, 'EISDIR'],
    ['/tmp', O_CREAT, 'EISDIR'],
    ['/tmp/new/', O_CREAT | O_RDWR, 'EISDIR'],
    ['/tmp/file/', O_RDONLY, 'ENOTDIR'],
    ['/tmp/file/x', O_CREAT | O_RDWR, 'ENOTDIR'],
    ['/tmp/file', O_DIRECTORY, 'ENOTDIR'],
    ['/tmp/file/.', O_RDONLY, 'ENOTDIR'],
    ['/tmp/file/..', O_RDONLY, 'ENOTDIR'],
    ['', O_RDONLY, 'ENOENT'],
    ['/dev/new', O_CREAT | O_RDWR, 'EROFS'],
    ['/proc/new', O_CREAT | O_RDWR, 'EROFS'],
    ['/proc/uptime', O_RDWR, 'EACCES'],
    ['/dev/tty', O_RDWR, 'ENXIO'],
    ['/tmp', O_DIRECTORY, 'ok'],
    ['/tmp/', O_RDONLY, 'ok'],
    ['/tmp/link', O_RDONLY, 'ok'],
    ['/tmp/file', O_NOFOLLOW | O_CREAT, 'ok'],
  ])('of %j with flags %d: %s', (path, flags, expected) => {
    const main = function* () {
      yield* spill('/tmp/file', 'x');
      yield* sys.symlink('file', '/tmp/link');
      yield* sys.symlink('nowhere', '/tmp/dangling');
      yield* sys.symlink('loop', '/tmp/loop');
      const before = (yield* sys.readdir(yield* sys.open('/tmp', 0))).length;
      const error = yield* errorOf(sys.open(path, flags));
      return [error, (yield* sys.readdir(yield* sys.open('/tmp', 0))).length - before];
    };
    expect(answerOf(main)).toEqual([expected, 0]);
  });

  test('through a dangling link with O_CREAT makes what the link stands for', () => {
    const main = function* () {
      yield* sys.symlink('target', '/tmp/link');
      yield* spill('/tmp/link', 'made');
      return [yield* slurp('/tmp/target'), (yield* sys.lstat('/tmp/link')).kind];
    };
    expect(answerOf(main)).toEqual(['made', 'symlink']);
  });
});

test('a program that was written to is a program no more, but its old text still reads', () => {
  const main = function* () {
    const before = yield* status('tool');
    const fd = yield* sys.open('/bin/tool', O_WRONLY | O_APPEND);
    yield* say('x', fd);
    return [before, yield* errorOf(start('tool')), yield* slurp('/bin/tool')];
  };
  const image = [{ path: '/bin/tool', program: function* () {} as Program, about: 'a tool\n' }];
  expect(answerOf(main, { image })).toEqual([{ is: 'exited', code: 0 }, 'ENOEXEC', 'a tool\nx']);
});

test('a copy of a program by link runs, and a copy by reading and writing does not', () => {
  const main = function* () {
    yield* sys.link('/bin/tool', '/tmp/linked');
    yield* spill('/tmp/copied', yield* slurp('/bin/tool'));
    yield* sys.chmod('/tmp/copied', 0o755);
    const told: string[] = [];
    for (const path of ['/tmp/linked', '/tmp/copied']) told.push(yield* errorOf(sys.spawn(path, ['tool'])));
    yield* reapAll();
    return told;
  };
  const image = [{ path: '/bin/tool', program: function* () {} as Program, about: 'a tool\n' }];
  expect(answerOf(main, { image })).toEqual(['ok', 'ENOEXEC']);
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
