import { describe, expect, test } from 'vitest';
import { Errno } from '../../kernel/errno.ts';
import * as kinds from '../../kernel/kinds.ts';
import { argv, spawnOptions, timespec } from '../../kernel/records.ts';
import { ioctlArgument } from '../../kernel/termios.ts';

/** What a check makes of a value: the value, or the error that it fails with. */
function checked<T>(kind: kinds.Kind<T>, value: unknown): unknown {
  try {
    return kind.check(value);
  } catch (error) {
    return error instanceof Errno ? error.code : `thrown ${error}`;
  }
}

const numbers = [
  0,
  -1,
  2 ** 31,
  2 ** 53 - 1,
  2 ** 53,
  1.5,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  '1',
  null,
  undefined,
  1n,
];

describe('of numbers', () => {
  const kept = (kind: kinds.Kind<number>) => numbers.map((value) => checked(kind, value));
  const E = 'EINVAL';

  test('an integer may be negative, but must be one that is exact', () => {
    expect(kept(kinds.int)).toEqual([0, -1, 2 ** 31, 2 ** 53 - 1, E, E, E, E, E, E, E, E]);
  });

  test('a size may not be negative', () => {
    expect(kept(kinds.size)).toEqual([0, E, 2 ** 31, 2 ** 53 - 1, E, E, E, E, E, E, E, E]);
  });

  test('what can be no descriptor is EBADF', () => {
    const B = 'EBADF';
    expect(kept(kinds.fd)).toEqual([0, B, 2 ** 31, 2 ** 53 - 1, B, B, B, B, B, B, B, B]);
  });
});

describe('of text', () => {
  test.each<[unknown, unknown]>([
    ['a path', 'a path'],
    ['', ''],
    ['é€😀', 'é€😀'],
    ['x'.repeat(4095), 'x'.repeat(4095)],
    ['x'.repeat(4096), 'ENAMETOOLONG'],
    ['a\0b', 'EINVAL'],
    [5, 'EFAULT'],
    [null, 'EFAULT'],
    [undefined, 'EFAULT'],
    [new String('boxed'), 'EFAULT'],
  ])('%j becomes %j', (value, expected) => {
    expect(checked(kinds.path, value)).toBe(expected);
  });

  test('words of argv may be longer than a path; a list of anything else is none', () => {
    const long = 'x'.repeat(10_000);
    expect(checked(argv, [long, ''])).toEqual([long, '']);
    expect([
      checked(argv, 'words'),
      checked(argv, [1]),
      checked(argv, ['a\0']),
      checked(argv, [['x']]),
    ]).toEqual(['EINVAL', 'EFAULT', 'EINVAL', 'EFAULT']);
  });

  test('a list is copied', () => {
    const given = ['a', 'b'];
    const copy = checked(argv, given);
    given[0] = 'changed';
    expect(copy).toEqual(['a', 'b']);
  });

  test('a list that has no end is refused, and what it says of itself is not asked', () => {
    const endless = new Proxy([] as string[], { get: (_, name) => (name === 'length' ? 2 ** 40 : 'word') });
    const hostile = Object.assign(['a'], {
      *[Symbol.iterator]() {
        for (;;) yield 'word';
      },
      map: () => 'mine',
    });
    const species = Object.assign(['a'], { constructor: { [Symbol.species]: Object } });
    expect([checked(argv, endless), checked(argv, hostile), checked(argv, species)]).toEqual([
      'E2BIG',
      ['a'],
      ['a'],
    ]);
    expect(checked(argv, new Array(3))).toBe('EFAULT');
  });
});

describe('of bytes', () => {
  test('the view is made anew on the same bytes, whatever the program’s own says of itself', () => {
    const buffer = new ArrayBuffer(10);
    const given = new Uint8Array(buffer, 2, 4);
    const view = kinds.bytes.check(given);
    expect(view).not.toBe(given);
    expect([view.buffer === buffer, view.byteOffset, view.length]).toEqual([true, 2, 4]);
    const liar = Object.defineProperty(new Uint8Array(3), 'length', { value: 1e9 });
    expect(kinds.bytes.check(liar).length).toBe(3);
    expect(kinds.bytes.check(Buffer.from('ab')).constructor).toBe(Uint8Array);
  });

  test('no more than one write moves is taken', () => {
    const large = new Uint8Array(kinds.IO_MAX + 1);
    expect(kinds.bytes.check(large).length).toBe(kinds.IO_MAX);
  });

  test.each<[string, unknown]>([
    ['text', 'abc'],
    ['numbers', [1, 2]],
    ['an ArrayBuffer', new ArrayBuffer(4)],
    ['other numbers', new Uint16Array(4)],
    ['nothing', null],
  ])('%s is EFAULT', (_, value) => {
    expect(checked(kinds.bytes, value)).toBe('EFAULT');
  });
});

