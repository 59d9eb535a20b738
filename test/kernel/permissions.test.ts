// What a user may do with the files and the processes of others.

import { describe, expect, test } from 'vitest';
import {
  type CallName,
  type Coroutine,
  O_CREAT,
  O_RDWR,
  O_TRUNC,
  O_WRONLY,
  syscalls,
} from '../../kernel/abi.ts';
import { credentialsOf } from '../../kernel/credentials.ts';
import type { Inode } from '../../kernel/fs/inode.ts';
import { may } from '../../kernel/permissions.ts';
import { sys } from '../../userland/sys.ts';
import { answerOf, errorOf, machine, pause, say, spill, start } from '../helpers.ts';

const ME = 1000;
const OTHER = 1001;
const GROUP = 50; // ME is in it
const time = { sec: 1, nsec: 0 };

describe('the class that fits decides, and no other', () => {
  const cases: [string, number, number, string][] = [
    // mode owner group
    ['0700', ME, 0, 'rwx'],
    ['0077', ME, GROUP, ''],
    ['0070', OTHER, GROUP, 'rwx'],
    ['0707', OTHER, GROUP, ''],
    ['0070', OTHER, ME, 'rwx'],
    ['0007', OTHER, 0, 'rwx'],
    ['0770', OTHER, 0, ''],
    ['0124', ME, GROUP, 'x'],
    ['0124', OTHER, GROUP, 'w'],
    ['0124', OTHER, 0, 'r'],
  ];
  test.each(cases)('%s of user %i and group %i lets ME "%s"', (mode, uid, gid, expected) => {
    const cred = credentialsOf({ uid: ME, gid: ME, groups: [GROUP] });
    expect(allowed(cred, inode('file', Number.parseInt(mode, 8), uid, gid))).toBe(expected);
  });

  test.each([
    ['a file', 'file', 0o000, 'rw'],
    ['a program', 'file', 0o001, 'rwx'],
    ['a directory', 'directory', 0o000, 'rwx'],
  ] as const)('root may do all with %s, but run what nobody may run', (_, kind, mode, expected) => {
    const root = credentialsOf({ uid: 0, gid: 0, groups: [] });
    expect(allowed(root, inode(kind, mode, ME, ME))).toBe(expected);
  });
});

function inode(is: 'file' | 'directory', mode: number, uid: number, gid: number): Inode {
  return { content: { is }, mode, uid, gid } as unknown as Inode;
}

function allowed(cred: Parameters<typeof may>[0], file: Inode): string {
  return (['r', 'w', 'x'] as const).filter((access) => may(cred, file, access)).join('');
}

// /d is root's, 0755, with the file f (0644), the secret s (0600), the program p and the directories e and shut (0700),
// in which is a file x. /open is everybody's; /tmp has the sticky bit; mine is mine, other is another user's.
function* tree(): Coroutine {
  for (const path of ['/d', '/d/e', '/open', '/open/sub']) yield* sys.mkdir(path);
  yield* sys.mkdir('/d/shut', 0o700);
  for (const path of ['/d/f', '/d/s', '/d/shut/x', '/open/f', '/tmp/other', '/tmp/mine', '/mine'])
    yield* spill(path, 'text');
  yield* sys.chmod('/d/s', 0o600);
  yield* sys.link('/bin/main', '/d/p');
  yield* sys.chmod('/open', 0o777);
  yield* sys.chmod('/tmp', 0o1777);
  yield* sys.symlink('f', '/tmp/link');
  for (const path of ['/mine', '/tmp/mine']) yield* sys.chown(path, ME, ME);
  yield* sys.chown('/tmp/other', OTHER, OTHER);
}

function* asMe(): Coroutine {
  yield* sys.setgroups([GROUP]);
  yield* sys.setgid(ME);
  yield* sys.setuid(ME);
}

type Case = [why: string, name: CallName, call: () => ReturnType<typeof errorOf>, expected: string];

