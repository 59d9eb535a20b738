import { describe, expect, test } from 'vitest';
import { type Coroutine, type Program, WCONTINUED, WNOHANG, WUNTRACED } from '../../kernel/abi.ts';
import { sys } from '../../userland/sys.ts';
import { answerOf, errorOf, lines, now, pause, reapAll, runMain, start, status } from '../helpers.ts';

const nothing: Program = function* () {};
const sleeper: Program = function* ([, ticks]) {
  yield* pause(Number(ticks));
};
const programs = { nothing, sleeper };

const none = { pid: 0, status: null };
const exited = { is: 'exited', code: 0 };

describe('waitpid', () => {
  test('of any child takes them in the order in which they ended', () => {
    const main = function* () {
      for (const ticks of [300, 100, 200]) yield* start('sleeper', {}, String(ticks));
      const pids: number[] = [];
      yield* reapAll((pid) => pids.push(pid));
      return pids;
    };
    expect(answerOf(main, { programs })).toEqual([4, 5, 3]);
  });

  test('of one child leaves the others for later', () => {
    const main = function* () {
      const first = yield* start('sleeper', {}, '100');
      const second = yield* start('sleeper', {}, '200');
      const told = [yield* sys.waitpid(second), yield* sys.waitpid(-1)];
      return told.map(({ pid }) => pid - first);
    };
    expect(answerOf(main, { programs })).toEqual([1, 0]);
  });

  test('of a group takes only members of that group, and 0 means the own one', () => {
    const main = function* () {
      const own = yield* start('sleeper', {}, '100');
      const other = yield* start('sleeper', { pgid: 0 }, '200');
      const member = yield* start('sleeper', { pgid: other }, '300');
      const told: unknown[] = [];
      for (const pid of [-other, -other]) told.push((yield* sys.waitpid(pid)).pid);
      told.push(
        yield* errorOf(sys.waitpid(-other)),
        (yield* sys.waitpid(0)).pid,
        yield* errorOf(sys.waitpid(0)),
      );
      expect(told).toEqual([other, member, 'ECHILD', own, 'ECHILD']);
      return told.length;
    };
    expect(answerOf(main, { programs })).toBe(5);
  });

  test.each([
    ['nobody', 99],
    ['itself', 2],
    ['its parent', 1],
    ['a grandchild', 4],
    ['a group without children', -77],
    ['a number that no pid has', -(2 ** 52)],
  ])('of %s fails with ECHILD, though there is a child', (_, pid) => {
    const parent: Program = function* () {
      yield* start('sleeper', {}, '100');
      yield* pause(1000);
    };
    const main = function* () {
      yield* start('parent');
      yield* pause(10);
      return yield* errorOf(sys.waitpid(pid));
    };
    expect(answerOf(main, { programs: { ...programs, parent } })).toBe('ECHILD');
  });

  test('with WNOHANG does not wait, and tells when there is nothing to tell', () => {
    const main = function* () {
      const before = yield* errorOf(sys.waitpid(-1, WNOHANG));
      const pid = yield* start('sleeper', {}, '100');
      const early = yield* sys.waitpid(pid, WNOHANG);
      yield* pause(200);
      const late = yield* sys.waitpid(-1, WNOHANG);
      return [before, early, late, yield* errorOf(sys.waitpid(-1, WNOHANG))];
    };
    expect(answerOf(main, { programs })).toEqual(['ECHILD', none, { pid: 3, status: exited }, 'ECHILD']);
  });

  test('with unknown options fails', () => {
    expect(answerOf(() => errorOf(sys.waitpid(-1, 4)))).toBe('EINVAL');
  });

  test('tells by which signal a child was ended', () => {
    const main = function* () {
      const pid = yield* start('sleeper', {}, '1000');
      yield* sys.kill(pid, 'SIGUSR1');
      return (yield* sys.waitpid(pid)).status;
    };
    expect(answerOf(main, { programs })).toEqual({ is: 'killed', signal: 'SIGUSR1' });
  });

  test('tells the end of a child once', () => {
    const main = function* () {
      const pid = yield* start('nothing');
      yield* sys.waitpid(pid);
      return [yield* errorOf(sys.waitpid(pid)), yield* errorOf(sys.kill(pid, 0))];
    };
    expect(answerOf(main, { programs })).toEqual(['ECHILD', 'ESRCH']);
  });

  test('hands out a status of its own: changing it changes nothing in the trace', () => {
    const booted = runMain(
      function* () {
        const told = yield* status('nothing');
        (told as { code: number }).code = 99;
      },
      { programs },
    );
    expect(lines(booted, 3)).toContain('exit exited 0');
    expect(lines(booted, 2)).toContain('reap 3 exited 0');
  });
});

