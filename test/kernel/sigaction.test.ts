import { describe, expect, test } from 'vitest';
import type { Program, SigAction } from '../../kernel/abi.ts';
import { post } from '../../kernel/interrupt.ts';
import { sys } from '../../userland/sys.ts';
import { answerOf, errorOf, lines, machine, pause, runMain, start } from '../helpers.ts';

const nothing: SigAction['handler'] = function* () {};

describe('sigaction', () => {
  test('tells the action before, and without a new one changes nothing', () => {
    const answer = answerOf(function* () {
      const told = [yield* sys.sigaction('SIGINT')];
      const action: SigAction = { handler: nothing, mask: ['SIGHUP'], flags: ['SA_RESTART'] };
      told.push(yield* sys.sigaction('SIGINT', action));
      told.push(yield* sys.sigaction('SIGINT', null));
      told.push(yield* sys.sigaction('SIGINT', 'ignore'));
      told.push(yield* sys.sigaction('SIGINT', 'default'));
      told.push(yield* sys.sigaction('SIGINT', { handler: nothing }));
      told.push(yield* sys.sigaction('SIGINT'));
      return told;
    });
    const action = { handler: nothing, mask: ['SIGHUP'], flags: ['SA_RESTART'] };
    const plain = { handler: nothing, mask: [], flags: [] };
    expect(answer).toEqual(['default', 'default', action, action, 'ignore', 'default', plain]);
  });

  test('tells of SIGKILL and SIGSTOP, but does not change them', () => {
    const answer = answerOf(function* () {
      return [
        yield* sys.sigaction('SIGKILL'),
        yield* errorOf(sys.sigaction('SIGKILL', { handler: nothing })),
        yield* errorOf(sys.sigaction('SIGSTOP', 'ignore')),
      ];
    });
    expect(answer).toEqual(['default', 'EINVAL', 'EINVAL']);
  });

  test.each([
    ['another word', 'later', 'EINVAL'],
    ['a number', 1, 'EFAULT'],
    ['a record without a handler', { mask: [] }, 'EINVAL'],
    ['a flag that there is not', { handler: nothing, flags: ['SA_SIGINFO'] }, 'EINVAL'],
    ['a mask of no signals', { handler: nothing, mask: ['TERM'] }, 'EINVAL'],
  ])('refuses %s', (_, action, code) => {
    const answer = answerOf(function* () {
      return yield* errorOf(sys.sigaction('SIGINT', action as SigAction));
    });
    expect(answer).toBe(code);
  });

  test('of a child starts from the default where its parent has a handler, and from what that ignores', () => {
    const about: unknown[] = [];
    const child: Program = function* () {
      about.push([
        yield* sys.sigaction('SIGINT'),
        yield* sys.sigaction('SIGTERM'),
        yield* sys.sigaction('SIGHUP'),
      ]);
    };
    runMain(
      function* () {
        yield* sys.sigaction('SIGINT', { handler: nothing });
        yield* sys.sigaction('SIGTERM', 'ignore');
        yield* sys.sigaction('SIGHUP', 'ignore');
        yield* sys.waitpid(yield* start('child', { defaults: ['SIGHUP'] }));
      },
      { programs: { child } },
    );
    expect(about).toEqual([['default', 'ignore', 'default']]);
  });

  test('is printed by strace with its flags', () => {
    const traced = runMain(function* () {
      yield* sys.sigaction('SIGINT', { handler: nothing, mask: ['SIGHUP'], flags: ['SA_RESTART'] });
      yield* sys.sigaction('SIGINT');
    });
    expect(
      lines(traced, 2)
        .split('\n')
        .filter((line) => line.includes('sigaction')),
    ).toEqual([
      '3 2 trap sigaction(SIGINT, {handler: function, mask: [SIGHUP], flags: [SA_RESTART]})',
      '3 2 return sigaction = default',
      '4 2 trap sigaction(SIGINT)',
      '4 2 return sigaction = {handler: function, mask: [SIGHUP], flags: [SA_RESTART]}',
    ]);
  });
});

describe('a handler for SIGCHLD', () => {
  /** What it is told of a child that is stopped, goes on, and ends. */
  function told(flags: SigAction['flags'] = []): unknown[] {
    const notes: unknown[] = [];
    const main: Program = function* () {
      yield* sys.sigaction('SIGCHLD', {
        *handler(_, info) {
          notes.push(info);
        },
        flags,
      });
      const pid = yield* start('child');
      for (const signal of ['SIGSTOP', 'SIGCONT', 'SIGTERM'] as const) {
        yield* sys.kill(pid, signal);
        yield* pause(100);
      }
      notes.push(yield* errorOf(sys.waitpid(pid)));
    };
    runMain(main, {
      programs: {
        *child() {
          yield* pause(1_000_000);
        },
      },
    });
    return notes;
  }
  const killed = { pid: 3, status: { is: 'killed', signal: 'SIGTERM' } };

  test('is told whatever becomes of it', () => {
    expect(told()).toEqual([
      { pid: 3, status: { is: 'stopped', signal: 'SIGSTOP' } },
      { pid: 3, status: { is: 'continued' } },
      killed,
      'ok',
    ]);
  });

  test('with SA_NOCLDSTOP is told of its end only', () => {
    expect(told(['SA_NOCLDSTOP'])).toEqual([killed, 'ok']);
  });

  test('with SA_NOCLDWAIT leaves no zombie to wait for', () => {
    expect(told(['SA_NOCLDSTOP', 'SA_NOCLDWAIT'])).toEqual([killed, 'ECHILD']);
  });
});

describe('who sent a signal', () => {
  test('is the process that called kill, or nobody', () => {
    const told: unknown[] = [];
    const m = machine(
      function* () {
        for (const signal of ['SIGUSR1', 'SIGINT', 'SIGWINCH', 'SIGALRM', 'SIGUSR2'] as const)
          yield* sys.sigaction(signal, {
            *handler(which, { pid }) {
              told.push([which, pid]);
            },
          });
        yield* start('sender');
        yield* sys.alarm(1);
        yield* sys.work(2_000_000);
      },
      {
        terminal: true,
        programs: {
          *sender() {
            yield* sys.kill(0, 'SIGUSR1');
          },
        },
      },
    );
    m.feed('\x03', 20_000);
    post(m.kernel, { is: 'resize', device: 'tty0', rows: 10, columns: 10 }, 30_000);
    post(m.kernel, { is: 'signal', device: 'ui', pid: 2, signal: 'SIGUSR2' }, 40_000);
    m.run();
    expect(told).toEqual([
      ['SIGUSR1', 3],
      ['SIGINT', 0],
      ['SIGWINCH', 0],
      ['SIGUSR2', 0],
      ['SIGALRM', 0],
    ]);
  });
});

describe('init', () => {
  test('is deaf to what it has no handler for, and gets what it has one for', () => {
    const told: unknown[] = [];
    const init: Program = function* () {
      yield* sys.sigaction('SIGUSR1', {
        *handler(signal, { pid }) {
          told.push([signal, pid]);
        },
      });
      const pid = yield* start('child');
      told.push(yield* errorOf(sys.waitpid(pid)), (yield* sys.waitpid(pid)).status);
    };
    const child: Program = function* () {
      yield* sys.kill(1, 'SIGTERM');
      yield* sys.kill(1, 'SIGKILL');
      yield* sys.kill(1, 'SIGUSR1');
      yield* pause(10);
      return 4;
    };
    machine(function* () {}, { programs: { init, child } }).run();
    expect(told).toEqual([['SIGUSR1', 2], 'EINTR', { is: 'exited', code: 4 }]);
  });
});
