import { describe, expect, test } from 'vitest';
import {
  type Coroutine,
  O_RDWR,
  type Program,
  type Termios,
  type WindowSize,
  WUNTRACED,
} from '../../kernel/abi.ts';
import { inspect } from '../../kernel/inspect.ts';
import { post, wantsInput } from '../../kernel/interrupt.ts';
import { sys } from '../../userland/sys.ts';
import {
  type Calls,
  decode,
  errorOf,
  lines,
  type Machine,
  machine,
  now,
  pause,
  reapAll,
  say,
  start,
  status,
} from '../helpers.ts';

/** Main sits at the terminal and tells what it finds; `keys` are typed, each at its tick. */
function atTerminal(
  main: (told: unknown[]) => Calls,
  keys: [at: number, text: string][] = [],
  programs: Record<string, Program> = {},
): { told: unknown[]; screen: string; booted: Machine } {
  const told: unknown[] = [];
  const body: Program = function* () {
    yield* main(told);
  };
  const booted = machine(body, { terminal: true, programs });
  for (const [at, text] of keys) booted.feed(text, at);
  if (booted.run() !== 'halted') throw new Error(`not at its end:\n${lines(booted)}`);
  return { told, screen: booted.output(), booted };
}

function* set(changes: Partial<Termios>): Coroutine {
  const settings = (yield* sys.ioctl(0, 'TCGETS')) as Termios;
  yield* sys.ioctl(0, 'TCSETS', { ...settings, ...changes });
}

const RAW = { icanon: false, echo: false, isig: false, opost: false, icrnl: false };

function* readLines(told: unknown[], count = 1000): Coroutine {
  for (;;) {
    const data = yield* sys.read(0, count);
    if (data.length === 0) return;
    told.push(decode(data));
  }
}

describe('in canonical mode', () => {
  test('a reader gets whole lines, one at a time, though several were typed', () => {
    const { told } = atTerminal(readLines, [
      [100, 'one'],
      [200, ' line\rtwo\nthr'],
      [300, 'ee\r\x04'],
    ]);
    expect(told).toEqual(['one line\n', 'two\n', 'three\n']);
  });

  test('a line that is longer than what was asked for comes in parts, and never with the next one', () => {
    const { told } = atTerminal((told) => readLines(told, 4), [[100, 'abcdef\rgh\r\x04']]);
    expect(told).toEqual(['abcd', 'ef\n', 'gh\n']);
  });

  test('the end of file in a line hands over what there is; at the start of a line it is the end', () => {
    const { told, screen } = atTerminal(
      function* (told) {
        yield* readLines(told);
        told.push('end');
        yield* readLines(told);
        told.push('end again');
      },
      [[100, 'abc\x04def\r\x04more\r\x04']],
    );
    expect(told).toEqual(['abc', 'def\n', 'end', 'more\n', 'end again']);
    expect(screen).toBe('abcdef\r\nmore\r\n');
  });

  test('a line of 4095 bytes and its end fit; what is typed beyond is not taken', () => {
    const { told } = atTerminal(
      function* (told) {
        told.push((yield* sys.read(0, 10_000)).length);
      },
      [[100, `${'x'.repeat(5000)}\r`]],
    );
    expect(told).toEqual([4096]);
  });

  test.each<[string, string, string]>([
    ['erase takes back one character', 'abx\x7fc', 'abc'],
    ['erase takes back a character of several bytes', 'aé€😀\x7f\x7f\x7fb', 'ab'],
    ['erase at the start does nothing', '\x7f\x7fa', 'a'],
    ['erase does not reach the line before', 'one\r\x7ftwo', 'one\n|two'],
    ['word erase takes back the last word and the blanks after it', 'one two  \x17x', 'one x'],
    ['word erase takes back the only word', 'one\x17x', 'x'],
    ['kill takes back the line', 'one two\x15three', 'three'],
    ['a tab is a character as any other', 'a\tb', 'a\tb'],
  ])('%s', (_, typed, expected) => {
    const { told } = atTerminal(readLines, [[100, `${typed}\r\x04`]]);
    expect(told.join('|')).toBe(`${expected}\n`);
  });

  test.each<[string, string, string]>([
    ['printed characters are shown as they are', 'abc\r', 'abc\r\n'],
    ['a control character is shown with a caret', 'a\x01\x1b[A\r', 'a^A^[[A\r\n'],
    ['erase blanks out the character', 'ab\x7f\r', 'ab\b \b\r\n'],
    ['erase blanks out both columns of a control character', '\x01\x7f\r', '^A\b \b\b \b\r\n'],
    ['erase blanks out a character of several bytes once', 'é\x7f\r', 'é\b \b\r\n'],
    ['erase of nothing shows nothing', '\x7f\r', '\r\n'],
    ['kill blanks out all of the line', 'ab\x15c\r', 'ab\b \b\b \bc\r\n'],
  ])('of what is typed, %s', (_, typed, expected) => {
    expect(atTerminal(readLines, [[100, `${typed}\x04`]]).screen).toBe(expected);
  });

  test('without echo nothing of it is shown', () => {
    const { told, screen } = atTerminal(
      function* (told) {
        yield* set({ echo: false });
        yield* readLines(told);
      },
      [[100, 'secret\x7f\x15x\r\x04']],
    );
    expect([told, screen]).toEqual([['x\n'], '']);
  });

  test('what is typed before anybody reads waits', () => {
    const { told } = atTerminal(
      function* (told) {
        yield* sys.work(50_000);
        yield* readLines(told);
      },
      [[100, 'early\r\x04']],
    );
    expect(told).toEqual(['early\n']);
  });

  test('special characters can be changed', () => {
    const { told } = atTerminal(
      function* (told) {
        yield* set({ erase: 35, kill: 64, eof: 37 });
        yield* readLines(told);
      },
      [[100, 'ax#b\ry@z\r%']],
    );
    expect(told).toEqual(['ab\n', 'z\n']);
  });

  test('a reader of no bytes does not take the end of the file', () => {
    const { told } = atTerminal(
      function* (told) {
        yield* pause(200);
        told.push((yield* sys.read(0, 0)).length, (yield* sys.read(0, 10)).length);
        yield* readLines(told);
      },
      [[100, '\x04x\r\x04']],
    );
    expect(told).toEqual([0, 0, 'x\n']);
  });
});

