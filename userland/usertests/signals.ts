// Signals: what they do to a process that has not said otherwise, and what its handlers do.

import {
  type Coroutine,
  type Disposition,
  Errno,
  type SigAction,
  type Signal,
  signals,
  WUNTRACED,
} from '../../kernel/abi.ts';
import { sys } from '../sys.ts';
import { child, equal, errorOf, isKilled, type Roles, refused, succeeds, type Test } from './check.ts';

export const tests: readonly Test[] = [
  ['sighandler', 'quick', 'a handler runs in between, and is told who sent the signal', sighandler],
  ['sigdefault', 'quick', 'what each signal does to a process that has not said otherwise', sigdefault],
  ['sigignore', 'quick', 'an ignored signal does nothing, also to a child', sigignore],
  [
    'sigunstoppable',
    'quick',
    'SIGKILL and SIGSTOP can be neither caught, ignored nor blocked',
    sigunstoppable,
  ],
  ['sigblock', 'quick', 'a blocked signal waits, and several of one are one', sigblock],
  ['sigorder', 'quick', 'handlers run one after the other, in the order of the numbers', sigorder],
  ['sigmask', 'quick', 'while a handler runs its own signal waits, and those of its mask', sigmask],
  ['sigflags', 'quick', 'SA_RESETHAND and SA_NODEFER', sigflags],
  ['sigthrow', 'quick', 'what a handler throws comes out of the call that it interrupted', sigthrow],
];

export const roles: Roles = { victim, ignorer };

/** Sends this process a signal. */
export function* raise(signal: Signal): Coroutine {
  yield* sys.kill(yield* sys.getpid(), signal);
}

/** Notes in `log` which handler runs. */
export function noting(log: string[], more: Omit<SigAction, 'handler'> = {}): Disposition {
  return {
    *handler(signal) {
      log.push(signal);
      yield* sys.getpid();
      log.push(`end of ${signal}`);
    },
    ...more,
  };
}

function* sighandler(): Coroutine {
  const told: unknown[] = [];
  yield* sys.sigaction('SIGUSR1', {
    *handler(signal, info) {
      told.push([signal, info.pid, info.status], yield* sys.getppid());
    },
  });
  const before = yield* sys.getppid();
  yield* raise('SIGUSR1');
  equal('what it was told', told, [['SIGUSR1', yield* sys.getpid(), null], before]);
  equal('the disposition', typeof (yield* sys.sigaction('SIGUSR1', 'default')), 'object');
  yield* isKilled(yield* child('victim', {}, 'SIGUSR1'), 'SIGUSR1');
}

/** Sends itself a signal, and ends well if that does nothing. */
function* victim(signal: string): Coroutine {
  yield* raise(signal as Signal);
}

const HARMLESS = ['SIGCHLD', 'SIGCONT', 'SIGURG', 'SIGWINCH'];
const STOPPING = ['SIGSTOP', 'SIGTSTP', 'SIGTTIN', 'SIGTTOU'];

function* sigdefault(): Coroutine {
  for (const signal of signals) {
    const pid = yield* child('victim', { pgid: 0 }, signal);
    if (HARMLESS.includes(signal)) yield* succeeds(pid);
    else if (!STOPPING.includes(signal)) yield* isKilled(pid, signal);
    else {
      equal(signal, (yield* sys.waitpid(pid, WUNTRACED)).status, { is: 'stopped', signal });
      yield* sys.kill(pid, 'SIGCONT');
      yield* succeeds(pid);
    }
  }
}

function* sigignore(): Coroutine {
  for (const signal of signals.filter((one) => one !== 'SIGKILL' && one !== 'SIGSTOP' && one !== 'SIGCHLD')) {
    yield* sys.sigaction(signal, 'ignore');
    yield* raise(signal);
    yield* succeeds(yield* child('victim', {}, signal));
    const pid = yield* child('victim', { defaults: [signal], pgid: 0 }, signal);
    if (STOPPING.includes(signal)) yield* sys.kill(pid, 'SIGKILL');
    const status = (yield* sys.waitpid(pid)).status;
    equal(`${signal} set back`, status?.is, HARMLESS.includes(signal) ? 'exited' : 'killed');
  }
}

