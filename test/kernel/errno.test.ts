import { constants } from 'node:os';
import { expect, test } from 'vitest';
import { Errno, errorCodes, errorNumber, strerror } from '../../kernel/errno.ts';

test('error numbers are those of Linux', () => {
  const numbers = constants.errno as Record<string, number>;
  const known = errorCodes.filter((code) => code in numbers);
  expect(known.length).toBeGreaterThan(30);
  for (const code of known) expect(`${code} ${errorNumber(code)}`).toBe(`${code} ${numbers[code]}`);
});

test('no two errors have the same number or the same text', () => {
  expect(new Set(errorCodes.map(errorNumber)).size).toBe(errorCodes.length);
  expect(new Set(errorCodes.map(strerror)).size).toBe(errorCodes.length);
});

test('an Errno tells its code and says what strerror says', () => {
  const error = new Errno('ENOENT');
  expect([error.code, error.name, error.message]).toEqual(['ENOENT', 'ENOENT', 'No such file or directory']);
});
