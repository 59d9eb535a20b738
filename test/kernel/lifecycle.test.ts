import { describe, expect, test } from 'vitest';
import {
  type Coroutine,
  type Env,
  O_CREAT,
  O_RDWR,
  O_WRONLY,
  type Program,
  type SpawnOptions,
} from '../../kernel/abi.ts';
import { inspect } from '../../kernel/inspect.ts';
import { sys } from '../../userland/sys.ts';
import {
  answerOf,
  errorOf,
  leftovers,
  lines,
  machine,
  NOTHING,
  now,
  pause,
  readAll,
  reapAll,
  runMain,
  say,
  slurp,
  start,
  status,
} from '../helpers.ts';

const nothing: Program = function* () {};

describe('spawn', () => {
  /** Spawns a child that tells something, and returns what it told. */
  function told<T>(
    tell: (argv: string[], env: Env) => Coroutine<T>,
    options: SpawnOptions,
    before?: () => Coroutine,
  ) {
    const answers: T[] = [];
    const child: Program = function* (argv, env) {
      answers.push(yield* tell(argv, env));
    };
    runMain(
      function* () {
        if (before) yield* before();
        yield* status('child', options, 'an argument', '');
      },
      { programs: { child } },
    );
    return answers[0];
  }

  const facts = function* (argv: string[], env: Env) {
    const ids = [yield* sys.getpid(), yield* sys.getppid(), yield* sys.getpgid(0), yield* sys.getsid(0)];
    return { argv, env, ids, cwd: yield* sys.getcwd(), umask: yield* sys.umask(0), nice: yield* sys.nice(0) };
  };

  test('gives the child its arguments, and all else of the parent', () => {
    const before = function* () {
      yield* sys.chdir('/tmp');
      yield* sys.umask(0o77);
      yield* sys.nice(3);
    };
    expect(told(facts, {}, before)).toEqual({
      argv: ['child', 'an argument', ''],
      env: { HOME: '/home' },
      ids: [3, 2, 2, 1],
      cwd: '/tmp',
      umask: 0o77,
      nice: 3,
    });
  });

  test('gives the child what the options say instead', () => {
    const options = { env: { A: '1', B: '' }, cwd: '/home', pgid: 0 };
    expect(told(facts, options)).toMatchObject({ env: { A: '1', B: '' }, ids: [3, 2, 3, 1], cwd: '/home' });
    expect(told(facts, { session: true })).toMatchObject({ ids: [3, 2, 3, 3] });
  });

  test('gives the child copies: changing argv or env changes nothing outside', () => {
    const spoil: Program = function* (argv, env) {
      argv.push('more');
      env.HOME = 'gone';
    };
    const env = { HOME: 'here' };
    const argv = ['spoil'];
    const booted = runMain(
      function* () {
        yield* sys.spawn('/bin/spoil', argv, { env });
        argv[0] = 'changed';
        env.HOME = 'changed';
        yield* reapAll();
      },
      { programs: { spoil } },
    );
    expect([argv, env]).toEqual([['changed'], { HOME: 'changed' }]);
    expect(lines(booted, 2)).toContain('spawn 3 /bin/spoil ["spoil"]');
  });

  test('does its file actions in order', () => {
    const before = function* () {
      const [reader, writer] = yield* sys.pipe();
      yield* sys.dup2(writer, 9);
      yield* sys.close(reader);
    };
    const tell = function* () {
      const fds = (yield* sys.readdir(yield* sys.open('/proc/self/fd', 0))).map(({ name }) => name);
      const links: string[] = [];
      for (const fd of fds.slice(0, -1)) links.push(`${fd} ${yield* sys.readlink(`/proc/self/fd/${fd}`)}`);
      return links;
    };
    const actions = [
      { is: 'open', fd: 7, path: '/tmp/log', flags: O_WRONLY | O_CREAT, mode: 0o600 },
      { is: 'dup', from: 7, to: 1 },
      { is: 'close', fd: 7 },
      { is: 'dup', from: 9, to: 2 },
      { is: 'close', fd: 9 },
      { is: 'close', fd: 4 },
      { is: 'open', fd: 0, path: '/dev/null', flags: O_RDWR, mode: 0 },
    ] as const;
    expect(told(tell, { actions: [...actions] }, before)).toEqual(['0 /dev/null', '1 /tmp/log', '2 pipe#1']);
  });

  test('sets signals back to their default if asked', () => {
    const before = function* () {
      yield* sys.sigaction('SIGINT', 'ignore');
      yield* sys.sigaction('SIGQUIT', 'ignore');
    };
    const tell = function* () {
      return [yield* sys.sigaction('SIGINT', 'default'), yield* sys.sigaction('SIGQUIT', 'default')];
    };
    expect(told(tell, { defaults: ['SIGINT'] }, before)).toEqual(['default', 'ignore']);
  });

  test('may start a child that is stopped, until SIGCONT', () => {
    const seen: string[] = [];
    const child: Program = function* () {
      seen.push('child runs');
      yield* sys.exit(0);
    };
    runMain(
      function* () {
        const pid = yield* start('child', { stopped: true });
        yield* pause(1000);
        seen.push('continue');
        yield* sys.kill(pid, 'SIGCONT');
        yield* reapAll();
      },
      { programs: { child } },
    );
    expect(seen).toEqual(['continue', 'child runs']);
  });

  test.each<[string, string, SpawnOptions]>([
    ['/bin/none', 'ENOENT', {}],
    ['/tmp/note', 'EACCES', {}],
    ['/tmp/script', 'ENOEXEC', {}],
    ['/tmp', 'EACCES', {}],
    ['/tmp/note/x', 'ENOTDIR', {}],
    ['/bin/child/', 'ENOTDIR', {}],
    ['/dev/null', 'EACCES', {}],
    ['/bin/child', 'ENOENT', { cwd: '/none' }],
    ['/bin/child', 'ENOTDIR', { cwd: '/tmp/note' }],
    ['/bin/child', 'EPERM', { pgid: 77 }],
    ['/bin/child', 'EBADF', { actions: [{ is: 'close', fd: 55 }] }],
    ['/bin/child', 'EBADF', { actions: [{ is: 'dup', from: 55, to: 1 }] }],
    ['/bin/child', 'EBADF', { actions: [{ is: 'dup', from: 0, to: 1024 }] }],
    ['/bin/child', 'ENOENT', { actions: [{ is: 'open', fd: 1, path: '/none', flags: 0, mode: 0 }] }],
    ['/bin/child', 'ENOTTY', { actions: [{ is: 'tcsetpgrp', fd: 0 }] }],
    ['/bin/child', 'E2BIG', { env: { A: 'x'.repeat(2 ** 21) } }],
  ])('of %s fails with %s where it must, and leaves nothing behind', (path, code, options) => {
    const image = [
      { path: '/tmp/note', text: 'a note' },
      { path: '/tmp/script', text: 'echo hi', mode: 0o755 },
    ];
    const counters: unknown[] = [];
    const booted: ReturnType<typeof machine> = machine(
      function* () {
        counters.push(booted.kernel.openFiles, booted.kernel.processes.size);
        const error = yield* errorOf(sys.spawn(path, ['child'], options));
        counters.push(booted.kernel.openFiles, booted.kernel.processes.size, error);
        counters.push(yield* errorOf(sys.waitpid(-1)));
        counters.push(yield* status('child'));
      },
      { programs: { child: nothing }, image },
    );
    booted.run();
    expect(counters).toEqual([3, 2, 3, 2, code, 'ECHILD', { is: 'exited', code: 0 }]);
  });

  test('that fails after the child took a terminal gives the terminal back', () => {
    const main = function* () {
      const open = { is: 'open', fd: 0, path: '/dev/tty0', flags: O_RDWR, mode: 0 } as const;
      const failing = { session: true, actions: [open, { is: 'close', fd: 99 } as const] };
      const error = yield* errorOf(start('child', failing));
      const pid = yield* start('child', { session: true, actions: [open] });
      yield* sys.waitpid(pid);
      return error;
    };
    const terminals: unknown[] = [];
    const child: Program = function* () {
      terminals.push(yield* errorOf(sys.open('/dev/tty', 0)));
    };
    expect(answerOf(main, { programs: { child } })).toBe('EBADF');
    expect(terminals).toEqual(['ok']);
  });

  test('does not hand on descriptors that were opened to be closed', () => {
    const main = function* () {
      yield* sys.open('/tmp', 0o2000000);
      yield* sys.open('/home', 0);
      const copy = yield* sys.dup(3);
      yield* sys.open('/bin', 0o2000000);
      yield* sys.close(5 + 1);
      const again = yield* sys.open('/dev', 0);
      yield* status('child');
      return [copy, again, yield* slurp('/tmp/seen')];
    };
    const child: Program = function* () {
      const fds: string[] = [];
      for (let fd = 0; fd < 10; fd++) if ((yield* errorOf(sys.fstat(fd))) === 'ok') fds.push(String(fd));
      const out = yield* sys.open('/tmp/seen', 0o101);
      yield* say(fds.join(' '), out);
    };
    expect(answerOf(main, { programs: { child } })).toEqual([5, 6, '0 1 2 4 5 6']);
  });

  test('of a terminal’s foreground for the child puts its group in front', () => {
    const groups: number[] = [];
    const child: Program = function* () {
      groups.push((yield* sys.ioctl(0, 'TIOCGPGRP')) as number);
    };
    const booted = runMain(
      function* () {
        groups.push((yield* sys.ioctl(0, 'TIOCGPGRP')) as number);
        yield* status('child', { pgid: 0, actions: [{ is: 'tcsetpgrp', fd: 0 }] });
      },
      { programs: { child }, terminal: true },
    );
    expect(booted.status).toEqual({ is: 'exited', code: 0 });
    expect(groups).toEqual([2, 3]);
  });
});

