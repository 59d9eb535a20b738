// What a program may pass instead of an argument: every value of the list, in the place of every argument of every
// system call, with the others as they should be. The rule: the call fails with an errno, or does what it says, or
// waits; the kernel goes on, whoever looks on sees the call, and nothing is left when the caller has gone.

import { expect, test } from 'vitest';
import {
  type CallName,
  callNames,
  Errno,
  errorCodes,
  type Program,
  syscalls,
  Trap,
} from '../../../kernel/abi.ts';
import { inspect } from '../../../kernel/inspect.ts';
import { printEvent, watch } from '../../../kernel/watch.ts';
import { sys } from '../../../userland/sys.ts';
import { leftovers, machine, NOTHING, pause, reapAll, runMain, start } from '../../helpers.ts';

const time = { sec: 0, nsec: 1 };

// biome-ignore format: a table
const goodArguments: Record<CallName, unknown[]> = {
  exit: [0], spawn: ['/bin/nothing', ['nothing'], {}], waitpid: [-1, 0], getpid: [], getppid: [], kill: [99, 0],
  sigaction: ['SIGTERM', 'default'], setpgid: [0, 0], getpgid: [0], setsid: [], getsid: [0], nice: [0], umask: [0o22],
  sched_yield: [], work: [1], nanosleep: [time], clock_gettime: ['realtime'], times: [], open: ['/tmp/new', 0o102, 0o600],
  close: [5], read: [5, 10], write: [5, new Uint8Array(10)], lseek: [5, 0, 0], dup: [5], dup2: [5, 6], pipe: [],
  ioctl: [5, 'TCGETS', null], stat: ['/tmp'], lstat: ['/tmp'], fstat: [5], readdir: [6], mkdir: ['/tmp/d', 0o700],
  rmdir: ['/tmp/d'], unlink: ['/tmp/f'], rename: ['/tmp/f', '/tmp/g'], link: ['/tmp/f', '/tmp/h'],
  symlink: ['/tmp', '/tmp/s'], readlink: ['/tmp/s'], chdir: ['/tmp'], getcwd: [], truncate: ['/tmp/f', 5],
  chmod: ['/tmp/f', 0o600], utimens: ['/tmp/f', time, time], getrandom: [10], uname: [], sync: [], reboot: ['no', 0],
  sigprocmask: ['setmask', []], sigpending: [], sigsuspend: [['SIGTERM']], pause: [], alarm: [0],
  pread: [5, 10, 0], pwrite: [5, new Uint8Array(10), 0], dup3: [5, 6, 0], pipe2: [0], fcntl: [5, 'F_GETFL', 0],
  execve: ['/bin/missing', ['missing'], {}], wait4: [-1, 0], getrusage: ['self'], mkfifo: ['/tmp/p', 0o600],
  getrlimit: ['RLIMIT_CPU'], setrlimit: ['RLIMIT_FSIZE', { soft: 1, hard: 1e6 }],
  poll: [[{ fd: 5, events: 1 }], 0],
  openpty: [],
  getuid: [], geteuid: [], getgid: [], getegid: [], getgroups: [], setuid: [0], setgid: [0], setgroups: [[0]],
  chown: ['/tmp/f', 0, 0], lchown: ['/tmp/s', 0, 0], fchown: [5, 0, 0], access: ['/tmp/f', 4, 0],
  setitimer: [{ value: { sec: 0, nsec: 0 }, interval: { sec: 0, nsec: 0 } }],
};

function refuse(): never {
  throw new Error('hostile');
}

const refuseAll = {
  get: refuse,
  has: refuse,
  ownKeys: refuse,
  getPrototypeOf: refuse,
  getOwnPropertyDescriptor: refuse,
};
const fields = [
  'is',
  'sec',
  'nsec',
  'env',
  'cwd',
  'actions',
  'pgid',
  'session',
  'rows',
  'columns',
  'icanon',
  'user',
  'uid',
  'gid',
  'groups',
  'length',
];

class Moody extends Uint8Array {
  looked = 0;
  override get length(): number {
    return this.looked++ < 3 ? 10 : refuse();
  }
  override subarray = refuse;
  override slice = refuse;
  override fill = refuse;
}

function detached(): Uint8Array {
  const data = new Uint8Array(10);
  structuredClone(data.buffer, { transfer: [data.buffer] });
  return data;
}

