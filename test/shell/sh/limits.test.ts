// biome-ignore-all lint/suspicious/noTemplateCurlyInString: they are the shell's
// All processes live in one of the host: what one of them collects must have an end, and only that one fails of it.

import { expect, it } from 'vitest';
import { run } from './machine.ts';

it.each([
  ['sort /dev/zero', 'sort: memory exhausted\n', 2],
  ['tr "\\0" "\\n" </dev/zero | sort', 'sort: memory exhausted\n', 2],
  ['head -n -1 /dev/zero', "head: error reading '/dev/zero': Cannot allocate memory\n", 1],
  ['head -c -1G /dev/zero', "head: error reading '/dev/zero': Cannot allocate memory\n", 1],
  ['tail -n 1 /dev/zero', "tail: error reading '/dev/zero': Cannot allocate memory\n", 1],
  ['tail -c 1G /dev/zero', "tail: error reading '/dev/zero': Cannot allocate memory\n", 1],
  ['x=$(cat /dev/zero); echo no', 'sh: 1: command substitution: memory exhausted\n', 2],
  ['sh /dev/zero', 'sh: cannot open /dev/zero: Cannot allocate memory\n', 126],
  ['head -c 2M /dev/zero >f; read -r x <f', 'sh: 1: read: Cannot allocate memory\n', 1],
])('%s: fails, and the machine goes on', { timeout: 60_000 }, (script, stderr, status) => {
  expect(run(script)).toEqual({ stdout: '', stderr, status });
});

it('a line of half a megabyte is still read', () => {
  const script =
    'head -c 500000 /dev/zero | tr "\\0" x >f; read -r x <f; echo $? ${#x}; read x <f; echo ${#x}';
  expect(run(script)).toEqual({ stdout: '1 500000\n500000\n', stderr: '', status: 0 });
});
