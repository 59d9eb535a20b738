import { describe, expect, test } from 'vitest';
import type { Coroutine, Program, SigAction, Signal } from '../../kernel/abi.ts';
import { inspect } from '../../kernel/inspect.ts';
import { sys } from '../../userland/sys.ts';
import { answerOf, errorOf, machine, pause, runMain, slurp, start } from '../helpers.ts';

/** Installs a handler for each, which notes its start and its end with a system call in between. */
function* noteAll(notes: string[], signals: Signal[], more: Partial<SigAction> = {}): Coroutine {
  for (const one of signals)
    yield* sys.sigaction(one, {
      *handler(signal) {
        notes.push(`${signal} in`);
        yield* sys.getpid();
        notes.push(`${signal} out`);
      },
      ...more,
    });
}

describe('a blocked signal', () => {
  test('waits until it is unblocked', () => {
    const answer = answerOf(function* () {
      const notes: string[] = [];
      yield* noteAll(notes, ['SIGUSR1']);
      const none = yield* sys.sigprocmask('block', ['SIGUSR1', 'SIGKILL', 'SIGSTOP']);
      yield* sys.kill(yield* sys.getpid(), 'SIGUSR1');
      const pending = yield* sys.sigpending();
      const early = notes.length;
      const before = yield* sys.sigprocmask('unblock', ['SIGUSR1']);
      return [none, pending, early, before, notes, yield* sys.sigpending()];
    });
    expect(answer).toEqual([[], ['SIGUSR1'], 0, ['SIGUSR1'], ['SIGUSR1 in', 'SIGUSR1 out'], []]);
  });

  test('that comes often is one, from the first who sent it', () => {
    const told: number[] = [];
    const sender: Program = function* () {
      yield* sys.kill(2, 'SIGUSR1');
    };
    runMain(
      function* () {
        yield* sys.sigaction('SIGUSR1', {
          *handler(_, { pid }) {
            told.push(pid);
          },
        });
        yield* sys.sigprocmask('setmask', ['SIGUSR1']);
        for (let i = 0; i < 3; i++) yield* sys.waitpid(yield* start('sender'));
        yield* sys.sigprocmask('setmask', []);
      },
      { programs: { sender } },
    );
    expect(told).toEqual([3]);
  });

  test('with its default action ends the process when it is unblocked, and not before', () => {
    const { status, output } = runMain(function* () {
      yield* sys.sigprocmask('block', ['SIGTERM']);
      yield* sys.kill(yield* sys.getpid(), 'SIGTERM');
      yield* pause(100);
      yield* sys.write(1, new TextEncoder().encode('still here'));
      yield* sys.sigprocmask('setmask', []);
      return 1;
    });
    expect([status, output()]).toEqual([{ is: 'killed', signal: 'SIGTERM' }, 'still here']);
  });

  test('that is ignored, or ignored by default, is forgotten when it is unblocked', () => {
    const answer = answerOf(function* () {
      const self = yield* sys.getpid();
      yield* sys.sigaction('SIGTERM', 'ignore');
      yield* sys.sigprocmask('block', ['SIGTERM', 'SIGWINCH']);
      yield* sys.kill(self, 'SIGTERM');
      yield* sys.kill(self, 'SIGWINCH');
      const pending = yield* sys.sigpending();
      yield* sys.sigprocmask('setmask', []);
      return [pending, yield* sys.sigpending()];
    });
    expect(answer).toEqual([['SIGTERM', 'SIGWINCH'], []]);
  });

  test('is forgotten when it is set to be ignored, or to a default that ignores it', () => {
    const answer = answerOf(function* () {
      const notes: string[] = [];
      const self = yield* sys.getpid();
      yield* noteAll(notes, ['SIGTERM', 'SIGCHLD', 'SIGUSR1']);
      yield* sys.sigprocmask('block', ['SIGTERM', 'SIGCHLD', 'SIGUSR1']);
      for (const signal of ['SIGTERM', 'SIGCHLD', 'SIGUSR1'] as const) yield* sys.kill(self, signal);
      yield* sys.sigaction('SIGTERM', 'ignore');
      yield* sys.sigaction('SIGCHLD', 'default');
      const pending = yield* sys.sigpending();
      yield* sys.sigprocmask('setmask', []);
      return [pending, notes];
    });
    expect(answer).toEqual([['SIGUSR1'], ['SIGUSR1 in', 'SIGUSR1 out']]);
  });

  test('does not interrupt a call', () => {
    const answer = answerOf(
      function* () {
        yield* noteAll([], ['SIGUSR1']);
        yield* sys.sigprocmask('block', ['SIGUSR1']);
        return yield* sys.waitpid(yield* start('sender'));
      },
      {
        programs: {
          *sender() {
            yield* pause(10);
            yield* sys.kill(2, 'SIGUSR1');
            yield* pause(10);
            return 5;
          },
        },
      },
    );
    expect(answer).toEqual({ pid: 3, status: { is: 'exited', code: 5 } });
  });

  test('is blocked for a child too, unless it is told otherwise', () => {
    const about: unknown[] = [];
    const child: Program = function* () {
      about.push([yield* sys.sigprocmask('block', []), yield* sys.sigpending()]);
    };
    runMain(
      function* () {
        yield* sys.sigprocmask('block', ['SIGUSR1']);
        yield* sys.kill(yield* sys.getpid(), 'SIGUSR1');
        yield* sys.waitpid(yield* start('child'));
        yield* sys.waitpid(yield* start('child', { mask: ['SIGHUP', 'SIGINT'] }));
        yield* sys.waitpid(yield* start('child', { mask: [] }));
        yield* sys.sigaction('SIGUSR1', 'ignore');
      },
      { programs: { child } },
    );
    expect(about).toEqual([
      [['SIGUSR1'], []],
      [['SIGHUP', 'SIGINT'], []],
      [[], []],
    ]);
  });

  test('does not hinder SIGCONT and SIGKILL from working', () => {
    const child: Program = function* () {
      yield* sys.sigprocmask('setmask', ['SIGCONT', 'SIGKILL', 'SIGSTOP']);
      yield* pause(1000);
      yield* pause(1_000_000);
    };
    const answer = answerOf(
      function* () {
        const pid = yield* start('child');
        yield* pause(10);
        yield* sys.kill(pid, 'SIGSTOP');
        const stopped = yield* sys.waitpid(pid, 2);
        yield* sys.kill(pid, 'SIGCONT');
        const continued = yield* sys.waitpid(pid, 8);
        yield* pause(5000);
        yield* sys.kill(pid, 'SIGKILL');
        return [stopped.status, continued.status, (yield* sys.waitpid(pid)).status];
      },
      { programs: { child } },
    );
    expect(answer).toEqual([
      { is: 'stopped', signal: 'SIGSTOP' },
      { is: 'continued' },
      { is: 'killed', signal: 'SIGKILL' },
    ]);
  });
});

