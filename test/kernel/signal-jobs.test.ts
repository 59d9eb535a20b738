// Signals and the terminal: groups that nobody could continue, and what a background process may not do.

import { describe, expect, test } from 'vitest';
import {
  type Coroutine,
  type Program,
  type SigAction,
  type Signal,
  type Termios,
  WUNTRACED,
} from '../../kernel/abi.ts';
import { sys } from '../../userland/sys.ts';
import { answerOf, errorOf, machine, pause, reapAll, say, start } from '../helpers.ts';

const sleeper: Program = function* () {
  yield* pause(1000);
  return 5;
};
const leader = { session: true };

/** What main tells when it leads a session on the terminal. */
function onTerminal(
  main: (told: unknown[]) => Coroutine<unknown>,
  programs: Record<string, Program>,
  keys = '',
): unknown[] {
  const told: unknown[] = [];
  const booted = machine(
    function* () {
      yield* main(told);
      yield* errorOf(sys.kill(-1, 'SIGKILL'));
    },
    { terminal: true, programs },
  );
  if (keys) booted.feed(keys, 500);
  booted.run();
  return told;
}

describe('an orphaned process group', () => {
  test.each<[Signal, unknown]>([
    ['SIGTSTP', { is: 'exited', code: 5 }],
    ['SIGTTIN', { is: 'exited', code: 5 }],
    ['SIGTTOU', { is: 'exited', code: 5 }],
    ['SIGSTOP', { is: 'stopped', signal: 'SIGSTOP' }],
  ])('does with %s what POSIX says', (signal, expected) => {
    const answer = answerOf(
      function* () {
        const pid = yield* start('sleeper', leader); // its parent is in another session
        yield* sys.kill(pid, signal);
        const { status } = yield* sys.waitpid(pid, WUNTRACED);
        yield* errorOf(sys.kill(pid, 'SIGKILL'));
        return status;
      },
      { programs: { sleeper } },
    );
    expect(answer).toEqual(expected);
  });

  test('still runs its handler for SIGTSTP', () => {
    const catcher: Program = function* () {
      yield* sys.sigaction('SIGTSTP', {
        *handler() {
          yield* sys.exit(3);
        },
      });
      yield* pause(1000);
    };
    const answer = answerOf(
      function* () {
        const pid = yield* start('catcher', leader);
        yield* pause(100);
        yield* sys.kill(pid, 'SIGTSTP');
        return (yield* sys.waitpid(pid)).status;
      },
      { programs: { catcher } },
    );
    expect(answer).toEqual({ is: 'exited', code: 3 });
  });

  /** A middleman of a session of its own starts a child in a group of its own, and ends; what becomes of the child. */
  function left(stopped: boolean, inGroup: number | 'own'): unknown {
    const told: unknown[] = [];
    const init: Program = function* () {
      yield* start('middle', leader);
      for (let i = 0; i < 2; i++) {
        const { pid, status } = yield* sys.waitpid(-1, i === 0 ? 0 : WUNTRACED);
        if (pid !== 2) told.push(status);
      }
    };
    const middle: Program = function* () {
      const pid = yield* start('sleeper', inGroup === 'own' ? { pgid: 0 } : {});
      if (stopped) yield* sys.kill(pid, 'SIGSTOP');
      yield* pause(100);
    };
    machine(function* () {}, { programs: { init, middle, sleeper } }).run();
    return told[0];
  }

  test('gets SIGHUP and SIGCONT if it is stopped when the last is gone who could continue it', () => {
    expect(left(true, 'own')).toEqual({ is: 'killed', signal: 'SIGHUP' });
  });

  test('is left alone if none of it is stopped', () => {
    expect(left(false, 'own')).toEqual({ is: 'exited', code: 5 });
  });

  test('is not told again when one of it ends that could not continue it anyway', () => {
    expect(left(true, 2)).toEqual({ is: 'stopped', signal: 'SIGSTOP' });
  });

  test('goes on if it catches SIGHUP, as all of its group do', () => {
    const notes: string[] = [];
    const catcher: Program = function* () {
      for (const signal of ['SIGHUP', 'SIGCONT'] as const)
        yield* sys.sigaction(signal, {
          *handler() {
            notes.push(`${yield* sys.getpid()} ${signal}`);
          },
        });
      yield* pause(1000);
      yield* pause(1000);
    };
    const middle: Program = function* () {
      const first = yield* start('catcher', { pgid: 0 });
      yield* start('catcher', { pgid: first });
      yield* pause(100);
      yield* sys.kill(first, 'SIGSTOP');
      yield* pause(100);
    };
    const init: Program = function* () {
      yield* start('middle', leader);
      yield* reapAll();
    };
    machine(function* () {}, { programs: { init, middle, catcher } }).run();
    expect(notes.sort()).toEqual(['3 SIGCONT', '3 SIGHUP', '4 SIGCONT', '4 SIGHUP']);
  });

  test('that reads from the terminal in the background gets EIO', () => {
    const notes: unknown[] = [];
    const reader: Program = function* () {
      yield* pause(300); // its parent ends meanwhile
      notes.push(yield* errorOf(sys.read(0, 10)));
      const settings = (yield* sys.ioctl(0, 'TCGETS')) as Termios;
      notes.push(yield* errorOf(sys.ioctl(0, 'TCSETS', settings)));
    };
    const parent: Program = function* () {
      yield* start('reader');
    };
    onTerminal(
      function* () {
        yield* sys.waitpid(yield* start('parent', { pgid: 0 }));
        yield* pause(1000);
      },
      { parent, reader },
    );
    expect(notes).toEqual(['EIO', 'EIO']);
  });
});

