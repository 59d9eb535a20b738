import { describe, expect, test } from 'vitest';
import { CALL, type Coroutine, Errno, type Program, Trap, type WaitStatus } from '../../kernel/abi.ts';
import { inspect } from '../../kernel/inspect.ts';
import { sys } from '../../userland/sys.ts';
import {
  answerOf,
  errorOf,
  leftovers,
  lines,
  machine,
  NOTHING,
  pause,
  runMain,
  start,
  status,
} from '../helpers.ts';

/** How a program ends that is no good, and what it says on its standard error. */
function endOf(program: unknown): { status: WaitStatus | null; stderr: string } {
  const told: (WaitStatus | null)[] = [];
  const booted = runMain(
    function* () {
      told.push(yield* status('bad'));
    },
    { programs: { bad: program as Program } },
  );
  expect(leftovers(booted)).toEqual(NOTHING);
  expect(booted.status).toEqual({ is: 'exited', code: 0 }); // nobody else notices
  expect(lines(booted, 3)).toMatch(/ 3 exit /); // and who looks on can tell of all of it
  return { status: told[0] ?? null, stderr: booted.output('stderr') };
}

const ABORTED = { is: 'killed', signal: 'SIGABRT' };
const NO_CALL = { is: 'killed', signal: 'SIGSYS' };

// biome-ignore lint/suspicious/noExplicitAny: what a program must not do
type Wrong = any;

describe('a program that throws', () => {
  test.each<[string, string, () => unknown]>([
    ['an Error', 'uncaught Error: no good', () => new Error('no good')],
    ['an error of a system call', 'uncaught ENOENT: No such file or directory', () => new Errno('ENOENT')],
    ['a string', 'uncaught a string', () => 'a string'],
    ['null', 'uncaught null', () => null],
    ['undefined', 'uncaught undefined', () => undefined],
    ['a symbol', 'uncaught Symbol(s)', () => Symbol('s')],
    ['an object without a prototype', 'uncaught exception that cannot be printed', () => Object.create(null)],
    [
      'an object whose getters throw',
      'uncaught exception that cannot be printed',
      () => new Proxy({}, { get: refuse, getPrototypeOf: refuse, has: refuse }),
    ],
    [
      'an error whose message throws',
      'uncaught exception that cannot be printed',
      () => Object.defineProperty(new Error(), 'message', { get: refuse }),
    ],
  ])('%s at once ends by SIGABRT, and says so', (_, message, thrown) => {
    const bad = () => {
      throw thrown();
    };
    const later: Program = function* () {
      yield* sys.getpid();
      throw thrown();
    };
    const expected = { status: ABORTED, stderr: `bad: ${message}\n` };
    expect(endOf(bad)).toEqual(expected);
    expect(endOf(later)).toEqual(expected);
  });

  test('tells where, if the machine can make sense of the stack', () => {
    const booted = runMain(
      function* () {
        throw new Error('no good');
      },
      { symbolize: (stack) => `  at ${stack.includes('trap.test.ts') ? 'main' : '?'}` },
    );
    expect(booted.output('stderr')).toBe('main: uncaught Error: no good\n  at main\n');
  });

  test('runs out of stack without harm to the kernel', () => {
    const bad = function* (): Coroutine<number> {
      const down = (n: number): number => down(n + 1) + 1;
      return down(0);
    };
    expect(endOf(bad)).toEqual({
      status: ABORTED,
      stderr: 'bad: uncaught RangeError: Maximum call stack size exceeded\n',
    });
  });
});

function refuse(): never {
  throw new Error('hostile');
}

describe('a program that yields what is no system call', () => {
  const step = (value: unknown) =>
    function* (): Wrong {
      yield* sys.getpid();
      yield* { [Symbol.iterator]: () => ({ next: () => value as Wrong }) };
    };
  const text =
    'bad: a bare `yield`, or a yield of something that is no system call; write `yield* sys.…()`\n';

  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['a number', 4],
    ['null', null],
    ['a string', 'read'],
    ['a stub without the star', sys.getpid()],
    ['an object', { nr: 4, args: [] }],
    ['a proxy', new Proxy({}, { get: refuse })],
  ])('%s ends by SIGSYS, and is told how to write it', (_, value) => {
    const bad = function* () {
      yield value as Wrong;
    };
    expect(endOf(bad)).toEqual({ status: NO_CALL, stderr: text });
  });

  test.each([
    -1,
    9999,
    1.5,
    Number.NaN,
    'length',
    'map',
    '__proto__',
    null,
    {},
    Symbol('nr'),
    2 ** 53,
    [4],
    '4',
  ])('a trap of the unknown number %s ends by SIGSYS', (nr) => {
    expect(endOf(step({ done: false, nr, args: [] }))).toEqual({ status: NO_CALL, stderr: text });
  });

  test('a number that throws when it is looked at ends it, and not the kernel', () => {
    const nr = { toString: refuse, valueOf: refuse, [Symbol.toPrimitive]: refuse };
    expect(endOf(step({ done: false, nr, args: [] })).status).toEqual(NO_CALL);
    const hostile = new Proxy({}, { get: refuse });
    expect(endOf(step(hostile))).toEqual({ status: ABORTED, stderr: 'bad: uncaught Error: hostile\n' });
    expect(endOf(step(undefined)).status).toEqual(ABORTED);
  });

  test.each<[string, string, unknown]>([
    ['missing', 'EFAULT', undefined],
    ['no list', 'EBADF', 7],
    ['null', 'EFAULT', null],
    ['hostile', 'EFAULT', new Proxy([], { get: refuse })],
  ])('arguments that are %s make the call fail with %s, or do not matter', (_, code, args) => {
    const seen: unknown[] = [];
    const bad = function* (): Wrong {
      seen.push(yield* errorOf(new Trap(19, args as Wrong)));
      seen.push(yield* new Trap(4, args as Wrong));
    };
    expect(endOf(bad)).toEqual({ status: { is: 'exited', code: 0 }, stderr: '' });
    expect(seen).toEqual([code, 3]);
  });
});