describe('several signals that are pending', () => {
  const sent: Signal[] = ['SIGUSR2', 'SIGHUP', 'SIGALRM', 'SIGINT'];
  const inOrder: Signal[] = ['SIGHUP', 'SIGINT', 'SIGUSR2', 'SIGALRM'];
  const oneAfterTheOther = inOrder.flatMap((signal) => [`${signal} in`, `${signal} out`]);

  test.each([
    ['masks', []],
    ['masks of all', sent],
  ])(
    'are handled in the order of their numbers, one after the other, with handlers without %s',
    (_, mask) => {
      const answer = answerOf(function* () {
        const notes: string[] = [];
        const self = yield* sys.getpid();
        yield* noteAll(notes, sent, { mask });
        yield* sys.sigprocmask('block', sent);
        for (const signal of sent) yield* sys.kill(self, signal);
        yield* sys.sigprocmask('setmask', []);
        return [notes, yield* sys.sigprocmask('block', [])];
      });
      expect(answer).toEqual([oneAfterTheOther, []]);
    },
  );

  test('are not kept waiting by a handler that waits', () => {
    const answer = answerOf(function* () {
      const notes: string[] = [];
      const self = yield* sys.getpid();
      yield* noteAll(notes, ['SIGUSR2']);
      yield* sys.sigaction('SIGUSR1', {
        *handler() {
          notes.push('waits');
          notes.push(yield* errorOf(sys.pause()));
        },
      });
      yield* sys.sigprocmask('block', ['SIGUSR1', 'SIGUSR2']);
      for (const signal of ['SIGUSR1', 'SIGUSR2'] as const) yield* sys.kill(self, signal);
      yield* sys.sigprocmask('setmask', []);
      return notes;
    });
    expect(answer).toEqual(['waits', 'SIGUSR2 in', 'SIGUSR2 out', 'EINTR']);
  });

  test('end the process if one has no handler, before a handler has begun', () => {
    const notes: string[] = [];
    const { status } = runMain(function* () {
      const self = yield* sys.getpid();
      yield* noteAll(notes, ['SIGUSR1']);
      yield* sys.sigprocmask('block', ['SIGUSR1', 'SIGTERM']);
      for (const signal of ['SIGUSR1', 'SIGTERM'] as const) yield* sys.kill(self, signal);
      yield* sys.sigprocmask('setmask', []);
    });
    expect([status, notes]).toEqual([{ is: 'killed', signal: 'SIGTERM' }, []]);
  });

  test('that came while the process was stopped are handled when it goes on', () => {
    const notes: string[] = [];
    const child: Program = function* () {
      yield* noteAll(notes, ['SIGUSR2', 'SIGHUP', 'SIGCONT']);
      yield* pause(1000);
    };
    runMain(
      function* () {
        const pid = yield* start('child');
        yield* pause(100);
        for (const signal of ['SIGSTOP', 'SIGUSR2', 'SIGHUP'] as const) {
          yield* sys.kill(pid, signal);
          yield* pause(100);
        }
        notes.push('goes on');
        yield* sys.kill(pid, 'SIGCONT');
        yield* sys.waitpid(pid);
      },
      { programs: { child } },
    );
    expect(notes).toEqual([
      'goes on',
      ...['SIGHUP', 'SIGUSR2', 'SIGCONT'].flatMap((signal) => [`${signal} in`, `${signal} out`]),
    ]);
  });
});

