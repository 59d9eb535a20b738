import { describe, expect, test } from 'vitest';
import type { Program } from '../../../kernel/abi.ts';
import { sys } from '../../../userland/sys.ts';
import { answerOf, errorOf, pause, reapAll, start, status } from '../../helpers.ts';

const idle: Program = () => pause(1000);
const programs = { idle };

describe('setpgid', () => {
  test('makes a group of one’s own, or joins one of the session', () => {
    const main = function* () {
      const leader = yield* start('idle');
      const member = yield* start('idle');
      const groups: number[] = [];
      yield* sys.setpgid(leader, 0);
      yield* sys.setpgid(member, leader);
      for (const pid of [leader, member]) groups.push(yield* sys.getpgid(pid));
      yield* sys.setpgid(0, 0);
      groups.push(yield* sys.getpgid(0));
      yield* sys.setpgid(0, leader);
      groups.push(yield* sys.getpgid(0));
      return groups;
    };
    expect(answerOf(main, { programs })).toEqual([3, 3, 2, 3]);
  });

  test('is refused where it must be', () => {
    const main = function* () {
      const child = yield* start('idle');
      const stranger = yield* start('idle', { session: true });
      const calls = [
        ...[sys.setpgid(99, 0), sys.setpgid(1, 0), sys.setpgid(child, -1), sys.setpgid(stranger, 0)],
        ...[sys.setpgid(child, stranger), sys.setpgid(child, 99), sys.setpgid(0, stranger)],
      ];
      const told: string[] = [];
      for (const call of calls) told.push(yield* errorOf(call));
      return told;
    };
    const expected = ['ESRCH', 'ESRCH', 'EINVAL', 'EPERM', 'EPERM', 'EPERM', 'EPERM'];
    expect(answerOf(main, { programs })).toEqual(expected);
  });

  test('of a grandchild is none of one’s business', () => {
    const parent: Program = function* () {
      yield* start('idle');
      yield* pause(500);
    };
    const main = function* () {
      yield* start('parent');
      yield* pause(100);
      return yield* errorOf(sys.setpgid(4, 0));
    };
    expect(answerOf(main, { programs: { ...programs, parent } })).toBe('ESRCH');
  });
});

describe('setsid', () => {
  test('makes a session and a group of one’s own, without a terminal; a group leader cannot', () => {
    const told: unknown[] = [];
    const child: Program = function* () {
      told.push(
        yield* errorOf(sys.open('/dev/tty', 0)),
        yield* sys.setsid(),
        yield* sys.getsid(0),
        yield* sys.getpgid(0),
      );
      told.push(
        yield* errorOf(sys.open('/dev/tty', 0)),
        yield* errorOf(sys.setsid()),
        yield* errorOf(sys.setpgid(0, 0)),
      );
    };
    const main = function* () {
      told.push(yield* errorOf(sys.setsid()));
      yield* status('child');
    };
    answerOf(main, { terminal: true, programs: { child } });
    expect(told).toEqual(['EPERM', 'ok', 3, 3, 3, 'ENXIO', 'EPERM', 'EPERM']);
  });

  test('is refused while others are in the group of one’s pid', () => {
    const main = function* () {
      const leader = yield* start('leaver', { pgid: 0 });
      yield* start('idle', { pgid: leader });
      return (yield* sys.waitpid(leader)).status;
    };
    const leaver: Program = function* () {
      yield* pause(10);
      yield* sys.setpgid(0, 1);
      return (yield* errorOf(sys.setsid())) === 'EPERM' ? 1 : 0;
    };
    expect(answerOf(main, { programs: { ...programs, leaver } })).toEqual({ is: 'exited', code: 1 });
  });
});

test('ids of others can be asked for, also of a zombie, but not of nobody', () => {
  const main = function* () {
    const pid = yield* start('idle', { session: true });
    yield* pause(2000);
    const told: unknown[] = [yield* sys.getpgid(pid), yield* sys.getsid(pid), yield* sys.getpgid(1)];
    yield* reapAll();
    return [...told, yield* errorOf(sys.getpgid(pid)), yield* errorOf(sys.getsid(-1))];
  };
  expect(answerOf(main, { programs })).toEqual([3, 3, 1, 'ESRCH', 'ESRCH']);
});

test('nice adds up, and stays between -20 and 19', () => {
  const main = function* () {
    const told: number[] = [];
    for (const increment of [5, 3, 100, -10, -(2 ** 50), 0]) told.push(yield* sys.nice(increment));
    return told;
  };
  expect(answerOf(main)).toEqual([5, 8, 19, 9, -20, -20]);
});

test('umask tells what it was, and keeps permission bits only', () => {
  const main = function* () {
    return [yield* sys.umask(0o7077), yield* sys.umask(0o22), yield* sys.umask(0)];
  };
  expect(answerOf(main)).toEqual([0o22, 0o77, 0o22]);
});

test('a child that changes its directory, umask or descriptors does not change its parent’s', () => {
  const child: Program = function* () {
    yield* sys.chdir('/tmp');
    yield* sys.umask(0o77);
    yield* sys.close(0);
  };
  const main = function* () {
    yield* status('child');
    return [yield* sys.getcwd(), yield* sys.umask(0), yield* errorOf(sys.fstat(0))];
  };
  expect(answerOf(main, { programs: { child } })).toEqual(['/', 0o22, 'ok']);
});