describe('a program that is none', () => {
  test.each<[string, unknown, RegExp]>([
    ['returns nothing', () => undefined, /^bad: uncaught TypeError: /],
    ['returns a number', () => 7, /^bad: uncaught TypeError: /],
    ['returns a promise', async () => 7, /^bad: uncaught TypeError: /],
    ['returns an object whose next is hostile', () => ({ next: refuse }), /^bad: uncaught TypeError: /],
    ['returns a proxy', () => new Proxy({}, { get: refuse }), /^bad: uncaught TypeError: /],
    ['is no function', 7, /^bad: uncaught TypeError: /],
  ])('because it %s ends by SIGABRT', (_, program, message) => {
    const { status: ended, stderr } = endOf(program);
    expect(ended).toEqual(ABORTED);
    expect(stderr).toMatch(message);
  });

  test.each<[unknown, number]>([
    [undefined, 0],
    ['5', 0],
    [Number.NaN, 0],
    [Number.POSITIVE_INFINITY, 0],
    [3.9, 3],
    [null, 0],
    [new Proxy({}, { get: refuse }), 0],
    [7n, 0],
  ])('returning what is no status (%#) ends with a number', (value, code) => {
    const odd = function* () {
      return value;
    };
    expect(endOf(odd)).toEqual({ status: { is: 'exited', code }, stderr: '' });
  });
});

describe('the last words of a program', () => {
  test('go to its own standard error, and to nobody else’s', () => {
    const main = function* () {
      const [reader, writer] = yield* sys.pipe();
      yield* start('bad', { actions: [{ is: 'dup', from: writer, to: 2 }] });
      return new TextDecoder().decode(yield* sys.read(reader, 100));
    };
    const bad: Program = function* () {
      throw new Error('oh');
    };
    expect(answerOf(main, { programs: { bad } })).toBe('bad: uncaught Error: oh\n');
  });

  const ends = (actions: Wrong[], before = function* (): Coroutine {}) =>
    answerOf(
      function* () {
        yield* before();
        return [yield* status('bad', { actions }), (yield* sys.stat('/tmp/precious')).size];
      },
      {
        programs: {
          *bad() {
            throw new Error('oh');
          },
        },
        image: [{ path: '/tmp/precious', text: '12345' }],
      },
    );

  test.each<[string, Wrong[]]>([
    ['closed', [{ is: 'close', fd: 2 }]],
    ['a directory', [{ is: 'open', fd: 2, path: '/tmp', flags: 0 }]],
    ['open for reading only', [{ is: 'open', fd: 2, path: '/tmp/precious', flags: 0 }]],
    ['full', [{ is: 'open', fd: 2, path: '/dev/full', flags: 1 }]],
    ['a file of /proc', [{ is: 'open', fd: 2, path: '/proc/uptime', flags: 0 }]],
  ])('are lost if that is %s, and it ends all the same', (_, actions) => {
    expect(ends(actions)).toEqual([ABORTED, 5]);
  });

  test('may have to wait for a reader; a kill does not wait for them', () => {
    const booted = machine(
      function* () {
        const [, writer] = yield* sys.pipe();
        yield* sys.write(writer, new Uint8Array(65536));
        const pid = yield* start('bad', { actions: [{ is: 'dup', from: writer, to: 2 }] });
        yield* pause(1000);
        yield* sys.kill(pid, 'SIGKILL');
        yield* sys.waitpid(pid);
      },
      {
        programs: {
          *bad() {
            throw new Error('oh');
          },
        },
      },
    );
    booted.run(500);
    expect(inspect(booted.kernel).processes[2]).toMatchObject({
      state: 'sleeping',
      waitsFor: 'pipe#1 writers: pipe full',
    });
    expect(booted.run()).toBe('halted');
    expect(leftovers(booted)).toEqual(NOTHING);
  });
});