describe('stops and continues', () => {
  /** Starts a child, does something to it, and tells what waitpid finds. */
  const found = (options: number, doing: (pid: number) => Coroutine) =>
    answerOf(
      function* () {
        const pid = yield* start('sleeper', {}, '1000');
        yield* doing(pid);
        yield* pause(100);
        const told: unknown[] = [];
        for (let i = 0; i < 3; i++) told.push((yield* sys.waitpid(pid, options | WNOHANG)).status);
        yield* sys.kill(pid, 'SIGKILL');
        return told;
      },
      { programs },
    );
  const stop = function* (pid: number) {
    yield* sys.kill(pid, 'SIGTSTP');
  };
  const stopAndGo = function* (pid: number) {
    yield* stop(pid);
    yield* pause(10);
    yield* sys.kill(pid, 'SIGCONT');
  };

  test('are told once, to a parent who asks for them', () => {
    expect(found(WUNTRACED, stop)).toEqual([{ is: 'stopped', signal: 'SIGTSTP' }, null, null]);
    expect(found(WCONTINUED, stopAndGo)).toEqual([{ is: 'continued' }, null, null]);
  });

  test('are not told to others', () => {
    expect(found(0, stop)).toEqual([null, null, null]);
    expect(found(WCONTINUED, stop)).toEqual([null, null, null]);
    expect(found(WUNTRACED, stopAndGo)).toEqual([null, null, null]);
  });

  test('wake a parent that waits for them', () => {
    const child: Program = function* () {
      yield* sys.kill(yield* sys.getpid(), 'SIGSTOP');
      yield* pause(100);
      return 4;
    };
    const main = function* () {
      const pid = yield* start('child');
      const told: unknown[] = [];
      const all = WUNTRACED | WCONTINUED;
      told.push((yield* sys.waitpid(pid, all)).status);
      yield* start('resume', {}, String(pid));
      told.push((yield* sys.waitpid(pid, all)).status, (yield* sys.waitpid(pid, all)).status);
      yield* reapAll();
      return told;
    };
    const resume: Program = function* ([, pid]) {
      yield* pause(50);
      yield* sys.kill(Number(pid), 'SIGCONT');
    };
    expect(answerOf(main, { programs: { child, resume } })).toEqual([
      { is: 'stopped', signal: 'SIGSTOP' },
      { is: 'continued' },
      { is: 'exited', code: 4 },
    ]);
  });

  test('that nobody asked for give way to the end', () => {
    const main = function* () {
      const pid = yield* start('sleeper', {}, '1000');
      yield* stopAndGo(pid);
      return (yield* sys.waitpid(pid)).status;
    };
    expect(answerOf(main, { programs })).toEqual(exited);
  });
});

describe('a parent that ignores SIGCHLD', () => {
  test('has no zombies, and finds no child when they have ended', () => {
    const main = function* () {
      yield* sys.sigaction('SIGCHLD', 'ignore');
      const pid = yield* start('nothing');
      yield* pause(100);
      return [yield* errorOf(sys.kill(pid, 0)), yield* errorOf(sys.waitpid(-1))];
    };
    expect(answerOf(main, { programs })).toEqual(['ESRCH', 'ECHILD']);
  });

  test('that waits, waits until the last of them has ended', () => {
    const main = function* () {
      yield* sys.sigaction('SIGCHLD', 'ignore');
      const before = yield* now();
      for (const ticks of [100, 300, 200]) yield* start('sleeper', {}, String(ticks));
      const error = yield* errorOf(sys.waitpid(-1));
      return [error, (yield* now()) - before > 300];
    };
    expect(answerOf(main, { programs })).toEqual(['ECHILD', true]);
  });
});

describe('what a child has used', () => {
  const worker: Program = function* ([, ticks]) {
    yield* sys.work(Number(ticks));
    yield* sys.sched_yield();
  };
  const parent: Program = function* () {
    yield* sys.work(1000);
    yield* status('worker', {}, '50');
  };

  test('is told by wait4, with that of the children it had waited for', () => {
    const answer = answerOf(
      function* () {
        const pid = yield* start('parent');
        return [yield* sys.wait4(pid, WNOHANG), yield* sys.wait4(pid), yield* sys.getrusage('children')];
      },
      { programs: { worker, parent } },
    );
    const usage = { user: 1050, system: 7, voluntary: 3, involuntary: 0 };
    expect(answer).toEqual([{ pid: 0, status: null, usage: null }, { pid: 3, status: exited, usage }, usage]);
  });

  test('is told by getrusage of itself, and by its clock', () => {
    const answer = answerOf(function* () {
      yield* sys.work(20);
      yield* pause(1000);
      return [yield* sys.getrusage('self'), yield* sys.clock_gettime('process_cputime')];
    });
    expect(answer).toEqual([
      { user: 20, system: 3, voluntary: 1, involuntary: 0 },
      { sec: 0, nsec: 24_000 },
    ]);
  });
});
