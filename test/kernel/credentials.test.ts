// Who a process is, and whom it may become.

import { describe, expect, test } from 'vitest';
import type { Coroutine } from '../../kernel/abi.ts';
import { sys } from '../../userland/sys.ts';
import { answerOf, errorOf, machine, say, start, status } from '../helpers.ts';

const ME = { uid: 1000, gid: 1000, groups: [37, 50] };

/** Real and effective ids, and the groups. */
function* ids(): Coroutine<string> {
  const users = `${yield* sys.getuid()} ${yield* sys.geteuid()}`;
  const groups = `${yield* sys.getgid()} ${yield* sys.getegid()}`;
  return `uid ${users} gid ${groups} groups ${(yield* sys.getgroups()).join(' ')}`;
}

function* tell(): Coroutine {
  yield* say(`${yield* ids()}\n`);
}

function* ignoring(call: Coroutine<unknown>): Coroutine {
  yield* call;
}

test('the first process is root, and so are its children', () => {
  expect(answerOf(ids)).toBe('uid 0 0 gid 0 0 groups ');
});

test('a child is who its parent is', () => {
  const main = function* () {
    yield* sys.setgroups([1, 2]);
    yield* sys.setgid(30);
    yield* sys.setuid(40);
    yield* status('tell');
  };
  expect(output(main)).toBe('uid 40 40 gid 30 30 groups 1 2\n');
});

describe('spawn', () => {
  test('by root starts a child as another user', () => {
    expect(output(() => status('tell', { user: ME }))).toBe('uid 1000 1000 gid 1000 1000 groups 37 50\n');
  });

  test('by anybody else may not say who the child is', () => {
    const main = function* () {
      yield* sys.setuid(1000);
      const error = yield* errorOf(start('tell', { user: { uid: 1000, gid: 1000, groups: [] } }));
      return [error, yield* errorOf(sys.waitpid(-1))];
    };
    expect(answerOf(main, { programs: { tell } })).toEqual(['EPERM', 'ECHILD']);
  });

  test('looks with the eyes of the child: at the program, at the directory to start in, at the files to open', () => {
    const main = function* () {
      yield* sys.mkdir('/private', 0o700);
      yield* sys.link('/bin/tell', '/private/tell');
      return [
        yield* errorOf(sys.spawn('/private/tell', ['tell'], { user: ME })),
        yield* errorOf(start('tell', { user: ME, cwd: '/private' })),
        yield* errorOf(
          start('tell', {
            user: ME,
            actions: [{ is: 'open', fd: 0, path: '/private/tell', flags: 0, mode: 0 }],
          }),
        ),
        yield* errorOf(sys.spawn('/private/tell', ['tell'], { cwd: '/private' })),
      ];
    };
    expect(answerOf(main, { programs: { tell } })).toEqual(['EACCES', 'EACCES', 'EACCES', 'ok']);
  });
});

describe('a program with the set-user-ID bit', () => {
  const image = (mode: number) => [
    { path: '/bin/set', program: tell, about: '', mode, owner: { uid: 7, gid: 8 } },
  ];

  test.each([
    ['runs as its owner', 0o4755, 'uid 1000 7 gid 1000 1000 groups 37 50\n'],
    ['and the set-group-ID bit also as its group', 0o6755, 'uid 1000 7 gid 1000 8 groups 37 50\n'],
    ['but without it as whoever starts it', 0o755, 'uid 1000 1000 gid 1000 1000 groups 37 50\n'],
  ])('%s', (_, mode, expected) => {
    const booted = machine(() => ignoring(status('set', { user: ME })), { image: image(mode) });
    booted.run();
    expect(booted.output()).toBe(expected);
  });

  test('is not another user for its parent, which waits for it and signals it', () => {
    function* forever() {
      yield* sys.nanosleep({ sec: 100, nsec: 0 });
    }
    const main = function* () {
      yield* sys.setuid(1000);
      const pid = yield* start('set');
      yield* sys.kill(pid, 'SIGTERM');
      return yield* sys.waitpid(pid);
    };
    const set = { path: '/bin/set', program: forever, about: '', mode: 0o4755 };
    expect(answerOf(main, { image: [set] })).toEqual({
      pid: 3,
      status: { is: 'killed', signal: 'SIGTERM' },
    });
  });

  test('starts its own children as the user that it is by now', () => {
    const main = function* () {
      yield* sys.setuid(1000);
      yield* status('set');
    };
    const set = {
      path: '/bin/set',
      program: () => ignoring(status('tell')),
      about: '',
      mode: 0o4755,
      owner: { uid: 7, gid: 8 },
    };
    const booted = machine(main, { image: [set], programs: { tell } });
    booted.run();
    expect(booted.output()).toBe('uid 1000 7 gid 0 0 groups \n');
  });
});

