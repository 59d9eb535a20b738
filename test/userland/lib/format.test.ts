import { describe, expect, test } from 'vitest';
import {
  columns,
  displayWidth,
  humanSize,
  modeString,
  padEnd,
  padStart,
} from '../../../userland/lib/format.ts';

test('a wide character takes two columns, a combining one none', () => {
  expect(displayWidth('abc')).toBe(3);
  expect(displayWidth('日本')).toBe(4);
  expect(displayWidth('o\u0301')).toBe(1);
  expect(displayWidth('😀')).toBe(2);
  expect(displayWidth('\udc80')).toBe(1);
  expect(padEnd('日', 4)).toBe('日  ');
  expect(padStart('é', 3)).toBe('  é');
});

// Expected values are those of GNU's `numfmt --to=iec --round=up` and `ls -h`.
test.each([
  [0, '0'],
  [1023, '1023'],
  [1024, '1.0K'],
  [1025, '1.1K'],
  [10239, '10K'],
  [10240, '10K'],
  [10241, '11K'],
  [1048575, '1.0M'],
  [1048576, '1.0M'],
  [1234567, '1.2M'],
  [5 * 2 ** 30, '5.0G'],
])('the size %d is shown as %s', (bytes, shown) => {
  expect(humanSize(bytes)).toBe(shown);
});

describe('columns', () => {
  test('are read downwards, and there are as few lines as the width allows', () => {
    const items = ['a', 'bb', 'ccc', 'd', 'ee'];
    expect(columns(items, 80)).toEqual(['a  bb  ccc  d  ee']);
    expect(columns(items, 17)).toEqual(['a   ccc  ee', 'bb  d']);
    expect(columns(items, 10)).toEqual(['a    d', 'bb   ee', 'ccc']);
    expect(columns(items, 1)).toEqual(items);
    expect(columns([], 80)).toEqual([]);
    const many = Array.from({ length: 200_000 }, (_, i) => String(i));
    expect(columns(many, 1)).toEqual(many);
  });
});

test('permissions', () => {
  expect(modeString('directory', 0o755)).toBe('drwxr-xr-x');
  expect(modeString('file', 0o7000)).toBe('---S--S--T');
  expect(modeString('symlink', 0o7777)).toBe('lrwsrwsrwt');
});
