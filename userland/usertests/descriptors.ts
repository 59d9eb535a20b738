// Descriptors and what stands behind them: numbers, flags, sharing, pipes, and waiting for several at once.

import {
  type CallName,
  type Coroutine,
  O_APPEND,
  O_CLOEXEC,
  O_CREAT,
  O_NONBLOCK,
  O_RDONLY,
  O_RDWR,
  O_WRONLY,
  OPEN_MAX,
  PIPE_BUF,
  PIPE_SIZE,
  POLLERR,
  POLLHUP,
  POLLIN,
  POLLNVAL,
  POLLOUT,
} from '../../kernel/abi.ts';
import { now } from '../lib/duration.ts';
import { listDirectory } from '../lib/files.ts';
import { sys } from '../sys.ts';
import {
  CREATE,
  child,
  equal,
  errorOf,
  get,
  make,
  pause,
  put,
  type Roles,
  refused,
  succeeds,
  type Test,
  textOf,
  together,
  trap,
} from './check.ts';

export const tests: readonly Test[] = [
  ['lowestfd', 'quick', 'a new descriptor has the lowest free number', lowestfd],
  ['badfd', 'quick', 'a number that is no descriptor is refused by every call', badfd],
  ['dupshare', 'quick', 'copies of a descriptor share its offset, other opens do not', dupshare],
  ['dup2', 'quick', 'dup2 closes what was there, but not the descriptor itself', duptwo],
  ['outoffds', 'quick', 'there are OPEN_MAX descriptors, and room again after a close', outoffds],
  ['cloexec', 'quick', 'a descriptor with O_CLOEXEC is not for children', cloexec],
  ['execve', 'quick', 'another program takes over, with the descriptors that stay open', exec],
  ['append', 'quick', 'two processes append to one file, and nothing is lost', append],
  ['pread', 'quick', 'pread and pwrite leave the offset where it is', pread],
  ['pipebuf', 'quick', 'what is no longer than PIPE_BUF goes through a pipe in one piece', pipebuf],
  ['pipefull', 'quick', 'a full pipe makes its writer wait, and loses nothing', pipefull],
  ['pipeend', 'quick', 'the end comes when the last writer has closed, and not before', pipeend],
  ['nonblock', 'quick', 'with O_NONBLOCK nobody waits', nonblock],
  ['poll', 'quick', 'poll tells what is ready, or waits for it', poll],
];

export const roles: Roles = { hasFds, takeOver, appender, lineWriter, pourer, lateWriter };

function* lowestfd(): Coroutine {
  const fds = [yield* sys.open('f', CREATE), yield* sys.dup(0), ...(yield* sys.pipe())];
  equal('the first four', fds, [3, 4, 5, 6]);
  yield* sys.close(4);
  yield* sys.close(3);
  equal('the next two', [yield* sys.dup(0), yield* sys.dup(0)], [3, 4]);
  equal('one not below 10', yield* sys.fcntl(0, 'F_DUPFD', 10), 10);
}

const WRONG_FDS = [-1, 3, OPEN_MAX, 2 ** 40, Number.NaN, 1.5, '0', null];
const FD_CALLS: readonly [CallName, ...unknown[]][] = [
  ['close'],
  ['read', 1],
  ['write', new Uint8Array(1)],
  ['lseek', 0, 0],
  ['dup'],
  ['dup2', 4],
  ['fstat'],
  ['readdir'],
  ['ioctl', 'TCGETS'],
  ['fcntl', 'F_GETFD', 0],
  ['pread', 1, 0],
  ['pwrite', new Uint8Array(1), 0],
];

function* badfd(): Coroutine {
  for (const fd of WRONG_FDS)
    for (const [name, ...rest] of FD_CALLS)
      yield* refused(`${name} of ${fd}`, trap(name, fd, ...rest), 'EBADF');
  yield* make('f', 'x');
  yield* refused(
    'a write to what is open to read',
    sys.write(yield* sys.open('f', O_RDONLY), new Uint8Array(1)),
    'EBADF',
  );
  yield* refused('a read of what is open to write', sys.read(yield* sys.open('f', O_WRONLY), 1), 'EBADF');
  yield* refused('dup2 to a number too large', sys.dup2(0, OPEN_MAX), 'EBADF');
}