function* sigunstoppable(): Coroutine {
  for (const signal of ['SIGKILL', 'SIGSTOP'] as const) {
    yield* refused('a handler', sys.sigaction(signal, noting([])), 'EINVAL');
    yield* refused('to ignore it', sys.sigaction(signal, 'ignore'), 'EINVAL');
  }
  yield* isKilled(yield* child('ignorer'), 'SIGKILL');
}

/** Does what it can not to be killed. */
function* ignorer(): Coroutine {
  yield* sys.sigprocmask('setmask', [...signals]);
  for (const signal of signals) yield* errorOf(sys.sigaction(signal, 'ignore'));
  yield* raise('SIGKILL');
}

function* sigblock(): Coroutine {
  const log: string[] = [];
  yield* sys.sigaction('SIGUSR1', noting(log));
  equal('blocked before', yield* sys.sigprocmask('block', ['SIGUSR1', 'SIGKILL']), []);
  for (let i = 0; i < 3; i++) yield* raise('SIGUSR1');
  equal('pending', yield* sys.sigpending(), ['SIGUSR1']);
  equal('handled while it is blocked', log, []);
  equal('blocked', yield* sys.sigprocmask('unblock', ['SIGUSR1']), ['SIGUSR1']);
  equal('handled then', log, ['SIGUSR1', 'end of SIGUSR1']);
  yield* sys.sigprocmask('block', ['SIGUSR1']);
  yield* raise('SIGUSR1');
  yield* sys.sigaction('SIGUSR1', 'ignore');
  equal('pending, once it is ignored', yield* sys.sigpending(), []);
}

function* sigorder(): Coroutine {
  const log: string[] = [];
  const all = ['SIGTERM', 'SIGUSR2', 'SIGHUP', 'SIGUSR1'] as const;
  for (const signal of all) yield* sys.sigaction(signal, noting(log));
  yield* sys.sigprocmask('block', [...all]);
  for (const signal of all) yield* raise(signal);
  yield* sys.sigprocmask('setmask', []);
  const order = ['SIGHUP', 'SIGUSR1', 'SIGUSR2', 'SIGTERM'];
  equal(
    'the handlers',
    log,
    order.flatMap((signal) => [signal, `end of ${signal}`]),
  );
}

function* sigmask(): Coroutine {
  const log: string[] = [];
  yield* sys.sigaction('SIGUSR2', noting(log));
  yield* sys.sigaction('SIGUSR1', {
    *handler() {
      log.push('begin');
      yield* raise('SIGUSR2');
      log.push(`waiting: ${yield* sys.sigpending()}`);
    },
    mask: ['SIGUSR2'],
  });
  yield* raise('SIGUSR1');
  equal('what happened', log, ['begin', 'waiting: SIGUSR2', 'SIGUSR2', 'end of SIGUSR2']);
  equal('blocked then', yield* sys.sigprocmask('block', []), []);
}

function* sigflags(): Coroutine {
  const log: string[] = [];
  yield* sys.sigaction('SIGUSR1', noting(log, { flags: ['SA_RESETHAND'] }));
  yield* raise('SIGUSR1');
  equal('then', yield* sys.sigaction('SIGUSR1'), 'default');
  let depth = 0;
  yield* sys.sigaction('SIGUSR2', {
    *handler() {
      log.push(`depth ${++depth}`);
      if (depth < 3) yield* raise('SIGUSR2');
      log.push('up');
    },
    flags: ['SA_NODEFER'],
  });
  yield* raise('SIGUSR2');
  const nested = ['depth 1', 'depth 2', 'depth 3', 'up', 'up', 'up'];
  equal('what happened', log, ['SIGUSR1', 'end of SIGUSR1', ...nested]);
}

function* sigthrow(): Coroutine {
  yield* sys.sigaction('SIGALRM', {
    *handler() {
      throw new Errno('ETIMEDOUT');
    },
  });
  yield* sys.alarm(1);
  yield* refused('a wait', sys.pause(), 'ETIMEDOUT');
}
