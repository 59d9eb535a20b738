// Limits: what a process may use, and what becomes of one that wants more, or that fails. It ends alone, and all that it
// held is released.

import {
  type Coroutine,
  Errno,
  O_CREAT,
  O_RDWR,
  type Pid,
  type Resource,
  RLIM_INFINITY,
  type Uid,
} from '../../kernel/abi.ts';
import { listDirectory } from '../lib/files.ts';
import { sys } from '../sys.ts';
import {
  child,
  ended,
  equal,
  errorOf,
  isKilled,
  make,
  type Roles,
  refused,
  succeeds,
  type Test,
  textOf,
} from './check.ts';

export const tests: readonly Test[] = [
  ['fault', 'quick', 'a program that fails ends alone, by a signal, and lets go of all', fault],
  ['stacktest', 'slow', 'a recursion without end is an exception of its program', stacktest],
  ['limits', 'quick', 'a soft limit moves below the hard one, which only comes down', limits],
  ['nofile', 'quick', 'RLIMIT_NOFILE: no descriptor beyond it, EMFILE', nofile],
  ['fsize', 'quick', 'RLIMIT_FSIZE: no byte beyond it, SIGXFSZ and EFBIG', fsize],
  ['cputime', 'quick', 'RLIMIT_CPU: SIGXCPU at the soft limit, SIGKILL at the hard one', cputime],
  ['nproc', 'quick', 'RLIMIT_NPROC: no more processes, EAGAIN', nproc],
  ['execout', 'quick', 'a program is started with any number of descriptors left', execout],
];

export const roles: Roles = { fails, recurses, lowers, writesOver, computes, spawns, stays };

const QUIETLY = { actions: [{ is: 'open', fd: 2, path: '/dev/null', flags: O_RDWR, mode: 0 } as const] };

function refuse(): never {
  throw new Error('hostile');
}

const hostile = () => new Proxy({}, { get: refuse, has: refuse, getPrototypeOf: refuse });

/** Ways in which a program can fail, each with the signal that it ends by. */
const failures: Record<string, readonly [signal: string, how: () => Coroutine<unknown>]> = {
  'an error': [
    'SIGABRT',
    function* () {
      refuse();
    },
  ],
  'a thrown nothing': [
    'SIGABRT',
    function* () {
      throw undefined;
    },
  ],
  'a thrown value that is hostile': [
    'SIGABRT',
    function* () {
      throw hostile();
    },
  ],
  'an errno': ['SIGABRT', () => sys.open('nosuch', 0) as unknown as Coroutine],
  'a yield of nothing': [
    'SIGSYS',
    function* () {
      yield undefined as never;
    },
  ],
  'a yield of what throws': [
    'SIGSYS',
    function* () {
      yield hostile() as never;
    },
  ],
  'a trap that throws when it is looked at': [
    'SIGABRT',
    function* () {
      const step = new Proxy(
        { value: undefined as never },
        { get: (_, name) => (name === 'done' ? false : refuse()) },
      );
      yield* { [Symbol.iterator]: () => ({ next: () => step }) };
    },
  ],
  'a call of no coroutine': [
    'SIGABRT',
    function* () {
      yield* sys.call(5 as never);
    },
  ],
  'a call of what throws': [
    'SIGABRT',
    function* () {
      yield* sys.call(hostile() as never);
    },
  ],
  'a call of what only looks like a coroutine': [
    'SIGABRT',
    function* () {
      yield* sys.call({ next: refuse } as never);
    },
  ],
  'a handler that is no coroutine': [
    'SIGABRT',
    function* () {
      yield* sys.sigaction('SIGUSR1', { handler: () => 5 as never });
      yield* sys.kill(yield* sys.getpid(), 'SIGUSR1');
    },
  ],
  'a handler that fails': [
    'SIGABRT',
    function* () {
      yield* sys.sigaction('SIGUSR1', { handler: refuse });
      yield* sys.kill(yield* sys.getpid(), 'SIGUSR1');
    },
  ],
};

function* fault(): Coroutine {
  for (const [how, [signal]] of Object.entries(failures))
    equal(how, yield* ended(yield* child('fails', QUIETLY, how)), { is: 'killed', signal });
}

/** Takes this and that, and fails. */
function* fails(how: string): Coroutine {
  yield* make('f', 'x');
  yield* sys.open('f', 0);
  yield* sys.pipe();
  yield* sys.openpty();
  yield* child('stays');
  yield* sys.alarm(1000);
  yield* failures[how]![1]();
}

function* stays(): Coroutine {}

function* stacktest(): Coroutine {
  yield* succeeds(yield* child('recurses'));
}

function* recurses(): Coroutine<number> {
  function* deeper(): Coroutine<number> {
    return 1 + (yield* sys.call(deeper()));
  }
  function* down(): Coroutine<number> {
    return 1 + (yield* down());
  }
  let caught = 0;
  for (const start of [deeper, down])
    try {
      yield* start();
    } catch (error) {
      if (error instanceof RangeError) caught++;
    }
  equal('how many came out as a RangeError', caught, 2);
  return 0;
}

