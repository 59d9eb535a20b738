// Files: truncating, offsets, sharing, linking and unlinking, also by several processes at once.

import {
  type Coroutine,
  O_CREAT,
  O_EXCL,
  O_RDONLY,
  O_RDWR,
  O_TRUNC,
  O_WRONLY,
  SEEK_END,
} from '../../kernel/abi.ts';
import { listDirectory } from '../lib/files.ts';
import { sys } from '../sys.ts';
import {
  below,
  CREATE,
  child,
  equal,
  errorOf,
  get,
  make,
  put,
  type Roles,
  refused,
  succeeds,
  type Test,
  textOf,
  together,
} from './check.ts';

export const tests: readonly Test[] = [
  ['opentest', 'quick', 'what is there can be opened, what is not there cannot', opentest],
  ['truncate1', 'quick', 'O_TRUNC empties a file for those who have it open, too', truncate1],
  ['truncate2', 'quick', 'a write behind the end of a truncated file leaves a hole of zeros', truncate2],
  ['truncate3', 'quick', 'a file truncated by another process has one of its two sizes', truncate3],
  ['writetest', 'quick', 'a hundred small writes are all read back', writetest],
  ['writebig', 'quick', 'blocks far apart keep what was written; behind the largest size is EFBIG', writebig],
  ['createtest', 'quick', '52 files are created and removed', createtest],
  ['sharedfd', 'quick', 'an inherited descriptor shares its offset: nothing is overwritten', sharedfd],
  ['fourfiles', 'quick', 'four processes write four files, each its own letters', fourfiles],
  ['createdelete', 'quick', 'four processes create and delete in one directory', createdelete],
  ['unlinkread', 'quick', 'a file without a name can be read and written while it is open', unlinkread],
  ['linktest', 'quick', 'a second name keeps the file; what cannot be linked is refused', linktest],
  ['linkunlink', 'quick', 'two processes link and unlink one name', linkunlink],
  ['concreate', 'quick', 'names made at the same time are there once each', concreate],
  ['bigwrite', 'quick', 'writes of many sizes are taken whole', bigwrite],
  ['bigfile', 'quick', 'what is read in halves is what was written in pieces', bigfile],
];

export const roles: Roles = { truncator, sharer, filler, creator, linker, maker, storm };

function* opentest(): Coroutine {
  yield* sys.close(yield* sys.open('/bin/echo', O_RDONLY));
  yield* refused('a file that is not there', sys.open('nosuchfile', O_RDONLY), 'ENOENT');
  yield* refused('one with O_EXCL that is there', sys.open('/bin/echo', O_RDWR | O_CREAT | O_EXCL), 'EEXIST');
}

function* truncate1(): Coroutine {
  const first = yield* sys.open('f', CREATE);
  yield* put(first, 'abcd');
  yield* sys.close(first);
  const early = yield* sys.open('f', O_RDONLY);
  equal('read before', yield* get(early, 32), 'abcd');
  const writer = yield* sys.open('f', O_WRONLY | O_TRUNC);
  const late = yield* sys.open('f', O_RDONLY);
  equal('read by one who came after', yield* get(late, 32), '');
  equal('read by one at offset 4', yield* get(early, 32), '');
  yield* put(writer, 'abcdef');
  equal('read from the start', yield* get(late, 32), 'abcdef');
  equal('read from offset 4', yield* get(early, 32), 'ef');
}

function* truncate2(): Coroutine {
  const fd = yield* sys.open('f', CREATE);
  yield* put(fd, 'abcd');
  yield* sys.close(yield* sys.open('f', O_WRONLY | O_TRUNC));
  yield* put(fd, 'x');
  equal('the file', yield* textOf('f'), '\0\0\0\0x');
}

function* truncate3(): Coroutine {
  yield* make('f', 'xxx');
  const pid = yield* child('truncator');
  for (let i = 0; i < 150; i++) yield* make('f', 'xxx');
  yield* succeeds(pid);
}

/** Writes ten bytes over what the other one writes; then there are none, three or ten. */
function* truncator(): Coroutine {
  for (let i = 0; i < 100; i++) {
    const writer = yield* sys.open('f', O_WRONLY);
    yield* put(writer, '1234567890');
    const { size } = yield* sys.fstat(writer);
    equal('a possible size', [0, 3, 10].includes(size) || size, true);
    yield* sys.close(writer);
  }
}