describe('exit', () => {
  test.each([
    [0, 0],
    [7, 7],
    [255, 255],
    [256, 0],
    [-1, 255],
    [1e15, 0],
  ])('%d is told as the low eight bits, %d, by exit and by return alike', (code, told) => {
    const exits: Program = function* () {
      yield* sys.exit(code);
    };
    const returns: Program = function* () {
      return code;
    };
    const main = function* () {
      return [yield* status('exits'), yield* status('returns')];
    };
    const expected = { is: 'exited', code: told };
    expect(answerOf(main, { programs: { exits, returns } })).toEqual([expected, expected]);
  });

  test('runs nothing of the program any more, not even its finally', () => {
    const seen: string[] = [];
    const child: Program = function* () {
      try {
        yield* sys.exit(3);
        seen.push('after');
      } finally {
        seen.push('finally');
      }
    };
    const main = function* () {
      return yield* status('child');
    };
    expect(answerOf(main, { programs: { child } })).toEqual({ is: 'exited', code: 3 });
    expect(seen).toEqual([]);
  });

  test('of a hundred children with a hundred statuses tells each of the right one', () => {
    const child: Program = function* ([, code]) {
      return Number(code);
    };
    const main = function* () {
      const wrong: number[] = [];
      for (let i = 0; i < 100; i++) {
        const pid = yield* start('child', {}, String(i));
        const told = yield* sys.waitpid(-1);
        if (told.pid !== pid || told.status?.is !== 'exited' || told.status.code !== i) wrong.push(i);
      }
      return wrong;
    };
    expect(answerOf(main, { programs: { child } })).toEqual([]);
  });

  test('closes every descriptor, so that a reader finds the end', () => {
    const child: Program = function* () {
      for (let i = 0; i < 50; i++) yield* sys.dup(1);
      yield* say('x');
    };
    const main = function* () {
      const [reader, writer] = yield* sys.pipe();
      yield* start('child', {
        actions: [
          { is: 'dup', from: writer, to: 1 },
          { is: 'close', fd: writer },
        ],
      });
      yield* sys.close(writer);
      return yield* readAll(reader);
    };
    expect(answerOf(main, { programs: { child } })).toBe('x');
  });

  test('of init stops the machine, with its status, whoever still runs', () => {
    const spin: Program = function* () {
      yield* sys.work(1e12);
    };
    const init: Program = function* () {
      yield* start('spin');
      yield* pause(10);
      return 42;
    };
    const booted = machine(nothing, { programs: { spin, init }, image: [] });
    expect(booted.run()).toBe('halted');
    expect(booted.kernel.halted).toBe(42);
  });

  test('of the session leader tells its terminal’s foreground group, and frees the terminal', () => {
    const statuses: unknown[] = [];
    const leader: Program = function* () {
      yield* start('child', { pgid: 0, actions: [{ is: 'tcsetpgrp', fd: 0 }] });
      yield* start('child', { pgid: 0 });
      yield* pause(100);
    };
    const child: Program = function* () {
      yield* pause(1000);
    };
    const open = { is: 'open', fd: 0, path: '/dev/tty0', flags: O_RDWR, mode: 0 } as const;
    const init: Program = function* () {
      for (let i = 0; i < 2; i++) {
        yield* start('leader', { session: true, actions: [open] });
        yield* reapAll((pid, how) => statuses.push([pid, how]));
      }
    };
    const booted = machine(nothing, { programs: { leader, child, init } });
    booted.run();
    const killed = { is: 'killed', signal: 'SIGHUP' };
    const exited = { is: 'exited', code: 0 };
    expect(statuses).toEqual([
      [2, exited],
      [3, killed],
      [4, exited],
      [5, exited],
      [6, killed],
      [7, exited],
    ]);
  });
});

