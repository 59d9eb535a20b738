import { describe, expect, test } from 'vitest';
import { type Coroutine, type Program, type Stat, syscalls } from '../../../kernel/abi.ts';
import { sys } from '../../../userland/sys.ts';
import { answerOf, type Calls, errorOf, pause, reapAll, say, slurp, spill, start } from '../../helpers.ts';

/** The names below a directory, with a slash after those of directories. */
function* tree(path: string): Coroutine<string[]> {
  const fd = yield* sys.open(path, 0);
  const found: string[] = [];
  for (const { name, kind } of yield* sys.readdir(fd)) {
    const full = `${path}/${name}`;
    found.push(kind === 'directory' ? `${full}/` : full);
    if (kind === 'directory') found.push(...(yield* tree(full)));
  }
  yield* sys.close(fd);
  return found.sort();
}

function* plant(): Coroutine {
  for (const path of ['d', 'd/sub', 'd/sub/deep', 'e', 'full']) yield* sys.mkdir(`/tmp/${path}`);
  for (const path of ['f', 'g', 'd/inner', 'full/x']) yield* spill(`/tmp/${path}`, path);
  yield* sys.symlink('f', '/tmp/l');
  yield* sys.symlink('d', '/tmp/ld');
  yield* sys.chdir('/tmp');
}

type Call = 'mkdir' | 'rmdir' | 'unlink' | 'rename' | 'link' | 'symlink' | 'truncate' | 'chmod' | 'utimens';

const now = { sec: 1, nsec: 0 };