describe('setuid', () => {
  test('makes root another user for good', () => {
    const main = function* () {
      yield* sys.setuid(5);
      return [yield* ids(), yield* errorOf(sys.setuid(0)), yield* errorOf(sys.setuid(5)), yield* ids()];
    };
    expect(answerOf(main)).toEqual(['uid 5 5 gid 0 0 groups ', 'EPERM', 'ok', 'uid 5 5 gid 0 0 groups ']);
  });

  test('lets a set-user-ID program be its caller for a while, and its owner again', () => {
    const seen: string[] = [];
    const program = function* () {
      for (const uid of [1000, 7, 1000]) {
        yield* sys.setuid(uid);
        seen.push(yield* ids());
      }
      seen.push(yield* errorOf(sys.setuid(8)), yield* errorOf(sys.setuid(0)));
    };
    const image = [{ path: '/bin/set', program, about: '', mode: 0o4755, owner: { uid: 7, gid: 8 } }];
    answerOf(() => status('set', { user: ME }), { image });
    const rest = 'gid 1000 1000 groups 37 50';
    expect(seen).toEqual([
      `uid 1000 1000 ${rest}`,
      `uid 1000 7 ${rest}`,
      `uid 1000 1000 ${rest}`,
      'EPERM',
      'EPERM',
    ]);
  });

  test('by a set-user-ID program of root makes it that user for good', () => {
    const seen: string[] = [];
    const program = function* () {
      yield* sys.setgid(1000);
      yield* sys.setuid(1000);
      seen.push(yield* ids(), yield* errorOf(sys.setuid(0)));
    };
    answerOf(() => status('set', { user: ME }), {
      image: [{ path: '/bin/set', program, about: '', mode: 0o4755 }],
    });
    expect(seen).toEqual(['uid 1000 1000 gid 1000 1000 groups 37 50', 'EPERM']);
  });
});

test('setgid and setgroups are for root; others go back to the group that they were', () => {
  const seen: string[] = [];
  const program = function* () {
    for (const gid of [1000, 8]) {
      yield* sys.setgid(gid);
      seen.push(yield* ids());
    }
    seen.push(yield* errorOf(sys.setgid(0)), yield* errorOf(sys.setgroups([])));
  };
  const image = [{ path: '/bin/set', program, about: '', mode: 0o2755, owner: { uid: 7, gid: 8 } }];
  answerOf(() => status('set', { user: ME }), { image });
  expect(seen).toEqual([
    'uid 1000 1000 gid 1000 1000 groups 37 50',
    'uid 1000 1000 gid 1000 8 groups 37 50',
    'EPERM',
    'EPERM',
  ]);
});

test('ids are numbers from 0 to 4294967294', () => {
  const main = function* () {
    return [
      yield* errorOf(sys.setgid(-1)),
      yield* errorOf(sys.setgid(2 ** 32 - 1)),
      yield* errorOf(sys.setgid(0.5)),
      yield* errorOf(sys.setgroups([0, -1])),
      yield* errorOf(sys.setuid(2 ** 32 - 2)),
    ];
  };
  expect(answerOf(main)).toEqual(['EINVAL', 'EINVAL', 'EINVAL', 'EINVAL', 'ok']);
});

function output(main: () => Coroutine<unknown>): string {
  const booted = machine(() => ignoring(main()), { programs: { tell } });
  booted.run();
  return booted.output();
}
