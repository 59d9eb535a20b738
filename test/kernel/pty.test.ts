import { describe, expect, test } from 'vitest';
import {
  type Coroutine,
  type Fd,
  O_NONBLOCK,
  O_RDWR,
  POLLHUP,
  POLLIN,
  POLLOUT,
  type Program,
  type SpawnOptions,
  type Termios,
} from '../../kernel/abi.ts';
import { inspect } from '../../kernel/inspect.ts';
import { sys } from '../../userland/sys.ts';
import {
  answerOf,
  decode,
  encode,
  errorOf,
  leftovers,
  machine,
  NOTHING,
  now,
  pause,
  reapAll,
  runMain,
  say,
  start,
} from '../helpers.ts';
import { RAW } from '../terminal.ts';

/** Leads a session on this slave, as a login shell would. */
function onSlave(slave: Fd, master: Fd): SpawnOptions {
  const dup = (to: Fd) => ({ is: 'dup', from: slave, to }) as const;
  return {
    session: true,
    actions: [dup(0), dup(1), dup(2), { is: 'close', fd: slave }, { is: 'close', fd: master }],
  };
}

function* set(fd: Fd, changes: Partial<Termios>): Coroutine {
  yield* sys.ioctl(fd, 'TCSETS', { ...((yield* sys.ioctl(fd, 'TCGETS')) as Termios), ...changes });
}

/** Reads from a master until the slave is closed. */
function* shown(master: Fd): Coroutine<string> {
  let text = '';
  while ((yield* errorOf(more())) === 'ok');
  return text;

  function* more(): Coroutine {
    text += decode(yield* sys.read(master, 1000));
  }
}

describe('a pseudo-terminal', () => {
  test('shows what its programs write to the master, as a terminal does', () => {
    const told = answerOf(function* () {
      const [master, slave] = yield* sys.openpty();
      yield* say('one\ntwo', slave);
      return [master, slave, decode(yield* sys.read(master, 4)), decode(yield* sys.read(master, 100))];
    });
    expect(told).toEqual([3, 4, 'one\r', '\ntwo']);
  });

  test('types what the master writes: it is edited, and shown to the master', () => {
    const told = answerOf(function* () {
      const [master, slave] = yield* sys.openpty();
      yield* say('helo\x7flo\rrest', master);
      return [decode(yield* sys.read(slave, 100)), decode(yield* sys.read(master, 100))];
    });
    expect(told).toEqual(['hello\n', 'helo\b \blo\r\nrest']);
  });

  test('has a name, by which it can be opened as long as the master is', () => {
    const told = answerOf(function* () {
      const [master, slave] = yield* sys.openpty();
      const [other, second] = yield* sys.openpty();
      const told: unknown[] = [yield* sys.readlink(`/proc/self/fd/${slave}`)];
      told.push(yield* sys.readlink(`/proc/self/fd/${second}`));
      told.push((yield* sys.readdir(yield* sys.open('/dev/pts', 0))).map(({ name }) => name));
      yield* say('x\n', yield* sys.open('/dev/pts/0', O_RDWR));
      told.push(decode(yield* sys.read(master, 10)));
      yield* sys.close(master);
      told.push(yield* errorOf(sys.open('/dev/pts/0', O_RDWR)));
      told.push(yield* errorOf(sys.open('/dev/pts/1', O_RDWR)));
      yield* sys.openpty();
      told.push((yield* sys.readdir(yield* sys.open('/dev/pts', 0))).map(({ name }) => name));
      yield* sys.close(other);
      return told;
    });
    expect(told).toEqual(['/dev/pts/0', '/dev/pts/1', ['0', '1'], 'x\r\n', 'ENOENT', 'ok', ['1', '0']]);
  });

  test('is of no size until the master gives it one, and then its foreground group is told', () => {
    const told: unknown[] = [];
    const watcher: Program = function* () {
      yield* sys.ioctl(0, 'TIOCSCTTY');
      told.push(yield* sys.ioctl(0, 'TIOCGWINSZ'));
      const handler = function* (): Coroutine {
        told.push(yield* sys.ioctl(0, 'TIOCGWINSZ'));
      };
      yield* sys.sigaction('SIGWINCH', { handler, mask: [], flags: [] });
      told.push(yield* errorOf(sys.pause()));
    };
    runMain(
      function* () {
        const [master, slave] = yield* sys.openpty();
        yield* start('watcher', onSlave(slave, master));
        yield* pause(1000);
        yield* sys.ioctl(master, 'TIOCSWINSZ', { rows: 30, columns: 90 });
        told.push(yield* sys.ioctl(master, 'TIOCGPGRP'), yield* errorOf(sys.ioctl(master, 'TIOCSCTTY')));
        yield* reapAll();
      },
      { programs: { watcher } },
    );
    expect(told).toEqual([{ rows: 0, columns: 0 }, 3, 'ENOTTY', { rows: 30, columns: 90 }, 'EINTR']);
  });

  test('sends its signals to its own foreground group', () => {
    const job: Program = function* () {
      yield* sys.ioctl(0, 'TIOCSCTTY');
      yield* pause(1_000_000);
    };
    const told: unknown[] = [];
    runMain(
      function* () {
        const [master, slave] = yield* sys.openpty();
        yield* start('job', onSlave(slave, master));
        yield* sys.close(slave);
        yield* pause(1000);
        yield* say('\x03', master);
        told.push((yield* sys.waitpid(-1)).status, yield* shown(master));
      },
      { programs: { job } },
    );
    expect(told).toEqual([{ is: 'killed', signal: 'SIGINT' }, '^C']);
  });
});