/** What each call that changes the tree says when it cannot; nothing may have changed then. */
test.each<[Call, string[], string]>([
  ['mkdir', ['d'], 'EEXIST'],
  ['mkdir', ['f'], 'EEXIST'],
  ['mkdir', ['l'], 'EEXIST'],
  ['mkdir', ['/'], 'EEXIST'],
  ['mkdir', ['.'], 'EEXIST'],
  ['mkdir', ['d/..'], 'EEXIST'],
  ['mkdir', [''], 'ENOENT'],
  ['mkdir', ['none/x'], 'ENOENT'],
  ['mkdir', ['f/x'], 'ENOTDIR'],
  ['mkdir', ['/dev/x'], 'EROFS'],
  ['mkdir', ['/proc/x'], 'EROFS'],
  ['mkdir', ['/proc/1/x'], 'EROFS'],
  ['rmdir', ['full'], 'ENOTEMPTY'],
  ['rmdir', ['f'], 'ENOTDIR'],
  ['rmdir', ['l'], 'ENOTDIR'],
  ['rmdir', ['ld/'], 'ENOTDIR'],
  ['unlink', ['ld/'], 'ENOTDIR'],
  ['rename', ['ld/', 'x'], 'ENOTDIR'],
  ['rmdir', ['ld'], 'ENOTDIR'],
  ['rmdir', ['none'], 'ENOENT'],
  ['rmdir', [''], 'ENOENT'],
  ['rmdir', ['.'], 'EINVAL'],
  ['rmdir', ['e/.'], 'EINVAL'],
  ['rmdir', ['d/sub/..'], 'ENOTEMPTY'],
  ['rmdir', ['/'], 'EBUSY'],
  ['rmdir', ['/dev'], 'EBUSY'],
  ['rmdir', ['/proc'], 'EBUSY'],
  ['rmdir', ['/proc/1'], 'EROFS'],
  ['unlink', ['d'], 'EISDIR'],
  ['unlink', ['e'], 'EISDIR'],
  ['unlink', ['.'], 'EISDIR'],
  ['unlink', ['..'], 'EISDIR'],
  ['unlink', ['/'], 'EISDIR'],
  ['unlink', ['none'], 'ENOENT'],
  ['unlink', [''], 'ENOENT'],
  ['unlink', ['f/'], 'ENOTDIR'],
  ['unlink', ['f/x'], 'ENOTDIR'],
  ['unlink', ['/dev/null'], 'EROFS'],
  ['unlink', ['/proc/uptime'], 'EROFS'],
  ['rename', ['none', 'x'], 'ENOENT'],
  ['rename', ['f', 'none/x'], 'ENOENT'],
  ['rename', ['f', ''], 'ENOENT'],
  ['rename', ['', 'x'], 'ENOENT'],
  ['rename', ['f', 'g/x'], 'ENOTDIR'],
  ['rename', ['f', 'd'], 'EISDIR'],
  ['rename', ['f', 'e'], 'EISDIR'],
  ['rename', ['f', 'x/'], 'ENOTDIR'],
  ['rename', ['f/', 'x'], 'ENOTDIR'],
  ['rename', ['d', 'f'], 'ENOTDIR'],
  ['rename', ['d', 'full'], 'ENOTEMPTY'],
  ['rename', ['d/sub', 'd'], 'ENOTEMPTY'],
  ['rename', ['d', 'd/x'], 'EINVAL'],
  ['rename', ['d', 'd/sub/x'], 'EINVAL'],
  ['rename', ['d', 'd/sub/deep'], 'EINVAL'],
  ['rename', ['.', 'x'], 'EBUSY'],
  ['rename', ['d/.', 'x'], 'EBUSY'],
  ['rename', ['d/..', 'x'], 'EBUSY'],
  ['rename', ['f', '.'], 'EBUSY'],
  ['rename', ['/', 'x'], 'EBUSY'],
  ['rename', ['f', '/'], 'EBUSY'],
  ['rename', ['/dev', 'x'], 'EBUSY'],
  ['rename', ['e', '/dev'], 'EBUSY'],
  ['rename', ['f', '/dev/f'], 'EXDEV'],
  ['rename', ['f', '/proc/f'], 'EXDEV'],
  ['rename', ['/dev/null', 'x'], 'EXDEV'],
  ['rename', ['/dev/null', '/dev/none'], 'EROFS'],
  ['link', ['f', 'g'], 'EEXIST'],
  ['link', ['f', 'f'], 'EEXIST'],
  ['link', ['f', 'l'], 'EEXIST'],
  ['link', ['f', 'd'], 'EEXIST'],
  ['link', ['none', 'x'], 'ENOENT'],
  ['link', ['f', 'none/x'], 'ENOENT'],
  ['link', ['f', ''], 'ENOENT'],
  ['link', ['d', 'x'], 'EPERM'],
  ['link', ['.', 'x'], 'EPERM'],
  ['link', ['f', 'x/'], 'ENOENT'],
  ['link', ['f', '/dev/x'], 'EXDEV'],
  ['link', ['/dev/null', 'x'], 'EXDEV'],
  ['link', ['/dev/null', '/dev/x'], 'EROFS'],
  ['symlink', ['x', 'f'], 'EEXIST'],
  ['symlink', ['x', 'l'], 'EEXIST'],
  ['symlink', ['x', 'd'], 'EEXIST'],
  ['symlink', ['', 'x'], 'ENOENT'],
  ['symlink', ['x', ''], 'ENOENT'],
  ['symlink', ['x', 'none/x'], 'ENOENT'],
  ['symlink', ['x', 'f/x'], 'ENOTDIR'],
  ['symlink', ['x', '/dev/x'], 'EROFS'],
  ['truncate', ['d'], 'EISDIR'],
  ['truncate', ['none'], 'ENOENT'],
  ['truncate', ['/proc/uptime'], 'EACCES'],
  ['chmod', ['none'], 'ENOENT'],
  ['chmod', ['/proc/version'], 'EROFS'],
  ['utimens', ['none'], 'ENOENT'],
  ['utimens', ['/proc/uptime'], 'EROFS'],
])('%s %j fails with %s, and changes nothing', (name, [path = '', newpath = ''], code) => {
  const call = function* () {
    switch (name) {
      case 'rename':
      case 'link':
      case 'symlink':
        return yield* sys[name](path, newpath);
      case 'truncate':
        return yield* sys.truncate(path, 0);
      case 'chmod':
        return yield* sys.chmod(path, 0o700);
      case 'utimens':
        return yield* sys.utimens(path, now, now);
      default:
        return yield* sys[name](path);
    }
  };
  const main = function* () {
    yield* plant();
    const before = yield* tree('/tmp');
    const error = yield* errorOf(call());
    expect(yield* tree('/tmp')).toEqual(before);
    return error;
  };
  expect(answerOf(main)).toBe(code);
  expect(syscalls[name].errors).toContain(code); // the manual says so
});

