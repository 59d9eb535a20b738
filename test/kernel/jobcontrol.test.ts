import { describe, expect, test } from 'vitest';
import { O_NOCTTY, O_RDWR, type Program, WUNTRACED } from '../../kernel/abi.ts';
import { post } from '../../kernel/interrupt.ts';
import { printStatus } from '../../kernel/records.ts';
import { sys } from '../../userland/sys.ts';
import { decode, errorOf, machine, pause, reapAll, runMain, say, start, status } from '../helpers.ts';
import { atTerminal, readLines, set } from '../terminal.ts';

describe('keys that send signals', () => {
  // The shell's part: main, in a group of its own, puts a child's group in front and sees how it ends.
  const job: Program = function* () {
    yield* pause(1_000_000);
  };
  const background = { pgid: 0 } as const;
  const foreground = { pgid: 0, actions: [{ is: 'tcsetpgrp', fd: 0 } as const] };

  test.each([
    ['^C', '\x03', { is: 'killed', signal: 'SIGINT' }],
    ['^\\', '\x1c', { is: 'killed', signal: 'SIGQUIT' }],
    ['^Z', '\x1a', { is: 'stopped', signal: 'SIGTSTP' }],
  ])('%s reaches the whole foreground group, and nobody else', (name, key, expected) => {
    const { told, screen } = atTerminal(
      function* (told) {
        const other = yield* start('job', background);
        const leader = yield* start('job', foreground);
        const member = yield* start('job', { pgid: leader });
        told.push(
          (yield* sys.waitpid(leader, WUNTRACED)).status,
          (yield* sys.waitpid(member, WUNTRACED)).status,
        );
        for (const pid of [other, leader, member]) yield* errorOf(sys.kill(pid, 'SIGKILL'));
        told.push((yield* sys.waitpid(other)).status);
        yield* reapAll();
      },
      [[500, key]],
      { job },
    );
    expect(told).toEqual([expected, expected, { is: 'killed', signal: 'SIGKILL' }]);
    expect(screen).toBe(name);
  });

  test('throw away what was typed before', () => {
    const { told } = atTerminal(
      function* (told) {
        yield* sys.sigaction('SIGINT', 'ignore');
        yield* pause(1000);
        yield* readLines(told);
      },
      [[100, 'a line\rhalf\x03rest\r\x04']],
    );
    expect(told).toEqual(['rest\n']);
  });

  test('send nothing when signals are off, and are read', () => {
    const { told } = atTerminal(
      function* (told) {
        yield* set({ isig: false });
        yield* readLines(told);
      },
      [[100, 'a\x03b\r\x04']],
    );
    expect(told).toEqual(['a\x03b\n']);
  });

  test('do nothing on a terminal that nobody has', () => {
    const booted = machine(() => pause(1000));
    post(booted.kernel, { is: 'input', device: 'tty0', data: Uint8Array.of(3) }, 100);
    expect(booted.run()).toBe('halted');
    expect(booted.output('tty0')).toBe('^C');
  });
});