function* limits(): Coroutine {
  for (const resource of ['RLIMIT_CPU', 'RLIMIT_FSIZE', 'RLIMIT_NPROC'] as const) {
    yield* sys.setrlimit(resource, { soft: 500, hard: 1000 });
    equal(resource, yield* sys.getrlimit(resource), { soft: 500, hard: 1000 });
    yield* refused(
      'a soft one above the hard one',
      sys.setrlimit(resource, { soft: 1001, hard: 1000 }),
      'EINVAL',
    );
    yield* succeeds(yield* child('lowers', {}, resource));
    equal('of the parent', yield* sys.getrlimit(resource), { soft: 500, hard: 1000 });
  }
}

function* lowers(name: string): Coroutine {
  const resource = name as Resource;
  equal('inherited', yield* sys.getrlimit(resource), { soft: 500, hard: 1000 });
  yield* sys.setrlimit(resource, { soft: 900, hard: 900 });
  if ((yield* sys.geteuid()) === 0) yield* sys.setuid(1000);
  const limit = { soft: 900, hard: RLIM_INFINITY };
  yield* refused('up again, not as root', sys.setrlimit(resource, limit), 'EPERM');
}

function* nofile(): Coroutine {
  yield* sys.setrlimit('RLIMIT_NOFILE', { soft: 8, hard: 20 });
  for (let i = 3; i < 8; i++) yield* sys.dup(0);
  yield* refused('one more', sys.dup(0), 'EMFILE');
  yield* refused('a file', sys.open('f', O_CREAT | O_RDWR), 'EMFILE');
  yield* refused('one beyond', sys.dup2(0, 8), 'EBADF');
  yield* refused('the file that was not made', sys.stat('f'), 'ENOENT');
  yield* sys.setrlimit('RLIMIT_NOFILE', { soft: 9, hard: 20 });
  equal('then', yield* sys.dup(0), 8);
}

function* fsize(): Coroutine {
  yield* sys.setrlimit('RLIMIT_FSIZE', { soft: 1000, hard: 1000 });
  yield* isKilled(yield* child('writesOver'), 'SIGXFSZ');
  yield* sys.sigaction('SIGXFSZ', 'ignore');
  yield* succeeds(yield* child('writesOver'));
  equal('the file', yield* textOf('f'), '\0'.repeat(1000));
  yield* refused('a longer one', sys.truncate('f', 1001), 'EFBIG');
}

function* writesOver(): Coroutine {
  const fd = yield* sys.open('f', O_CREAT | O_RDWR);
  equal('what fits', yield* sys.write(fd, new Uint8Array(1500)), 1000);
  yield* refused('one more', sys.write(fd, new Uint8Array(1)), 'EFBIG');
}

function* cputime(): Coroutine {
  yield* sys.setrlimit('RLIMIT_CPU', { soft: 1, hard: 2 });
  yield* isKilled(yield* child('computes'), 'SIGXCPU');
  yield* sys.sigaction('SIGXCPU', 'ignore');
  yield* isKilled(yield* child('computes'), 'SIGKILL');
}

function* computes(): Coroutine {
  for (;;) yield* sys.work(1e9);
}

function* nproc(): Coroutine {
  yield* succeeds(yield* child('spawns'));
}

/** Starts as many as its user may have. */
function* spawns(): Coroutine {
  if ((yield* sys.geteuid()) === 0) yield* sys.setuid(54_321);
  const most = 4 + (yield* processesOf(yield* sys.getuid()));
  yield* sys.setrlimit('RLIMIT_NPROC', { soft: most, hard: most });
  const pids: Pid[] = [];
  let why = '';
  while (why === '') {
    try {
      pids.push(yield* child('computes', { stopped: true }));
    } catch (error) {
      why = error instanceof Errno ? error.code : String(error);
    }
  }
  equal('why not', why, 'EAGAIN');
  equal('as many as there was room for', pids.length, 4);
  for (const pid of pids) yield* sys.kill(pid, 'SIGKILL');
  for (const pid of pids) yield* isKilled(pid, 'SIGKILL');
  yield* succeeds(yield* child('stays'));
}

function* processesOf(uid: Uid): Coroutine<number> {
  let count = 0;
  for (const { name } of yield* listDirectory('/proc'))
    if (Number(name) > 0 && (yield* sys.stat(`/proc/${name}`)).uid === uid) count++;
  return count;
}

function* execout(): Coroutine {
  for (let left = 15; left > 0; left--) {
    yield* sys.setrlimit('RLIMIT_NOFILE', { soft: 3 + left, hard: 1024 });
    while ((yield* errorOf(sys.dup(0))) === 'ok');
    const actions = [{ is: 'open', fd: 3 + left, path: '/dev/null', flags: 0, mode: 0 } as const];
    yield* refused('with a descriptor too many', sys.spawn('/bin/true', ['true'], { actions }), 'EBADF');
    yield* succeeds(yield* sys.spawn('/bin/true', ['true']));
    for (let fd = 3; fd < 3 + left; fd++) yield* sys.close(fd);
  }
}