describe('when the slave is closed', () => {
  test('the master reads what is left, and then EIO; a new open makes it wait again', () => {
    const told = answerOf(function* () {
      const [master, slave] = yield* sys.openpty();
      yield* say('last words', slave);
      yield* sys.close(slave);
      const told: unknown[] = [decode(yield* sys.read(master, 100)), yield* errorOf(sys.read(master, 1))];
      yield* say('typed\r', master);
      const again = yield* sys.open('/dev/pts/0', O_RDWR);
      told.push(decode(yield* sys.read(again, 100)), decode(yield* sys.read(master, 100)));
      return told;
    });
    expect(told).toEqual(['last words', 'EIO', 'typed\n', 'typed\r\n']);
  });

  test('a master that waits is told', () => {
    const told: unknown[] = [];
    runMain(
      function* () {
        const [master, slave] = yield* sys.openpty();
        yield* start('holder', onSlave(slave, master));
        yield* sys.close(slave);
        told.push(yield* errorOf(sys.read(master, 1)), yield* now());
        yield* reapAll();
      },
      { programs: { holder: () => pause(5000) } },
    );
    expect(told[0]).toBe('EIO');
    expect(told[1]).toBeGreaterThan(5000);
  });
});

describe('when the master is closed', () => {
  test('the slave is at its end, refuses output, and its session gets SIGHUP', () => {
    const told: unknown[] = [];
    const leader: Program = function* () {
      yield* sys.ioctl(0, 'TIOCSCTTY');
      const handler = function* (): Coroutine {
        told.push('SIGHUP');
      };
      yield* sys.sigaction('SIGHUP', { handler, mask: [], flags: [] });
      told.push(yield* errorOf(sys.read(0, 10)));
      told.push((yield* sys.read(0, 10)).length, yield* errorOf(say('x')));
      told.push(yield* errorOf(sys.ioctl(0, 'TCGETS')), yield* errorOf(sys.open('/dev/tty', O_RDWR)));
    };
    runMain(
      function* () {
        const [master, slave] = yield* sys.openpty();
        yield* start('leader', onSlave(slave, master));
        yield* pause(1000);
        yield* sys.close(master);
        yield* reapAll();
      },
      { programs: { leader } },
    );
    expect(told).toEqual(['SIGHUP', 'EINTR', 0, 'EIO', 'EIO', 'ENXIO']);
  });

  test('by the end of its process, nothing is left', () => {
    const job: Program = function* () {
      yield* sys.ioctl(0, 'TIOCSCTTY');
      yield* sys.read(0, 1);
    };
    const booted = runMain(
      function* () {
        const [master, slave] = yield* sys.openpty();
        yield* start('job', onSlave(slave, master));
        yield* pause(1000);
      },
      { programs: { job } },
    );
    expect(leftovers(booted)).toEqual(NOTHING);
    expect(booted.events.filter(({ is }) => is === 'exit')).toContainEqual(
      expect.objectContaining({ pid: 3, status: { is: 'killed', signal: 'SIGHUP' } }),
    );
  });
});