function* dupshare(): Coroutine {
  yield* make('f', 'abcdef');
  const fd = yield* sys.open('f', O_RDONLY);
  const copy = yield* sys.dup(fd);
  const other = yield* sys.open('f', O_RDONLY);
  equal('in turn', [yield* get(fd, 2), yield* get(copy, 2), yield* get(other, 2)], ['ab', 'cd', 'ab']);
  yield* sys.close(fd);
  equal('after a close', yield* get(copy, 9), 'ef');
}

function* duptwo(): Coroutine {
  const [reader, writer] = yield* sys.pipe();
  const file = yield* sys.open('f', CREATE);
  equal('the result', yield* sys.dup2(file, writer), writer);
  equal('the pipe has no writer any more', yield* get(reader, 1), '');
  equal('onto itself', yield* sys.dup2(file, file), file);
  yield* put(file, 'x');
  yield* refused('dup3 onto itself', sys.dup3(file, file), 'EINVAL');
  yield* refused('dup2 of what is not open', sys.dup2(99, file), 'EBADF');
  yield* put(file, 'y');
}

function* outoffds(): Coroutine {
  let last = 0;
  while (last < OPEN_MAX - 1) last = yield* sys.dup(0);
  yield* refused('one more', sys.dup(0), 'EMFILE');
  yield* refused('a file', sys.open('f', CREATE), 'EMFILE');
  yield* sys.close(500);
  equal('what was made', yield* listDirectory('.'), []);
  yield* refused('a pipe, which wants two', sys.pipe(), 'EMFILE');
  equal('one', yield* sys.dup(0), 500);
}

function* cloexec(): Coroutine {
  const kept = yield* sys.open('f', CREATE);
  const own = yield* sys.open('g', CREATE | O_CLOEXEC);
  equal('its flag', yield* sys.fcntl(own, 'F_GETFD', 0), 1);
  equal('a copy has none', yield* sys.fcntl(yield* sys.dup(own), 'F_GETFD', 0), 0);
  yield* succeeds(yield* child('hasFds', {}, kept, 'ok', own, 'EBADF', own + 1, 'ok'));
}

/** Are these descriptors open, or not? */
function* hasFds(...pairs: string[]): Coroutine {
  for (let i = 0; i < pairs.length; i += 2)
    equal(`descriptor ${pairs[i]}`, yield* errorOf(sys.fstat(Number(pairs[i]))), pairs[i + 1]);
}

function* exec(): Coroutine {
  yield* succeeds(yield* child('takeOver'));
}

function* takeOver(): Coroutine {
  yield* refused('a program that is not there', sys.execve('/bin/nosuch', ['x'], {}), 'ENOENT');
  yield* refused('a file that is none', sys.execve('/etc/passwd', ['x'], {}), 'EACCES');
  const kept = yield* sys.open('f', CREATE);
  const own = yield* sys.open('g', CREATE | O_CLOEXEC);
  const words = ['usertests', '--role', 'hasFds', kept, 'ok', own, 'EBADF'];
  yield* sys.execve('/bin/usertests', words.map(String), {});
}

function* append(): Coroutine {
  yield* make('log');
  yield* together(3, 'appender');
  const lines = (yield* textOf('log')).split('\n').slice(0, -1);
  equal('how many', lines.length, 300);
  for (const one of ['0', '1', '2']) {
    const own = lines.filter((line) => line.startsWith(`${one}:`));
    equal(
      `of ${one}`,
      own,
      Array.from({ length: 100 }, (_, i) => `${one}:${i}`),
    );
  }
}

function* appender(number: string): Coroutine {
  const fd = yield* sys.open('log', O_WRONLY | O_APPEND);
  for (let i = 0; i < 100; i++) yield* put(fd, `${number}:${i}\n`);
}

function* pread(): Coroutine {
  const fd = yield* sys.open('f', O_CREAT | O_RDWR);
  yield* put(fd, 'abcdef');
  equal('from 2', yield* sys.pread(fd, 3, 2), Uint8Array.from([99, 100, 101]));
  yield* sys.pwrite(fd, Uint8Array.of(88), 1);
  yield* put(fd, 'g');
  equal('the file', yield* textOf('f'), 'aXcdefg');
  const [reader] = yield* sys.pipe();
  yield* refused('of a pipe', sys.pread(reader, 1, 0), 'ESPIPE');
  yield* refused('in front of the start', sys.pread(fd, 1, -1), 'EINVAL');
}