const files: Case[] = [
  ['reads what all may read', 'open', () => errorOf(sys.open('/d/f', 0)), 'ok'],
  ['reads no secret', 'open', () => errorOf(sys.open('/d/s', 0)), 'EACCES'],
  ['writes no file of root', 'open', () => errorOf(sys.open('/d/f', O_WRONLY)), 'EACCES'],
  ['reads and writes its own', 'open', () => errorOf(sys.open('/mine', O_RDWR)), 'ok'],
  ['empties no file of root', 'open', () => errorOf(sys.open('/d/f', O_WRONLY | O_TRUNC)), 'EACCES'],
  [
    'makes no file in root’s directory',
    'open',
    () => errorOf(sys.open('/d/new', O_CREAT | O_WRONLY)),
    'EACCES',
  ],
  ['makes one in everybody’s', 'open', () => errorOf(sys.open('/open/new', O_CREAT | O_WRONLY)), 'ok'],
  [
    'makes a file that it may not write, and writes',
    'open',
    () => errorOf(sys.open('/open/ro', O_CREAT | O_WRONLY, 0o400)),
    'ok',
  ],
  ['lists a directory that all may read', 'open', () => errorOf(sys.open('/d', 0)), 'ok'],
  ['lists no other', 'open', () => errorOf(sys.open('/d/shut', 0)), 'EACCES'],
  [
    'finds nothing below a directory that it may not search',
    'stat',
    () => errorOf(sys.stat('/d/shut/x')),
    'EACCES',
  ],
  ['not even that it is not there', 'stat', () => errorOf(sys.stat('/d/shut/none')), 'EACCES'],
  ['not even through ..', 'stat', () => errorOf(sys.stat('/d/shut/../f')), 'EACCES'],
  ['sees the directory itself', 'stat', () => errorOf(sys.stat('/d/shut')), 'ok'],
  ['works in no directory that it may not search', 'chdir', () => errorOf(sys.chdir('/d/shut')), 'EACCES'],
  ['makes no directory', 'mkdir', () => errorOf(sys.mkdir('/d/new')), 'EACCES'],
  ['makes no link', 'link', () => errorOf(sys.link('/mine', '/d/new')), 'EACCES'],
  ['links where it may write', 'link', () => errorOf(sys.link('/d/s', '/open/new')), 'ok'],
  ['makes no symbolic link', 'symlink', () => errorOf(sys.symlink('x', '/d/new')), 'EACCES'],
  ['removes no name', 'unlink', () => errorOf(sys.unlink('/d/f')), 'EACCES'],
  ['removes root’s file from everybody’s directory', 'unlink', () => errorOf(sys.unlink('/open/f')), 'ok'],
  ['removes its own file from a sticky one', 'unlink', () => errorOf(sys.unlink('/tmp/mine')), 'ok'],
  ['but not another’s', 'unlink', () => errorOf(sys.unlink('/tmp/other')), 'EPERM'],
  ['and no link of another', 'unlink', () => errorOf(sys.unlink('/tmp/link')), 'EPERM'],
  ['removes no directory', 'rmdir', () => errorOf(sys.rmdir('/d/e')), 'EACCES'],
  ['moves nothing out', 'rename', () => errorOf(sys.rename('/d/f', '/open/g')), 'EACCES'],
  ['moves nothing in', 'rename', () => errorOf(sys.rename('/mine', '/d/g')), 'EACCES'],
  [
    'moves nothing out of a sticky directory',
    'rename',
    () => errorOf(sys.rename('/tmp/other', '/open/g')),
    'EPERM',
  ],
  ['replaces nothing there', 'rename', () => errorOf(sys.rename('/tmp/mine', '/tmp/other')), 'EPERM'],
  ['renames what it may', 'rename', () => errorOf(sys.rename('/open/f', '/open/g')), 'ok'],
  ['renames a directory of another', 'rename', () => errorOf(sys.rename('/open/sub', '/open/sub2')), 'ok'],
  [
    'but moves it not elsewhere: its .. would change',
    'rename',
    () => errorOf(sys.rename('/open/sub', '/tmp/sub')),
    'EACCES',
  ],
  ['cuts no file of root', 'truncate', () => errorOf(sys.truncate('/d/f', 0)), 'EACCES'],
  ['cuts its own', 'truncate', () => errorOf(sys.truncate('/mine', 0)), 'ok'],
  ['changes no mode of another’s', 'chmod', () => errorOf(sys.chmod('/d/f', 0o777)), 'EPERM'],
  ['even where it may write', 'chmod', () => errorOf(sys.chmod('/open', 0o700)), 'EPERM'],
  ['changes the mode of its own', 'chmod', () => errorOf(sys.chmod('/mine', 0)), 'ok'],
  ['sets no times of another’s', 'utimens', () => errorOf(sys.utimens('/open', time, null)), 'EPERM'],
  ['but to now where it may write', 'utimens', () => errorOf(sys.utimens('/open', null, null)), 'ok'],
  ['and not where it may not', 'utimens', () => errorOf(sys.utimens('/d/f', null, null)), 'EACCES'],
  ['sets any times of its own', 'utimens', () => errorOf(sys.utimens('/mine', time, time)), 'ok'],
  ['gives nothing away', 'chown', () => errorOf(sys.chown('/mine', OTHER, -1)), 'EPERM'],
  ['takes nothing', 'chown', () => errorOf(sys.chown('/d/f', ME, -1)), 'EPERM'],
  ['leaves nothing of another’s as it is, either', 'chown', () => errorOf(sys.chown('/d/f', 0, 0)), 'EPERM'],
  ['not even with nothing to change', 'chown', () => errorOf(sys.chown('/d/f', -1, -1)), 'EPERM'],
  ['gives its file to a group of its own', 'chown', () => errorOf(sys.chown('/mine', -1, GROUP)), 'ok'],
  ['and to no other', 'chown', () => errorOf(sys.chown('/mine', ME, 0)), 'EPERM'],
  ['gives no file of another to its group', 'chown', () => errorOf(sys.chown('/d/f', -1, GROUP)), 'EPERM'],
  ['gives no link away', 'lchown', () => errorOf(sys.lchown('/tmp/link', ME, ME)), 'EPERM'],
  ['asks whether it may write: no', 'access', () => errorOf(sys.access('/d/f', 2)), 'EACCES'],
  ['asks whether it may read: yes', 'access', () => errorOf(sys.access('/d/f', 4)), 'ok'],
  ['asks for both: no', 'access', () => errorOf(sys.access('/d/f', 6)), 'EACCES'],
  ['asks whether it may run a text: no', 'access', () => errorOf(sys.access('/d/f', 1)), 'EACCES'],
  [
    'asks whether a file is there that it may not read: yes',
    'access',
    () => errorOf(sys.access('/d/s', 0)),
    'ok',
  ],
  [
    'asks whether it may write to /proc: no',
    'access',
    () => errorOf(sys.access('/proc/version', 2)),
    'EROFS',
  ],
  ['asks whether it may write to a device: yes', 'access', () => errorOf(sys.access('/dev/null', 6)), 'ok'],
  ['asks something strange', 'access', () => errorOf(sys.access('/mine', 8)), 'EINVAL'],
  ['runs no text', 'spawn', () => errorOf(sys.spawn('/d/f', ['f'])), 'EACCES'],
  ['runs no directory', 'spawn', () => errorOf(sys.spawn('/d', ['d'])), 'EACCES'],
  ['is no less nice', 'nice', () => errorOf(sys.nice(-1)), 'EPERM'],
  ['is nicer', 'nice', () => errorOf(sys.nice(1)), 'ok'],
  ['does not stop the machine', 'reboot', () => errorOf(sys.reboot('poweroff')), 'EPERM'],
  ['does not signal init', 'kill', () => errorOf(sys.kill(1, 'SIGTERM')), 'EPERM'],
  ['nor ask whether it could', 'kill', () => errorOf(sys.kill(1, 0)), 'EPERM'],
];

