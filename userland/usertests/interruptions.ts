// Waiting and signals: calls that a handler interrupts, timers, and what becomes of children and groups.

import { type Coroutine, type SigAction, WCONTINUED, WUNTRACED } from '../../kernel/abi.ts';
import { now } from '../lib/duration.ts';
import { findProcess } from '../lib/processes.ts';
import { sys } from '../sys.ts';
import {
  child,
  equal,
  errorOf,
  get,
  isKilled,
  pause,
  put,
  type Roles,
  refused,
  succeeds,
  type Test,
} from './check.ts';
import { noting, raise } from './signals.ts';

export const tests: readonly Test[] = [
  ['eintr', 'quick', 'a handler without SA_RESTART makes a call that waits fail with EINTR', eintr],
  ['sarestart', 'quick', 'with SA_RESTART the call goes on', sarestart],
  ['sleeprest', 'quick', 'an interrupted sleep tells what is left', sleeprest],
  ['sigsuspend', 'quick', 'sigsuspend waits with another mask, and puts the old one back', suspend],
  ['sigalarm', 'quick', 'an alarm comes when it is due, and can be taken back', sigalarm],
  ['itimer', 'quick', 'an interval timer does not drift', itimer],
  ['sigchld', 'quick', 'a parent is told who ended and how', sigchld],
  ['sigpipe', 'quick', 'a write that nobody reads ends the writer, or fails', sigpipe],
  ['jobcontrol', 'quick', 'a child is stopped and goes on, and its parent is told of both', jobcontrol],
  ['orphanedgroup', 'quick', 'a stopped group that is left behind gets SIGHUP and SIGCONT', orphanedGroup],
  ['killgroup', 'quick', 'a signal to a group reaches all in it and nobody else', killgroup],
];

export const roles: Roles = { killer, piper, leader, stopped, catcher, member };

const SECOND = { sec: 1, nsec: 0 };
const NEVER = { sec: 0, nsec: 0 };

/** Lets a handler run in a tenth of a second. */
function* soon(flags: SigAction['flags']): Coroutine {
  yield* sys.sigaction('SIGALRM', noting([], { flags: flags ?? [] }));
  yield* sys.setitimer({ value: { sec: 0, nsec: 1e8 }, interval: NEVER });
}

function* eintr(): Coroutine {
  const [reader, writer] = yield* sys.pipe();
  const pid = yield* child('catcher', {}, 1e9);
  for (const call of [() => sys.read(reader, 1), () => sys.waitpid(pid), () => sys.poll([], 10_000)]) {
    yield* soon([]);
    yield* refused('a call that waits', call(), 'EINTR');
  }
  yield* sys.write(writer, new Uint8Array(65536));
  yield* soon([]);
  yield* refused('a write to a full pipe', sys.write(writer, new Uint8Array(1)), 'EINTR');
  equal('bytes in the pipe', (yield* sys.fstat(reader)).size, 65536);
  yield* sys.read(reader, 10_000);
  yield* soon([]);
  equal('a write that was begun', yield* sys.write(writer, new Uint8Array(20_000)), 10_000);
  yield* sys.kill(pid, 'SIGKILL');
  yield* isKilled(pid, 'SIGKILL');
}

/** Stays for so long, whatever comes. */
function* catcher(ticks: string): Coroutine {
  yield* sys.sigaction('SIGUSR1', noting([], { flags: ['SA_RESTART'] }));
  const end = (yield* now()) + Number(ticks);
  while ((yield* now()) < end) yield* pause(end - (yield* now()));
}

function* sarestart(): Coroutine {
  yield* soon(['SA_RESTART']);
  const pid = yield* child('catcher', {}, 3e5);
  yield* succeeds(pid);
  const [reader, writer] = yield* sys.pipe();
  yield* soon(['SA_RESTART']);
  const writing = yield* child('piper', {}, 200_000, writer);
  equal('read', yield* get(reader, 10), 'late');
  yield* succeeds(writing);
  yield* soon(['SA_RESTART']);
  yield* refused('pause, all the same', sys.pause(), 'EINTR');
}

function* piper(ticks: string, fd: string): Coroutine {
  yield* pause(Number(ticks));
  yield* put(Number(fd), 'late');
}

function* sleeprest(): Coroutine {
  const started = yield* now();
  yield* soon(['SA_RESTART']);
  const left = yield* sys.nanosleep(SECOND);
  const slept = (yield* now()) - started;
  const rest = left.sec * 1e6 + left.nsec / 1000;
  equal(
    'slept and left make a second',
    slept + rest >= 1e6 && slept + rest < 1.01e6 ? 'yes' : [slept, rest],
    'yes',
  );
  equal('an undisturbed sleep', yield* sys.nanosleep({ sec: 0, nsec: 1000 }), NEVER);
}

function* suspend(): Coroutine {
  const log: string[] = [];
  yield* sys.sigaction('SIGUSR1', noting(log));
  yield* sys.sigprocmask('setmask', ['SIGUSR1', 'SIGUSR2']);
  yield* raise('SIGUSR1');
  equal('before', log, []);
  yield* refused('the wait', sys.sigsuspend([]), 'EINTR');
  equal('after', log, ['SIGUSR1', 'end of SIGUSR1']);
  equal('the mask', yield* sys.sigprocmask('block', []), ['SIGUSR1', 'SIGUSR2']);
}