describe('rename', () => {
  const treeAfter = (...renames: [string, string][]) =>
    answerOf(function* () {
      yield* plant();
      for (const [from, to] of renames) yield* sys.rename(from, to);
      const names = yield* tree('/tmp');
      return names.map((name) => name.slice('/tmp/'.length));
    });
  const before = ['d/', 'd/inner', 'd/sub/', 'd/sub/deep/', 'e/', 'f', 'full/', 'full/x', 'g', 'l', 'ld'];
  const without = (...gone: string[]) => before.filter((name) => !gone.includes(name));

  test('moves a file, also to another directory', () => {
    expect(treeAfter(['f', 'd/moved'])).toEqual([...without('f'), 'd/moved'].sort());
  });

  test('replaces a file', () => {
    expect(treeAfter(['f', 'g'])).toEqual(without('f'));
    const main = function* () {
      yield* plant();
      yield* sys.rename('f', 'g');
      return yield* slurp('g');
    };
    expect(answerOf(main)).toBe('f');
  });

  test('replaces a link itself, and not what it stands for', () => {
    expect(treeAfter(['g', 'l'])).toEqual(without('g'));
  });

  test('moves a directory with all that is in it, also onto an empty one', () => {
    const moved = ['e/', 'e/inner', 'e/sub/', 'e/sub/deep/'];
    expect(treeAfter(['d', 'e'])).toEqual(
      [...without('d/', 'd/inner', 'd/sub/', 'd/sub/deep/', 'e/'), ...moved].sort(),
    );
    expect(treeAfter(['d/', 'e/'])).toEqual(treeAfter(['d', 'e']));
  });

  test('to the same name, or to another name of the same file, changes nothing', () => {
    expect(treeAfter(['f', 'f'])).toEqual(before);
    expect(treeAfter(['d', 'd'])).toEqual(before);
    const main = function* () {
      yield* plant();
      yield* sys.link('f', 'again');
      yield* sys.rename('f', 'again');
      return [(yield* sys.stat('f')).nlink, (yield* sys.stat('again')).nlink];
    };
    expect(answerOf(main)).toEqual([2, 2]);
  });

  test('keeps the file: who has it open reads on', () => {
    const main = function* () {
      yield* plant();
      const fd = yield* sys.open('f', 0);
      yield* sys.rename('f', 'd/moved');
      const { ino } = yield* sys.fstat(fd);
      return ino === (yield* sys.stat('d/moved')).ino;
    };
    expect(answerOf(main)).toBe(true);
  });
});

describe('link counts', () => {
  const links = (change: () => Coroutine, ...paths: string[]) =>
    answerOf(function* () {
      yield* plant();
      yield* change();
      const counts: number[] = [];
      for (const path of paths) counts.push((yield* sys.lstat(path)).nlink);
      return counts;
    });

  test('of a directory count its name, its own dot and the .. of each directory in it', () => {
    expect(links(function* () {}, '/tmp/d', '/tmp/e', '/tmp', '/tmp/d/sub')).toEqual([3, 2, 5, 3]);
    const change = function* () {
      yield* sys.rename('d/sub', 'e/sub');
      yield* sys.rmdir('e/sub/deep');
    };
    expect(links(change, '/tmp/d', '/tmp/e', '/tmp/e/sub')).toEqual([2, 3, 2]);
    const replace = function* () {
      yield* sys.rename('d', 'e');
    };
    expect(links(replace, '/tmp', '/tmp/e', '/tmp/e/sub')).toEqual([4, 3, 3]);
  });

  test('of a file count its names; the last unlink takes the file', () => {
    const main = function* () {
      yield* plant();
      const fd = yield* sys.open('f', 0);
      const counts: number[] = [];
      yield* sys.link('f', 'd/second');
      counts.push((yield* sys.stat('f')).nlink);
      yield* sys.unlink('f');
      counts.push((yield* sys.stat('d/second')).nlink, (yield* slurp('d/second')).length);
      yield* sys.unlink('d/second');
      counts.push((yield* sys.fstat(fd)).nlink);
      return [...counts, yield* errorOf(sys.unlink('f'))];
    };
    expect(answerOf(main)).toEqual([2, 1, 1, 0, 'ENOENT']);
  });

  test('of many names all come and go', () => {
    const main = function* () {
      yield* plant();
      for (let i = 0; i < 500; i++) yield* sys.link('f', `e/${i}`);
      const most = (yield* sys.stat('f')).nlink;
      for (let i = 0; i < 500; i++) yield* sys.unlink(`e/${i}`);
      yield* sys.rmdir('e');
      return [most, (yield* sys.stat('f')).nlink];
    };
    expect(answerOf(main)).toEqual([501, 1]);
  });
});