describe('a user that is not root', () => {
  test.each(files)('%s (%s)', (_, name, call, expected) => {
    const main = function* () {
      yield* tree();
      yield* asMe();
      return yield* call();
    };
    expect(answerOf(main)).toBe(expected);
    if (expected !== 'ok') expect(syscalls[name].errors).toContain(expected); // the manual says so
  });
});

describe('root', () => {
  const denied = files.filter(
    ([why, , , expected]) => /EACCES|EPERM/.test(expected) && !/runs no|text: no/.test(why),
  );

  test.each(denied)('is not held back where another %s (%s)', (_, name, call) => {
    const booted = machine(function* () {
      yield* tree();
      yield* say(yield* call());
    });
    booted.run();
    if (name === 'reboot') expect(booted.kernel.halted).toBe(0);
    else expect(booted.output()).toBe(/none/.test(String(call)) ? 'ENOENT' : 'ok');
  });
});

describe('a new file', () => {
  test('belongs to whoever makes it, and its group; not the bits of the umask', () => {
    const main = function* () {
      yield* sys.chmod('/tmp', 0o777);
      yield* asMe();
      yield* sys.umask(0o027);
      yield* sys.chdir('/tmp');
      yield* sys.close(yield* sys.open('file', O_CREAT | O_WRONLY, 0o777));
      yield* sys.mkdir('directory', 0o7777);
      yield* sys.symlink('x', 'link');
      return yield* owners('file', 'directory', 'link');
    };
    expect(answerOf(main)).toEqual(['1000:1000 750', '1000:1000 1750', '1000:1000 777']);
  });

  test('in a directory with the set-group-ID bit gets its group, and a directory the bit too', () => {
    const main = function* () {
      yield* sys.chmod('/tmp', 0o2777);
      yield* sys.chown('/tmp', -1, 77);
      yield* asMe();
      yield* sys.chdir('/tmp');
      yield* spill('file', '');
      yield* sys.mkdir('directory');
      return yield* owners('.', 'file', 'directory');
    };
    expect(answerOf(main)).toEqual(['0:77 2777', '1000:77 644', '1000:77 2755']);
  });
});

