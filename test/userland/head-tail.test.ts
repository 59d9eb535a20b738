import { describe, expect, test } from 'vitest';
import { pipe, runOne } from './machine.ts';

const seq = (from: number, to: number) =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => `${from + i}\n`).join('');
const files = { ten: seq(1, 10), x: 'x\n', cut: '1\n2\n3', empty: '', big: seq(1, 50_000) };
const out = (argv: string[], stdin = '') => runOne(argv, { files, stdin }).stdout;

describe('head', () => {
  test.each([
    [['head', '-n', '3', 'ten'], '1\n2\n3\n'],
    [['head', '-3', 'ten'], '1\n2\n3\n'],
    [['head', '--lines=2', 'ten'], '1\n2\n'],
    [['head', '-n', '-8', 'ten'], '1\n2\n'],
    [['head', '-n', '-1', 'cut'], '1\n2\n'],
    [['head', '-n', '-0', 'cut'], '1\n2\n3'],
    [['head', '-n', '-20', 'ten'], ''],
    [['head', '-n', '9', 'cut'], '1\n2\n3'],
    [['head', '-c', '5', 'ten'], '1\n2\n3'],
    [['head', '-c', '-15', 'ten'], '1\n2\n3\n'],
    [['head', '-c', '1K', 'x'], 'x\n'],
    [['head', '-n0', 'ten'], ''],
    [['head', '-n', '1', 'x', 'empty', 'ten'], '==> x <==\nx\n\n==> empty <==\n\n==> ten <==\n1\n'],
    [['head', '-q', '-n', '1', 'x', 'ten'], 'x\n1\n'],
    [['head', '-v', 'x'], '==> x <==\nx\n'],
    [['head', '-v', '-n1', '-'], '==> standard input <==\na\n'],
  ])('%j', (argv, expected) => {
    expect(out(argv, 'a\nb\n')).toBe(expected);
  });

  test('tells what it cannot open or read, and goes on', () => {
    expect(runOne(['head', '-n1', 'nosuch', '.', 'x'], { files })).toEqual({
      stdout: '==> . <==\n\n==> x <==\nx\n',
      stderr:
        "head: cannot open 'nosuch' for reading: No such file or directory\nhead: error reading '.': Is a directory\n",
      status: 1,
    });
  });

  test.each([
    [['head', '-n', 'x'], "head: invalid number of lines: 'x'\n"],
    [['head', '-c', '5x'], "head: invalid number of bytes: '5x'\n"],
    [['head', '-n'], "head: option requires an argument -- 'n'\nTry 'head --help' for more information.\n"],
    [
      ['head', '--li'],
      "head: option '--lines' requires an argument\nTry 'head --help' for more information.\n",
    ],
  ])('%j is an error', (argv, stderr) => {
    expect(runOne(argv)).toEqual({ stdout: '', stderr, status: 1 });
  });
});

describe('tail', () => {
  test.each([
    [['tail', '-n', '3', 'ten'], '8\n9\n10\n'],
    [['tail', '-2', 'ten'], '9\n10\n'],
    [['tail', 'big'], seq(49_991, 50_000)],
    [['tail', '-n', '20000', 'big'], seq(30_001, 50_000)],
    [['tail', '-n', '60000', 'big'], files.big],
    [['tail', '-n', '0', 'big'], ''],
    [['tail', '-n', '0', 'cut'], ''],
    [['tail', '-n', '1', 'cut'], '3'],
    [['tail', '-n', '2', 'cut'], '2\n3'],
    [['tail', '-n', '+9', 'ten'], '9\n10\n'],
    [['tail', '+9', 'ten'], '9\n10\n'],
    [['tail', '-n', '+0', 'cut'], '1\n2\n3'],
    [['tail', '-n', '+49999', 'big'], '49999\n50000\n'],
    [['tail', '-c', '4', 'ten'], '\n10\n'],
    [['tail', '-c', '7', 'big'], '\n50000\n'],
    [['tail', '-c', '+19', 'ten'], '10\n'],
    [['tail', '-c', '100', 'cut'], '1\n2\n3'],
    [['tail', '-n1', 'x', 'empty', 'ten'], '==> x <==\nx\n\n==> empty <==\n\n==> ten <==\n10\n'],
    [['tail', '-q', '-n1', 'x', 'ten'], 'x\n10\n'],
    [['tail', '-n1', '-v', '-'], '==> standard input <==\nb\n'],
  ])('%j', (argv, expected) => {
    expect(out(argv, 'a\nb\n')).toBe(expected);
  });

  test.each([
    [['tail', '-n', '3'], seq(49_998, 50_000)],
    [['tail', '-n', '20000'], seq(30_001, 50_000)],
    [['tail', '-c', '6'], '50000\n'],
    [['tail', '-n', '+49999'], '49999\n50000\n'],
    [['tail', '-c', '+288889'], '50000\n'],
  ])('%j of a pipe', (argv, expected) => {
    expect(pipe([['cat', 'big'], argv], { files }).stdout).toBe(expected);
  });

  test('tells what it cannot open, and goes on', () => {
    expect(runOne(['tail', '-n1', 'nosuch', 'x'], { files })).toEqual({
      stdout: '==> x <==\nx\n',
      stderr: "tail: cannot open 'nosuch' for reading: No such file or directory\n",
      status: 1,
    });
  });
});
