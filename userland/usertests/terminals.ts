// Terminals: lines, editing, signals from the keyboard, who is in front, and what happens when the user is gone. All on
// pseudo-terminals: the test has the master, and types.

import { type Coroutine, type Fd, O_RDWR, type Pid, type Termios, WUNTRACED } from '../../kernel/abi.ts';
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

export const tests: readonly Test[] = [
  ['notty', 'quick', 'what is no terminal says so', notty],
  ['ptyline', 'quick', 'a line that is typed is read whole, and shown', ptyline],
  ['ptyedit', 'quick', 'a line can be edited; ^D is the end, and takes nothing with it', ptyedit],
  ['ptyraw', 'quick', 'in raw mode bytes come as they are typed, VMIN at a time', ptyraw],
  ['ptyfull', 'quick', 'a terminal that nobody looks at makes its writer wait, and loses nothing', ptyfull],
  ['ptysignals', 'quick', '^C, ^\\ and ^Z are signals to the foreground group', ptysignals],
  ['ptysize', 'quick', 'a new size is told to the foreground group, once', ptysize],
  ['ttin', 'quick', 'who is not in front and reads is stopped, and reads on when it is', ttin],
  ['ptyhangup', 'quick', 'when the master is closed, the session is told and reads find the end', ptyhangup],
  ['ptygone', 'quick', 'when the slave is closed, the master is told', ptygone],
  ['ctty', 'quick', '/dev/tty is the terminal of the session, if it has one', ctty],
  ['ptys', 'quick', 'many terminals at once, and their numbers are free again', ptys],
];

export const roles: Roles = { dies, watches, pours, reads, background, hangs, usesTty };

const REQUESTS = ['TCGETS', 'TIOCGWINSZ', 'TIOCGPGRP', 'TIOCSCTTY', 'TIOCGSID'] as const;

function* notty(): Coroutine {
  const [reader] = yield* sys.pipe();
  for (const fd of [0, reader, yield* sys.open('.', 0)])
    for (const request of REQUESTS) yield* refused(`${request} of ${fd}`, sys.ioctl(fd, request), 'ENOTTY');
  yield* refused('/dev/tty, without one', sys.open('/dev/tty', O_RDWR), 'ENXIO');
  const [, slave] = yield* sys.openpty();
  for (const request of ['TIOCGPGRP', 'TIOCGSID'] as const)
    yield* refused('of a terminal of nobody', sys.ioctl(slave, request), 'ENOTTY');
}

function* ptyline(): Coroutine {
  const [master, slave] = yield* sys.openpty();
  yield* put(master, 'abc\rdef\n');
  equal('the first line', yield* get(slave, 100), 'abc\n');
  equal('a part of the next', yield* get(slave, 2), 'de');
  equal('the rest', yield* get(slave, 100), 'f\n');
  equal('what is shown', yield* get(master, 100), 'abc\r\ndef\r\n');
  yield* put(slave, 'out\n');
  equal('what is written', yield* get(master, 100), 'out\r\n');
}

const [KILL, ERASE, WERASE, EOF] = ['\x15', '\x7f', '\x17', '\x04'];

function* ptyedit(): Coroutine {
  const [master, slave] = yield* sys.openpty();
  yield* put(master, `no${KILL}one twx${ERASE}o three${WERASE}3\n`);
  equal('the line', yield* get(slave, 100), 'one two 3\n');
  yield* put(master, `half${EOF}${EOF}more\n`);
  equal('without an end', yield* get(slave, 100), 'half');
  equal('the end', yield* get(slave, 100), '');
  equal('after the end', yield* get(slave, 100), 'more\n');
}

/** Changes settings of a terminal. */
function* set(fd: Fd, settings: Partial<Termios>): Coroutine {
  yield* sys.ioctl(fd, 'TCSETS', { ...((yield* sys.ioctl(fd, 'TCGETS')) as Termios), ...settings });
}

