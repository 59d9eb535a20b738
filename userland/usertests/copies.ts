// What crosses the line is copied: a program may change what it was given, or what it has passed, and the kernel and all
// others do not notice.

import {
  type Bytes,
  type CallName,
  type Coroutine,
  O_CREAT,
  O_RDWR,
  SANE,
  type Signal,
} from '../../kernel/abi.ts';
import { decode, encode } from '../lib/text.ts';
import { sys } from '../sys.ts';
import { child, equal, get, make, put, type Roles, succeeds, type Test, textOf, trap } from './check.ts';

export const tests: readonly Test[] = [
  [
    'ownresults',
    'quick',
    'a result that the program changes is as before when it is asked for again',
    ownresults,
  ],
  [
    'ownbytes',
    'quick',
    'bytes that were read are the reader’s, bytes that were written the kernel’s',
    ownbytes,
  ],
  ['ownarguments', 'quick', 'a record that is changed after the call has no effect any more', ownarguments],
  ['ownargv', 'quick', 'a program’s arguments and environment are its own, the parent’s stay', ownargv],
];

export const roles: Roles = { spoils, isStill };

const FILE = 3;
const TERMINAL = 5;

const asked: readonly (readonly [CallName, ...unknown[]])[] = [
  ['getrlimit', 'RLIMIT_NPROC'],
  ['getrlimit', 'RLIMIT_NOFILE'],
  ['getgroups'],
  ['uname'],
  ['stat', 'f'],
  ['fstat', FILE],
  ['sigaction', 'SIGUSR1'],
  ['sigprocmask', 'block', []],
  ['sigpending'],
  ['ioctl', TERMINAL, 'TCGETS'],
  ['ioctl', TERMINAL, 'TIOCGWINSZ'],
  ['setitimer', { value: { sec: 0, nsec: 0 }, interval: { sec: 0, nsec: 0 } }],
  ['poll', [{ fd: FILE, events: 1 }], 0],
];

function* ownresults(): Coroutine {
  yield* make('f', 'x');
  equal('a file', yield* sys.open('f', O_RDWR), FILE);
  equal('a terminal', (yield* sys.openpty())[1], TERMINAL);
  yield* sys.sigprocmask('block', ['SIGUSR2', 'SIGTERM']);
  yield* sys.kill(yield* sys.getpid(), 'SIGUSR2');
  yield* sys.sigaction('SIGUSR1', { *handler() {}, mask: ['SIGHUP'], flags: ['SA_RESTART'] });
  for (const [name, ...args] of asked) {
    const result = yield* trap(name, ...args);
    const before = JSON.stringify(result);
    spoil(result);
    equal(`${name}, once more`, JSON.stringify(yield* trap(name, ...args)), before);
  }
}

/** Changes all that can be changed in a value. */
function spoil(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, field] of Object.entries(value)) {
    spoil(field);
    Reflect.set(value, name, 'spoiled');
  }
  if (Array.isArray(value)) value.push('spoiled');
}

function* ownbytes(): Coroutine {
  const file = yield* sys.open('f', O_CREAT | O_RDWR);
  const [reader, writer] = yield* sys.pipe();
  const written = encode('written');
  for (const fd of [file, writer, writer]) yield* sys.write(fd, written);
  written.fill(0);
  yield* sys.lseek(file, 0);
  for (const [fd, count] of [
    [file, 7],
    [reader, 7],
    [reader, 3],
  ] as const) {
    const data = yield* sys.read(fd, count);
    equal('read', decode(data), 'written'.slice(0, count));
    whole(data).fill(0);
  }
  equal('the rest of the pipe', yield* get(reader, 100), 'tten');
  equal('the file', yield* textOf('f'), 'written');
  yield* put(writer, 'more');
  equal('what comes then', yield* get(reader, 100), 'more');
}

/** All the memory behind some bytes: that, too, must be the program's own. */
function whole(bytes: Bytes): Bytes {
  return new Uint8Array(bytes.buffer);
}

function* ownarguments(): Coroutine {
  const log: Signal[] = [];
  const action = {
    *handler(signal: Signal) {
      log.push(signal);
    },
    mask: ['SIGUSR2'] as Signal[],
    flags: ['SA_RESTART' as const],
  };
  yield* sys.sigaction('SIGUSR1', action);
  spoil(action);
  const limit = { soft: 100, hard: 200 };
  yield* sys.setrlimit('RLIMIT_CPU', limit);
  spoil(limit);
  const [, slave] = yield* sys.openpty();
  const settings = { ...SANE, echo: false };
  yield* sys.ioctl(slave, 'TCSETS', settings);
  spoil(settings);
  yield* sys.kill(yield* sys.getpid(), 'SIGUSR1');
  equal('the handler', log, ['SIGUSR1']);
  equal('its mask', yield* maskOf('SIGUSR1'), ['SIGUSR2']);
  equal('the limit', yield* sys.getrlimit('RLIMIT_CPU'), { soft: 100, hard: 200 });
  equal('the terminal', yield* sys.ioctl(slave, 'TCGETS'), { ...SANE, echo: false });
}

function* maskOf(signal: Signal): Coroutine<readonly Signal[]> {
  const action = yield* sys.sigaction(signal);
  return typeof action === 'object' ? (action.mask ?? []) : [];
}

function* ownargv(): Coroutine {
  const argv = ['usertests', '--role', 'isStill', 'one', 'two'];
  const env = { A: '1' };
  const pid = yield* sys.spawn('/bin/usertests', argv, { env, stopped: true });
  spoil(argv);
  spoil(env);
  yield* sys.kill(pid, 'SIGCONT');
  yield* succeeds(pid);
  yield* succeeds(yield* child('spoils', {}, 'x'));
}

/** Its own arguments, as it has them and as others see them. */
function* isStill(...words: string[]): Coroutine {
  equal('the words', words, ['one', 'two']);
  equal('as others see them', yield* textOf('/proc/self/cmdline'), 'usertests\0--role\0isStill\0one\0two\0');
}

function* spoils(...words: string[]): Coroutine {
  spoil(words);
  equal('as others see them', yield* textOf('/proc/self/cmdline'), 'usertests\0--role\0spoils\0x\0');
}
