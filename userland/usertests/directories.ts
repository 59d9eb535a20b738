// Directories and paths: what may be made and removed where, and what stays valid of a directory that is gone.

import {
  type Coroutine,
  type ErrorCode,
  NAME_MAX,
  O_CREAT,
  O_DIRECTORY,
  O_RDONLY,
  O_RDWR,
  O_WRONLY,
} from '../../kernel/abi.ts';
import { listDirectory } from '../lib/files.ts';
import { sys } from '../sys.ts';
import {
  CREATE,
  child,
  equal,
  errorOf,
  make,
  type Roles,
  refused,
  succeeds,
  type Test,
  textOf,
  trap,
} from './check.ts';

export const tests: readonly Test[] = [
  ['dirtest', 'quick', 'a directory is made, entered, left and removed', dirtest],
  ['subdir', 'quick', 'paths through directories lead where they should, and nowhere else', subdir],
  ['fourteen', 'quick', 'a name of NAME_MAX characters is kept whole, a longer one is refused', fourteen],
  ['rmdot', 'quick', '. and .. cannot be removed', rmdot],
  ['dirfile', 'quick', 'a file is no directory, a directory is no file', dirfile],
  ['iref', 'quick', 'directories nested deep, and empty names', iref],
  ['iput', 'quick', 'the working directory is removed, and left', iput],
  ['exitiput', 'quick', 'the working directory of a process that exits is removed', exitiput],
  ['openiput', 'quick', 'a directory is opened for writing while another process removes it', openiput],
  ['unlinkcwd', 'quick', 'from a removed directory there is no way', unlinkcwd],
];

export const roles: Roles = { leaver, opener };

function* dirtest(): Coroutine {
  yield* sys.mkdir('dir0');
  yield* sys.chdir('dir0');
  yield* sys.chdir('..');
  yield* sys.rmdir('dir0');
  yield* refused('to enter it again', sys.chdir('dir0'), 'ENOENT');
}

type Case = readonly [code: ErrorCode | 'ok', call: Parameters<typeof trap>[0], ...args: unknown[]];

/** Makes calls one after the other, each of which must end as its row says. */
function* table(cases: readonly Case[]): Coroutine {
  for (const [wanted, name, ...args] of cases)
    equal(
      `${name}(${args.map((arg) => JSON.stringify(arg)).join(', ')})`,
      yield* errorOf(trap(name, ...args)),
      wanted,
    );
}

function* subdir(): Coroutine {
  yield* sys.mkdir('dd');
  yield* make('dd/ff', 'ff');
  yield* sys.mkdir('dd/dd');
  yield* make('dd/dd/ff', 'FF');
  equal('dd/dd/../ff', yield* textOf('dd/dd/../ff'), 'ff');
  yield* table([
    ['ENOTEMPTY', 'rmdir', 'dd'],
    ['EISDIR', 'unlink', 'dd'],
    ['ok', 'link', 'dd/dd/ff', 'dd/dd/ffff'],
    ['ok', 'unlink', 'dd/dd/ff'],
    ['ENOENT', 'open', 'dd/dd/ff', O_RDONLY],
    ['ok', 'chdir', 'dd'],
    ['ok', 'chdir', 'dd/../../dd'],
    ['ok', 'chdir', 'dd/../../../../../../../../..'],
    ['ok', 'chdir', '..'],
  ]);
  equal('above the root', yield* sys.getcwd(), '/');
}

function* fourteen(): Coroutine {
  const [longest, longer] = ['n'.repeat(NAME_MAX), 'n'.repeat(NAME_MAX + 1)];
  yield* table([
    ['ok', 'mkdir', longest],
    ['ok', 'mkdir', `${longest}/${longest}`],
    ['ENAMETOOLONG', 'mkdir', longer],
    ['ENAMETOOLONG', 'mkdir', `${longest}/${longer}`],
    ['ENAMETOOLONG', 'open', longer, O_CREAT | O_WRONLY],
    ['ENAMETOOLONG', 'open', `${longer}/f`, O_RDONLY],
    ['ENAMETOOLONG', 'symlink', 'x', longer],
    ['ENAMETOOLONG', 'rename', longest, longer],
    ['EEXIST', 'mkdir', longest],
  ]);
  equal(
    'the name',
    (yield* listDirectory('.')).map(({ name }) => name),
    [longest],
  );
}

function* rmdot(): Coroutine {
  yield* sys.mkdir('dots');
  yield* sys.chdir('dots');
  yield* table([
    ['EINVAL', 'rmdir', '.'],
    ['ENOTEMPTY', 'rmdir', '..'],
    ['EISDIR', 'unlink', '.'],
    ['EISDIR', 'unlink', '..'],
    ['ok', 'chdir', '..'],
    ['EINVAL', 'rmdir', 'dots/.'],
    ['ENOTEMPTY', 'rmdir', 'dots/..'],
    ['EBUSY', 'rename', 'dots/.', 'x'],
    ['ok', 'rmdir', 'dots'],
  ]);
}

