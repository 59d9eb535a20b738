import { describe, expect, test } from 'vitest';
import {
  defaultAction,
  type Program,
  type Signal,
  signals,
  type WaitStatus,
  WUNTRACED,
} from '../../kernel/abi.ts';
import { inspect } from '../../kernel/inspect.ts';
import { post } from '../../kernel/interrupt.ts';
import { sys } from '../../userland/sys.ts';
import { answerOf, errorOf, machine, pause, reapAll, runMain, start } from '../helpers.ts';

const sleeper: Program = function* () {
  yield* pause(1000);
  return 1;
};
const worker: Program = function* () {
  yield* sys.work(1_000_000);
  return 1;
};
const programs = { sleeper, worker };

/** What became of a child to which signals were sent. */
function fate(name: string, ...sent: Signal[]): WaitStatus | null {
  return answerOf(
    function* () {
      const pid = yield* start(name);
      yield* pause(100);
      for (const signal of sent) yield* sys.kill(pid, signal);
      const told = yield* sys.waitpid(pid, WUNTRACED);
      if (told.status?.is === 'stopped') yield* sys.kill(pid, 'SIGKILL');
      return told.status;
    },
    { programs },
  );
}

describe('without a disposition of its own, a process', () => {
  test.each(signals)('does with %s what the table says', (signal) => {
    const expected = {
      terminate: { is: 'killed', signal },
      core: { is: 'killed', signal },
      stop: { is: 'stopped', signal },
      ignore: { is: 'exited', code: 1 },
      continue: { is: 'exited', code: 1 },
    }[defaultAction(signal)];
    expect(fate('sleeper', signal)).toEqual(expected);
  });

  test('is ended by a signal in the middle of work, and not at its end', () => {
    const booted = runMain(
      function* () {
        const pid = yield* start('worker');
        yield* pause(20_000);
        yield* sys.kill(pid, 'SIGTERM');
        yield* reapAll();
      },
      { programs },
    );
    expect(booted.kernel.clock.now).toBeLessThan(40_000);
    expect(booted.kernel.init.childrenUser).toBeLessThan(40_000);
  });

  test('is stopped in the middle of work, and does the rest when it goes on', () => {
    const main = function* () {
      const pid = yield* start('worker');
      yield* pause(20_000);
      yield* sys.kill(pid, 'SIGSTOP');
      yield* pause(5_000_000);
      yield* sys.kill(pid, 'SIGCONT');
      yield* sys.waitpid(pid);
      return (yield* sys.times()).childrenUser;
    };
    expect(answerOf(main, { programs })).toBe(1_000_000);
  });
});

describe('of several signals', () => {
  test('the lowest number is acted on first', () => {
    expect(fate('sleeper', 'SIGTERM', 'SIGUSR1', 'SIGHUP')).toEqual({ is: 'killed', signal: 'SIGHUP' });
  });

  test('SIGKILL wins, whatever else is there', () => {
    const main = function* () {
      const pid = yield* start('sleeper');
      yield* sys.kill(pid, 'SIGSTOP');
      yield* pause(10);
      for (const signal of ['SIGHUP', 'SIGTERM', 'SIGKILL'] as const) yield* sys.kill(pid, signal);
      return (yield* sys.waitpid(pid)).status;
    };
    expect(answerOf(main, { programs })).toEqual({ is: 'killed', signal: 'SIGKILL' });
  });

  test('one that ends a process that is stopped waits until it goes on', () => {
    const main = function* () {
      const pid = yield* start('sleeper');
      yield* sys.kill(pid, 'SIGSTOP');
      yield* pause(100);
      yield* sys.kill(pid, 'SIGTERM');
      yield* pause(100);
      const view = inspect(booted.kernel).processes.find((process) => process.pid === pid);
      states.push(view?.state, view?.pending);
      yield* sys.kill(pid, 'SIGCONT');
      states.push((yield* sys.waitpid(pid)).status);
    };
    const states: unknown[] = [];
    const booted: ReturnType<typeof machine> = machine(main, { programs });
    booted.run();
    expect(states).toEqual(['stopped', ['SIGTERM'], { is: 'killed', signal: 'SIGTERM' }]);
  });

  test('SIGCONT takes back a stop that was not acted on yet', () => {
    expect(fate('sleeper', 'SIGSTOP', 'SIGCONT')).toEqual({ is: 'exited', code: 1 });
  });
});

describe('sigaction', () => {
  test('makes a process deaf to a signal, and tells what was before', () => {
    const main = function* () {
      const before = [yield* sys.sigaction('SIGTERM', 'ignore'), yield* sys.sigaction('SIGTERM', 'ignore')];
      yield* sys.kill(yield* sys.getpid(), 'SIGTERM');
      return [...before, yield* sys.sigaction('SIGTERM', 'default')];
    };
    expect(answerOf(main)).toEqual(['default', 'ignore', 'ignore']);
  });

  test('cannot change SIGKILL and SIGSTOP', () => {
    const main = function* () {
      return [
        yield* errorOf(sys.sigaction('SIGKILL', 'ignore')),
        yield* errorOf(sys.sigaction('SIGSTOP', 'default')),
      ];
    };
    expect(answerOf(main)).toEqual(['EINVAL', 'EINVAL']);
  });

  test('SIGCONT continues a process even if it ignores it', () => {
    const deaf: Program = function* () {
      yield* sys.sigaction('SIGCONT', 'ignore');
      yield* pause(1000);
      return 7;
    };
    const main = function* () {
      const pid = yield* start('deaf');
      yield* pause(10);
      yield* sys.kill(pid, 'SIGSTOP');
      yield* pause(10);
      yield* sys.kill(pid, 'SIGCONT');
      return (yield* sys.waitpid(pid)).status;
    };
    expect(answerOf(main, { programs: { deaf } })).toEqual({ is: 'exited', code: 7 });
  });
});

