import { describe, expect, test } from 'vitest';
import type { Program, SigAction, Signal, SignalInfo } from '../../kernel/abi.ts';
import { sys } from '../../userland/sys.ts';
import { answerOf, errorOf, leftovers, machine, NOTHING, pause, runMain, start } from '../helpers.ts';

const usr1: Program = function* () {
  yield* pause(100);
  yield* sys.kill(yield* sys.getppid(), 'SIGUSR1');
  return 0;
};
const programs = { usr1 };

/** A handler that notes what it was told. */
function noting(notes: unknown[], more: Partial<SigAction> = {}): SigAction {
  return {
    *handler(signal: Signal, { pid }: SignalInfo) {
      notes.push([signal, pid]);
      yield* sys.getpid();
    },
    ...more,
  };
}

describe('a handler', () => {
  test('runs in between, and is told who sent the signal', () => {
    const notes: unknown[] = [];
    const { status } = runMain(function* () {
      yield* sys.sigaction('SIGTERM', noting(notes));
      yield* sys.kill(yield* sys.getpid(), 'SIGTERM');
      notes.push('after');
      return 4;
    });
    expect(notes).toEqual([['SIGTERM', 2], 'after']);
    expect(status).toEqual({ is: 'exited', code: 4 });
  });

  test('makes the call that it interrupts fail with EINTR', () => {
    const notes: unknown[] = [];
    const answer = answerOf(
      function* () {
        yield* sys.sigaction('SIGUSR1', noting(notes));
        const [reader] = yield* sys.pipe();
        yield* start('usr1');
        return yield* errorOf(sys.read(reader, 10));
      },
      { programs },
    );
    expect([answer, notes]).toEqual(['EINTR', [['SIGUSR1', 3]]]);
  });

  test('with SA_RESTART lets the call be made again', () => {
    const notes: unknown[] = [];
    const answer = answerOf(
      function* () {
        yield* sys.sigaction('SIGUSR1', noting(notes, { flags: ['SA_RESTART'] }));
        const pid = yield* start('usr1');
        return (yield* sys.waitpid(pid)).status;
      },
      { programs },
    );
    expect([answer, notes]).toEqual([{ is: 'exited', code: 0 }, [['SIGUSR1', 3]]]);
  });

  test('cuts a sleep short, which tells what is left of it', () => {
    const answer = answerOf(
      function* () {
        yield* sys.sigaction('SIGUSR1', noting([], { flags: ['SA_RESTART'] }));
        yield* start('usr1');
        return yield* sys.nanosleep({ sec: 1, nsec: 0 });
      },
      { programs },
    );
    expect(answer).toMatchObject({ sec: 0 });
    expect((answer as { nsec: number }).nsec).toBeGreaterThan(998_000_000);
  });

  test('interrupts a computation, which goes on where it was', () => {
    const answer = answerOf(function* () {
      const notes: unknown[] = [];
      yield* sys.sigaction('SIGALRM', noting(notes));
      yield* sys.setitimer({ value: { sec: 0, nsec: 50_000_000 }, interval: { sec: 0, nsec: 0 } });
      const before = yield* sys.times();
      yield* sys.work(200_000);
      return [(yield* sys.times()).user - before.user, notes];
    });
    expect(answer).toEqual([200_000, [['SIGALRM', 0]]]);
  });

  test('waits with its own signal until it has ended, unless SA_NODEFER says otherwise', () => {
    const run = (flags: SigAction['flags'] = []) =>
      answerOf(function* () {
        const notes: string[] = [];
        function* twice() {
          const depth = notes.length;
          notes.push('in');
          if (depth === 0) yield* sys.kill(yield* sys.getpid(), 'SIGUSR1');
          yield* sys.getpid();
          notes.push('out');
        }
        yield* sys.sigaction('SIGUSR1', { handler: twice, flags });
        yield* sys.kill(yield* sys.getpid(), 'SIGUSR1');
        return notes;
      });
    expect(run()).toEqual(['in', 'out', 'in', 'out']);
    expect(run(['SA_NODEFER'])).toEqual(['in', 'in', 'out', 'out']);
  });

  test('with SA_RESETHAND runs once', () => {
    const notes: unknown[] = [];
    const { status } = runMain(function* () {
      yield* sys.sigaction('SIGUSR1', noting(notes, { flags: ['SA_RESETHAND'] }));
      for (;;) yield* sys.kill(yield* sys.getpid(), 'SIGUSR1');
    });
    expect([status, notes.length]).toEqual([{ is: 'killed', signal: 'SIGUSR1' }, 1]);
  });

  test('may throw, and the main program may catch it where it was interrupted', () => {
    const answer = answerOf(
      function* () {
        yield* sys.sigaction('SIGUSR1', {
          *handler() {
            throw new Error('out of here');
          },
        });
        yield* start('usr1');
        try {
          yield* sys.pause();
        } catch (error) {
          return [(error as Error).message, yield* sys.sigprocmask('block', [])];
        }
        return 'not thrown';
      },
      { programs },
    );
    expect(answer).toEqual(['out of here', []]);
  });

  test('that throws ends a program that does not catch it', () => {
    const { status, output } = runMain(function* () {
      yield* sys.sigaction('SIGUSR1', {
        *handler() {
          throw new Error('no way out');
        },
      });
      yield* sys.kill(yield* sys.getpid(), 'SIGUSR1');
      return 0;
    });
    expect(status).toEqual({ is: 'killed', signal: 'SIGABRT' });
    expect(output('stderr')).toBe('main: uncaught Error: no way out\n');
  });

  test('is told what became of a child', () => {
    const answer = answerOf(
      function* () {
        const told: unknown[] = [];
        yield* sys.sigaction('SIGCHLD', {
          *handler(_signal, info) {
            told.push(info, (yield* sys.waitpid(-1)).pid);
          },
        });
        yield* start('usr1', { defaults: [] });
        yield* sys.sigaction('SIGUSR1', 'ignore');
        yield* errorOf(sys.pause());
        return told;
      },
      { programs },
    );
    expect(answer).toEqual([{ pid: 3, status: { is: 'exited', code: 0 } }, 3]);
  });

  test('is not inherited by a child', () => {
    const answer = answerOf(
      function* () {
        yield* sys.sigaction('SIGUSR1', noting([]));
        yield* sys.sigaction('SIGUSR2', 'ignore');
        const child = yield* start('asker');
        return (yield* sys.waitpid(child)).status;
      },
      {
        programs: {
          *asker() {
            return [yield* sys.sigaction('SIGUSR1'), yield* sys.sigaction('SIGUSR2')].join() ===
              'default,ignore'
              ? 7
              : 8;
          },
        },
      },
    );
    expect(answer).toEqual({ is: 'exited', code: 7 });
  });
});

