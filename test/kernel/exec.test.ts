import { describe, expect, test } from 'vitest';
import { ARG_MAX, type Coroutine, O_CLOEXEC, O_RDONLY, type Program } from '../../kernel/abi.ts';
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
  say,
  start,
} from '../helpers.ts';

/** Tells all that a program may know of itself. */
const tell: Program = function* (argv, env) {
  const open: number[] = [];
  for (let fd = 0; fd < 10; fd++) if ((yield* errorOf(sys.fstat(fd))) === 'ok') open.push(fd);
  const ids = [yield* sys.getpid(), yield* sys.getppid(), yield* sys.getpgid(0)];
  yield* say(JSON.stringify({ argv, env, open, ids, cwd: yield* sys.getcwd() }));
  return 7;
};
const programs = { tell };

describe('execve', () => {
  test('runs another program in the same process: what belongs to the process stays', () => {
    const booted = runMain(
      function* () {
        yield* sys.open('/tmp', O_RDONLY);
        yield* sys.open('/tmp', O_RDONLY | O_CLOEXEC);
        yield* sys.chdir('/tmp');
        yield* sys.execve('/bin/tell', ['tell', 'me'], { A: 'b' });
      },
      { programs },
    );
    expect(booted.status).toEqual({ is: 'exited', code: 7 });
    expect(JSON.parse(booted.output())).toEqual({
      argv: ['tell', 'me'],
      env: { A: 'b' },
      open: [0, 1, 2, 3],
      ids: [2, 1, 2],
      cwd: '/tmp',
    });
    expect(leftovers(booted)).toEqual(NOTHING);
    expect(lines(booted, 2)).toContain(' 2 exec /bin/tell ["tell","me"]');
  });

  test('drops the callers of the coroutine that calls it, and runs no `finally` of theirs', () => {
    const notes: string[] = [];
    function* inner(): Coroutine {
      try {
        yield* sys.execve('/bin/tell', ['tell'], {});
      } finally {
        notes.push('inner');
      }
    }
    const { status } = runMain(
      function* () {
        yield* sys.call(inner());
        notes.push('main');
      },
      { programs },
    );
    expect([status, notes]).toEqual([{ is: 'exited', code: 7 }, []]);
  });

  test('resets handlers, and keeps what is ignored, blocked and pending', () => {
    const signals: Program = function* () {
      const actions = [yield* sys.sigaction('SIGUSR1'), yield* sys.sigaction('SIGUSR2')];
      const pending = yield* sys.sigpending();
      yield* say(JSON.stringify([actions, yield* sys.sigprocmask('unblock', []), pending]));
      return 0;
    };
    const { output } = runMain(
      function* () {
        yield* sys.sigaction('SIGUSR1', { *handler() {} });
        yield* sys.sigaction('SIGUSR2', 'ignore');
        yield* sys.sigprocmask('block', ['SIGTERM']);
        yield* sys.kill(2, 'SIGTERM');
        yield* sys.execve('/bin/signals', ['signals'], {});
      },
      { programs: { signals } },
    );
    expect(JSON.parse(output())).toEqual([['default', 'ignore'], ['SIGTERM'], ['SIGTERM']]);
  });

  test('in a handler leaves nothing of what the handler interrupted', () => {
    const { status, output } = runMain(
      function* () {
        yield* sys.sigaction('SIGTERM', {
          *handler() {
            yield* sys.execve('/bin/tell', ['tell'], {});
          },
        });
        yield* sys.kill(2, 'SIGTERM');
        return 1;
      },
      { programs },
    );
    expect([status, JSON.parse(output()).argv]).toEqual([{ is: 'exited', code: 7 }, ['tell']]);
  });

  test('that fails leaves the caller as it was', () => {
    const answer = answerOf(
      function* () {
        const fd = yield* sys.open('/tmp', O_RDONLY | O_CLOEXEC);
        const errors = [];
        for (const path of ['/bin/absent', '/tmp', '/tmp/text', '/bin/text'])
          errors.push(yield* errorOf(sys.execve(path, ['x'], {})));
        errors.push(yield* errorOf(sys.execve('/bin/tell', ['x'.repeat(ARG_MAX)], {})));
        return [errors, yield* errorOf(sys.fstat(fd)), yield* sys.getpid()];
      },
      {
        programs,
        image: [
          { path: '/tmp/text', text: 'x' },
          { path: '/bin/text', text: 'x', mode: 0o755 },
        ],
      },
    );
    expect(answer).toEqual([['ENOENT', 'EACCES', 'EACCES', 'ENOEXEC', 'E2BIG'], 'ok', 2]);
  });

  test('keeps the timer, the children and the CPU time', () => {
    const after: Program = function* () {
      const { user } = yield* sys.getrusage('self');
      const child = yield* sys.waitpid(-1);
      yield* say(JSON.stringify([user, child]));
      yield* sys.pause();
      return 0;
    };
    const nothing: Program = function* () {};
    const booted = runMain(
      function* () {
        yield* sys.work(1234);
        yield* sys.alarm(1);
        yield* start('nothing');
        yield* sys.execve('/bin/after', ['after'], {});
      },
      { programs: { after, nothing } },
    );
    expect(JSON.parse(booted.output())).toEqual([1234, { pid: 3, status: { is: 'exited', code: 0 } }]);
    expect(booted.status).toEqual({ is: 'killed', signal: 'SIGALRM' });
  });

  test('is what ps sees from then on', () => {
    const sleeper: Program = function* () {
      yield* pause(1000);
    };
    const booted = machine(
      function* () {
        yield* sys.execve('/bin/sleeper', ['sleeper', '1'], {});
      },
      { programs: { sleeper } },
    );
    booted.run(500);
    const main = inspect(booted.kernel).processes.find(({ pid }) => pid === 2);
    expect([main?.name, main?.argv]).toEqual(['sleeper', ['sleeper', '1']]);
  });
});