test('one of a few words, a signal, or an optional argument must be just that', () => {
  const word = kinds.oneOf('how', ['up', 'down']);
  expect([checked(word, 'up'), checked(word, 'left'), checked(word, 0)]).toEqual(['up', 'EINVAL', 'EINVAL']);
  const signals = ['SIGTERM', 'TERM', 15, 0].map((value) => checked(kinds.signal, value));
  expect(signals).toEqual(['SIGTERM', 'EINVAL', 'EINVAL', 'EINVAL']);
  expect([checked(kinds.signalOrZero, 0), checked(kinds.signalOrZero, -0)]).toEqual([0, 0]);
  const mode = kinds.optional(kinds.mode, 0o666);
  expect([checked(mode, undefined), checked(mode, 0), checked(mode, null)]).toEqual([0o666, 0, 'EINVAL']);
  expect(mode.type).toBe('number = 0666');
});

describe('of records', () => {
  test('a time has whole seconds and less than a second of nanoseconds', () => {
    const time = (sec: unknown, nsec: unknown) => checked(timespec, { sec, nsec });
    expect(time(1, 999_999_999)).toEqual({ sec: 1, nsec: 999_999_999 });
    expect([time(1, 1e9), time(1, -1), time(1.5, 0), time('1', 0), checked(timespec, null)]).toEqual([
      'EINVAL',
      'EINVAL',
      'EINVAL',
      'EINVAL',
      'EFAULT',
    ]);
  });

  test('a record is copied field by field, and nothing else of it comes along', () => {
    const given = { sec: 1, nsec: 2, more: 'x' };
    const copy = timespec.check(given);
    given.sec = 9;
    expect(copy).toEqual({ sec: 1, nsec: 2 });
    const options = { env: { A: '1' }, cwd: '/', actions: [{ is: 'close', fd: 3, more: 1 }], other: 1 };
    const kept = spawnOptions.check(options);
    options.env.A = 'changed';
    (options.actions[0] as { fd: number }).fd = 9;
    expect(kept).toEqual({ env: { A: '1' }, cwd: '/', actions: [{ is: 'close', fd: 3 }] });
  });

  test.each<[string, unknown, unknown]>([
    ['nothing', undefined, {}],
    ['false for what is off', { session: false, stopped: 0 }, {}],
    ['flags', { session: true, stopped: 1 }, { session: true, stopped: true }],
    [
      'an open without a mode',
      { actions: [{ is: 'open', fd: 0, path: 'x', flags: 0 }] },
      { actions: [{ is: 'open', fd: 0, path: 'x', flags: 0, mode: 0o666 }] },
    ],
    [
      'an environment with odd values',
      { env: { __proto__: null, constructor: 'c', A: '=' } },
      { env: { constructor: 'c', A: '=' } },
    ],
    ['an unknown action', { actions: [{ is: 'fly' }] }, 'EINVAL'],
    ['no list of actions', { actions: { is: 'close', fd: 3 } }, 'EINVAL'],
    ['a name with =', { env: { 'A=B': '' } }, 'EINVAL'],
    ['a name that is empty', { env: { '': '' } }, 'EINVAL'],
    ['a value that is no text', { env: { A: undefined } }, 'EFAULT'],
    ['a group that is negative', { pgid: -1 }, 'EINVAL'],
    ['a signal that is none', { defaults: ['SIGNONE'] }, 'EINVAL'],
    ['text', 'options', 'EFAULT'],
  ])('options of spawn: %s', (_, given, expected) => {
    expect(checked(spawnOptions, given)).toEqual(expected);
  });

  test('the argument of ioctl is nothing, a number, a size or settings', () => {
    expect([
      checked(ioctlArgument, undefined),
      checked(ioctlArgument, null),
      checked(ioctlArgument, 4),
    ]).toEqual([null, null, 4]);
    expect(checked(ioctlArgument, { rows: 2, columns: 3, more: 1 })).toEqual({ rows: 2, columns: 3 });
    expect(checked(ioctlArgument, { rows: 2 ** 16 + 1, columns: 3 })).toEqual({ rows: 1, columns: 3 });
    expect([
      checked(ioctlArgument, {}),
      checked(ioctlArgument, 'x'),
      checked(ioctlArgument, { rows: -1 }),
    ]).toEqual(['EINVAL', 'EFAULT', 'EINVAL']);
  });
});

test('text is quoted as strace does it', () => {
  const quoted = ['a"b\\c', 'line\nend\r\t', '\x00\x1b\x7f\x9f', 'é€', 'x'.repeat(33)].map((text) =>
    kinds.quote(text),
  );
  expect(quoted).toEqual([
    '"a\\"b\\\\c"',
    '"line\\nend\\r\\t"',
    '"\\x00\\x1b\\x7f\\x9f"',
    '"é€"',
    `"${'x'.repeat(32)}"...`,
  ]);
});

test('flags are printed by name, and none by the name of zero', () => {
  const flags = kinds.flags('flags', { A: 1, B: 2, AB: 3 }, 'NONE');
  expect([0, 1, 2, 3, 8].map(flags.print)).toEqual(['NONE', 'A', 'B', 'A|B|AB', 'NONE']);
});

test('a long list is printed as far as strace prints it', () => {
  expect(argv.print(Array.from({ length: 33 }, () => 'x'))).toBe(`[${'"x", '.repeat(32)}...]`);
});