describe('bytes are kept', () => {
  const LENGTH = 300_000;

  test('when the slave writes more than there is room for: it waits for the master', () => {
    const told: unknown[] = [];
    const writer: Program = function* () {
      yield* set(1, { opost: false });
      told.push(
        yield* sys.write(
          1,
          new Uint8Array(LENGTH).map((_, i) => i % 251),
        ),
      );
    };
    runMain(
      function* () {
        const [master, slave] = yield* sys.openpty();
        yield* start('writer', onSlave(slave, master));
        yield* sys.close(slave);
        let wrong = 0;
        let at = 0;
        while (at < LENGTH) for (const byte of yield* sys.read(master, 777)) if (byte !== at++ % 251) wrong++;
        told.push(at, wrong);
        yield* reapAll();
      },
      { programs: { writer } },
    );
    expect(told.sort()).toEqual([0, LENGTH, LENGTH]);
  });

  test('when the master types more than there is room for: it waits for the slave', () => {
    const told: unknown[] = [];
    const reader: Program = function* () {
      let at = 0;
      let wrong = 0;
      while (at < LENGTH) for (const byte of yield* sys.read(0, 333)) if (byte !== at++ % 251) wrong++;
      told.push(at, wrong);
    };
    runMain(
      function* () {
        const [master, slave] = yield* sys.openpty();
        yield* set(slave, RAW);
        yield* start('reader', onSlave(slave, master));
        told.push(
          yield* sys.write(
            master,
            new Uint8Array(LENGTH).map((_, i) => i % 251),
          ),
        );
        yield* reapAll();
      },
      { programs: { reader } },
    );
    expect(told.sort()).toEqual([0, LENGTH, LENGTH]);
  });

  test('a line without an end is cut, and its end still comes', () => {
    const told = answerOf(function* () {
      const [master, slave] = yield* sys.openpty();
      for (let i = 0; i < 30; i++) yield* sys.write(master, new Uint8Array(4000).fill(120));
      yield* say('\r', master);
      return [(yield* sys.read(slave, 10_000)).length, (yield* sys.read(master, 200_000)).length];
    });
    expect(told).toEqual([4096, 4097]);
  });

  test('but for the echo of what is typed while there is no room to show it', () => {
    const told = answerOf(function* () {
      const [master, slave] = yield* sys.openpty();
      yield* sys.write(slave, new Uint8Array(65536));
      yield* say('abc\x7f\r', master);
      const line = decode(yield* sys.read(slave, 100));
      return [line, (yield* sys.read(master, 100_000)).length];
    });
    expect(told).toEqual(['ab\n', 65536]);
  });

  test('a writer that a signal interrupts is told how much went through', () => {
    const told: unknown[] = [];
    runMain(function* () {
      const [master, slave] = yield* sys.openpty();
      yield* set(slave, RAW);
      const handler = function* (): Coroutine {};
      yield* sys.sigaction('SIGALRM', { handler, mask: [], flags: [] });
      yield* sys.alarm(1);
      told.push(yield* sys.write(master, new Uint8Array(5000)));
      yield* sys.alarm(1);
      told.push(yield* errorOf(sys.write(master, encode('more'))));
      yield* sys.alarm(1);
      told.push(yield* sys.write(slave, new Uint8Array(100_000)));
    });
    expect(told).toEqual([4096, 'EINTR', 65536]);
  });
});

