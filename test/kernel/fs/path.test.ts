import { describe, expect, test } from 'vitest';
import { NAME_MAX, PATH_MAX } from '../../../kernel/abi.ts';
import { sys } from '../../../userland/sys.ts';
import { answerOf, errorOf, slurp, spill } from '../../helpers.ts';

/** A tree with all kinds of things in it; the working directory is /tmp/a/b. */
function* plant() {
  for (const path of ['/tmp/a', '/tmp/a/b', '/tmp/a/b/c']) yield* sys.mkdir(path);
  yield* spill('/tmp/a/file', 'the file');
  yield* spill('/tmp/a/b/inner', 'inner');
  const links = {
    '/tmp/up': 'a',
    '/tmp/a/b/self': '.',
    '/tmp/abs': '/tmp/a/b',
    '/tmp/gone': 'nowhere',
    '/tmp/tofile': 'a/file',
  };
  for (const [path, target] of Object.entries(links)) yield* sys.symlink(target, path);
  yield* sys.symlink('two', '/tmp/one');
  yield* sys.symlink('one', '/tmp/two');
  yield* sys.symlink('../../a/file', '/tmp/a/b/back');
  yield* sys.symlink('a/b/', '/tmp/slashed');
  yield* sys.chdir('/tmp/a/b');
}

describe('a path', () => {
  test.each<[string, string]>([
    ['inner', 'inner'],
    ['./inner', 'inner'],
    ['.//.///inner', 'inner'],
    ['c/../inner', 'inner'],
    ['../file', 'the file'],
    ['../../a/./file', 'the file'],
    ['/tmp/a/b/../file', 'the file'],
    ['//tmp///a//file', 'the file'],
    ['/../../tmp/a/file', 'the file'],
    ['../../../../../../tmp/a/file', 'the file'],
    ['/tmp/up/file', 'the file'],
    ['/tmp/up/b/inner', 'inner'],
    ['/tmp/abs/inner', 'inner'],
    ['/tmp/abs/../file', 'the file'],
    ['self/self/self/inner', 'inner'],
    ['back', 'the file'],
    ['/tmp/tofile', 'the file'],
    ['/tmp/slashed/inner', 'inner'],
    ['/dev/../tmp/a/file', 'the file'],
    ['/proc/self/cwd/../../tmp/a/file', 'ENOENT'],
    ['', 'ENOENT'],
    ['none', 'ENOENT'],
    ['none/inner', 'ENOENT'],
    ['none/../inner', 'ENOENT'],
    ['inner/', 'ENOTDIR'],
    ['inner/.', 'ENOTDIR'],
    ['inner/..', 'ENOTDIR'],
    ['inner/x', 'ENOTDIR'],
    ['/tmp/tofile/', 'ENOTDIR'],
    ['/tmp/gone', 'ENOENT'],
    ['/tmp/gone/x', 'ENOENT'],
    ['/tmp/one', 'ELOOP'],
    ['/tmp/one/x', 'ELOOP'],
    [' inner', 'ENOENT'],
    ['.../inner', 'ENOENT'],
  ])('%j leads to %j', (path, expected) => {
    const main = function* () {
      yield* plant();
      const error = yield* errorOf(sys.stat(path));
      return error === 'ok' ? yield* slurp(path) : error;
    };
    expect(answerOf(main)).toBe(expected);
  });

  test('may be 4095 characters long, and no longer', () => {
    const main = function* () {
      yield* spill('/tmp/f', 'x');
      const told: string[] = [];
      for (const length of [PATH_MAX - 1, PATH_MAX]) {
        const path =
          `${'/.'.repeat(3000)}`.slice(0, length - 7 - (length % 2)) + '/'.repeat(1 + (length % 2)) + 'tmp/f';
        told.push(yield* errorOf(sys.stat(path.padStart(length, '/'))));
      }
      return told;
    };
    expect(answerOf(main)).toEqual(['ok', 'ENAMETOOLONG']);
  });

  test('may have names of 255 characters, and no longer ones, anywhere', () => {
    const main = function* () {
      const fits = 'x'.repeat(NAME_MAX);
      const told = [
        yield* errorOf(sys.mkdir(`/tmp/${fits}`)),
        yield* errorOf(spill(`/tmp/${fits}/${fits}`, 'x')),
      ];
      for (const path of [`/tmp/${fits}x`, `/tmp/${fits}x/y`]) {
        told.push(
          yield* errorOf(sys.stat(path)),
          yield* errorOf(sys.mkdir(path)),
          yield* errorOf(sys.unlink(path)),
        );
        told.push(yield* errorOf(sys.rename(`/tmp/${fits}`, path)), yield* errorOf(sys.symlink('x', path)));
      }
      return told;
    };
    expect(answerOf(main)).toEqual(['ok', 'ok', ...new Array(10).fill('ENAMETOOLONG')]);
  });

  test('may go through 40 symbolic links, and no more', () => {
    const main = function* () {
      yield* spill('/tmp/l0', 'x');
      for (let i = 1; i <= 41; i++) yield* sys.symlink(`l${i - 1}`, `/tmp/l${i}`);
      return [yield* errorOf(sys.stat('/tmp/l40')), yield* errorOf(sys.stat('/tmp/l41'))];
    };
    expect(answerOf(main)).toEqual(['ok', 'ELOOP']);
  });

  test('that grows without end by a link ends too', () => {
    const main = function* () {
      yield* sys.symlink('grow/x', '/tmp/grow');
      return yield* errorOf(sys.stat('/tmp/grow'));
    };
    expect(answerOf(main)).toBe('ELOOP');
  });
});