describe('in raw mode', () => {
  /** Reads three times with these settings, and tells what and when. */
  const timed = (vmin: number, vtime: number, keys: [number, string][], count = 10) =>
    atTerminal(function* (told) {
      yield* set({ ...RAW, vmin, vtime });
      for (let i = 0; i < 3; i++) {
        const data = decode(yield* sys.read(0, count));
        told.push(`${data} at ${Math.round((yield* now()) / 1e5)}`);
      }
    }, keys).told;
  const at = (tenths: number) => tenths * 100_000;

  test('every byte is handed over as it comes, also those that mean something in canonical mode', () => {
    const { told, screen } = atTerminal(
      function* (told) {
        yield* set(RAW);
        for (let i = 0; i < 3; i++) told.push(decode(yield* sys.read(0, 10)));
      },
      [
        [100, 'a'],
        [200, '\x03\x1a\x04'],
        [300, '\r\n\x7f'],
      ],
    );
    expect([told, screen]).toEqual([['a', '\x03\x1a\x04', '\r\n\x7f'], '']);
  });

  test('with a least number of bytes, a read waits until they are there', () => {
    const keys: [number, string][] = [
      [at(1), 'a'],
      [at(2), 'bc'],
      [at(3), 'd'],
      [at(5), 'efghi'],
      [at(6), 'jkl'],
    ];
    expect(timed(3, 0, keys)).toEqual(['abc at 2', 'defghi at 5', 'jkl at 6']);
  });

  test('with a time and no least number, a read waits so long for the first byte and then gives up', () => {
    expect(
      timed(0, 3, [
        [at(1), 'ab'],
        [at(6), 'c'],
      ]),
    ).toEqual(['ab at 1', ' at 4', 'c at 6']);
  });

  test('with neither, a read does not wait', () => {
    expect(timed(0, 0, [[at(1), 'ab']])).toEqual([' at 0', ' at 0', ' at 0']);
  });

  test('with both, the time counts between bytes: the first one is waited for without end', () => {
    const keys: [number, string][] = [
      [at(20), 'a'],
      [at(22), 'b'],
      [at(30), 'cdef'],
      [at(31), 'g'],
      [at(39), 'h'],
    ];
    expect(timed(4, 3, keys)).toEqual(['ab at 25', 'cdef at 30', 'g at 34']);
  });

  test('what was asked for is enough, though the least number is larger', () => {
    expect(
      timed(
        5,
        0,
        [
          [at(1), 'abc'],
          [at(2), 'defg'],
        ],
        2,
      ),
    ).toEqual(['ab at 1', 'cd at 2', 'ef at 2']);
  });

  test('a read for ever with a time between bytes can be killed', () => {
    const sleeper: Program = function* () {
      yield* set({ ...RAW, vmin: 1, vtime: 1 });
      yield* sys.read(0, 1);
    };
    const { told } = atTerminal(
      function* (told) {
        const pid = yield* start('sleeper');
        yield* pause(1_000_000);
        yield* sys.kill(pid, 'SIGKILL');
        told.push((yield* sys.waitpid(pid)).status);
      },
      [],
      { sleeper },
    );
    expect(told).toEqual([{ is: 'killed', signal: 'SIGKILL' }]);
  });

  test('what was typed of a line is not lost when a program turns to it', () => {
    const { told } = atTerminal(
      function* (told) {
        yield* pause(200);
        yield* set(RAW);
        told.push(decode(yield* sys.read(0, 10)));
      },
      [[100, 'half a']],
    );
    expect(told).toEqual(['half a']);
  });

  test('what was not read of it is not lost when a program turns back', () => {
    const { told } = atTerminal(
      function* (told) {
        yield* set({ ...RAW, icrnl: true });
        yield* pause(200);
        told.push(decode(yield* sys.read(0, 3)));
        yield* set({ icanon: true });
        for (const count of [5, 100, 100]) told.push(decode(yield* sys.read(0, count)));
      },
      [
        [100, 'abcdef\rghi'],
        [300, 'next\r'],
      ],
    );
    expect(told).toEqual(['abc', 'def\ng', 'hi', 'next\n']);
  });

  test('lines that were ready are read on as bytes', () => {
    const { told } = atTerminal(
      function* (told) {
        yield* pause(200);
        yield* set(RAW);
        told.push(decode(yield* sys.read(0, 100)));
      },
      [[100, 'one\rtwo\rhalf']],
    );
    expect(told).toEqual(['one\ntwo\nhalf']);
  });

  test('a large paste is read all, in whatever pieces', () => {
    const paste = 'x'.repeat(300_000);
    const { told } = atTerminal(
      function* (told) {
        yield* set(RAW);
        let read = 0;
        while (read < paste.length) read += (yield* sys.read(0, 1 + (read % 7))).length;
        told.push(read);
      },
      [[100, paste]],
    );
    expect(told).toEqual([paste.length]);
  });

  test('wakes a reader who waits for a line, when another turns to it', () => {
    const turn: Program = function* () {
      yield* pause(500);
      yield* set(RAW);
    };
    const { told } = atTerminal(
      function* (told) {
        yield* start('turn');
        told.push(decode(yield* sys.read(0, 10)));
        yield* reapAll();
      },
      [[100, 'half']],
      { turn },
    );
    expect(told).toEqual(['half']);
  });
});