describe('a blocked signal', () => {
  test('waits until it is unblocked', () => {
    const answer = answerOf(function* () {
      const notes: unknown[] = [];
      yield* sys.sigaction('SIGUSR1', noting(notes));
      yield* sys.sigprocmask('block', ['SIGUSR1', 'SIGKILL']);
      yield* sys.kill(yield* sys.getpid(), 'SIGUSR1');
      const pending = yield* sys.sigpending();
      const early = notes.length;
      const before = yield* sys.sigprocmask('unblock', ['SIGUSR1']);
      return [pending, early, before, notes.length];
    });
    expect(answer).toEqual([['SIGUSR1'], 0, ['SIGUSR1'], 1]);
  });

  test('is let in by sigsuspend, which blocks it again before it returns', () => {
    const answer = answerOf(function* () {
      const notes: unknown[] = [];
      yield* sys.sigaction('SIGUSR1', noting(notes));
      yield* sys.sigprocmask('block', ['SIGUSR1']);
      yield* sys.kill(yield* sys.getpid(), 'SIGUSR1');
      const error = yield* errorOf(sys.sigsuspend([]));
      return [error, notes.length, yield* sys.sigprocmask('block', [])];
    });
    expect(answer).toEqual(['EINTR', 1, ['SIGUSR1']]);
  });
});

describe('a timer', () => {
  test('that goes on sends SIGALRM at each interval', () => {
    const answer = answerOf(function* () {
      const at: number[] = [];
      yield* sys.sigaction('SIGALRM', {
        *handler() {
          at.push(Math.round((yield* sys.clock_gettime('monotonic')).nsec / 1e6));
        },
      });
      yield* sys.setitimer({ value: { sec: 0, nsec: 5e6 }, interval: { sec: 0, nsec: 20e6 } });
      while (at.length < 3) yield* errorOf(sys.pause());
      return at;
    });
    expect(answer).toEqual([5, 25, 45]);
  });

  test('ends a program that has no handler, and tells what was left when it is set anew', () => {
    const { status, kernel } = runMain(function* () {
      if ((yield* sys.alarm(10)) !== 0) return 1;
      yield* pause(4_000_000);
      if ((yield* sys.alarm(1)) !== 6) return 2;
      yield* sys.pause();
      return 3;
    });
    expect(status).toEqual({ is: 'killed', signal: 'SIGALRM' });
    expect(kernel.clock.now).toBeLessThan(5_001_000);
  });

  test('is gone with its process', () => {
    const m = machine(function* () {
      yield* sys.alarm(1000);
      return 0;
    });
    m.run();
    expect(leftovers(m)).toEqual(NOTHING);
  });
});