describe('a failed call', () => {
  test('is thrown at the place of the call, can be caught, and its handler can make calls', () => {
    const main = function* () {
      const seen: string[] = [];
      try {
        yield* sys.close(77);
      } catch (error) {
        seen.push(`${(error as Errno).code} ${error instanceof Errno} ${yield* sys.getpid()}`);
      } finally {
        seen.push(`finally ${yield* sys.getppid()}`);
      }
      return seen;
    };
    expect(answerOf(main)).toEqual(['EBADF true 2', 'finally 1']);
  });

  test('that nobody catches ends the program, with the name of the error', () => {
    const bad = function* () {
      yield* sys.open('/none', 0);
    };
    expect(endOf(bad)).toEqual({
      status: ABORTED,
      stderr: 'bad: uncaught ENOENT: No such file or directory\n',
    });
  });
});

describe('sys.call', () => {
  test('runs a subroutine and gives its value', () => {
    const add = function* (a: number, b: number) {
      yield* sys.getpid();
      return a + b;
    };
    const main = function* () {
      return [yield* sys.call(add(1, 2)), yield* sys.call(add(3, 4))];
    };
    expect(answerOf(main)).toEqual([3, 7]);
  });

  test('goes 100,000 deep, and the values and an exception come all the way back', () => {
    function* down(n: number): Coroutine<number> {
      if (n === 0) return yield* sys.getpid();
      return 1 + (yield* sys.call(down(n - 1)));
    }
    function* fall(n: number): Coroutine<never> {
      if (n === 0) throw new Error('from the bottom');
      return yield* sys.call(fall(n - 1));
    }
    const main = function* () {
      const sum = yield* sys.call(down(100_000));
      try {
        return yield* sys.call(fall(100_000));
      } catch (error) {
        return [sum, (error as Error).message];
      }
    };
    expect(answerOf(main, { unwatched: true })).toEqual([100_002, 'from the bottom']);
  });

  test('passes failed calls, finally and returns as yield* does', () => {
    const seen: string[] = [];
    const sub = function* () {
      try {
        yield* sys.close(99);
      } finally {
        seen.push('finally');
        yield* sys.getpid();
      }
    };
    const main = function* () {
      seen.push(yield* errorOf(sys.call(sub())));
      return seen;
    };
    expect(answerOf(main)).toEqual(['finally', 'EBADF']);
  });

  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a function', function* () {}],
    ['a number', 5],
    ['a hostile object', new Proxy({}, { get: refuse })],
  ])('of %s throws in the caller', (_, what) => {
    const main = function* () {
      try {
        return yield* sys.call(what as Wrong);
      } catch (error) {
        return error instanceof Error;
      }
    };
    expect(answerOf(main)).toBe(true);
  });

  test('of the coroutine that runs, or of one that has ended, does no harm', () => {
    const main = function* () {
      const over = (function* () {
        return 1;
      })() as Coroutine<number>;
      over.next();
      return yield* sys.call(over);
    };
    expect(answerOf(main)).toBe(undefined);
    let self: Wrong;
    const odd = function* (): Wrong {
      yield* sys.call(self);
      return 3;
    };
    const bad = () => {
      self = odd();
      return self;
    };
    expect(endOf(bad).status?.is).toBe('exited');
  });

  test('that never comes to an end runs out of stack, and not the host out of memory', () => {
    function* down(): Coroutine<never> {
      return yield* sys.call(down());
    }
    const bad = function* () {
      yield* sys.call(down());
    };
    expect(endOf(bad)).toEqual({
      status: ABORTED,
      stderr: 'bad: uncaught RangeError: sys.call is nested too deeply\n',
    });
  });

  test('is no system call: it has no row, and a trap by hand of its number needs a coroutine', () => {
    const bad = function* () {
      yield* new Trap(CALL, []);
    };
    expect(endOf(bad).status).toEqual(ABORTED);
  });
});

test('a call without arguments is the same trap for all, and no program can change it', () => {
  const asker = function* () {
    return yield* sys.getpid();
  };
  const main = function* (): Wrong {
    const trap: Wrong = sys.getpid();
    const change = () => {
      trap.nr = 1;
    };
    expect(change).toThrow(TypeError);
    return [yield* trap, yield* sys.call(asker()), sys.getpid() === trap];
  };
  expect(answerOf(main)).toEqual([2, 2, true]);
});

test('a call without a result gives undefined, and so does a subroutine', () => {
  const main = function* () {
    return [yield* sys.sched_yield(), yield* sys.work(3), yield* sys.call(pause(1))];
  };
  expect(answerOf(main)).toEqual([undefined, undefined, undefined]);
});

test('a trap that is entered twice is two calls', () => {
  const main = function* () {
    const trap = sys.dup(0);
    return [yield* trap, yield* trap];
  };
  expect(answerOf(main)).toEqual([3, 4]);
});

test('a killed program runs nothing any more, not even its finally', () => {
  const seen: string[] = [];
  const child: Program = function* () {
    try {
      yield* pause(1000);
    } finally {
      seen.push('finally');
    }
  };
  const main = function* () {
    const pid = yield* start('child');
    yield* pause(10);
    yield* sys.kill(pid, 'SIGKILL');
    return (yield* sys.waitpid(pid)).status;
  };
  expect(answerOf(main, { programs: { child } })).toEqual({ is: 'killed', signal: 'SIGKILL' });
  expect(seen).toEqual([]);
});