function* sigalarm(): Coroutine {
  const log: string[] = [];
  yield* sys.sigaction('SIGALRM', noting(log));
  equal('none before', yield* sys.alarm(2), 0);
  equal('left of it', yield* sys.alarm(1), 2);
  const started = yield* now();
  yield* refused('the wait', sys.pause(), 'EINTR');
  const late = (yield* now()) - started - 1e6;
  equal('how late', late >= -100 && late < 10_000 ? 'in time' : late, 'in time');
  yield* sys.alarm(1);
  equal('taken back', yield* sys.alarm(0), 1);
  yield* pause(2e6);
  equal('how often', log.length, 2);
  yield* isKilled(yield* child('victim', {}, 'SIGALRM'), 'SIGALRM');
}

function* itimer(): Coroutine {
  const times: number[] = [];
  yield* sys.sigaction('SIGALRM', {
    *handler() {
      times.push(yield* now());
    },
  });
  const interval = { sec: 0, nsec: 1e7 };
  yield* sys.setitimer({ value: interval, interval });
  const started = yield* now();
  while (times.length < 20) yield* errorOf(sys.pause());
  yield* sys.setitimer({ value: NEVER, interval: NEVER });
  const late = (times.at(-1) as number) - started - 20 * 10_000;
  equal('how late the twentieth is', late > -1000 && late < 5000 ? 'in time' : late, 'in time');
}

function* sigchld(): Coroutine {
  const told: unknown[] = [];
  yield* sys.sigaction('SIGCHLD', {
    *handler(_signal, info) {
      told.push(info, (yield* sys.waitpid(info.pid)).status);
    },
    flags: ['SA_RESTART'],
  });
  const pid = yield* child('victim', {}, 'SIGTERM');
  while (told.length === 0) yield* pause(1000);
  const status = { is: 'killed', signal: 'SIGTERM' };
  equal('what the handler was told', told, [{ pid, status }, status]);
  yield* sys.sigaction('SIGCHLD', {
    ...((yield* sys.sigaction('SIGCHLD')) as SigAction),
    flags: ['SA_NOCLDWAIT'],
  });
  const gone = yield* child('victim', {}, 'SIGCHLD');
  yield* refused('a wait for one that leaves no zombie', sys.waitpid(gone), 'ECHILD');
}

function* sigpipe(): Coroutine {
  yield* isKilled(yield* child('killer'), 'SIGPIPE');
  yield* sys.sigaction('SIGPIPE', 'ignore');
  yield* succeeds(yield* child('killer', {}), 32);
}

/** Writes to a pipe that nobody reads; the status says how that failed. */
function* killer(): Coroutine<number> {
  const [reader, writer] = yield* sys.pipe();
  yield* sys.close(reader);
  return (yield* errorOf(sys.write(writer, new Uint8Array(1)))) === 'EPIPE' ? 32 : 0;
}

function* jobcontrol(): Coroutine {
  const pid = yield* child('catcher', { pgid: 0 }, 1e6);
  const options = WUNTRACED | WCONTINUED;
  for (const signal of ['SIGSTOP', 'SIGTSTP'] as const) {
    yield* sys.kill(pid, signal);
    equal('the news', (yield* sys.waitpid(pid, options)).status, { is: 'stopped', signal });
    equal('its state', (yield* findProcess(pid))?.state, 'T');
    yield* sys.kill(pid, 'SIGCONT');
    equal('the news', (yield* sys.waitpid(pid, options)).status, { is: 'continued' });
  }
  yield* sys.kill(pid, 'SIGSTOP');
  yield* sys.kill(pid, 'SIGKILL');
  yield* isKilled(pid, 'SIGKILL');
}

function* orphanedGroup(): Coroutine {
  const [reader, writer] = yield* sys.pipe();
  yield* succeeds(yield* child('leader', {}, writer));
  yield* sys.close(writer);
  equal('what it got', yield* get(reader, 100), 'SIGHUP');
  equal('then it went on, and ended', yield* get(reader, 100), '');
}

/** Leaves behind a child that is stopped, in a group of its own. */
function* leader(fd: string): Coroutine {
  const pid = yield* child('stopped', { pgid: 0 }, fd);
  yield* sys.waitpid(pid, WUNTRACED);
}

function* stopped(fd: string): Coroutine {
  yield* sys.sigaction('SIGHUP', {
    *handler() {
      yield* put(Number(fd), 'SIGHUP');
    },
  });
  yield* raise('SIGSTOP');
}

function* killgroup(): Coroutine {
  const [reader, writer] = yield* sys.pipe();
  const first = yield* child('member', { pgid: 0 }, writer);
  const second = yield* child('member', { pgid: first }, writer);
  const other = yield* child('member', { pgid: 0 }, writer);
  for (let ready = ''; ready.length < 3; ) ready += yield* get(reader, 3);
  yield* sys.kill(-first, 'SIGTERM');
  for (const pid of [first, second]) yield* isKilled(pid, 'SIGTERM');
  yield* refused('once more', sys.kill(-first, 'SIGTERM'), 'ESRCH');
  yield* sys.kill(other, 'SIGUSR1');
  yield* isKilled(other, 'SIGUSR1');
}

function* member(fd: string): Coroutine {
  yield* put(Number(fd), '.');
  for (;;) yield* pause(1e9);
}