describe('kill', () => {
  test('of oneself takes effect before the next thing', () => {
    const seen: string[] = [];
    const booted = runMain(function* () {
      yield* sys.kill(yield* sys.getpid(), 'SIGTERM');
      seen.push('still here');
    });
    expect([booted.status, seen]).toEqual([{ is: 'killed', signal: 'SIGTERM' }, []]);
  });

  test('with signal 0 only asks', () => {
    const main = function* () {
      const pid = yield* start('sleeper');
      const asked = [yield* errorOf(sys.kill(pid, 0)), yield* errorOf(sys.kill(99, 0))];
      return [...asked, (yield* sys.waitpid(pid)).status];
    };
    expect(answerOf(main, { programs })).toEqual(['ok', 'ESRCH', { is: 'exited', code: 1 }]);
  });

  test('of a zombie works, and does nothing', () => {
    const main = function* () {
      const pid = yield* start('sleeper');
      yield* pause(2000);
      return [yield* errorOf(sys.kill(pid, 'SIGKILL')), (yield* sys.waitpid(pid)).status];
    };
    expect(answerOf(main, { programs })).toEqual(['ok', { is: 'exited', code: 1 }]);
  });

  test('of a pid that nobody has leaves no mark for the next one who gets it', () => {
    const main = function* () {
      const errors = [3, 2 ** 40, -3].map((pid) => errorOf(sys.kill(pid, 'SIGKILL')));
      const told: unknown[] = [];
      for (const error of errors) told.push(yield* error);
      const pid = yield* start('sleeper');
      return [...told, pid, (yield* sys.waitpid(pid)).status];
    };
    expect(answerOf(main, { programs })).toEqual(['ESRCH', 'ESRCH', 'ESRCH', 3, { is: 'exited', code: 1 }]);
  });

  test('of a group reaches its members and nobody else', () => {
    const main = function* () {
      const other = yield* start('sleeper');
      const leader = yield* start('sleeper', { pgid: 0 });
      const member = yield* start('sleeper', { pgid: leader });
      yield* sys.kill(-leader, 'SIGTERM');
      const told: Record<number, unknown> = {};
      yield* reapAll((pid, { is }) => {
        told[pid] = is;
      });
      return [told[other], told[leader], told[member]];
    };
    expect(answerOf(main, { programs })).toEqual(['exited', 'killed', 'killed']);
  });

  test('of 0 reaches the own group, also oneself', () => {
    const seen: string[] = [];
    const killer: Program = function* () {
      yield* start('sleeper');
      yield* start('sleeper', { pgid: 0 });
      yield* sys.kill(0, 'SIGTERM');
      seen.push('still here');
    };
    const booted = runMain(
      function* () {
        yield* start('killer', { pgid: 0 });
        yield* reapAll();
      },
      { programs: { ...programs, killer } },
    );
    const killed = booted.events.flatMap((event) =>
      event.is === 'exit' && event.status.is === 'killed' ? [event.pid] : [],
    );
    expect(killed).toEqual([3, 4]);
    expect(seen).toEqual([]);
  });

  test('of -1 reaches everybody but init and oneself', () => {
    const main = function* () {
      for (let i = 0; i < 3; i++) yield* start('sleeper', { session: i === 1 });
      yield* sys.kill(-1, 'SIGKILL');
      const told: string[] = [];
      yield* reapAll((_, { is }) => told.push(is));
      return [...told, yield* errorOf(sys.kill(-1, 'SIGKILL'))];
    };
    expect(answerOf(main, { programs })).toEqual(['killed', 'killed', 'killed', 'ESRCH']);
  });

  test('does not reach init, who is deaf to what would end or stop it', () => {
    const main = function* () {
      for (const signal of ['SIGKILL', 'SIGSTOP', 'SIGTERM', 'SIGINT', 'SIGABRT'] as const)
        yield* sys.kill(1, signal);
      return 'init lives';
    };
    expect(answerOf(main)).toBe('init lives');
  });
});

test('the front panel can send a signal too', () => {
  const booted = machine(function* () {
    yield* sys.work(1e9);
  });
  post(booted.kernel, { is: 'signal', device: 'panel', pid: 2, signal: 'SIGTERM' }, 5000);
  post(booted.kernel, { is: 'signal', device: 'panel', pid: 77, signal: 'SIGTERM' }, 5000);
  expect(booted.run()).toBe('halted');
  expect(booted.status).toEqual({ is: 'killed', signal: 'SIGTERM' });
  expect(booted.kernel.clock.now).toBeLessThan(5010);
});
