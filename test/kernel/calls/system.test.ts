import { expect, test } from 'vitest';
import { RELEASE } from '../../../kernel/abi.ts';
import { sys } from '../../../userland/sys.ts';
import { answerOf, errorOf } from '../../helpers.ts';

test('getrandom gives as many bytes as were asked for, up to a megabyte', () => {
  const main = function* () {
    const lengths: number[] = [];
    for (const count of [0, 1, 1000, 2 ** 20]) lengths.push((yield* sys.getrandom(count)).length);
    return [...lengths, yield* errorOf(sys.getrandom(2 ** 20 + 1))];
  };
  expect(answerOf(main)).toEqual([0, 1, 1000, 2 ** 20, 'EINVAL']);
});

test('getrandom does not give the same bytes to two who ask', () => {
  const main = function* () {
    const first = yield* sys.getrandom(16);
    return [...first].join() === [...(yield* sys.getrandom(16))].join();
  };
  expect(answerOf(main)).toBe(false);
});

test('uname tells the name of the system', () => {
  const main = function* () {
    return yield* sys.uname();
  };
  expect(answerOf(main)).toEqual({
    sysname: 'tinyos',
    nodename: 'tinyos',
    release: RELEASE,
    version: '#1',
    machine: 'coroutine',
  });
});

test('sync has nothing to do', () => {
  expect(answerOf(() => errorOf(sys.sync()))).toBe('ok');
});
