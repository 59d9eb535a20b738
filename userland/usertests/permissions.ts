// Users: what root's files are to another user, and what a user who is not root may not do.
//
// These tests have to be root, to make children that are not.

import {
  type CallName,
  type Coroutine,
  F_OK,
  O_CREAT,
  O_RDONLY,
  O_RDWR,
  O_WRONLY,
  type Pid,
  R_OK,
  type Stat,
  W_OK,
  X_OK,
} from '../../kernel/abi.ts';
import { sys } from '../sys.ts';
import {
  asRoot,
  child,
  equal,
  errorOf,
  isKilled,
  make,
  pause,
  type Roles,
  refused,
  succeeds,
  type Test,
  trap,
} from './check.ts';

export const tests: readonly Test[] = [
  ['modebits', 'quick', 'the nine bits of a mode say who may read and write', modebits],
  ['dirbits', 'quick', 'the bits of a directory say who may list, change and search it', dirbits],
  ['execbit', 'quick', 'what nobody may run cannot be run by root either', execbit],
  ['ownfile', 'quick', 'a new file has the ids of who made it, and the bits that the umask leaves', ownfile],
  ['sticky', 'quick', 'with the sticky bit, a name is removed by its owner only', sticky],
  ['notroot', 'quick', 'what only root may do, others may not', notroot],
  ['setuid', 'quick', 'who has become another user does not come back', setuid],
  ['access', 'quick', 'access asks what the real user may do', access],
  ['chowner', 'quick', 'an owner gives a file to its own groups only, root to anybody', chowner],
  ['killother', 'quick', 'a signal reaches processes of the own user only', killother],
];

export const roles: Roles = { tries, ownFileMaker, becomes, waits };

const ME = { uid: 1000, gid: 1000, groups: [2000] };
const OTHER = { uid: 1001, gid: 1001, groups: [] };

/** One call that a user makes, and how it must end. */
type Try = readonly [wanted: string, call: CallName, ...args: unknown[]];

/** Makes calls as another user, each of which must end as its row says. */
function* as(user: typeof ME | typeof OTHER, cases: readonly Try[]): Coroutine {
  for (const one of cases) yield* succeeds(yield* child('tries', { user }, JSON.stringify(one)));
}

function* tries(text: string): Coroutine {
  const [wanted, name, ...args] = JSON.parse(text) as Try;
  const what = `${name}(${JSON.stringify(args).slice(1, -1)}) as ${yield* sys.geteuid()}`;
  equal(what, yield* errorOf(trap(name, ...args)), wanted);
}

function* modebits(): Coroutine {
  yield* asRoot();
  yield* make('f', 'x');
  const open = (flags: number): Try => ['ok', 'open', 'f', flags];
  const refusal = (flags: number): Try => ['EACCES', 'open', 'f', flags];
  for (const [uid, gid, shift] of [
    [0, 0, 0],
    [0, ME.gid, 3],
    [0, 2000, 3],
    [ME.uid, 0, 6],
  ] as const) {
    yield* sys.chown('f', uid, gid);
    for (const bits of [0, 2, 4, 6]) {
      const others = 0o666 & ~(7 << shift); // what the other classes may does not matter
      yield* sys.chmod('f', others | (bits << shift));
      const may = (needed: number, flags: number) => ((bits & needed) === needed ? open : refusal)(flags);
      yield* as(ME, [may(4, O_RDONLY), may(2, O_WRONLY), may(6, O_RDWR)]);
    }
  }
  yield* sys.chmod('f', 0);
  yield* sys.close(yield* sys.open('f', O_RDWR)); // root may
}

function* dirbits(): Coroutine {
  yield* asRoot();
  yield* sys.mkdir('d');
  yield* make('d/f');
  yield* sys.mkdir('d/e');
  const table: readonly (readonly [mode: number, cases: readonly Try[]])[] = [
    [
      0o700,
      [
        ['EACCES', 'open', 'd', O_RDONLY],
        ['EACCES', 'stat', 'd/f'],
        ['EACCES', 'chdir', 'd'],
        ['ok', 'stat', 'd'],
      ],
    ],
    [
      0o704,
      [
        ['ok', 'open', 'd', O_RDONLY],
        ['EACCES', 'stat', 'd/f'],
        ['EACCES', 'open', 'd/new', O_CREAT | O_RDWR],
      ],
    ],
    [
      0o701,
      [
        ['EACCES', 'open', 'd', O_RDONLY],
        ['ok', 'stat', 'd/f'],
        ['ok', 'chdir', 'd'],
        ['EACCES', 'unlink', 'd/f'],
      ],
    ],
    [
      0o705,
      [
        ['EACCES', 'mkdir', 'd/new'],
        ['EACCES', 'rmdir', 'd/e'],
        ['EACCES', 'rename', 'd/f', 'd/g'],
        ['EACCES', 'symlink', 'x', 'd/l'],
      ],
    ],
    [
      0o703,
      [
        ['ok', 'mkdir', 'd/new'],
        ['ok', 'rename', 'd/f', 'd/g'],
        ['ok', 'unlink', 'd/g'],
        ['ok', 'rmdir', 'd/e'],
      ],
    ],
  ];
  for (const [mode, cases] of table) {
    yield* sys.chmod('d', mode);
    yield* as(ME, cases);
  }
}

function* execbit(): Coroutine {
  yield* make('f', '#!/bin/sh\n');
  yield* refused('without any bit', sys.spawn('f', ['f']), 'EACCES');
  yield* sys.chmod('f', 0o755);
  yield* refused('a file that is no program', sys.spawn('f', ['f']), 'ENOEXEC');
  yield* refused('a directory', sys.spawn('.', ['.']), 'EACCES');
}