describe('a background process', () => {
  const background = { pgid: 0 } as const;

  test('that reads is stopped, and reads on when it is in front', () => {
    const reader: Program = function* () {
      yield* say(`got ${decode(yield* sys.read(0, 10))}`);
    };
    const { told, screen } = atTerminal(
      function* (told) {
        const pid = yield* start('reader', background);
        told.push((yield* sys.waitpid(pid, WUNTRACED)).status);
        yield* sys.ioctl(0, 'TIOCSPGRP', pid);
        yield* sys.kill(-pid, 'SIGCONT');
        told.push((yield* sys.waitpid(pid)).status);
      },
      [[1000, 'x\r']],
      { reader },
    );
    expect(told).toEqual([
      { is: 'stopped', signal: 'SIGTTIN' },
      { is: 'exited', code: 0 },
    ]);
    expect(screen).toBe('x\r\ngot x\r\n');
  });

  test('that reads and ignores SIGTTIN is told EIO', () => {
    const told: unknown[] = [];
    const reader: Program = function* () {
      yield* sys.sigaction('SIGTTIN', 'ignore');
      told.push(yield* errorOf(sys.read(0, 10)));
    };
    atTerminal(() => status('reader', background), [], { reader });
    expect(told).toEqual(['EIO']);
  });

  test('that was reading when it lost its place is stopped as soon as there is something to read', () => {
    const { told } = atTerminal(
      function* (told) {
        const pid = yield* start('reader', { pgid: 0, actions: [{ is: 'tcsetpgrp', fd: 0 }] });
        yield* sys.sigaction('SIGTTOU', 'ignore');
        yield* pause(500);
        yield* sys.ioctl(0, 'TIOCSPGRP', 2);
        told.push((yield* sys.waitpid(pid, WUNTRACED)).status, decode(yield* sys.read(0, 10)));
        yield* sys.kill(pid, 'SIGKILL');
        yield* reapAll();
      },
      [[1000, 'mine\r']],
      {
        *reader() {
          yield* sys.read(0, 10);
        },
      },
    );
    expect(told).toEqual([{ is: 'stopped', signal: 'SIGTTIN' }, 'mine\n']);
  });

  test('may write', () => {
    const writer: Program = () => say('here I am');
    expect(atTerminal(() => status('writer', background), [], { writer }).screen).toBe('here I am');
  });

  test.each(['TCSETS', 'TIOCSPGRP'] as const)(
    'that makes %s is stopped, unless it ignores SIGTTOU',
    (request) => {
      const changer: Program = function* ([, how]) {
        if (how === 'ignoring') yield* sys.sigaction('SIGTTOU', 'ignore');
        const argument = request === 'TCSETS' ? yield* sys.ioctl(0, 'TCGETS') : yield* sys.getpid();
        yield* sys.ioctl(0, request, argument);
      };
      const { told } = atTerminal(
        function* (told) {
          const pid = yield* start('changer', background);
          told.push((yield* sys.waitpid(pid, WUNTRACED)).status);
          yield* sys.kill(pid, 'SIGKILL');
          yield* sys.waitpid(pid);
          told.push(yield* status('changer', background, 'ignoring'));
        },
        [],
        { changer },
      );
      expect(told).toEqual([
        { is: 'stopped', signal: 'SIGTTOU' },
        { is: 'exited', code: 0 },
      ]);
    },
  );
});

describe('the foreground', () => {
  test('is the group that was put there; it must be one of the session', () => {
    const idle: Program = () => pause(1000);
    const { told } = atTerminal(
      function* (told) {
        told.push(yield* sys.ioctl(0, 'TIOCGPGRP'));
        const job = yield* start('idle', { pgid: 0 });
        const stranger = yield* start('idle', { session: true });
        yield* sys.ioctl(0, 'TIOCSPGRP', job);
        told.push(yield* sys.ioctl(0, 'TIOCGPGRP'));
        yield* sys.sigaction('SIGTTOU', 'ignore');
        for (const pgid of [stranger, 99, 0, -1]) told.push(yield* errorOf(sys.ioctl(0, 'TIOCSPGRP', pgid)));
        yield* reapAll();
      },
      [],
      { idle },
    );
    expect(told).toEqual([2, 3, 'EPERM', 'EPERM', 'EPERM', 'EPERM']);
  });

  test('of a terminal that is not one’s own is nobody’s business', () => {
    const told: unknown[] = [];
    const stranger: Program = function* () {
      told.push(yield* errorOf(sys.ioctl(0, 'TIOCGPGRP')), yield* errorOf(sys.ioctl(0, 'TIOCSPGRP', 3)));
      told.push(yield* errorOf(sys.open('/dev/tty', O_RDWR)), yield* errorOf(sys.ioctl(0, 'TIOCSCTTY')));
    };
    atTerminal(() => status('stranger', { session: true }), [], { stranger });
    expect(told).toEqual(['ENOTTY', 'ENOTTY', 'ENXIO', 'EPERM']);
  });

  test('/dev/tty is the terminal of the session, whatever the descriptors are', () => {
    const main = function* () {
      yield* say('here', yield* sys.open('/dev/tty', O_RDWR));
    };
    expect(atTerminal(() => main()).screen).toBe('here');
  });
});