function* dirfile(): Coroutine {
  yield* make('f');
  yield* sys.mkdir('d');
  yield* sys.mkdir('full');
  yield* make('full/x');
  yield* table([
    ['ENOTDIR', 'chdir', 'f'],
    ['ENOTDIR', 'open', 'f/xx', O_RDONLY],
    ['ENOTDIR', 'open', 'f/xx', O_CREAT | O_RDWR],
    ['ENOTDIR', 'open', 'f/', O_RDONLY],
    ['ENOTDIR', 'open', 'f', O_RDONLY | O_DIRECTORY],
    ['ENOTDIR', 'mkdir', 'f/xx'],
    ['ENOTDIR', 'rmdir', 'f'],
    ['ENOTDIR', 'unlink', 'f/xx'],
    ['ENOTDIR', 'link', 'f', 'f/xx'],
    ['ENOTDIR', 'rename', 'f', 'f/xx'],
    ['ENOTDIR', 'stat', 'f/.'],
    ['ENOTDIR', 'readdir', 0],
    ['EISDIR', 'open', '.', O_RDWR],
    ['EISDIR', 'open', 'd', O_WRONLY],
    ['EISDIR', 'open', 'd', O_CREAT | O_RDONLY],
    ['EISDIR', 'open', 'new/', O_CREAT | O_WRONLY],
    ['EISDIR', 'truncate', 'd', 0],
    ['EISDIR', 'unlink', 'd'],
    ['EEXIST', 'mkdir', 'f'],
    ['EEXIST', 'mkdir', 'd'],
    ['EEXIST', 'link', 'f', 'd'],
    ['EEXIST', 'symlink', 'x', 'f'],
    ['EISDIR', 'rename', 'f', 'd'],
    ['ENOTDIR', 'rename', 'd', 'f'],
    ['ENOTEMPTY', 'rename', 'd', 'full'],
    ['EINVAL', 'rename', 'd', 'd/below'],
    ['ok', 'unlink', 'f'],
    ['ENOENT', 'unlink', 'f'],
    ['ok', 'rename', 'full', 'd/full'],
  ]);
}

const DEPTH = 51;

function* iref(): Coroutine {
  const top = yield* sys.getcwd();
  for (let i = 0; i < DEPTH; i++) {
    yield* sys.mkdir('irefd');
    yield* sys.chdir('irefd');
    yield* table([
      ['ENOENT', 'mkdir', ''],
      ['ENOENT', 'link', 'README', ''],
      ['ENOENT', 'open', '', O_CREAT],
      ['ok', 'open', 'xx', O_CREAT],
      ['ok', 'close', 3],
      ['ok', 'unlink', 'xx'],
    ]);
  }
  equal('the path', yield* sys.getcwd(), top + '/irefd'.repeat(DEPTH));
  for (let i = 0; i < DEPTH; i++) {
    yield* sys.chdir('..');
    yield* sys.rmdir('irefd');
  }
}

function* iput(): Coroutine {
  yield* sys.mkdir('iputdir');
  yield* sys.chdir('iputdir');
  yield* sys.rmdir('../iputdir');
  yield* refused('its path', sys.getcwd(), 'ENOENT');
  yield* sys.chdir('/');
}

function* exitiput(): Coroutine {
  yield* sys.mkdir('iputdir');
  yield* succeeds(yield* child('leaver'));
  yield* refused('the directory', sys.stat('iputdir'), 'ENOENT');
}

function* leaver(): Coroutine {
  yield* sys.chdir('iputdir');
  yield* sys.rmdir('../iputdir');
}

function* openiput(): Coroutine {
  yield* sys.mkdir('oidir');
  const pid = yield* child('opener');
  for (let i = 0; i < 5; i++) yield* sys.sched_yield();
  yield* sys.rmdir('oidir');
  yield* succeeds(pid);
}

function* opener(): Coroutine {
  for (let came = ''; came !== 'ENOENT'; ) {
    came = yield* errorOf(sys.open('oidir', O_RDWR));
    equal('opened for writing', ['EISDIR', 'ENOENT'].includes(came) || came, true);
    yield* sys.sched_yield();
  }
}

function* unlinkcwd(): Coroutine {
  const top = yield* sys.getcwd();
  yield* sys.mkdir('a');
  yield* sys.mkdir('a/b');
  yield* sys.chdir('a/b');
  const here = yield* sys.open('.', O_RDONLY);
  yield* sys.rmdir('../b');
  yield* sys.rmdir(`${top}/a`);
  yield* table([
    ['ENOENT', 'chdir', '..'],
    ['ENOENT', 'open', '../c', CREATE],
    ['ENOENT', 'open', 'c', CREATE],
    ['ENOENT', 'mkdir', 'c'],
    ['ENOENT', 'stat', '../..'],
    ['ok', 'stat', '.'],
    ['ok', 'chdir', '.'],
    ['ok', 'readdir', here],
  ]);
  yield* succeeds(yield* sys.spawn('/bin/true', ['true']));
}