describe('a background process', () => {
  test('that catches SIGTTIN gets EINTR, or with SA_RESTART the signal again and again', () => {
    const reader: Program = function* ([, flag]) {
      let times = 0;
      yield* sys.sigaction('SIGTTIN', {
        *handler() {
          if (++times === 4) yield* sys.exit(4);
        },
        flags: flag ? ['SA_RESTART'] : [],
      });
      return (yield* errorOf(sys.read(0, 10))) === 'EINTR' ? times : 9;
    };
    const told = onTerminal(
      function* (told) {
        for (const flags of [[], ['restart']])
          told.push((yield* sys.waitpid(yield* start('reader', { pgid: 0 }, ...flags))).status);
      },
      { reader },
    );
    expect(told).toEqual([
      { is: 'exited', code: 1 },
      { is: 'exited', code: 4 },
    ]);
  });

  test('that blocks SIGTTIN gets EIO', () => {
    const reader: Program = function* () {
      yield* sys.sigprocmask('block', ['SIGTTIN']);
      return (yield* errorOf(sys.read(0, 10))) === 'EIO' ? 5 : 9;
    };
    const told = onTerminal(
      function* (told) {
        told.push((yield* sys.waitpid(yield* start('reader', { pgid: 0 }))).status);
      },
      { reader },
    );
    expect(told).toEqual([{ is: 'exited', code: 5 }]);
  });

  /** What becomes of a background process that writes. */
  function written(tostop: boolean, how: 'default' | 'ignoring' | 'blocking'): unknown[] {
    const writer: Program = function* () {
      if (how === 'ignoring') yield* sys.sigaction('SIGTTOU', 'ignore');
      if (how === 'blocking') yield* sys.sigprocmask('block', ['SIGTTOU']);
      yield* say('text');
    };
    return onTerminal(
      function* (told) {
        const settings = (yield* sys.ioctl(0, 'TCGETS')) as Termios;
        yield* sys.ioctl(0, 'TCSETS', { ...settings, tostop });
        const pid = yield* start('writer', { pgid: 0 });
        told.push((yield* sys.waitpid(pid, WUNTRACED)).status);
      },
      { writer },
    );
  }

  test('that writes is stopped if the terminal says so, and it does not ignore or block SIGTTOU', () => {
    const stopped = [{ is: 'stopped', signal: 'SIGTTOU' }];
    const ended = [{ is: 'exited', code: 0 }];
    expect(written(false, 'default')).toEqual(ended);
    expect(written(true, 'default')).toEqual(stopped);
    expect(written(true, 'ignoring')).toEqual(ended);
    expect(written(true, 'blocking')).toEqual(ended);
  });

  test('that was stopped by its writing writes when it is brought to the front', () => {
    const writer: Program = () => say('text');
    const booted = machine(
      function* () {
        const settings = (yield* sys.ioctl(0, 'TCGETS')) as Termios;
        yield* sys.ioctl(0, 'TCSETS', { ...settings, tostop: true });
        const pid = yield* start('writer', { pgid: 0 });
        yield* sys.waitpid(pid, WUNTRACED);
        yield* say('stopped, ');
        yield* sys.ioctl(0, 'TIOCSPGRP', pid);
        yield* sys.kill(-pid, 'SIGCONT');
        yield* sys.waitpid(pid);
      },
      { terminal: true, programs: { writer } },
    );
    booted.run();
    expect([booted.output(), booted.status]).toEqual(['stopped, text', { is: 'exited', code: 0 }]);
  });
});

describe('keys', () => {
  const catchAll = function* (notes: unknown[]): Coroutine {
    const note: SigAction['handler'] = function* (signal) {
      notes.push(signal);
    };
    for (const signal of ['SIGINT', 'SIGQUIT', 'SIGTSTP'] as const)
      yield* sys.sigaction(signal, { handler: note });
  };

  test('that are signals reach the handlers of those in front, and of nobody else', () => {
    const notes: unknown[] = [];
    const told = onTerminal(
      function* (told) {
        yield* start('sleeper', { pgid: 0 });
        yield* catchAll(notes);
        told.push(yield* errorOf(sys.read(0, 10)));
        told.push((yield* sys.waitpid(3)).status);
      },
      { sleeper },
      '\x03\x1c\x1a',
    );
    expect([notes, told]).toEqual([
      ['SIGINT', 'SIGQUIT', 'SIGTSTP'],
      ['EINTR', { is: 'exited', code: 5 }],
    ]);
  });
});

test('a session leader that ends tells those in front, who may catch it', () => {
  const notes: unknown[] = [];
  const catcher: Program = function* () {
    for (const signal of ['SIGHUP', 'SIGCONT'] as const)
      yield* sys.sigaction(signal, {
        *handler(which, { pid }) {
          notes.push([which, pid]);
        },
      });
    yield* errorOf(sys.pause());
    notes.push(yield* errorOf(sys.open('/dev/tty', 2)));
  };
  const booted = machine(
    function* () {
      yield* start('catcher', { pgid: 0, actions: [{ is: 'tcsetpgrp', fd: 0 }] });
      yield* pause(100);
    },
    { terminal: true, programs: { catcher } },
  );
  booted.run();
  expect(notes).toEqual([['SIGHUP', 2], ['SIGCONT', 2], 'ENXIO']);
});