describe('sigsuspend', () => {
  test('lets a blocked signal in, and blocks it again before it returns', () => {
    const answer = answerOf(function* () {
      const notes: string[] = [];
      yield* noteAll(notes, ['SIGUSR1']);
      yield* sys.sigprocmask('block', ['SIGUSR1']);
      yield* sys.kill(yield* sys.getpid(), 'SIGUSR1');
      const error = yield* errorOf(sys.sigsuspend([]));
      return [error, notes, yield* sys.sigprocmask('block', [])];
    });
    expect(answer).toEqual(['EINTR', ['SIGUSR1 in', 'SIGUSR1 out'], ['SIGUSR1']]);
  });

  test('loses no signal, whenever that comes', () => {
    const outcomes = Array.from({ length: 40 }, (_, wait) =>
      answerOf(
        function* () {
          let got = 0;
          yield* sys.sigaction('SIGUSR1', {
            *handler() {
              got++;
            },
          });
          yield* sys.sigprocmask('block', ['SIGUSR1']);
          yield* start('sender', {}, String(wait));
          while (got === 0) yield* errorOf(sys.sigsuspend([]));
          return got;
        },
        {
          quantum: 3,
          programs: {
            *sender([, wait]) {
              yield* sys.work(Number(wait));
              yield* sys.kill(2, 'SIGUSR1');
            },
          },
        },
      ),
    );
    expect(outcomes).toEqual(outcomes.map(() => 1));
  });

  test('goes on after a stop, and still knows what was blocked before', () => {
    const about: unknown[] = [];
    const child: Program = function* () {
      yield* noteAll([], ['SIGUSR1']);
      yield* sys.sigprocmask('block', ['SIGUSR1', 'SIGHUP']);
      about.push(yield* errorOf(sys.sigsuspend(['SIGINT'])), yield* sys.sigprocmask('block', []));
    };
    const suspended = machine(
      function* () {
        const pid = yield* start('child');
        yield* pause(100);
        const view = inspect(suspended.kernel).processes.find((one) => one.pid === pid);
        about.push(view?.blocked, view?.caught, view?.waitsFor);
        for (const signal of ['SIGSTOP', 'SIGCONT', 'SIGUSR1'] as const) {
          yield* sys.kill(pid, signal);
          yield* pause(100);
        }
        yield* sys.waitpid(pid);
      },
      { programs: { child } },
    );
    suspended.run();
    expect(about).toEqual([['SIGINT'], ['SIGUSR1'], 'signals: no signal', 'EINTR', ['SIGHUP', 'SIGUSR1']]);
  });
});

test('/proc/PID/status tells which signals are pending, blocked, ignored and caught', () => {
  const text = answerOf(function* () {
    yield* noteAll([], ['SIGUSR2', 'SIGUSR1']);
    yield* sys.sigaction('SIGINT', 'ignore');
    yield* sys.sigprocmask('block', ['SIGUSR1', 'SIGTERM']);
    yield* sys.kill(yield* sys.getpid(), 'SIGUSR1');
    return yield* slurp('/proc/self/status');
  });
  expect(text.split('\n').filter((line) => line.startsWith('Sig'))).toEqual([
    'SigPnd:\tSIGUSR1',
    'SigBlk:\tSIGUSR1 SIGTERM',
    'SigIgn:\tSIGINT',
    'SigCgt:\tSIGUSR1 SIGUSR2',
  ]);
});