function* ownfile(): Coroutine {
  yield* asRoot();
  yield* sys.chmod('.', 0o777);
  yield* succeeds(yield* child('ownFileMaker', { user: ME }));
  for (const [name, mode] of [
    ['f', 0o640],
    ['d', 0o750],
  ] as const) {
    const stat = yield* sys.stat(name);
    equal(`the ids and bits of ${name}`, [stat.uid, stat.gid, stat.mode], [ME.uid, ME.gid, mode]);
  }
}

function* ownFileMaker(): Coroutine {
  yield* sys.umask(0o027);
  yield* make('f');
  yield* sys.mkdir('d');
}

function* sticky(): Coroutine {
  yield* asRoot();
  yield* sys.mkdir('d');
  for (const mode of [0o1777, 0o777]) {
    yield* sys.chmod('d', mode);
    yield* make('d/f');
    yield* sys.chown('d/f', ME.uid, ME.gid);
    const wanted = mode === 0o777 ? 'ok' : 'EPERM';
    yield* as(OTHER, [
      [wanted, 'rename', 'd/f', 'd/g'],
      [wanted, 'unlink', wanted === 'ok' ? 'd/g' : 'd/f'],
    ]);
    if (wanted === 'EPERM') yield* as(ME, [['ok', 'unlink', 'd/f']]);
  }
}

const FAR = { sec: 1e9, nsec: 0 };

function* notroot(): Coroutine {
  yield* asRoot();
  yield* sys.chmod('.', 0o777);
  yield* make('f');
  yield* as(ME, [
    ['EPERM', 'chmod', 'f', 0o777],
    ['EPERM', 'chown', 'f', ME.uid, ME.gid],
    ['EPERM', 'utimens', 'f', FAR, FAR],
    ['EPERM', 'setuid', 0],
    ['EPERM', 'setgid', 0],
    ['EPERM', 'setgroups', [0]],
    ['EPERM', 'nice', -1],
    ['EPERM', 'reboot', 'poweroff'],
    ['EPERM', 'kill', 1, 'SIGTERM'],
    ['EPERM', 'spawn', '/bin/true', ['true'], { user: ME }],
    ['ok', 'nice', 1],
    ['ok', 'setuid', ME.uid],
  ]);
}

function* setuid(): Coroutine {
  yield* asRoot();
  yield* succeeds(yield* child('becomes'));
}

function* becomes(): Coroutine {
  yield* sys.setgroups([2000]);
  yield* sys.setgid(ME.gid);
  yield* sys.setuid(ME.uid);
  equal('the ids', [yield* sys.getuid(), yield* sys.geteuid(), yield* sys.getegid()], [1000, 1000, 1000]);
  equal('the groups', yield* sys.getgroups(), [2000]);
  yield* refused('to be root again', sys.setuid(0), 'EPERM');
  yield* refused('to be in its group', sys.setgid(0), 'EPERM');
}

function* access(): Coroutine {
  yield* asRoot();
  yield* make('f');
  yield* sys.chmod('f', 0o604);
  const may = (wanted: string, mode: number): Try => [wanted, 'access', 'f', mode];
  yield* as(ME, [
    may('ok', F_OK),
    may('ok', R_OK),
    may('EACCES', W_OK),
    may('EACCES', X_OK),
    may('EACCES', R_OK | W_OK),
  ]);
  yield* as(ME, [['ENOENT', 'access', 'nosuch', F_OK]]);
  yield* sys.access('f', R_OK | W_OK);
  yield* refused('to run what nobody may', sys.access('f', X_OK), 'EACCES');
}

function* chowner(): Coroutine {
  yield* asRoot();
  yield* make('f');
  yield* sys.symlink('f', 'l');
  const fd = yield* sys.open('f', O_RDWR);
  yield* sys.fchown(fd, ME.uid, -1);
  yield* sys.lchown('l', OTHER.uid, OTHER.gid);
  const ids = ({ uid, gid }: Stat) => [uid, gid];
  equal('of the file', ids(yield* sys.stat('l')), [ME.uid, 0]);
  equal('of the link', ids(yield* sys.lstat('l')), [OTHER.uid, OTHER.gid]);
  yield* as(ME, [
    ['EPERM', 'chown', 'f', OTHER.uid, -1],
    ['EPERM', 'chown', 'f', -1, OTHER.gid],
    ['ok', 'chown', 'f', -1, 2000],
    ['ok', 'chown', 'f', ME.uid, ME.gid],
  ]);
  equal('then', ids(yield* sys.fstat(fd)), [ME.uid, ME.gid]);
}

function* waits(): Coroutine {
  for (;;) yield* pause(1e9);
}

function* killother(): Coroutine {
  yield* asRoot();
  const pids: Pid[] = [];
  for (const user of [ME, OTHER]) pids.push(yield* child('waits', { user, session: true }));
  const [mine, others] = pids as [Pid, Pid];
  yield* as(ME, [
    ['EPERM', 'kill', others, 'SIGTERM'],
    ['EPERM', 'kill', others, 0],
    ['EPERM', 'kill', others, 'SIGCONT'],
    ['ok', 'kill', mine, 'SIGTERM'],
  ]);
  yield* isKilled(mine, 'SIGTERM');
  yield* sys.kill(others, 'SIGKILL');
  yield* isKilled(others, 'SIGKILL');
}