describe('readdir', () => {
  test('gives every entry once, with its kind and inode, and then none', () => {
    const main = function* () {
      yield* plant();
      const fd = yield* sys.open('/tmp', 0);
      const told = (yield* sys.readdir(fd)).map(({ name, kind }) => `${name} ${kind}`);
      return [told, yield* sys.readdir(fd)];
    };
    const expected = [
      'd directory',
      'e directory',
      'full directory',
      'f file',
      'g file',
      'l symlink',
      'ld symlink',
    ];
    expect(answerOf(main)).toEqual([expected, []]);
  });

  test('gives the entries of a large directory in parts, also when files are made and removed meanwhile', () => {
    const main = function* () {
      for (let i = 0; i < 1000; i++) yield* spill(`/tmp/${i}`, '');
      const fd = yield* sys.open('/tmp', 0);
      const names: string[] = [];
      let parts = 0;
      for (;;) {
        const part = yield* sys.readdir(fd);
        if (part.length === 0) break;
        parts++;
        for (const { name } of part) {
          names.push(name);
          yield* sys.unlink(`/tmp/${name}`);
        }
      }
      yield* sys.rmdir('/tmp');
      return [parts, names.length, new Set(names).size];
    };
    expect(answerOf(main)).toEqual([4, 1000, 1000]);
  });

  test('starts again after lseek to the start', () => {
    const main = function* () {
      yield* plant();
      const fd = yield* sys.open('/tmp/d', 0);
      const names: string[] = [];
      for (let i = 0; i < 2; i++) {
        for (const { name } of yield* sys.readdir(fd)) names.push(name);
        yield* sys.lseek(fd, 0);
        yield* spill('/tmp/d/new', '');
      }
      return names;
    };
    expect(answerOf(main)).toEqual(['sub', 'inner', 'sub', 'inner', 'new']);
  });

  test('is for directories only, and they cannot be read or written as files', () => {
    const main = function* () {
      yield* plant();
      const file = yield* sys.open('f', 0);
      const directory = yield* sys.open('d', 0);
      const told = [yield* errorOf(sys.readdir(file)), yield* errorOf(sys.readdir(1))];
      return [
        ...told,
        yield* errorOf(sys.read(directory, 10)),
        yield* errorOf(sys.read(directory, 0)),
        yield* errorOf(say('x', directory)),
      ];
    };
    expect(answerOf(main)).toEqual(['ENOTDIR', 'ENOTDIR', 'EISDIR', 'EISDIR', 'EBADF']);
  });
});

describe('times', () => {
  const at = (stat: Stat) => [stat.atime, stat.mtime, stat.ctime].map(({ sec }) => sec - 1_000_000);
  const times = (change: () => Calls) =>
    answerOf(
      function* () {
        yield* plant();
        yield* pause(10_000_000);
        yield* change();
        return [at(yield* sys.lstat('f')), at(yield* sys.lstat('/tmp'))];
      },
      { epoch: 1_000_000 },
    );

  test('change as POSIX says: by reading, writing, cutting, and by changes of names', () => {
    expect(times(function* () {})).toEqual([
      [0, 0, 0],
      [0, 0, 0],
    ]);
    expect(times(() => slurp('f'))[0]).toEqual([10, 0, 0]);
    expect(times(() => spill('f', 'x'))[0]).toEqual([0, 10, 10]);
    expect(times(() => sys.truncate('f', 1))[0]).toEqual([0, 10, 10]);
    expect(times(() => sys.chmod('f', 0o600))[0]).toEqual([0, 0, 10]);
    expect(
      times(() => sys.utimens('f', { sec: 1_000_005, nsec: 0 }, { sec: 1_000_006, nsec: 0 }))[0],
    ).toEqual([5, 6, 10]);
    expect(times(() => sys.unlink('g'))).toEqual([
      [0, 0, 0],
      [0, 10, 10],
    ]);
    expect(times(() => sys.mkdir('new'))[1]).toEqual([0, 10, 10]);
  });

  test('of the status change when a file gets another name or loses one', () => {
    expect(times(() => sys.link('f', 'again'))[0]).toEqual([0, 0, 10]);
    const lose = function* () {
      yield* sys.rename('f', 'e/moved');
      yield* sys.rename('e/moved', 'f');
    };
    expect(times(lose)[0]).toEqual([0, 0, 10]);
  });
});