describe('what programs write', () => {
  test('has a carriage return before each newline', () => {
    expect(atTerminal(() => say('a\n\nb\n')).screen).toBe('a\r\n\r\nb\r\n');
  });

  test('passes as it is without output processing', () => {
    const main = function* () {
      yield* set({ opost: false });
      yield* say('a\nb\r\n');
    };
    expect(atTerminal(main).screen).toBe('a\nb\r\n');
  });

  test('is counted as the program wrote it', () => {
    const main = function* (told: unknown[]) {
      told.push(yield* sys.write(1, new TextEncoder().encode('a\nb\n')));
    };
    expect(atTerminal(main).told).toEqual([4]);
  });
});

describe('settings', () => {
  test('are told as a copy: changing it changes nothing in the terminal', () => {
    const main = function* (told: unknown[]) {
      const settings = (yield* sys.ioctl(0, 'TCGETS')) as Termios;
      const size = (yield* sys.ioctl(0, 'TIOCGWINSZ')) as WindowSize;
      settings.echo = false;
      size.rows = 1;
      told.push(((yield* sys.ioctl(0, 'TCGETS')) as Termios).echo, yield* sys.ioctl(0, 'TIOCGWINSZ'));
    };
    expect(atTerminal(main).told).toEqual([true, { rows: 24, columns: 80 }]);
    expect(atTerminal(main).told).toEqual([true, { rows: 24, columns: 80 }]); // nor in another machine
  });

  test('are those of a fresh terminal, and stay what they were set to', () => {
    const main = function* (told: unknown[]) {
      told.push(yield* sys.ioctl(0, 'TCGETS'));
      yield* set({ intr: 1, vtime: 300 });
      const { intr, vtime } = (yield* sys.ioctl(0, 'TCGETS')) as Termios;
      told.push([intr, vtime]);
    };
    expect(atTerminal(main).told).toEqual([
      {
        icrnl: true,
        opost: true,
        icanon: true,
        echo: true,
        isig: true,
        tostop: false,
        intr: 3,
        quit: 28,
        susp: 26,
        eof: 4,
        erase: 127,
        werase: 23,
        kill: 21,
        vmin: 1,
        vtime: 0,
      },
      [1, 300 & 255],
    ]);
  });

  test('are refused when they are none', () => {
    const main = function* (told: unknown[]) {
      for (const argument of [null, 5, { rows: 1, columns: 1 }])
        told.push(yield* errorOf(sys.ioctl(0, 'TCSETS', argument)));
      told.push(yield* errorOf(sys.ioctl(0, 'TIOCSPGRP', null)));
    };
    expect(atTerminal(main).told).toEqual(['EINVAL', 'EINVAL', 'EINVAL', 'EINVAL']);
  });
});

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

