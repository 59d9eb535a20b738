// Reading and writing in blocks: what is cut by their borders must not be seen.

import { describe, expect, test } from 'vitest';
import type { Coroutine } from '../../kernel/abi.ts';
import { lineReader, readAll } from '../../userland/lib/input.ts';
import { output, print } from '../../userland/lib/output.ts';
import { decode, encode } from '../../userland/lib/text.ts';
import { sys } from '../../userland/sys.ts';
import { pipe, run, runOne } from './machine.ts';

/** Runs a program of the test's own; it is /bin/test-program. */
function runProgram(program: () => Coroutine<number>, stdin: string | Uint8Array = '', terminal = false) {
  return runOne(['test-program'], {
    stdin,
    programs: [{ path: '/bin/test-program', program, about: '' }],
    ...(terminal ? { terminal: { rows: 24, columns: 80 } } : {}),
  });
}

function linesOf(stdin: string | Uint8Array, separator: '\n' | '\0' = '\n') {
  const found: [string, boolean][] = [];
  const { status } = runProgram(function* () {
    const lines = lineReader(0, separator);
    for (let line = yield* lines.next(); line !== null; line = yield* lines.next()) {
      found.push([line, lines.terminated]);
    }
    return (yield* lines.next()) === null ? 0 : 1;
  }, stdin);
  expect(status).toBe(0);
  return found;
}

describe('lineReader', () => {
  test('tells whether the last line had its newline', () => {
    expect(linesOf('a\n\nb')).toEqual([
      ['a', true],
      ['', true],
      ['b', false],
    ]);
    expect(linesOf('a\n')).toEqual([['a', true]]);
    expect(linesOf('\n')).toEqual([['', true]]);
    expect(linesOf('')).toEqual([]);
  });

  test('separates by NUL if asked', () => {
    expect(linesOf('a\nb\0c', '\0')).toEqual([
      ['a\nb', true],
      ['c', false],
    ]);
  });

  test.each([65534, 65535, 65536, 65537])('a line of %d bytes and one after it are whole', (length) => {
    const long = '\u00e9'.repeat(length / 2).padEnd(length - Math.floor(length / 2), 'x');
    expect(linesOf(`${long}\nnext`)).toEqual([
      [long, true],
      ['next', false],
    ]);
  });

  test('any bytes come out as they went in', () => {
    const bytes = Uint8Array.from({ length: 200_000 }, (_, i) => (i * i * 31) >> 3);
    const lines = linesOf(bytes).map(([line, terminated]) => line + (terminated ? '\n' : ''));
    expect(encode(lines.join(''))).toEqual(bytes);
  });
});

test('a hundred thousand short lines cost a system call for each block, not for each line', () => {
  let traps = 0;
  let count = 0;
  runProgram(function* () {
    const lines = lineReader(0);
    while ((yield* lines.next()) !== null) count++;
    traps = yield* trapsSoFar();
    return 0;
  }, '1234567\n'.repeat(100_000));
  expect(count).toBe(100_000);
  expect(traps).toBeGreaterThan(10);
  expect(traps).toBeLessThan(30);
});

function* trapsSoFar(): Coroutine<number> {
  const stat = decode(yield* readAll(yield* sys.open('/proc/self/stat', 0)));
  return Number(stat.trim().split(' ').at(-8));
}

describe('output', () => {
  test('gathers many pieces into few writes, and keeps their order', () => {
    let traps = 0;
    const { stdout } = runProgram(function* () {
      const out = output(1);
      for (let i = 0; i < 10_000; i++) yield* out.write(`${i}\n`);
      yield* out.write(encode('bytes\n'));
      yield* out.write('end');
      yield* out.flush();
      traps = yield* trapsSoFar();
      return 0;
    });
    expect(stdout).toBe(`${Array.from({ length: 10_000 }, (_, i) => `${i}\n`).join('')}bytes\nend`);
    expect(traps).toBeGreaterThan(5);
    expect(traps).toBeLessThan(15);
  });

  test('writes each line at once to a terminal', () => {
    const { stdout } = runProgram(
      function* () {
        const out = output(1);
        yield* out.write('one\n');
        yield* out.write('two');
        yield* print('[in between]');
        yield* out.flush();
        return 0;
      },
      '',
      true,
    );
    expect(stdout).toBe('one\r\n[in between]two');
  });

  test('what nobody takes ends a program with a message, if SIGPIPE does not', () => {
    function* ignorePipe(): Coroutine<number> {
      yield* sys.sigaction('SIGPIPE', 'ignore');
      const [reader, writer] = yield* sys.pipe();
      yield* sys.close(reader);
      const actions = [{ is: 'dup' as const, from: writer, to: 1 }];
      const { status } = yield* sys.waitpid(yield* sys.spawn('/bin/yes', ['yes'], { actions }));
      return status?.is === 'exited' ? status.code : 99;
    }
    expect(runProgram(ignorePipe)).toEqual({
      stdout: '',
      stderr: 'yes: write error: Broken pipe\n',
      status: 1,
    });
  });
});

describe('large data', () => {
  const megabyte = '0123456789abcde\n'.repeat(65536);

  test('a megabyte passes unchanged through programs that work by line and by block', () => {
    const { stdout } = pipe(
      [['cat'], ['grep', ''], ['cut', '-c1-'], ['tr', 'x', 'y'], ['tail', '-n', '+1'], ['tee']],
      {
        stdin: megabyte,
      },
    );
    expect(stdout).toBe(megabyte);
  });

  test('head and tail of a large file, by lines and by bytes', () => {
    const files = { big: megabyte };
    const lines = '0123456789abcde\n'.repeat(3);
    const outcomes = run(
      [
        ['head', '-n', '3', 'big'],
        ['tail', '-n', '3', 'big'],
        ['head', '-n', '-65533', 'big'],
        ['tail', '-c', '48', 'big'],
        [
          ['cat', 'big'],
          ['tail', '-c', '48'],
        ],
        ['tail', '-n', '+65534', 'big'],
      ],
      { files },
    );
    expect(outcomes.map(({ stdout }) => stdout)).toEqual(outcomes.map(() => lines));
  });

  test('wc counts characters and words that the border of a block cuts', () => {
    const text = `${'x'.repeat(65535)}\u00e9\u65e5 word`;
    expect(runOne(['wc', '-mwc'], { stdin: text }).stdout).toBe(`      2   65542   65545\n`);
  });
});

test('tail -f prints what is appended, and says so when the file was cut', () => {
  function* watch(): Coroutine<number> {
    const pid = yield* sys.spawn('/bin/tail', ['tail', '-f', '-n1', 'log']);
    for (const [text, flags] of [
      ['second\n', 0o2001],
      ['third\n', 0o2001],
      ['new\n', 0o1001],
    ] as const) {
      yield* sys.nanosleep({ sec: 3, nsec: 0 });
      const fd = yield* sys.open('log', flags);
      yield* sys.write(fd, encode(text));
      yield* sys.close(fd);
    }
    yield* sys.nanosleep({ sec: 3, nsec: 0 });
    yield* sys.kill(pid, 'SIGTERM');
    yield* sys.waitpid(pid);
    return 0;
  }
  const programs = [{ path: '/bin/watch', program: watch, about: '' }];
  expect(runOne(['watch'], { programs, files: { log: 'zero\nfirst\n' } })).toEqual({
    stdout: 'first\nsecond\nthird\nnew\n',
    stderr: 'tail: log: file truncated\n',
    status: 0,
  });
});