function revoked(): unknown {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

function cyclic(): unknown[] {
  const list: unknown[] = [];
  list.push(list, { list });
  return list;
}

const hostile: Record<string, unknown> = {
  undefined: undefined,
  null: null,
  NaN: Number.NaN,
  infinity: Number.POSITIVE_INFINITY,
  'minus zero': -0,
  'minus one': -1,
  'a fraction': 1.5,
  'two to the 31': 2 ** 31,
  'two to the 32': 2 ** 32,
  'the largest safe integer': 2 ** 53 - 1,
  'two to the 53': 2 ** 53,
  'the smallest safe integer': -(2 ** 53) + 1,
  'a bigint': 10n,
  true: true,
  'no text': '',
  'text with a NUL': 'a\0b',
  'a megabyte of text': 'x'.repeat(2 ** 20),
  'half a surrogate pair': '\ud800',
  'the name of what every object has': '__proto__',
  'a symbol': Symbol('s'),
  'a function': refuse,
  'an object': {},
  'an object without a prototype': Object.create(null),
  'a list': [],
  'a list of numbers': [1, 2],
  'a cyclic list': cyclic(),
  'a list of holes': new Array(2 ** 32 - 1),
  'a list whose elements throw': Object.defineProperty(['x'], 0, { get: refuse }),
  'a proxy that throws': new Proxy({}, refuseAll),
  'a proxy of a list that throws': new Proxy([], refuseAll),
  'a proxy of bytes': new Proxy(new Uint8Array(4), {}),
  'a proxy that was revoked': revoked(),
  'an object whose conversions throw': {
    toString: refuse,
    valueOf: refuse,
    [Symbol.toPrimitive]: refuse,
    toJSON: refuse,
  },
  'an object whose fields throw': Object.defineProperties(
    {},
    Object.fromEntries(fields.map((name) => [name, { get: refuse, enumerable: true }])),
  ),
  'wrong options': { env: 5, actions: {}, pgid: -1, sec: -1, nsec: -1, rows: Number.NaN, icanon: 1 },
  'wrong actions': { actions: [null, 5, { is: 'dup' }] },
  'actions that throw': { actions: new Proxy([{}], refuseAll) },
  'an environment that throws': { env: new Proxy({ A: '1' }, refuseAll) },
  'an environment of numbers': { env: { A: 1 } },
  'an environment with odd names': { env: { '': 'x', 'a=b': 'y' } },
  'a time of too many nanoseconds': { sec: 0, nsec: 1e9 },
  'a time without end': { sec: 2 ** 53 - 1, nsec: 0 },
  'a time before all': { sec: -(2 ** 53) + 1, nsec: 0 },
  'a date': new Date(0),
  'detached bytes': detached(),
  'bytes that throw when looked at': new Moody(10),
  'what only says that it is bytes': Object.create(Uint8Array.prototype),
  'numbers that are no bytes': new Float64Array(4),
  'bytes that others share': new Uint8Array(new SharedArrayBuffer(8)),
};

/** Calls `name` with every hostile value in every place, each time in a process of its own. */
function attack(name: CallName) {
  const outcomes: string[] = [];
  let args: unknown[] = [];
  const attacker: Program = function* () {
    const fd = yield* sys.open('/tmp/f', 0o102);
    yield* sys.dup2(fd, 5);
    yield* sys.dup2(yield* sys.open('/tmp', 0), 6);
    try {
      yield* new Trap(syscalls[name].nr, args);
      outcomes.push('ok');
    } catch (error) {
      outcomes.push(error instanceof Errno ? error.code : `thrown ${error}`);
    }
  };
  const nothing: Program = function* () {};
  const booted = machine(
    function* () {
      const good = goodArguments[name];
      for (const place of good.keys())
        for (const value of Object.values(hostile)) {
          args = good.with(place, value);
          const pid = yield* start('attacker', { session: true });
          yield* pause(1000);
          yield* sys.kill(pid, 'SIGKILL');
          yield* reapAll();
          left.push(JSON.stringify(leftovers(booted)));
        }
    },
    { programs: { attacker, nothing }, unwatched: true },
  );
  const left: string[] = [];
  let printed = 0;
  watch(booted.kernel, (event) => {
    if (event.pid <= 2) return;
    printed += printEvent(event).length;
    if (event.is === 'sleep') inspect(booted.kernel);
  });
  expect(booted.run()).toBe('halted');
  return { booted, outcomes, left: new Set(left), printed };
}

const withArguments = callNames.filter((name) => goodArguments[name].length > 0);

test.each(withArguments)('%s fails with an errno or does what it says, whatever it is passed', (name) => {
  const { booted, outcomes, left, printed } = attack(name);
  const known: string[] = ['ok', ...errorCodes];
  expect(outcomes.filter((outcome) => !known.includes(outcome))).toEqual([]);
  expect([...left]).toEqual([JSON.stringify({ ...NOTHING, processes: 1 })]); // main itself
  expect(booted.status).toEqual({ is: 'exited', code: 0 });
  expect(leftovers(booted)).toEqual(NOTHING);
  expect(printed).toBeGreaterThan(1000);
});

test('there are good arguments for every call, as many as its row has', () => {
  for (const name of callNames)
    expect([name, goodArguments[name].length]).toEqual([name, syscalls[name].params.length]);
});

test('the calls without arguments do not look at any', () => {
  const main: Program = function* () {
    for (const name of callNames.filter(
      (one) => !['pause', 'setsid'].includes(one) && !withArguments.includes(one),
    ))
      yield* new Trap(syscalls[name].nr, new Proxy([], refuseAll));
    return 7;
  };
  expect(runMain(main).status).toEqual({ is: 'exited', code: 7 });
});