function* ptyraw(): Coroutine {
  const [master, slave] = yield* sys.openpty();
  yield* set(slave, {
    icanon: false,
    echo: false,
    isig: false,
    icrnl: false,
    opost: false,
    vmin: 1,
    vtime: 0,
  });
  const typed = '\x03\r\n\x04\x7f\x1a';
  yield* put(master, typed);
  equal('as it was typed', yield* get(slave, 100), typed);
  yield* put(slave, 'a\nb');
  equal('as it was written', yield* get(master, 100), 'a\nb');
  yield* set(slave, { vmin: 0, vtime: 1 });
  equal('nothing, in a tenth of a second', yield* get(slave, 100), '');
  yield* set(slave, { vmin: 4, vtime: 0 });
  const pid = yield* child('reads', {}, slave, 'abcd');
  yield* put(master, 'ab');
  yield* pause(10_000);
  yield* put(master, 'cd');
  yield* succeeds(pid);
}

function* reads(fd: string, wanted: string): Coroutine {
  equal('read', yield* get(Number(fd), 100), wanted);
}

function* ptyfull(): Coroutine {
  const [master, slave] = yield* sys.openpty();
  const pid = yield* child('pours', {}, slave);
  yield* sys.close(slave);
  yield* pause(100_000);
  let text = '';
  while (text.length < 300_000) text += yield* get(master, 10_000);
  equal('all of it', text === POURED.repeat(30_000), true);
  yield* succeeds(pid);
}

const POURED = '0123456789';

function* pours(fd: string): Coroutine {
  yield* put(Number(fd), POURED.repeat(30_000));
}

/** Starts a child that leads a session on the terminal `slave`, and waits until it has said that it is ready. */
function* onTerminal(master: Fd, slave: Fd, role: string, ...args: unknown[]): Coroutine<Pid> {
  const path = yield* sys.readlink(`/proc/self/fd/${slave}`);
  const pid = yield* child(
    role,
    {
      session: true,
      actions: [
        { is: 'close', fd: master },
        { is: 'close', fd: slave },
        { is: 'open', fd: 0, path, flags: O_RDWR, mode: 0 },
        { is: 'dup', from: 0, to: 1 },
      ],
    },
    ...args,
  );
  yield* hear(master, 'ready\r\n');
  return pid;
}

function* hear(master: Fd, wanted: string): Coroutine {
  let heard = '';
  while (!heard.endsWith(wanted) && heard.length < 1000) heard += yield* get(master, 100);
  equal('what is shown', heard.slice(-wanted.length), wanted);
}

function* dies(): Coroutine {
  yield* put(1, 'ready\n');
  for (;;) yield* pause(1e9);
}

function* ptysignals(): Coroutine {
  const [master, slave] = yield* sys.openpty();
  for (const [key, signal] of [
    ['\x03', 'SIGINT'],
    ['\x1c', 'SIGQUIT'],
  ] as const) {
    const pid = yield* onTerminal(master, slave, 'dies');
    yield* put(master, key);
    yield* isKilled(pid, signal);
  }
  const pid = yield* onTerminal(master, slave, 'background', 'read');
  yield* put(master, '\x1a');
  yield* hear(master, 'stopped by SIGTSTP\r\n');
  yield* succeeds(pid);
}

/** A shell in small: runs a child in front, or behind, and tells what stopped it; then lets it go on, in front. */
function* background(how: string): Coroutine {
  yield* sys.sigaction('SIGTTOU', 'ignore');
  const inFront = how === 'read';
  const pid = yield* child('watches', { pgid: 0, actions: inFront ? [{ is: 'tcsetpgrp', fd: 0 }] : [] }, how);
  const { status } = yield* sys.waitpid(pid, WUNTRACED);
  yield* put(1, `stopped by ${status?.is === 'stopped' ? status.signal : status?.is}\n`);
  yield* sys.ioctl(0, 'TIOCSPGRP', pid);
  yield* sys.kill(pid, inFront ? 'SIGKILL' : 'SIGCONT');
  yield* sys.waitpid(pid);
}

function* watches(how: string): Coroutine {
  if (how === 'behind') equal('the line', yield* get(0, 100), 'line\n');
  yield* put(1, 'ready\n');
  if (how === 'read') yield* get(0, 100);
}