describe('orphans', () => {
  const parent: Program = function* ([, count]) {
    for (let i = 0; i < Number(count); i++) yield* start('child', {}, String(i));
    yield* pause(100);
  };

  test('belong to init, which can wait for them', () => {
    const parents: number[] = [];
    const child: Program = function* () {
      parents.push(yield* sys.getppid());
      yield* pause(1000);
      parents.push(yield* sys.getppid());
    };
    const booted = runMain(
      function* () {
        yield* status('parent', {}, '1');
      },
      { programs: { parent, child } },
    );
    expect(parents).toEqual([3, 1]);
    expect(lines(booted, 1)).toContain('reap 4 exited 0');
    expect(leftovers(booted)).toEqual(NOTHING);
  });

  test('that had ended already are reaped by init as well', () => {
    const booted = runMain(
      function* () {
        yield* start('parent', {}, '20');
        yield* pause(1000);
      },
      {
        programs: {
          child: nothing,
          *parent() {
            for (let i = 0; i < 20; i++) yield* start('child');
            yield* pause(500);
          },
        },
      },
    );
    expect(leftovers(booted)).toEqual(NOTHING);
    expect(booted.events.filter((event) => event.is === 'reap' && event.pid === 1).length).toBe(22);
  });

  test('of hundreds of parents that end at once leave no zombie', () => {
    const booted = runMain(
      function* () {
        for (let i = 0; i < 200; i++) {
          const pid = yield* start('parent', {}, '4');
          if (i % 2) yield* sys.kill(pid, 'SIGKILL');
        }
        yield* reapAll();
      },
      { programs: { parent, child: nothing }, quantum: 23 },
    );
    expect(leftovers(booted)).toEqual(NOTHING);
  });

  test('that are stopped are told to go on, and that they were left', () => {
    const told: unknown[] = [];
    const child: Program = function* () {
      yield* sys.work(1000);
    };
    const leaves: Program = function* () {
      const pid = yield* start('child', { pgid: 0 });
      yield* sys.kill(pid, 'SIGSTOP');
      yield* pause(100);
    };
    const init: Program = function* () {
      yield* start('leaves', { session: true });
      yield* reapAll((_, how) => told.push(how));
    };
    machine(nothing, { programs: { child, leaves, init } }).run();
    expect(told).toEqual([
      { is: 'exited', code: 0 },
      { is: 'killed', signal: 'SIGHUP' },
    ]);
  });
});

