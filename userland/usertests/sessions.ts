// Process groups and sessions, and what processes have used.

import { type Coroutine, O_RDWR } from '../../kernel/abi.ts';
import { sys } from '../sys.ts';
import {
  child,
  equal,
  get,
  isKilled,
  make,
  pause,
  put,
  type Roles,
  refused,
  succeeds,
  type Test,
} from './check.ts';

export const tests: readonly Test[] = [
  ['sessions', 'quick', 'a session is led by who makes it, and nobody makes two', sessions],
  [
    'groups',
    'quick',
    'a process is moved between the groups of its session by itself and its parent',
    groups,
  ],
  ['usage', 'quick', 'CPU time is told of a process and of the children it has waited for', usage],
  ['links', 'quick', 'lstat tells of a symbolic link, stat of what it stands for; a circle is ELOOP', links],
];

export const roles: Roles = { leads, grouped, works, worksTwice };

function* sessions(): Coroutine {
  const me = yield* sys.getpid();
  equal(
    'the own session',
    [yield* sys.getsid(0), yield* sys.getpgid(0), yield* sys.getsid(me)],
    [me, me, me],
  );
  yield* refused('another one, as a leader', sys.setsid(), 'EPERM');
  yield* refused('another group, as a leader', sys.setpgid(0, 0), 'EPERM');
  yield* refused('the session of nobody', sys.getsid(2 ** 21), 'ESRCH');
  yield* succeeds(yield* child('leads', {}, me));
}

function* leads(parent: string): Coroutine {
  const me = yield* sys.getpid();
  equal('as inherited', [yield* sys.getsid(0), yield* sys.getpgid(0)], [Number(parent), Number(parent)]);
  equal('a new one', yield* sys.setsid(), me);
  equal('then', [yield* sys.getsid(0), yield* sys.getpgid(0)], [me, me]);
  yield* refused('again', sys.setsid(), 'EPERM');
  yield* refused('back into the old group', sys.setpgid(0, Number(parent)), 'EPERM');
  yield* refused('the parent moved', sys.setpgid(Number(parent), 0), 'ESRCH');
}

function* groups(): Coroutine {
  const [reader, writer] = yield* sys.pipe();
  const first = yield* child('grouped', {}, writer);
  const second = yield* child('grouped', {}, writer);
  let told = '';
  while (told.split('\n').length < 3) told += yield* get(reader, 100);
  const grandchildren = told.trimEnd().split('\n').map(Number);
  yield* sys.setpgid(first, 0);
  yield* sys.setpgid(second, first);
  equal('their group', [yield* sys.getpgid(first), yield* sys.getpgid(second)], [first, first]);
  for (const pid of grandchildren) yield* refused('a grandchild', sys.setpgid(pid, 0), 'ESRCH');
  yield* refused('a group that is not there', sys.setpgid(second, 2 ** 21), 'EPERM');
  yield* refused('a group that cannot be', sys.setpgid(second, -1), 'EINVAL');
  yield* refused('the group of nobody', sys.getpgid(2 ** 21), 'ESRCH');
  const elsewhere = yield* child('works', { session: true }, 1e9);
  yield* refused('a child of another session', sys.setpgid(elsewhere, 0), 'EPERM');
  for (const pid of [first, second, elsewhere, ...grandchildren]) yield* sys.kill(pid, 'SIGKILL');
  for (const pid of [first, second, elsewhere]) yield* isKilled(pid, 'SIGKILL');
}

/** Stays, with a child, of which it tells. */
function* grouped(fd: string): Coroutine {
  yield* put(Number(fd), `${yield* child('works', {}, 1e9)}\n`);
  for (;;) yield* pause(1e9);
}

function* works(ticks: string): Coroutine {
  yield* sys.work(Number(ticks));
}

function* usage(): Coroutine {
  yield* sys.work(1000);
  const pid = yield* child('worksTwice');
  const { usage, status } = yield* sys.wait4(pid);
  equal('its end', status, { is: 'exited', code: 0 });
  equal('what the child and its child have used', usage?.user, 12_345 + 54_321);
  equal('of the children', (yield* sys.getrusage('children')).user, 12_345 + 54_321);
  const { user, childrenUser } = yield* sys.times();
  equal('of both', [user, childrenUser], [1000, 12_345 + 54_321]);
  const self = yield* sys.getrusage('self');
  const { sec, nsec } = yield* sys.clock_gettime('process_cputime');
  const since = sec * 1e6 + nsec / 1000 - self.user - self.system;
  equal('of this one', [self.user, since >= 0 && since < 10], [1000, true]);
}

function* worksTwice(): Coroutine {
  yield* sys.work(12_345);
  yield* succeeds(yield* child('works', {}, 54_321));
}

function* links(): Coroutine {
  yield* make('f', 'x');
  yield* sys.symlink('f', 'l');
  const [file, link, followed] = [yield* sys.lstat('f'), yield* sys.lstat('l'), yield* sys.stat('l')];
  equal('kinds', [file.kind, link.kind, followed.kind], ['file', 'symlink', 'file']);
  equal('the file', [followed.ino, link.ino === file.ino], [file.ino, false]);
  equal('what it stands for', yield* sys.readlink('l'), 'f');
  yield* refused('of what is no link', sys.readlink('f'), 'EINVAL');
  for (const [name, target] of [
    ['a', 'b'],
    ['b', 'a'],
  ] as const)
    yield* sys.symlink(target, name);
  yield* refused('a circle', sys.open('a', O_RDWR), 'ELOOP');
  let target = 'f';
  for (let i = 0; i < 41; i++) {
    yield* sys.symlink(target, `l${i}`);
    target = `l${i}`;
  }
  yield* sys.stat('l39');
  yield* refused('one more than forty', sys.stat('l40'), 'ELOOP');
  yield* sys.unlink('f');
  yield* refused('what is not there any more', sys.stat('l'), 'ENOENT');
  equal('the link is', (yield* sys.lstat('l')).kind, 'symlink');
}