describe('a window', () => {
  test('that changes its size tells the foreground group, once', () => {
    const { booted } = (() => {
      const booted = machine(() => pause(2000), { terminal: true });
      const resize = { is: 'resize', device: 'tty0', rows: 50, columns: 132 } as const;
      post(booted.kernel, resize, 500);
      post(booted.kernel, resize, 600);
      booted.run();
      return { booted };
    })();
    expect(
      booted.events.filter(({ is }) => is === 'signal').map(({ tick, pid }) => [tick, pid]),
    ).toContainEqual([500, 2]);
    expect(booted.events.filter((event) => event.is === 'signal' && event.signal === 'SIGWINCH').length).toBe(
      1,
    );
  });
});

test('a terminal that hangs up ends its readers’ input, refuses output, and tells the session', () => {
  const told: unknown[] = [];
  const main: Program = function* () {
    yield* sys.sigaction('SIGHUP', 'ignore');
    yield* start('job', { pgid: 0, actions: [{ is: 'tcsetpgrp', fd: 0 }], defaults: ['SIGHUP'] });
    yield* start('other', { pgid: 0 });
    yield* reapAll((pid, how) => told.push([pid, how]));
    yield* sys.sigaction('SIGTTOU', 'ignore');
    yield* sys.ioctl(0, 'TIOCSPGRP', 2);
    told.push((yield* sys.read(0, 10)).length, yield* errorOf(say('x')));
  };
  const sleeper: Program = () => pause(1000);
  const booted = machine(main, { terminal: true, programs: { job: sleeper, other: sleeper } });
  post(booted.kernel, { is: 'hangup', device: 'tty0' }, 500);
  booted.run();
  expect(told).toEqual([[3, { is: 'killed', signal: 'SIGHUP' }], [4, { is: 'exited', code: 0 }], 0, 'EIO']);
});

test('the host can ask whether somebody waits for keys', () => {
  const booted = machine(
    function* () {
      yield* pause(100);
      yield* sys.read(0, 10);
    },
    { terminal: true },
  );
  booted.run(50);
  expect(wantsInput(booted.kernel, 'tty0')).toBe(false);
  booted.run(200);
  expect(wantsInput(booted.kernel, 'tty0')).toBe(true);
  expect(inspect(booted.kernel).processes[1]).toMatchObject({ wakers: [], wakeSource: 'keyboard' });
  expect(wantsInput(booted.kernel, 'no such device')).toBe(false);
});