describe('TOSTOP', () => {
  test.each([
    ['stops a background process that writes', 'default', [{ is: 'stopped', signal: 'SIGTTOU' }], ''],
    ['lets one write that ignores SIGTTOU', 'ignore', [{ is: 'exited', code: 0 }], 'here'],
  ] as const)('%s', (_, action, expected, shown) => {
    const { told, screen } = atTerminal(
      function* (told) {
        yield* set({ tostop: true });
        const pid = yield* start('writer', { pgid: 0 });
        told.push((yield* sys.waitpid(pid, WUNTRACED)).status);
        yield* errorOf(sys.kill(pid, 'SIGKILL'));
        yield* reapAll();
      },
      [],
      {
        *writer() {
          yield* sys.sigaction('SIGTTOU', action);
          yield* say('here');
        },
      },
    );
    expect([told, screen]).toEqual([expected, shown]);
  });
});

describe('a session', () => {
  test('whose leader ends loses its terminal: the group in front is told and goes on, and the next leader gets it', () => {
    const told: unknown[] = [];
    const job: Program = function* () {
      yield* sys.kill(0, 'SIGSTOP');
      told.push('went on');
      yield* pause(1000);
    };
    const leader: Program = function* () {
      yield* sys.open('/dev/tty0', O_RDWR);
      const pid = yield* start('job', { pgid: 0, actions: [{ is: 'tcsetpgrp', fd: 0 }] });
      yield* sys.waitpid(pid, WUNTRACED);
    };
    const heir: Program = function* () {
      yield* sys.open('/dev/tty0', O_RDWR);
      told.push(yield* sys.ioctl(0, 'TIOCGPGRP'), yield* sys.ioctl(0, 'TIOCGSID'));
    };
    const booted = runMain(
      function* () {
        const actions = [{ is: 'close', fd: 0 } as const];
        yield* sys.waitpid(yield* start('leader', { session: true, actions }));
        yield* pause(5000);
        yield* sys.waitpid(yield* start('heir', { session: true, actions }));
      },
      { programs: { job, leader, heir } },
    );
    expect(told).toEqual([5, 5]);
    const ofJob = booted.events.flatMap((event) => {
      if (event.pid !== 4) return [];
      if (event.is === 'signal') return [event.signal as string];
      return event.is === 'exit' ? [printStatus(event.status)] : [];
    });
    expect(ofJob).toEqual(['SIGSTOP', 'SIGHUP', 'SIGCONT', 'killed SIGHUP']);
  });

  test('that has held the output of its terminal leaves it free for the next', () => {
    const { screen } = atTerminal(
      function* () {
        yield* sys.sigaction('SIGHUP', 'ignore');
        yield* pause(1000);
        yield* sys.ioctl(0, 'TIOCNOTTY');
        yield* say('free');
      },
      [[500, '\x13']],
    );
    expect(screen).toBe('free');
  });

  test('may give its terminal up, by its leader alone; TIOCSCTTY takes it again', () => {
    const member: Program = function* () {
      return (yield* errorOf(sys.ioctl(0, 'TIOCNOTTY'))) === 'EPERM' ? 0 : 1;
    };
    const { told, booted } = atTerminal(
      function* (told) {
        yield* sys.sigaction('SIGHUP', 'ignore');
        told.push(yield* status('member'));
        yield* sys.ioctl(0, 'TIOCNOTTY');
        told.push(yield* errorOf(sys.ioctl(0, 'TIOCNOTTY')), yield* errorOf(sys.open('/dev/tty', O_RDWR)));
        yield* sys.ioctl(0, 'TIOCSCTTY');
        told.push(yield* sys.ioctl(0, 'TIOCGPGRP'), yield* sys.ioctl(0, 'TIOCGSID'));
      },
      [],
      { member },
    );
    expect(told).toEqual([{ is: 'exited', code: 0 }, 'ENOTTY', 'ENXIO', 2, 2]);
    expect(
      booted.events.flatMap((event) => (event.is === 'signal' && event.pid === 2 ? [event.signal] : [])),
    ).toEqual(['SIGCHLD', 'SIGHUP', 'SIGCONT']);
  });

  test('gets no terminal from an open with O_NOCTTY', () => {
    const told: unknown[] = [];
    const leader: Program = function* () {
      yield* sys.open('/dev/tty0', O_RDWR | O_NOCTTY);
      told.push(yield* errorOf(sys.open('/dev/tty', O_RDWR)));
    };
    const main = function* () {
      yield* status('leader', { session: true });
    };
    runMain(main, { programs: { leader } });
    expect(told).toEqual(['ENXIO']);
  });
});