function* pipebuf(): Coroutine {
  const [reader, writer] = yield* sys.pipe();
  for (let i = 0; i < 4; i++) yield* child('lineWriter', {}, i, writer);
  yield* sys.close(writer);
  let text = '';
  for (let part = ' '; part !== ''; text += part) part = yield* get(reader, 5000);
  const lines = text.split('\n').slice(0, -1);
  equal('how many', lines.length, 80);
  for (const line of lines) equal('a line', /^(.)\1*$/.test(line) && line.length === PIPE_BUF - 1, true);
  for (let i = 0; i < 4; i++) yield* sys.waitpid(-1);
}

function* lineWriter(number: string, fd: string): Coroutine {
  for (let i = 0; i < 20; i++) yield* put(Number(fd), `${number.repeat(PIPE_BUF - 1)}\n`);
}

function* pipefull(): Coroutine {
  const [reader, writer] = yield* sys.pipe();
  const pid = yield* child('pourer', {}, writer);
  yield* sys.close(writer);
  yield* pause(100_000);
  equal('bytes in the pipe', (yield* sys.fstat(reader)).size, PIPE_SIZE);
  let at = 0;
  for (let part = yield* sys.read(reader, 3001); part.length > 0; part = yield* sys.read(reader, 3001)) {
    const first = at;
    equal(
      'in order',
      part.every((byte, i) => byte === (first + i) % 251),
      true,
    );
    at += part.length;
  }
  equal('in all', at, 200_000);
  yield* succeeds(pid);
}

function* pourer(fd: string): Coroutine {
  const bytes = Uint8Array.from({ length: 200_000 }, (_, i) => i % 251);
  equal('taken', yield* sys.write(Number(fd), bytes), bytes.length);
}

function* pipeend(): Coroutine {
  const [reader, writer] = yield* sys.pipe();
  const pid = yield* child('lateWriter', {}, 10_000, writer);
  yield* put(writer, 'a');
  yield* sys.close(writer);
  equal('at once', yield* get(reader, 10), 'a');
  equal('later', yield* get(reader, 10), 'late');
  equal('then', [yield* get(reader, 10), yield* get(reader, 10)], ['', '']);
  yield* succeeds(pid);
}

function* lateWriter(ticks: string, fd: string): Coroutine {
  yield* pause(Number(ticks));
  yield* put(Number(fd), 'late');
}

function* nonblock(): Coroutine {
  const [reader, writer] = yield* sys.pipe2(O_NONBLOCK);
  yield* refused('a read of an empty pipe', sys.read(reader, 1), 'EAGAIN');
  equal('a write of too much', yield* sys.write(writer, new Uint8Array(PIPE_SIZE + 5)), PIPE_SIZE);
  yield* refused('a write to a full pipe', sys.write(writer, new Uint8Array(1)), 'EAGAIN');
  yield* sys.read(reader, 10);
  yield* refused('in one piece it does not fit', sys.write(writer, new Uint8Array(11)), 'EAGAIN');
  equal('the flags', yield* sys.fcntl(reader, 'F_GETFL', 0), O_RDONLY | O_NONBLOCK);
  yield* sys.close(writer);
  equal('what was in it', (yield* sys.read(reader, 2 * PIPE_SIZE)).length, PIPE_SIZE - 10);
  equal('the end', yield* get(reader, 1), '');
}

function* poll(): Coroutine {
  const [reader, writer] = yield* sys.pipe();
  const both = [
    { fd: reader, events: POLLIN },
    { fd: writer, events: POLLOUT },
  ];
  equal('of an empty pipe', yield* sys.poll(both, 0), [{ fd: writer, revents: POLLOUT }]);
  const started = yield* now();
  equal('in a tenth of a second', yield* sys.poll(both.slice(0, 1), 100), []);
  equal('how long', (yield* now()) - started >= 100_000, true);
  const pid = yield* child('lateWriter', {}, 50_000, writer);
  equal('when it comes', yield* sys.poll(both.slice(0, 1)), [{ fd: reader, revents: POLLIN }]);
  yield* succeeds(pid);
  yield* sys.close(writer);
  equal('at the end', yield* sys.poll([{ fd: reader, events: 0 }]), [{ fd: reader, revents: POLLHUP }]);
  const gone = [
    { fd: 99, events: POLLIN },
    { fd: -1, events: POLLIN },
  ];
  equal('what is not open', yield* sys.poll(gone, 0), [{ fd: 99, revents: POLLNVAL }]);
  const [end, other] = yield* sys.pipe();
  yield* sys.close(end);
  const revents = (yield* sys.poll([{ fd: other, events: 0 }]))[0]?.revents;
  equal('nobody reads', revents, POLLERR);
}