describe('one that polls', () => {
  test('the master finds it readable, writable or hung up', () => {
    const told = answerOf(function* () {
      const [master, slave] = yield* sys.openpty();
      const look = function* (): Coroutine<number> {
        return (yield* sys.poll([{ fd: master, events: POLLIN | POLLOUT }], 0))[0]?.revents ?? 0;
      };
      yield* set(slave, RAW);
      const told = [yield* look()];
      yield* sys.write(master, new Uint8Array(4096));
      told.push(yield* look());
      yield* say('x', slave);
      yield* sys.read(slave, 1);
      told.push(yield* look());
      yield* sys.close(slave);
      told.push(yield* look());
      return told;
    });
    expect(told).toEqual([POLLOUT, 0, POLLIN | POLLOUT, POLLIN | POLLOUT | POLLHUP]);
  });

  test('the slave finds whether it has room, and is woken when it gets some', () => {
    const told = answerOf(
      function* () {
        const [master, slave] = yield* sys.openpty();
        yield* sys.fcntl(slave, 'F_SETFL', O_NONBLOCK);
        const written = yield* sys.write(slave, new Uint8Array(100_000));
        const full = yield* errorOf(say('x', slave));
        const waiter = yield* start('waiter', { actions: [{ is: 'dup', from: slave, to: 0 }] });
        yield* pause(1000);
        yield* sys.read(master, 10);
        return [written, full, (yield* sys.waitpid(waiter)).status];
      },
      {
        programs: {
          *waiter() {
            return (yield* sys.poll([{ fd: 0, events: POLLOUT }]))[0]?.revents ?? 0;
          },
        },
      },
    );
    expect(told).toEqual([65536, 'EAGAIN', { is: 'exited', code: POLLOUT }]);
  });

  test('neither end waits that was told not to', () => {
    const told = answerOf(function* () {
      const [master, slave] = yield* sys.openpty();
      yield* set(slave, RAW);
      yield* sys.fcntl(master, 'F_SETFL', O_NONBLOCK);
      yield* sys.fcntl(slave, 'F_SETFL', O_NONBLOCK);
      return [
        yield* errorOf(sys.read(master, 1)),
        yield* errorOf(sys.read(slave, 1)),
        yield* sys.write(master, new Uint8Array(5000)),
        yield* errorOf(say('x', master)),
      ];
    });
    expect(told).toEqual(['EAGAIN', 'EAGAIN', 4096, 'EAGAIN']);
  });
});

test('who waits at one end shows who could wake it at the other', () => {
  const reader: Program = function* () {
    yield* sys.read(0, 1);
  };
  const booted = machine(
    function* () {
      const [master, slave] = yield* sys.openpty();
      yield* start('reader', onSlave(slave, master));
      yield* sys.close(slave);
      yield* sys.read(master, 1);
    },
    { programs: { reader } },
  );
  booted.run(1000);
  const waits = inspect(booted.kernel).processes.map(({ pid, waitsFor, wakers }) => [pid, waitsFor, wakers]);
  expect(waits.slice(1)).toEqual([
    [2, 'pty#0 readers: nothing shown', [3]],
    [3, 'pts/0 readers: no input', [2]],
  ]);
});

test.each([0, 1])('a table of descriptors with room for %i gets neither end, and no name is left', (room) => {
  const told = answerOf(function* () {
    while ((yield* errorOf(sys.dup(0))) === 'ok');
    if (room === 1) yield* sys.close(1000);
    const failed = yield* errorOf(sys.openpty());
    yield* sys.close(999);
    return [failed, (yield* sys.readdir(yield* sys.open('/dev/pts', 0))).length];
  });
  expect(told).toEqual(['EMFILE', 0]);
});