function* writetest(): Coroutine {
  const fd = yield* sys.open('small', CREATE);
  for (let i = 0; i < 100; i++) {
    yield* put(fd, 'aaaaaaaaaa');
    yield* put(fd, 'bbbbbbbbbb');
  }
  yield* sys.close(fd);
  equal('all of it', yield* textOf('small'), 'aaaaaaaaaabbbbbbbbbb'.repeat(100));
}

const BLOCK = 1024;
const LARGEST = 2 ** 43; // bytes of a file

function* writebig(): Coroutine {
  const fd = yield* sys.open('big', O_RDWR | O_CREAT);
  const offsets = Array.from({ length: 200 }, (_, i) => i * 7919 * BLOCK);
  for (const [i, offset] of offsets.entries()) {
    yield* sys.lseek(fd, offset);
    yield* put(fd, String(i).padEnd(BLOCK));
  }
  for (const [i, offset] of offsets.entries()) {
    yield* sys.lseek(fd, offset);
    equal(`block ${i}`, yield* get(fd, BLOCK), String(i).padEnd(BLOCK));
  }
  equal('at the end', yield* get(fd, BLOCK), '');
  yield* sys.lseek(fd, LARGEST - 1);
  yield* put(fd, 'x');
  equal('the size', (yield* sys.fstat(fd)).size, LARGEST);
  yield* refused('one byte more', sys.write(fd, new Uint8Array(1)), 'EFBIG');
  yield* refused('a longer one by truncate', sys.truncate('big', LARGEST + 1), 'EFBIG');
  yield* sys.truncate('big', 1);
  equal('what is left', yield* textOf('big'), '0');
}

function* createtest(): Coroutine {
  const names = Array.from({ length: 52 }, (_, i) => `a${String.fromCharCode(48 + i)}`);
  for (const name of names) yield* sys.close(yield* sys.open(name, O_CREAT | O_RDWR));
  equal('how many', (yield* listDirectory('.')).length, 52);
  for (const name of names) yield* sys.unlink(name);
  equal('what is left', yield* listDirectory('.'), []);
}

function* sharedfd(): Coroutine {
  const fd = yield* sys.open('f', O_CREAT | O_RDWR | O_TRUNC);
  const pid = yield* child('sharer', {}, fd, 'c');
  yield* sharer(String(fd), 'p');
  yield* succeeds(pid);
  equal('the letters', counts(yield* textOf('f')), { c: 10_000, p: 10_000 });
}

function* sharer(fd: string, letter: string): Coroutine {
  for (let i = 0; i < 1000; i++) yield* put(Number(fd), letter.repeat(10));
}

function counts(text: string): Record<string, number> {
  const letters = [...new Set(text)].sort();
  return Object.fromEntries(letters.map((letter) => [letter, text.split(letter).length - 1]));
}

function* fourfiles(): Coroutine {
  yield* together(4, 'filler');
  for (let i = 0; i < 4; i++) equal(`f${i}`, yield* textOf(`f${i}`), String(i).repeat(12 * 500));
}

function* filler(number: string): Coroutine {
  const fd = yield* sys.open(`f${number}`, CREATE);
  for (let i = 0; i < 12; i++) yield* put(fd, number.repeat(500));
}

function* createdelete(): Coroutine {
  yield* together(4, 'creator');
  const left = ['p', 'q', 'r', 's'].flatMap((letter) =>
    Array.from({ length: 20 }, (_, i) => `${letter}${i}`).filter((_, i) => i % 2 === 1),
  );
  equal(
    'what is left',
    (yield* listDirectory('.')).map(({ name }) => name),
    left.sort(),
  );
}

function* creator(number: string): Coroutine {
  const letter = 'pqrs'[Number(number)];
  for (let i = 0; i < 20; i++) {
    yield* make(`${letter}${i}`);
    if (i % 2 === 1) yield* sys.unlink(`${letter}${i - 1}`);
  }
}

