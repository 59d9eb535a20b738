// Processes: their birth, their end, and what their parents learn of it.

import { type Coroutine, Errno, O_RDONLY, type Pid, WNOHANG } from '../../kernel/abi.ts';
import { findProcess } from '../lib/processes.ts';
import { sys } from '../sys.ts';
import {
  CREATE,
  child,
  ended,
  equal,
  errorOf,
  get,
  isKilled,
  make,
  pause,
  put,
  type Roles,
  refused,
  succeeds,
  type Test,
  textOf,
} from './check.ts';

export const tests: readonly Test[] = [
  ['exectest', 'quick', 'a child writes where its parent has put its output', exectest],
  ['exitwait', 'quick', 'a hundred exit statuses arrive', exitwait],
  ['returnvalue', 'quick', 'what a program returns is its exit status, by its low eight bits', returnValue],
  ['execargs', 'quick', 'arguments and environment are copied', execArgs],
  ['waitwrong', 'quick', 'there is nobody to wait for: no child, a stranger, one that was told', waitWrong],
  ['pipe1', 'quick', 'every byte of a pipe arrives in order, and then the end', pipe1],
  ['killstatus', 'quick', 'a hundred times: who was killed is told from who has exited', killstatus],
  ['killzero', 'quick', 'a signal to nobody, or to one who has ended, hits nobody', killzero],
  ['preempt', 'quick', 'who computes without a system call does not keep the CPU', preempt],
  ['twochildren', 'quick', 'two children that end at once are both told', twochildren],
  ['reparent', 'quick', 'children whose parent ends have init for a parent', reparent],
  ['reparent2', 'quick', 'grandchildren left behind, many times', reparent2],
  ['forkfork', 'quick', 'children have children at the same time', forkfork],
  ['zombie', 'quick', 'a child that has ended is a zombie until it is waited for', zombie],
  ['forktest', 'slow', 'the process table has an end; all that were started are told', forktest],
  ['forkforkfork', 'slow', 'when the process table is full the machine goes on, and recovers', forkforkfork],
];

// biome-ignore format: a list
export const roles: Roles = {
  exiter, repeatBack, counter, spinner, caller, twice, parenting, leavingTwo, branching, sleeper, bomb,
};

function* exectest(): Coroutine {
  const out = yield* sys.open('echo-ok', CREATE);
  const pid = yield* sys.spawn('/bin/echo', ['echo', 'OK'], {
    actions: [
      { is: 'dup', from: out, to: 1 },
      { is: 'close', fd: out },
    ],
  });
  yield* succeeds(pid);
  equal('the output', yield* textOf('echo-ok'), 'OK\n');
  yield* sys.close(1);
  equal('the lowest free descriptor', yield* sys.open('echo-ok', O_RDONLY), 1);
}

function* exiter(status: string): Coroutine {
  yield* sys.exit(Number(status));
}

function* exitwait(): Coroutine {
  for (let i = 0; i < 100; i++) {
    const pid = yield* child('exiter', {}, i);
    equal('the news', yield* sys.waitpid(-1), { pid, status: { is: 'exited', code: i } });
  }
}

function* returnValue(): Coroutine {
  for (const [status, code] of [
    [0, 0],
    [255, 255],
    [256, 0],
    [-1, 255],
    [1000, 232],
  ] as const)
    yield* succeeds(yield* child('exiter', {}, status), code);
  yield* succeeds(yield* sys.spawn('/bin/true', ['true']), 0);
  yield* succeeds(yield* sys.spawn('/bin/false', ['false']), 1);
}

function* execArgs(): Coroutine {
  const words = ['', ' a  b ', '\n', '-x', "'", '\u00e9\u{1f427}'];
  const [reader, writer] = yield* sys.pipe();
  const options = { actions: [{ is: 'dup', from: writer, to: 1 } as const] };
  yield* succeeds(yield* child('repeatBack', options, ...words));
  equal('the arguments', JSON.parse(yield* get(reader, 1000)), words);
}