describe('the process table', () => {
  test('when it is full, spawn says EAGAIN; all recovers when the children have ended', () => {
    const child: Program = function* () {
      yield* pause(1e6);
    };
    const main = function* () {
      const pids: number[] = [];
      let error: unknown = 'ok';
      while (error === 'ok' && pids.length < 1000)
        error = yield* errorOf(
          (function* () {
            pids.push(yield* start('child'));
          })(),
        );
      for (const pid of pids) yield* sys.kill(pid, 'SIGTERM');
      let reaped = 0;
      yield* reapAll(() => reaped++);
      const again = yield* status('child');
      return { error, made: pids.length, reaped, again, left: yield* errorOf(sys.waitpid(-1)) };
    };
    expect(answerOf(main, { programs: { child }, maxProcesses: 100 })).toEqual({
      error: 'EAGAIN',
      made: 100 - 16 - 2,
      reaped: 82,
      again: { is: 'exited', code: 0 },
      left: 'ECHILD',
    });
  });

  test('keeps some places for a session leader, who can start a program to clean up', () => {
    const bomb: Program = function* () {
      for (;;) {
        if ((yield* errorOf(start('bomb'))) === 'EAGAIN') yield* pause(1e6);
      }
    };
    const booted = machine(
      function* () {
        yield* start('bomb', { pgid: 0 });
        yield* pause(100_000);
        yield* status('cleanup');
      },
      {
        terminal: true,
        maxProcesses: 200,
        programs: {
          bomb,
          *cleanup() {
            const before = yield* slurp('/proc/sched');
            yield* sys.kill(-3, 'SIGKILL');
            yield* say(before.match(/processes:\t\d+/)?.[0] as string);
          },
        },
        unwatched: true,
      },
    );
    expect(booted.run()).toBe('halted');
    expect(booted.output()).toBe('processes:\t185');
    expect(leftovers(booted)).toEqual(NOTHING);
  });

  test('gives pids in order, and does not give one that is in use again', () => {
    const main = function* () {
      const first = yield* start('child');
      const second = yield* start('quick');
      yield* sys.waitpid(second);
      booted.kernel.lastPid = 2 ** 22 - 1; // as after millions of processes
      const last = yield* start('quick');
      const next = yield* start('quick');
      pids.push(first, second, last, next);
      yield* sys.kill(first, 'SIGKILL');
      yield* reapAll();
    };
    const pids: number[] = [];
    const child: Program = function* () {
      yield* pause(1e9);
    };
    const booted: ReturnType<typeof machine> = machine(main, { programs: { child, quick: nothing } });
    booted.run();
    expect(pids).toEqual([3, 4, 2 ** 22, 4]);
  });

  test('shows a child that nobody has waited for as a zombie', () => {
    const booted = machine(
      function* () {
        yield* start('child');
        yield* pause(1000);
      },
      { programs: { child: nothing } },
    );
    booted.run(500);
    expect(inspect(booted.kernel).processes[2]).toMatchObject({
      state: 'zombie',
      status: { is: 'exited', code: 0 },
      descriptors: [],
      call: null,
    });
  });
});

test('a program may end while its children live, and they go on', () => {
  const child: Program = function* () {
    yield* pause(500);
    yield* say(`still here at ${(yield* now()) > 500}`);
  };
  const booted = runMain(
    function* () {
      yield* start('child');
    },
    { programs: { child } },
  );
  expect(booted.output()).toBe('still here at true');
});