describe('several processes at once', () => {
  test('that make, link and remove the same name never break the tree', () => {
    const worker: Program = function* ([, seed]) {
      let x = Number(seed) * 3571;
      for (let i = 0; i < 300; i++) {
        x = (x * 1_103_515_245 + 12_345) % 2 ** 31;
        if (x % 3 === 0) yield* errorOf(spill('/tmp/x', String(i)));
        else if (x % 3 === 1) yield* errorOf(sys.link('/tmp/f', '/tmp/x'));
        else yield* errorOf(sys.unlink('/tmp/x'));
      }
    };
    const main = function* () {
      yield* plant();
      for (const seed of ['1', '97', '31']) yield* start('worker', {}, seed);
      yield* reapAll();
      yield* errorOf(sys.unlink('/tmp/x'));
      return [(yield* sys.stat('/tmp/f')).nlink, (yield* tree('/tmp')).length];
    };
    expect(answerOf(main, { programs: { worker }, quantum: 7, unwatched: true })).toEqual([1, 11]);
  });

  test('that make files in one directory and remove half of them leave exactly the others', () => {
    const worker: Program = function* ([, letter]) {
      for (let i = 0; i < 20; i++) {
        yield* spill(`/tmp/${letter}${i}`, 'x');
        if (i % 2) yield* sys.unlink(`/tmp/${letter}${i - 1}`);
      }
    };
    const main = function* () {
      for (const letter of 'abcd') yield* start('worker', {}, letter);
      yield* reapAll();
      return (yield* tree('/tmp')).map((name) => name.slice(5));
    };
    const expected = [...'abcd'].flatMap((letter) =>
      Array.from({ length: 10 }, (_, i) => `${letter}${2 * i + 1}`),
    );
    expect(answerOf(main, { programs: { worker }, quantum: 11 })).toEqual(expected.sort());
  });
});

test('a tree may be very deep, and comes down again', () => {
  const main = function* () {
    yield* sys.chdir('/tmp');
    for (let i = 0; i < 300; i++) {
      yield* sys.mkdir('down');
      yield* sys.chdir('down');
    }
    const { length } = yield* sys.getcwd();
    for (let i = 0; i < 300; i++) {
      yield* sys.chdir('..');
      yield* sys.rmdir('down');
    }
    return [length, yield* sys.getcwd(), yield* tree('/tmp')];
  };
  expect(answerOf(main)).toEqual([4 + 5 * 300, '/tmp', []]);
});

test('a tree may be deeper than the stack of the host', () => {
  const main = function* () {
    yield* sys.chdir('/tmp');
    for (let i = 0; i < 30_000; i++) {
      yield* sys.mkdir('d');
      yield* sys.chdir('d');
    }
    yield* sys.close(yield* sys.open('f', 0o102));
    return [(yield* sys.stat('f')).size, (yield* slurp('/proc/counters')).length > 0];
  };
  expect(answerOf(main)).toEqual([0, true]);
});

test('a symbolic link is as long as the path that it stands for', () => {
  const answer = answerOf(function* () {
    yield* sys.symlink('/tmp/é', '/tmp/link');
    return [(yield* sys.lstat('/tmp/link')).size, yield* sys.readlink('/tmp/link')];
  });
  expect(answer).toEqual([7, '/tmp/é']);
});

test('a directory that was removed while somebody is in it is empty, and can still be opened and left', () => {
  const answer = answerOf(function* () {
    yield* sys.mkdir('/tmp/gone');
    yield* sys.chdir('/tmp/gone');
    yield* sys.rmdir('/tmp/gone');
    const entries = yield* sys.readdir(yield* sys.open('.', 0));
    const errors = [
      yield* errorOf(sys.getcwd()),
      yield* errorOf(sys.mkdir('x')),
      yield* errorOf(sys.chdir('/tmp')),
    ];
    return [entries, errors];
  });
  expect(answer).toEqual([[], ['ENOENT', 'ENOENT', 'ok']]);
});
