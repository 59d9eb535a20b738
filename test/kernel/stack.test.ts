import { describe, expect, test } from 'vitest';
import type { Coroutine, Program, SigAction, Signal, SignalInfo } from '../../kernel/abi.ts';
import { sys } from '../../userland/sys.ts';
import { answerOf, encode, errorOf, now, pause, runMain, start } from '../helpers.ts';

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

describe('a handler on the stack', () => {
  test('may call subroutines, and runs above those that were running', () => {
    const answer = answerOf(function* () {
      const notes: string[] = [];
      function* sub(depth: number): Coroutine<number> {
        if (depth === 0) yield* sys.kill(yield* sys.getpid(), 'SIGUSR1');
        else notes.push(`${depth}: ${yield* sys.call(sub(depth - 1))}`);
        return depth;
      }
      function* inner(): Coroutine<string> {
        yield* sys.getpid();
        return 'inner';
      }
      yield* sys.sigaction('SIGUSR1', {
        *handler() {
          notes.push(yield* sys.call(inner()));
        },
      });
      yield* sys.call(sub(3));
      return notes;
    });
    expect(answer).toEqual(['inner', '1: 0', '2: 1', '3: 2']);
  });

  test('is interrupted by another signal, and goes on after its handler', () => {
    const answer = answerOf(function* () {
      const notes: string[] = [];
      const self = yield* sys.getpid();
      yield* sys.sigaction('SIGUSR1', {
        *handler() {
          notes.push('first in');
          yield* sys.kill(self, 'SIGHUP');
          notes.push('first out');
        },
      });
      yield* sys.sigaction('SIGHUP', {
        *handler() {
          notes.push('second in');
          yield* sys.getpid();
          notes.push('second out');
        },
      });
      yield* sys.kill(self, 'SIGUSR1');
      return notes;
    });
    expect(answer).toEqual(['first in', 'second in', 'second out', 'first out']);
  });

  test('leaves the outcome of the call that it came after as it was', () => {
    const answer = answerOf(function* () {
      const self = yield* sys.getpid();
      yield* sys.sigaction('SIGPIPE', {
        *handler() {
          yield* errorOf(sys.close(99));
        },
      });
      const [reader, writer] = yield* sys.pipe();
      yield* sys.close(reader);
      const error = yield* errorOf(sys.write(writer, encode('x')));
      yield* sys.sigaction('SIGUSR1', {
        *handler() {
          yield* sys.getppid();
        },
      });
      return [error, yield* sys.kill(self, 'SIGUSR1')];
    });
    expect(answer).toEqual(['EPIPE', undefined]);
  });

  test('throws what the subroutine may catch that was interrupted, and else its caller', () => {
    const answer = answerOf(function* () {
      const notes: string[] = [];
      const self = yield* sys.getpid();
      yield* sys.sigaction('SIGUSR1', {
        *handler() {
          yield* sys.getpid();
          throw new Error('out');
        },
      });
      function* catches(): Coroutine {
        try {
          yield* sys.kill(self, 'SIGUSR1');
        } catch {
          notes.push('caught inside');
        }
        yield* sys.kill(self, 'SIGUSR1');
      }
      try {
        yield* sys.call(catches());
      } catch {
        notes.push('caught outside');
      }
      return [notes, yield* sys.sigprocmask('block', [])];
    });
    expect(answer).toEqual([['caught inside', 'caught outside'], []]);
  });

  test('that throws ends a computation early', () => {
    const answer = answerOf(function* () {
      yield* sys.sigaction('SIGALRM', {
        *handler() {
          throw new Error('time is over');
        },
      });
      yield* sys.setitimer({ value: { sec: 0, nsec: 5e6 }, interval: { sec: 0, nsec: 0 } });
      const before = (yield* sys.times()).user;
      try {
        yield* sys.work(1_000_000);
      } catch (error) {
        return [(error as Error).message, (yield* sys.times()).user - before < 6000, yield* sys.getpid()];
      }
      return [];
    });
    expect(answer).toEqual(['time is over', true, 2]);
  });

  test('may sleep, also when it interrupted a sleep', () => {
    const answer = answerOf(
      function* () {
        yield* sys.sigaction('SIGUSR1', {
          *handler() {
            yield* pause(5000);
          },
        });
        const start0 = yield* now();
        yield* start('usr1');
        const left = yield* sys.nanosleep({ sec: 0, nsec: 3e6 });
        const slept = (yield* now()) - start0;
        yield* pause(1000);
        return [
          left.nsec < 3e6 && left.nsec > 2.8e6,
          slept >= 5100 && slept < 5200,
          (yield* now()) - start0 - slept >= 1000,
        ];
      },
      { programs },
    );
    expect(answer).toEqual([true, true, true]);
  });

  test.each([
    ['no coroutine', () => undefined],
    ['a record without next', () => ({})],
  ])('that is %s is an error at the place of interruption', (_, handler) => {
    const answer = answerOf(function* () {
      yield* sys.sigaction('SIGUSR1', { handler } as unknown as SigAction);
      try {
        yield* sys.kill(yield* sys.getpid(), 'SIGUSR1');
      } catch (error) {
        return `${error}`;
      }
      return 'nothing thrown';
    });
    expect(answer).toBe('TypeError: a handler is a coroutine: *handler(signal) {}');
  });

  test('may end the program, with its own status', () => {
    const { status } = runMain(function* () {
      yield* sys.sigaction('SIGTERM', {
        *handler() {
          yield* sys.exit(9);
        },
      });
      yield* sys.kill(yield* sys.getpid(), 'SIGTERM');
      return 1;
    });
    expect(status).toEqual({ is: 'exited', code: 9 });
  });

  test('that raises its own signal without end is ended, and the machine goes on', () => {
    const { status, output } = runMain(
      function* () {
        const self = yield* sys.getpid();
        yield* sys.sigaction('SIGUSR1', {
          *handler() {
            yield* sys.kill(self, 'SIGUSR1');
          },
          flags: ['SA_NODEFER'],
        });
        yield* sys.kill(self, 'SIGUSR1');
      },
      { unwatched: true },
    );
    expect(status).toEqual({ is: 'killed', signal: 'SIGSEGV' });
    expect(output('stderr')).toBe('main: signal handlers are nested too deeply\n');
  });

  test('may change the record that it is told, and the one it was set by, without effect', () => {
    const answer = answerOf(
      function* () {
        const told: unknown[] = [];
        const action: SigAction = {
          *handler(_signal, info) {
            told.push(structuredClone(info));
            Object.assign(info, { pid: 99 });
            Object.assign(info.status ?? {}, { code: 99 });
          },
          flags: ['SA_RESTART'],
        };
        yield* sys.sigaction('SIGCHLD', action);
        action.flags?.push('SA_RESETHAND');
        const old = yield* sys.sigaction('SIGCHLD');
        if (typeof old === 'object') old.flags?.push('SA_RESETHAND');
        const ended = [];
        for (let i = 0; i < 2; i++) ended.push(yield* sys.waitpid(yield* start('three')));
        return [told, ended];
      },
      {
        programs: {
          *three() {
            yield* pause(10);
            return 3;
          },
        },
      },
    );
    const status = { is: 'exited', code: 3 };
    const both = [3, 4].map((pid) => ({ pid, status }));
    expect(answer).toEqual([both, both]);
  });
});