describe('the set-user-ID bit', () => {
  const loses = (change: () => Coroutine<unknown>, mode = 0o6755) => {
    const main = function* () {
      yield* spill('/tmp/file', 'x');
      yield* sys.chown('/tmp/file', ME, GROUP);
      yield* asMe();
      yield* sys.chmod('/tmp/file', mode);
      yield* change();
      return yield* owners('/tmp/file');
    };
    return answerOf(main)[0];
  };

  test('goes when the file is written, cut, or given to another group', () => {
    expect(loses(() => spill('/tmp/file', 'other'))).toBe('1000:50 755');
    expect(loses(() => sys.truncate('/tmp/file', 0) as never)).toBe('1000:50 755');
    expect(loses(() => sys.chown('/tmp/file', -1, ME) as never)).toBe('1000:1000 755');
  });

  test('stays when it is only read; and set-group-ID without x for the group means nothing and stays', () => {
    expect(loses(() => sys.stat('/tmp/file') as never)).toBe('1000:50 6755');
    expect(loses(() => spill('/tmp/file', 'other'), 0o6705)).toBe('1000:50 2705');
  });

  test('for a group that one is not in cannot be set', () => {
    const main = function* () {
      yield* spill('/tmp/file', 'x');
      yield* sys.chown('/tmp/file', ME, 77);
      yield* asMe();
      yield* sys.chmod('/tmp/file', 0o6755);
      return yield* owners('/tmp/file');
    };
    expect(answerOf(main)).toEqual(['1000:77 4755']);
  });
});

test('access asks for the real user, and with AT_EACCESS for the effective one', () => {
  const seen: string[] = [];
  const program = function* () {
    seen.push(yield* errorOf(sys.access('/secret', 4)), yield* errorOf(sys.access('/secret', 4, 0x200)));
  };
  const main = function* () {
    yield* spill('/secret', 'x');
    yield* sys.chmod('/secret', 0o600);
    yield* asMe();
    yield* sys.waitpid(yield* start('set'));
  };
  answerOf(main, { image: [{ path: '/bin/set', program, about: '', mode: 0o4755 }] });
  expect(seen).toEqual(['EACCES', 'ok']);
});

