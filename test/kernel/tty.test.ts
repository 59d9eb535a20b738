import { describe, expect, test } from 'vitest';
import { O_RDWR, type Program, type Termios, type WindowSize } from '../../kernel/abi.ts';
import { inspect } from '../../kernel/inspect.ts';
import { post, wantsInput } from '../../kernel/interrupt.ts';
import { sys } from '../../userland/sys.ts';
import { decode, errorOf, machine, now, pause, reapAll, say, start } from '../helpers.ts';
import { atTerminal, RAW, readLines, set } from '../terminal.ts';

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
        ...{ inlcr: false, igncr: false, icrnl: true, ixon: true, opost: true, onlcr: true, isig: true },
        ...{ icanon: true, iexten: true, echo: true, echoe: true, echok: true, echoke: true, echonl: false },
        ...{ echoctl: true, noflsh: false, tostop: false },
        ...{ intr: 3, quit: 28, erase: 127, kill: 21, eof: 4, eol: 0, start: 17, stop: 19, susp: 26 },
        ...{ reprint: 18, werase: 23, lnext: 22, vmin: 1, vtime: 0 },
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

describe('output that is held', () => {
  test('waits from STOP to START; what was written then comes out, in order', () => {
    const { told, screen } = atTerminal(
      function* (told) {
        yield* say('one ');
        yield* pause(1000);
        yield* say('two ');
        told.push(yield* now());
        yield* say('three');
      },
      [
        [500, '\x13'],
        [90_000, '\x11'],
      ],
    );
    expect(told).toEqual([90_001]);
    expect(screen).toBe('one two three');
  });

  test.each<[string, [number, string], Partial<Termios>]>([
    ['INTR', [90_000, '\x03'], {}],
    ['a program that switches that off', [90_000, ''], { ixon: false }],
  ])('goes on after %s too', (_, key, change) => {
    const { told } = atTerminal(
      function* (told) {
        yield* sys.sigaction('SIGINT', 'ignore');
        yield* start('change');
        yield* pause(1000);
        yield* say('x');
        told.push(Math.floor((yield* now()) / 1000));
        yield* reapAll();
      },
      [[500, '\x13'], key],
      {
        *change() {
          yield* pause(90_000);
          if ('ixon' in change) yield* set(change);
        },
      },
    );
    expect(told).toEqual([90]);
  });

  test('does not stop a signal: the writer gets EINTR, or the count of what went out', () => {
    const writer: Program = function* () {
      yield* pause(1000);
      yield* say('x');
    };
    const { told, screen } = atTerminal(
      function* (told) {
        const pid = yield* start('writer');
        yield* pause(2000);
        yield* sys.kill(pid, 'SIGTERM');
        told.push((yield* sys.waitpid(pid)).status);
      },
      [[500, '\x13']],
      { writer },
    );
    expect([told, screen]).toEqual([[{ is: 'killed', signal: 'SIGTERM' }], '']);
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

  test('can be given a size by a program, and the group in front is told', () => {
    const { told, booted } = atTerminal(function* (told) {
      yield* sys.ioctl(0, 'TIOCSWINSZ', { rows: 50, columns: 132 });
      told.push(yield* sys.ioctl(0, 'TIOCGWINSZ'), yield* errorOf(sys.ioctl(0, 'TIOCSWINSZ', 5)));
    });
    expect(told).toEqual([{ rows: 50, columns: 132 }, 'EINVAL']);
    expect(booted.events.filter((event) => event.is === 'signal' && event.signal === 'SIGWINCH').length).toBe(
      1,
    );
  });
});

describe('settings that are changed', () => {
  const halfRead = function* (request: 'TCSETS' | 'TCSETSW' | 'TCSETSF', told: unknown[]) {
    yield* pause(1000);
    yield* sys.ioctl(0, request, (yield* sys.ioctl(0, 'TCGETS')) as Termios);
    yield* readLines(told);
  };
  test.each([
    ['TCSETS', ['old\n', 'half new\n']],
    ['TCSETSW', ['old\n', 'half new\n']],
    ['TCSETSF', [' new\n']],
  ] as const)('with %s: what was typed before is there, or forgotten', (request, expected) => {
    const { told } = atTerminal(
      (told) => halfRead(request, told),
      [
        [100, 'old\rhalf'],
        [5000, ' new\r\x04'],
      ],
    );
    expect(told).toEqual(expected);
  });

  test('TCFLSH forgets what was typed, and changes nothing', () => {
    const { told } = atTerminal(
      function* (told) {
        yield* pause(1000);
        yield* sys.ioctl(0, 'TCFLSH');
        yield* readLines(told);
      },
      [
        [100, 'old\rhalf'],
        [5000, 'new\r\x04'],
      ],
    );
    expect(told).toEqual(['new\n']);
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
    told.push(yield* errorOf(sys.ioctl(0, 'TIOCSPGRP', 2)), yield* errorOf(sys.ioctl(0, 'TCGETS')));
    told.push((yield* sys.read(0, 10)).length, yield* errorOf(say('x')));
    told.push(yield* errorOf(sys.open('/dev/tty', O_RDWR)));
  };
  const sleeper: Program = () => pause(1000);
  const booted = machine(main, { terminal: true, programs: { job: sleeper, other: sleeper } });
  post(booted.kernel, { is: 'hangup', device: 'tty0' }, 500);
  booted.run();
  expect(told).toEqual([
    [3, { is: 'killed', signal: 'SIGHUP' }],
    [4, { is: 'exited', code: 0 }],
    ...['ENOTTY', 'EIO', 0, 'EIO', 'ENXIO'],
  ]);
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