function* ttin(): Coroutine {
  const [master, slave] = yield* sys.openpty();
  const path = yield* sys.readlink(`/proc/self/fd/${slave}`);
  const actions = [
    { is: 'open', fd: 0, path, flags: O_RDWR, mode: 0 },
    { is: 'dup', from: 0, to: 1 },
  ] as const;
  const pid = yield* child('background', { session: true, actions: [...actions] }, 'behind');
  yield* hear(master, 'stopped by SIGTTIN\r\n');
  yield* put(master, 'line\n');
  yield* hear(master, 'ready\r\n');
  yield* succeeds(pid);
}

function* ptysize(): Coroutine {
  const [master, slave] = yield* sys.openpty();
  const pid = yield* onTerminal(master, slave, 'usesTty', 'size');
  for (const rows of [10, 10, 20]) yield* sys.ioctl(master, 'TIOCSWINSZ', { rows, columns: 40 });
  yield* hear(master, '20 rows\r\n');
  yield* succeeds(pid);
}

function* usesTty(what: string): Coroutine {
  const tty = yield* sys.open('/dev/tty', O_RDWR);
  equal('its session', yield* sys.ioctl(tty, 'TIOCGSID'), yield* sys.getpid());
  let changes = 0;
  yield* sys.sigaction('SIGWINCH', {
    *handler() {
      changes++;
      yield* sys.getpid();
    },
  });
  yield* put(tty, 'ready\n');
  if (what !== 'size') return;
  let size = { rows: 0, columns: 0 };
  while (size.rows !== 20) {
    yield* errorOf(sys.nanosleep({ sec: 0, nsec: 1e6 }));
    size = (yield* sys.ioctl(tty, 'TIOCGWINSZ')) as typeof size;
  }
  equal('how often it was told', changes >= 1 && changes <= 2, true);
  yield* put(tty, `${size.rows} rows\n`);
}

function* ctty(): Coroutine {
  const [master, slave] = yield* sys.openpty();
  yield* succeeds(yield* onTerminal(master, slave, 'usesTty', 'name'));
  const pid = yield* onTerminal(master, slave, 'dies');
  yield* sys.kill(pid, 'SIGKILL');
  yield* isKilled(pid, 'SIGKILL');
  yield* succeeds(yield* onTerminal(master, slave, 'usesTty', 'again')); // it was free again
}

function* ptyhangup(): Coroutine {
  const [master, slave] = yield* sys.openpty();
  const [reader, writer] = yield* sys.pipe();
  const pid = yield* onTerminal(master, slave, 'hangs', writer);
  yield* sys.close(writer);
  yield* sys.close(master);
  equal('what it was told', yield* get(reader, 100), 'SIGHUP');
  yield* succeeds(pid);
  equal('a read', yield* get(slave, 10), '');
  yield* refused('a write', sys.write(slave, new Uint8Array(1)), 'EIO');
}

function* hangs(fd: string): Coroutine {
  let told = '';
  yield* sys.sigaction('SIGHUP', {
    *handler(signal) {
      told = signal;
      yield* sys.getpid();
    },
  });
  yield* put(1, 'ready\n');
  while (told === '') yield* errorOf(sys.read(0, 1));
  equal('a read', yield* get(0, 10), '');
  yield* refused('a write', sys.write(1, new Uint8Array(1)), 'EIO');
  yield* put(Number(fd), told);
}

function* ptygone(): Coroutine {
  const [master, slave] = yield* sys.openpty();
  yield* put(slave, 'last words');
  yield* sys.close(slave);
  equal('what was shown', yield* get(master, 100), 'last words');
  yield* refused('then', sys.read(master, 1), 'EIO');
}

function* ptys(): Coroutine {
  for (let round = 0; round < 2; round++) {
    const pairs: (readonly [Fd, Fd])[] = [];
    for (let i = 0; i < 50; i++) pairs.push(yield* sys.openpty());
    const names = new Set<string>();
    for (const [master, slave] of pairs) {
      names.add(yield* sys.readlink(`/proc/self/fd/${slave}`));
      yield* put(master, `${slave}\n`);
    }
    equal('different names', names.size, 50);
    for (const [master, slave] of pairs) {
      equal('the line', yield* get(slave, 100), `${slave}\n`);
      yield* sys.close(master);
      yield* sys.close(slave);
    }
  }
}
