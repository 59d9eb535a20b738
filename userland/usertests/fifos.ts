// FIFOs: pipes that have a name, and ends that wait for each other.

import {
  type Coroutine,
  O_NONBLOCK,
  O_RDONLY,
  O_RDWR,
  O_WRONLY,
  PIPE_SIZE,
  POLLHUP,
  POLLIN,
} from '../../kernel/abi.ts';
import { findProcess } from '../lib/processes.ts';
import { sys } from '../sys.ts';
import {
  child,
  equal,
  errorOf,
  get,
  isKilled,
  make,
  pause,
  put,
  type Roles,
  refused,
  succeeds,
  type Test,
} from './check.ts';
import { noting } from './signals.ts';

export const tests: readonly Test[] = [
  ['fifomeet', 'quick', 'who opens one end waits for the other', fifomeet],
  ['fifononblock', 'quick', 'with O_NONBLOCK nobody waits, but a writer wants a reader', fifononblock],
  ['fifolost', 'quick', 'what nobody has read is gone when nobody has it open', fifolost],
  ['fifounlink', 'quick', 'without its name it goes on as long as it is open', fifounlink],
  ['fifowait', 'quick', 'who waits for the other end can be interrupted and killed', fifowait],
];

export const roles: Roles = { writesFifo, opensFifo };

function* fifomeet(): Coroutine {
  yield* sys.mkfifo('p');
  equal('its kind', (yield* sys.stat('p')).kind, 'pipe');
  yield* refused('once more', sys.mkfifo('p'), 'EEXIST');
  for (let i = 0; i < 3; i++) {
    const pid = yield* child('writesFifo');
    const reader = yield* sys.open('p', O_RDONLY);
    equal('what came', yield* get(reader, 10), 'hello');
    equal('the end', yield* get(reader, 10), '');
    yield* sys.close(reader);
    yield* succeeds(pid);
  }
}

function* writesFifo(): Coroutine {
  yield* put(yield* sys.open('p', O_WRONLY), 'hello');
}

function* fifononblock(): Coroutine {
  yield* sys.mkfifo('p');
  yield* refused('to write, without a reader', sys.open('p', O_WRONLY | O_NONBLOCK), 'ENXIO');
  const reader = yield* sys.open('p', O_RDONLY | O_NONBLOCK);
  equal('a read, without a writer', yield* get(reader, 10), '');
  equal('to poll nobody has left', yield* sys.poll([{ fd: reader, events: POLLIN }], 0), []);
  const writer = yield* sys.open('p', O_WRONLY | O_NONBLOCK);
  yield* refused('a read, with a writer', sys.read(reader, 10), 'EAGAIN');
  equal('a write of too much', yield* sys.write(writer, new Uint8Array(PIPE_SIZE + 1)), PIPE_SIZE);
  yield* sys.close(writer);
  equal('what was in it', (yield* sys.read(reader, 2 * PIPE_SIZE)).length, PIPE_SIZE);
  const hungUp = [{ fd: reader, revents: POLLHUP }];
  equal('then', yield* sys.poll([{ fd: reader, events: POLLIN }], 0), hungUp);
}

function* fifolost(): Coroutine {
  yield* sys.mkfifo('p');
  const both = yield* sys.open('p', O_RDWR);
  yield* put(both, 'lost');
  yield* sys.close(both);
  equal('read later', yield* get(yield* sys.open('p', O_RDONLY | O_NONBLOCK), 10), '');
}

function* fifounlink(): Coroutine {
  yield* sys.mkfifo('p');
  const both = yield* sys.open('p', O_RDWR);
  yield* sys.unlink('p');
  yield* make('p', 'a file');
  yield* put(both, 'still');
  equal('read', yield* get(both, 10), 'still');
}

function* fifowait(): Coroutine {
  yield* sys.mkfifo('p');
  const pid = yield* child('opensFifo');
  while ((yield* findProcess(pid))?.state !== 'S') yield* pause(100);
  yield* sys.kill(pid, 'SIGKILL');
  yield* isKilled(pid, 'SIGKILL');
  yield* sys.sigaction('SIGALRM', noting([]));
  yield* sys.alarm(1);
  yield* refused('an open', sys.open('p', O_WRONLY), 'EINTR');
  equal('nobody is there', yield* errorOf(sys.open('p', O_WRONLY | O_NONBLOCK)), 'ENXIO');
}

function* opensFifo(): Coroutine {
  yield* sys.open('p', O_RDONLY);
}
