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

const times = (n: number, text: string) => text.repeat(n);

it.each([
  ['( )', `${times(30_000, '(')}echo no${times(30_000, ')')}`],
  ['{ }', `${times(300, '{ ')}echo no${times(300, '; }')}`],
  ['!', `${times(30_000, '! ')}echo no`],
  ['$( )', `echo ${times(3000, '$(echo ')}no${times(3000, ')')}`],
  ['${ }', `echo ${times(30_000, '${x:-')}no${times(30_000, '}')}`],
])('%s in thousands inside of each other are a syntax error', (_, script) => {
  const stderr = 'sh: 1: Syntax error: too deeply nested\n';
  expect(run(script)).toEqual({ stdout: '', stderr, status: 2 });
});

it.each([
  ['( )', `${times(30_000, '(')}1${times(30_000, ')')}`],
  ['-', `${times(30_000, '- ')}1`],
  ['? :', `${times(30_000, '0 ? 1 : ')}1`],
])('so are %s in arithmetic', (_, expression) => {
  const stderr = `sh: 1: arithmetic expression: too deeply nested: "${expression}"\n`;
  expect(run(`echo $((${expression}))`)).toEqual({ stdout: '', stderr, status: 2 });
});

it('what goes on and on without being nested has no such limit', () => {
  expect(run(`${times(30_000, 'true && ')}echo yes`).stdout).toBe('yes\n');
  expect(run(`echo $((${times(30_000, '1+')}1))`).stdout).toBe('30001\n');
  expect(run(`echo $'${times(900_000, 'x')}' | wc -c`).stdout).toBe('900001\n');
  expect(run(`echo ${times(150, '$(echo ')}yes${times(150, ')')}`).stdout).toBe('yes\n');
});

it('a text longer than can be held ends the shell, with a message', () => {
  expect(run('x=aaaaaaaaaa; while :; do x=$x$x; done; echo no')).toEqual({
    stdout: '',
    stderr: 'sh: 1: memory exhausted\n',
    status: 2,
  });
});

it('a line of half a megabyte is still read', () => {
  const script =
    'head -c 500000 /dev/zero | tr "\\0" x >f; read -r x <f; echo $? ${#x}; read x <f; echo ${#x}';
  expect(run(script)).toEqual({ stdout: '1 500000\n500000\n', stderr: '', status: 0 });
});