describe('kill', () => {
  const programs = {
    *sleeper() {
      yield* pause(1000);
    },
  };
  const ids = (uid: number) => ({ user: { uid, gid: uid, groups: [] } });

  test('reaches processes of the same user, and no others', () => {
    const main = function* () {
      const mine = yield* start('sleeper', ids(ME));
      const other = yield* start('sleeper', ids(OTHER));
      yield* asMe();
      return [
        yield* errorOf(sys.kill(other, 'SIGTERM')),
        yield* errorOf(sys.kill(other, 0)),
        yield* errorOf(sys.kill(mine, 'SIGTERM')),
      ];
    };
    expect(answerOf(main, { programs })).toEqual(['EPERM', 'EPERM', 'ok']);
  });

  test('of a group or of all reaches those that it may, and fails if there are none', () => {
    const main = function* () {
      const pids: number[] = [];
      for (const uid of [ME, OTHER, OTHER])
        pids.push(yield* start('sleeper', { ...ids(uid), pgid: pids[0] ?? 0 }));
      yield* asMe();
      const first = yield* errorOf(sys.kill(-1, 'SIGKILL'));
      const statuses = [yield* sys.waitpid(pids[0]!), yield* sys.waitpid(-1, 1)];
      const second = yield* errorOf(sys.kill(-pids[0]!, 'SIGKILL'));
      return [first, ...statuses.map(({ status }) => status?.is ?? null), second];
    };
    expect(answerOf(main, { programs })).toEqual(['ok', 'killed', null, 'EPERM']);
  });

  test('with SIGCONT reaches everybody in the session', () => {
    const main = function* () {
      const inside = yield* start('sleeper', { ...ids(OTHER), stopped: true });
      const outside = yield* start('sleeper', { ...ids(OTHER), session: true });
      yield* asMe();
      return [
        yield* errorOf(sys.kill(inside, 'SIGCONT')),
        yield* errorOf(sys.kill(inside, 'SIGTERM')),
        yield* errorOf(sys.kill(outside, 'SIGCONT')),
      ];
    };
    expect(answerOf(main, { programs })).toEqual(['ok', 'EPERM', 'EPERM']);
  });
});

describe('/proc of another', () => {
  const programs = {
    *sleeper() {
      yield* pause(1000);
    },
  };
  const look = (user: number) => {
    const main = function* () {
      const pid = yield* start('sleeper', { user: { uid: user, gid: user, groups: [] } });
      yield* asMe();
      const tried: string[] = [];
      for (const name of ['status', 'stat', 'cmdline', 'wchan', 'trace', 'fd', 'fd/0'])
        tried.push(`${name} ${yield* errorOf(sys.open(`/proc/${pid}/${name}`, 0))}`);
      tried.push(`readlink ${yield* errorOf(sys.readlink(`/proc/${pid}/fd/0`))}`);
      return [...(yield* owners(`/proc/${pid}`)), ...tried];
    };
    return answerOf(main, { programs });
  };
  const open = ['status ok', 'stat ok', 'cmdline ok', 'wchan ok'];

  test('tells how it is, but not what it has open nor what it does', () => {
    const denied = ['trace EACCES', 'fd EACCES', 'fd/0 EACCES', 'readlink EACCES'];
    expect(look(OTHER)).toEqual(['1001:1001 555', ...open, ...denied]);
  });

  test('tells the same user all; what it has open is opened as any file is', () => {
    expect(look(ME)).toEqual(['1000:1000 555', ...open, 'trace ok', 'fd ok', 'fd/0 EACCES', 'readlink ok']);
  });

  test('of a set-user-ID program is root’s, also for the one who started it', () => {
    const main = function* () {
      yield* asMe();
      const pid = yield* start('set');
      return [...(yield* owners(`/proc/${pid}`)), yield* errorOf(sys.open(`/proc/${pid}/trace`, 0))];
    };
    const set = {
      path: '/bin/set',
      program: programs.sleeper,
      about: '',
      mode: 0o4755,
      owner: { uid: OTHER, gid: 0 },
    };
    expect(answerOf(main, { image: [set] })).toEqual(['0:0 555', 'EACCES']);
  });
});

function* owners(...paths: string[]): Coroutine<string[]> {
  const all: string[] = [];
  for (const path of paths) {
    const { uid, gid, mode } = yield* sys.lstat(path);
    all.push(`${uid}:${gid} ${mode.toString(8)}`);
  }
  return all;
}
