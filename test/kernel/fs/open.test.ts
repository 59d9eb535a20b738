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
  type Program,
  SEEK_CUR,
  SEEK_SET,
  syscalls,
} from '../../../kernel/abi.ts';
import { sys } from '../../../userland/sys.ts';
import {
  answerOf,
  decode,
  errorOf,
  machine,
  reapAll,
  runMain,
  say,
  slurp,
  spill,
  start,
  status,
} from '../../helpers.ts';

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
    if (expected !== 'ok') expect(syscalls.open.errors).toContain(expected); // the manual says so
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

test('a file that is removed gives its space back with its last descriptor', () => {
  const answer = machine(function* () {
    const fd = yield* sys.open('/tmp/big', O_RDWR | O_CREAT);
    yield* sys.write(fd, new Uint8Array(1e6));
    yield* sys.link('/tmp/big', '/tmp/other');
    yield* sys.unlink('/tmp/big');
    yield* sys.rename('/tmp/other', '/tmp/big');
    yield* sys.unlink('/tmp/big');
    yield* sys.lseek(fd, 0, SEEK_SET);
    return (yield* sys.read(fd, 2e6)).length === 1e6 ? 0 : 1;
  });
  const { space } = answer.kernel.root.fs;
  const before = space.used;
  expect([answer.run(), answer.status, space.used]).toEqual(['halted', { is: 'exited', code: 0 }, before]);
});

test('a program that writes for ever finds the file system full, and all is well when the file is gone', () => {
  const { status } = runMain(function* () {
    const fd = yield* sys.open('/tmp/endless', O_WRONLY | O_CREAT);
    const block = new Uint8Array(2 ** 24);
    let error = 'ok';
    while (error === 'ok') error = yield* errorOf(sys.write(fd, block));
    if (error !== 'ENOSPC') return 1;
    yield* sys.close(fd);
    yield* sys.unlink('/tmp/endless');
    const other = yield* sys.open('/tmp/small', O_WRONLY | O_CREAT);
    return (yield* sys.write(other, new Uint8Array(10))) === 10 ? 0 : 2;
  });
  expect(status).toEqual({ is: 'exited', code: 0 });
});
