// A file system that is used to its end: many names, many files, no space. All of it comes back.

import { type Coroutine, O_CREAT, O_RDONLY, O_RDWR, SEEK_SET } from '../../kernel/abi.ts';
import { listDirectory } from '../lib/files.ts';
import { sys } from '../sys.ts';
import {
  CREATE,
  equal,
  errorOf,
  get,
  make,
  put,
  type Roles,
  refused,
  type Test,
  textOf,
  together,
} from './check.ts';

export const tests: readonly Test[] = [
  ['manywrites', 'slow', 'four processes write and remove large files, thirty times', manywrites],
  ['bigdir', 'slow', '500 names of one file, all counted, all removed', bigdir],
  ['outofinodes', 'slow', '1,024 files and directories, all removed', outofinodes],
  ['longpath', 'slow', 'a tree deeper than any path is long can be left and removed', longpath],
  ['diskfull', 'slow', 'a full disk takes nothing more, and gives all of it back', diskfull],
];

export const roles: Roles = { bigWriter };

const LARGE = 100_000;

function* manywrites(): Coroutine {
  yield* together(4, 'bigWriter');
}

function* bigWriter(number: string): Coroutine {
  const name = `big${number}`;
  const bytes = new Uint8Array(LARGE).fill(Number(number) + 65);
  for (let round = 0; round < 30; round++) {
    const fd = yield* sys.open(name, O_CREAT | O_RDWR);
    for (let i = 0; i < 3; i++) equal('taken', yield* sys.write(fd, bytes), LARGE);
    yield* sys.lseek(fd, LARGE - 2, SEEK_SET);
    equal('what is in it', yield* get(fd, 4), String.fromCharCode(Number(number) + 65).repeat(4));
    yield* sys.close(fd);
    yield* sys.unlink(name);
  }
}

function* bigdir(): Coroutine {
  yield* make('bd', 'x');
  const names = Array.from({ length: 500 }, (_, i) => `x${i}`);
  for (const name of names) yield* sys.link('bd', name);
  equal('names', (yield* sys.stat('bd')).nlink, 501);
  equal('entries', (yield* listDirectory('.')).length, 501);
  yield* sys.unlink('bd');
  for (const name of names) yield* sys.unlink(name);
  equal('what is left', yield* listDirectory('.'), []);
}

function* outofinodes(): Coroutine {
  for (let i = 0; i < 1024; i++) yield* i % 4 === 0 ? sys.mkdir(`i${i}`) : make(`i${i}`);
  equal('entries', (yield* listDirectory('.')).length, 1024);
  for (let i = 0; i < 1024; i++) yield* i % 4 === 0 ? sys.rmdir(`i${i}`) : sys.unlink(`i${i}`);
  equal('what is left', yield* listDirectory('.'), []);
}

const DEEP = 15_000; // deeper than a host's stack, too

function* longpath(): Coroutine {
  const top = yield* sys.getcwd();
  for (let i = 0; i < DEEP; i++) {
    yield* sys.mkdir('d');
    yield* sys.chdir('d');
  }
  yield* make('f', 'at the bottom');
  equal('a file', yield* textOf('f'), 'at the bottom');
  yield* sys.unlink('f');
  equal('the path', (yield* sys.getcwd()).length, top.length + 2 * DEEP);
  for (let i = 0; i < DEEP; i++) {
    yield* sys.chdir('..');
    yield* sys.rmdir('d');
  }
}

const PAGE = 65536; // a byte at the end of a page takes the whole page

function* diskfull(): Coroutine {
  const fd = yield* sys.open('full', CREATE);
  const last = Uint8Array.of(1);
  let pages = 0;
  while ((yield* errorOf(sys.pwrite(fd, last, (pages + 1) * PAGE - 1))) === 'ok') pages++;
  equal('many pages', pages > 1000, true);
  yield* sys.truncate('full', (pages - 1) * PAGE);
  const other = yield* sys.open('other', O_CREAT | O_RDWR);
  const taken = yield* sys.write(other, new Uint8Array(4 * PAGE));
  equal('a write comes up short', taken >= PAGE && taken < 4 * PAGE, true);
  yield* refused('one more', sys.write(other, new Uint8Array(PAGE)), 'ENOSPC');
  yield* make('empty'); // a name takes no space
  yield* sys.mkdir('directory');
  yield* sys.unlink('full');
  yield* refused('while it is open', sys.write(other, new Uint8Array(PAGE)), 'ENOSPC');
  yield* sys.close(fd);
  equal('then', yield* sys.write(other, new Uint8Array(4 * PAGE)), 4 * PAGE);
  yield* put(other, 'x');
  yield* sys.close(yield* sys.open('empty', O_RDONLY));
}