function* unlinkread(): Coroutine {
  const fd = yield* sys.open('f', O_CREAT | O_RDWR);
  yield* put(fd, 'hello');
  yield* sys.unlink('f');
  const other = yield* sys.open('f', O_CREAT | O_RDWR);
  equal('another inode', (yield* sys.fstat(fd)).ino === (yield* sys.fstat(other)).ino, false);
  yield* put(other, 'yyy');
  yield* put(fd, 'world');
  yield* sys.lseek(fd, 0);
  equal('the old file', yield* get(fd, 100), 'helloworld');
  equal('the new one', yield* textOf('f'), 'yyy');
  equal('names of the old one', (yield* sys.fstat(fd)).nlink, 0);
}

function* linktest(): Coroutine {
  yield* make('f', 'hello');
  yield* sys.link('f', 'g');
  equal('names', (yield* sys.stat('f')).nlink, 2);
  yield* sys.unlink('f');
  yield* refused('the first name', sys.open('f', O_RDONLY), 'ENOENT');
  equal('by the second name', yield* textOf('g'), 'hello');
  yield* refused('a link to itself', sys.link('g', 'g'), 'EEXIST');
  yield* sys.unlink('g');
  yield* refused('a link to a missing file', sys.link('g', 'f'), 'ENOENT');
  yield* refused('a link to a directory', sys.link('.', 'f'), 'EPERM');
}

function* linkunlink(): Coroutine {
  yield* make('cat');
  const pid = yield* child('linker', {}, 97);
  yield* linker('1');
  yield* succeeds(pid);
  yield* errorOf(sys.unlink('x'));
  equal('names of the file', (yield* sys.stat('cat')).nlink, 1);
}

function* linker(start: string): Coroutine {
  let x = Number(start);
  for (let i = 0; i < 100; i++) {
    x = (Math.imul(x, 1103515245) + 12345) >>> 0;
    const calls = [() => sys.open('x', O_RDWR | O_CREAT), () => sys.link('cat', 'x'), () => sys.unlink('x')];
    const wanted = [['ok'], ['ok', 'EEXIST'], ['ok', 'ENOENT']][x % 3] as string[];
    const came = yield* errorOf(calls[x % 3]!());
    equal(`one of ${wanted}`, wanted.includes(came) || came, true);
    if (x % 3 === 0) yield* sys.close(3);
  }
}

function* concreate(): Coroutine {
  for (let i = 0; i < 40; i++) {
    const name = `C${i}`;
    const pid = yield* child('maker', {}, name, i % 3);
    yield* i % 5 === 1 ? errorOf(sys.link('C0', name)) : errorOf(sys.open(name, O_CREAT | O_RDWR));
    yield* errorOf(sys.close(3));
    yield* succeeds(pid);
  }
  const wanted = Array.from({ length: 40 }, (_, i) => `C${i}`).sort();
  equal(
    'the names',
    (yield* listDirectory('.')).map(({ name }) => name),
    wanted,
  );
  yield* together(4, 'storm');
}

function* maker(name: string, how: string): Coroutine {
  yield* how === '1' ? errorOf(sys.link('C0', name)) : errorOf(sys.open(name, O_CREAT | O_RDWR));
}

/** Opens and unlinks what is there, or may be. */
function* storm(): Coroutine {
  for (let i = 0; i < 80; i++) {
    const name = `C${yield* below(40)}`;
    if ((yield* below(2)) === 0) yield* errorOf(sys.unlink(name));
    else if ((yield* errorOf(sys.open(name, O_RDONLY))) === 'ok') yield* sys.close(3);
  }
}

function* bigwrite(): Coroutine {
  for (let size = 499; size < 70_000; size += 471) {
    const fd = yield* sys.open('f', O_CREAT | O_RDWR);
    for (let i = 0; i < 2; i++) equal('taken', yield* sys.write(fd, new Uint8Array(size)), size);
    equal('the size', yield* sys.lseek(fd, 0, SEEK_END), 2 * size);
    yield* sys.close(fd);
    yield* sys.unlink('f');
  }
}

function* bigfile(): Coroutine {
  const fd = yield* sys.open('f', O_CREAT | O_RDWR);
  for (let i = 0; i < 20; i++) yield* put(fd, String.fromCharCode(65 + i).repeat(600));
  yield* sys.lseek(fd, 0);
  for (let i = 0; i < 40; i++)
    equal(`half ${i}`, yield* get(fd, 300), String.fromCharCode(65 + Math.floor(i / 2)).repeat(300));
  equal('at the end', yield* get(fd, 300), '');
}