function* repeatBack(...words: string[]): Coroutine {
  const ascii = JSON.stringify(words).replace(
    /[^ -~]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  yield* put(1, ascii);
}

function* waitWrong(): Coroutine {
  yield* refused('without children', sys.waitpid(-1), 'ECHILD');
  yield* refused('for a parent', sys.waitpid(yield* sys.getppid()), 'ECHILD');
  yield* refused('for oneself', sys.waitpid(yield* sys.getpid()), 'ECHILD');
  const pid = yield* child('exiter', {}, 3);
  yield* refused('for a group without a child', sys.waitpid(-(2 ** 21)), 'ECHILD');
  yield* succeeds(pid, 3);
  yield* refused('once more', sys.waitpid(pid), 'ECHILD');
}

const CHUNK = 1033;

function* pipe1(): Coroutine {
  const [reader, writer] = yield* sys.pipe();
  const pid = yield* child('counter', {}, writer);
  yield* sys.close(writer);
  let total = 0;
  for (let size = 1; ; size = Math.min(size * 2, 4096)) {
    const bytes = yield* sys.read(reader, size);
    if (bytes.length === 0) break;
    const first = total;
    equal(
      'bytes in order',
      bytes.every((byte, i) => byte === ((first + i) & 255)),
      true,
    );
    total += bytes.length;
  }
  equal('bytes in all', total, 5 * CHUNK);
  yield* succeeds(pid);
}

function* counter(fd: string): Coroutine {
  for (let i = 0; i < 5; i++) {
    const bytes = Uint8Array.from({ length: CHUNK }, (_, at) => i * CHUNK + at);
    equal('taken', yield* sys.write(Number(fd), bytes), CHUNK);
  }
}

function* caller(): Coroutine {
  for (;;) {
    yield* sys.getpid();
    yield* sys.work(50);
  }
}

function* killstatus(): Coroutine {
  for (let i = 0; i < 100; i++) {
    const pid = yield* child('caller');
    yield* sys.sched_yield();
    yield* sys.kill(pid, 'SIGKILL');
    equal('the news', yield* sys.waitpid(-1), { pid, status: { is: 'killed', signal: 'SIGKILL' } });
  }
}

function* killzero(): Coroutine {
  const gone = yield* child('exiter', {}, 0);
  yield* succeeds(gone);
  const pid = yield* child('exiter', {}, 7);
  for (const nobody of [gone, 2 ** 21, -(2 ** 21)])
    yield* refused(`kill(${nobody})`, sys.kill(nobody, 'SIGKILL'), 'ESRCH');
  yield* succeeds(pid, 7);
  const dead = yield* child('exiter', {}, 8);
  while ((yield* findProcess(dead))?.state !== 'Z') yield* sys.sched_yield();
  yield* sys.kill(dead, 'SIGKILL');
  yield* succeeds(dead, 8);
}

function* spinner(): Coroutine {
  for (;;) yield* sys.work(1e9);
}

function* preempt(): Coroutine {
  const pids: Pid[] = [];
  for (let i = 0; i < 3; i++) pids.push(yield* child('spinner'));
  const [reader, writer] = yield* sys.pipe();
  const writing = yield* sys.spawn('/bin/echo', ['echo', '-n', 'x'], {
    actions: [{ is: 'dup', from: writer, to: 1 }],
  });
  equal('a byte came', yield* get(reader, 10), 'x');
  yield* succeeds(writing);
  for (const pid of pids) yield* sys.kill(pid, 'SIGKILL');
  for (const pid of pids) yield* isKilled(pid, 'SIGKILL');
}

function* twochildren(): Coroutine {
  for (let i = 0; i < 200; i++) {
    const pids = [yield* child('exiter', {}, 0), yield* child('exiter', {}, 0)];
    const told = [(yield* sys.waitpid(-1)).pid, (yield* sys.waitpid(-1)).pid];
    equal('who ended', told.toSorted(), pids.toSorted());
  }
}

function* reparent(): Coroutine {
  const [reader, writer] = yield* sys.pipe();
  for (let i = 0; i < 50; i++) {
    yield* succeeds(yield* child('parenting', {}, writer));
    equal('the parent of one left behind', yield* get(reader, 10), '1');
  }
}

function* parenting(fd: string): Coroutine {
  yield* child('twice', {}, fd);
}

/** Tells its parent, once that has ended. */
function* twice(fd: string): Coroutine {
  while ((yield* sys.getppid()) !== 1) yield* sys.sched_yield();
  yield* put(Number(fd), String(yield* sys.getppid()));
}

function* reparent2(): Coroutine {
  for (let i = 0; i < 100; i++) yield* succeeds(yield* child('leavingTwo'));
}

function* leavingTwo(): Coroutine {
  yield* child('exiter', {}, 0);
  yield* child('exiter', {}, 0);
}

function* forkfork(): Coroutine {
  const pids: Pid[] = [];
  for (let i = 0; i < 2; i++) pids.push(yield* child('branching', {}, 100));
  for (const pid of pids) yield* succeeds(pid);
}

function* branching(count: string): Coroutine {
  for (let i = 0; i < Number(count); i++) yield* succeeds(yield* child('exiter', {}, 0));
}

function* sleeper(): Coroutine {
  for (;;) yield* pause(1e9);
}

function* zombie(): Coroutine {
  const pid = yield* child('exiter', {}, 5);
  while ((yield* findProcess(pid))?.state !== 'Z') yield* sys.sched_yield();
  equal('asked without waiting', yield* sys.waitpid(-1, WNOHANG), { pid, status: { is: 'exited', code: 5 } });
  equal('then', yield* findProcess(pid), null);
}

const TABLE = 100_000; // more processes than any table has room for

function* forktest(): Coroutine {
  const pids: Pid[] = [];
  let why = '';
  while (why === '' && pids.length < TABLE) why = yield* start(pids);
  equal('the table is full', why, 'EAGAIN');
  for (const pid of pids) yield* sys.kill(pid, 'SIGKILL');
  const ends = new Set<string>();
  for (const pid of pids) ends.add(JSON.stringify(yield* ended(pid)));
  equal('how they ended', [...ends], ['{"is":"killed","signal":"SIGKILL"}']);
  yield* refused('one more', sys.waitpid(-1), 'ECHILD');
}

/** Starts a child that stays; or says why not. */
function* start(pids: Pid[]): Coroutine<string> {
  try {
    pids.push(yield* child('sleeper', { stopped: true }));
    return '';
  } catch (error) {
    if (error instanceof Errno) return error.code;
    throw error;
  }
}

/** A bomb: every child starts others until there is no more room; all end when a flag appears. */
function* forkforkfork(): Coroutine {
  const [reader, writer] = yield* sys.pipe();
  const pid = yield* child('bomb');
  yield* pause(100_000);
  yield* succeeds(yield* child('exiter', {}, 0)); // there is still a place for the leader of a session
  yield* make('stop-forking');
  yield* succeeds(pid);
  yield* sys.close(writer);
  equal('the end, when the last one has gone', yield* get(reader, 1), '');
  yield* succeeds(yield* child('exiter', {}, 0));
}

function* bomb(): Coroutine {
  while ((yield* errorOf(sys.stat('stop-forking'))) === 'ENOENT') {
    const came = yield* errorOf(child('bomb'));
    equal('one more', ['ok', 'EAGAIN'].includes(came) || came, true);
    yield* pause(came === 'ok' ? 1000 : 50_000);
  }
}