describe('the last link of a path', () => {
  test('is followed by stat, open, chdir, truncate and chmod', () => {
    const main = function* () {
      yield* plant();
      yield* sys.chmod('/tmp/tofile', 0o600);
      yield* sys.truncate('/tmp/tofile', 3);
      yield* sys.chdir('/tmp/abs');
      const { kind, mode, size } = yield* sys.stat('/tmp/a/file');
      return [kind, mode.toString(8), size, yield* sys.getcwd(), yield* slurp('/tmp/tofile')];
    };
    expect(answerOf(main)).toEqual(['file', '600', 3, '/tmp/a/b', 'the']);
  });

  test('is not followed by lstat, readlink, unlink, rename and link', () => {
    const main = function* () {
      yield* plant();
      const told: unknown[] = [(yield* sys.lstat('/tmp/tofile')).kind, yield* sys.readlink('/tmp/tofile')];
      yield* sys.link('/tmp/tofile', '/tmp/again');
      yield* sys.rename('/tmp/tofile', '/tmp/moved');
      told.push((yield* sys.lstat('/tmp/again')).nlink, yield* sys.readlink('/tmp/moved'));
      yield* sys.unlink('/tmp/moved');
      told.push(yield* slurp('/tmp/a/file'), yield* errorOf(sys.readlink('/tmp/a/file')));
      return told;
    };
    expect(answerOf(main)).toEqual(['symlink', 'a/file', 2, 'a/file', 'the file', 'EINVAL']);
  });

  test('is followed all the same when a slash comes after it', () => {
    const main = function* () {
      yield* plant();
      return (yield* sys.lstat('/tmp/up/')).kind;
    };
    expect(answerOf(main)).toBe('directory');
  });
});

describe('the working directory', () => {
  test('is told without links and dots, and is the root at first', () => {
    const main = function* () {
      const told = [yield* sys.getcwd()];
      yield* plant();
      for (const path of ['/tmp/up/./b/../b', '..', '../..', '/dev', '/proc/self', '/', '..', '.']) {
        yield* sys.chdir(path);
        told.push(yield* sys.getcwd());
      }
      return told;
    };
    expect(answerOf(main)).toEqual(['/', '/tmp/a/b', '/tmp/a', '/', '/dev', '/proc/2', '/', '/', '/']);
  });

  test('may be removed: paths lead nowhere then, nothing can be made in it, and one can leave it', () => {
    const main = function* () {
      yield* sys.mkdir('/tmp/d');
      yield* sys.mkdir('/tmp/d/e');
      yield* sys.chdir('/tmp/d/e');
      yield* sys.rmdir('/tmp/d/e');
      yield* sys.rmdir('/tmp/d');
      const told = [
        yield* errorOf(sys.getcwd()),
        yield* errorOf(sys.chdir('..')),
        yield* errorOf(sys.stat('x')),
      ];
      told.push(
        yield* errorOf(spill('x', '')),
        yield* errorOf(sys.mkdir('x')),
        yield* errorOf(sys.mkdir('../x')),
      );
      told.push(yield* errorOf(sys.symlink('a', 'x')), yield* errorOf(sys.link('/bin/main', 'x')));
      told.push(yield* errorOf(sys.stat('.')), yield* errorOf(sys.chdir('/tmp')));
      return told;
    };
    expect(answerOf(main)).toEqual([...new Array(8).fill('ENOENT'), 'ok', 'ok']);
  });

  test('that is moved, or whose parent is, is told where it is now', () => {
    const main = function* () {
      yield* plant();
      yield* sys.rename('/tmp/a', '/home/moved');
      const told = [yield* sys.getcwd()];
      yield* sys.chdir('..');
      return [...told, yield* sys.getcwd()];
    };
    expect(answerOf(main)).toEqual(['/home/moved/b', '/home/moved']);
  });

  test('cannot be a file', () => {
    const main = function* () {
      yield* plant();
      return [yield* errorOf(sys.chdir('inner')), yield* errorOf(sys.chdir('none')), yield* sys.getcwd()];
    };
    expect(answerOf(main)).toEqual(['ENOTDIR', 'ENOENT', '/tmp/a/b']);
  });
});
