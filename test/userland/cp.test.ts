import { expect, test } from 'vitest';
import { run } from './machine.ts';

/** How many system calls it takes to copy so many directories, one in the other. */
function cost(depth: number): number {
  const [, , traced] = run([
    ['mkdir', '-p', 'd/'.repeat(depth)],
    ['cp', '-r', 'd', 'first'],
    ['strace', 'cp', '-r', 'd', 'second'],
  ]);
  return traced!.stderr.split('\n').length;
}

test('a directory deep down is copied with as many system calls as one at the top', () => {
  const each = cost(21) - cost(20);
  expect(each).toBeGreaterThan(5);
  expect(cost(60) - cost(20)).toBe(40 * each);
});
