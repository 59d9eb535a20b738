import { expect, test } from 'vitest';
import { encode } from '../../userland/lib/text.ts';
import { pipe, run, runOne } from './machine.ts';

const odd = Uint8Array.from([...encode('a\nb\n\n\n\nc\td'), 1, 0x80, 0xe9, 10, 0xff, 0x7f, ...encode('end')]);
const files = { odd, x: 'x\n' };

test('cat copies any bytes as they are', () => {
  expect(runOne(['cat', 'odd', '-', 'x'], { files, stdin: 'typed\n' })).toEqual({
    stdout: 'a\nb\n\n\n\nc\td\x01\udc80\udce9\n\udcff\x7fendtyped\nx\n',
    stderr: '',
    status: 0,
  });
});

test('cat -n counts on over files, and a line may begin in one and end in the next', () => {
  const { stdout } = runOne(['cat', '-n', 'odd', 'x'], { files });
  expect(stdout).toBe(
    '     1\ta\n     2\tb\n     3\t\n     4\t\n     5\t\n     6\tc\td\x01\udc80\udce9\n     7\t\udcff\x7fendx\n',
  );
});

test('cat -bsE numbers lines that are not empty, squeezes empty ones, and marks the ends', () => {
  const { stdout } = runOne(['cat', '-bsE', 'odd', 'x'], { files });
  expect(stdout).toBe('     1\ta$\n     2\tb$\n$\n     3\tc\td\x01\udc80\udce9$\n     4\t\udcff\x7fendx$\n');
});

test('cat -A shows every byte', () => {
  expect(runOne(['cat', '-A', 'odd'], { files }).stdout).toBe('a$\nb$\n$\n$\n$\nc^Id^AM-^@M-i$\nM-^?^?end');
});

test('an operand that cannot be read is told, and the others go on', () => {
  expect(runOne(['cat', 'nosuch', '.', 'x'], { files })).toEqual({
    stdout: 'x\n',
    stderr: 'cat: nosuch: No such file or directory\ncat: .: Is a directory\n',
    status: 1,
  });
});

test('a wrong option ends the program with a hint', () => {
  const [short, long] = run([
    ['cat', '-q'],
    ['cat', '--foo'],
  ]);
  expect(short).toEqual({
    stdout: '',
    stderr: "cat: invalid option -- 'q'\nTry 'cat --help' for more information.\n",
    status: 1,
  });
  expect(long?.stderr).toBe("cat: unrecognized option '--foo'\nTry 'cat --help' for more information.\n");
});

test('--help prints the options and succeeds', () => {
  const { stdout, status } = runOne(['true', '--help']);
  expect(stdout).toBe(
    'Usage: true [ignored command line arguments]\nDo nothing, successfully.\n\n      --help              display this help and exit\n',
  );
  expect(status).toBe(0);
});

test('a hundred cats in a row pass a megabyte through unchanged', () => {
  const text = '0123456789abcde\n'.repeat(65536);
  const { stdout } = pipe(
    Array.from({ length: 100 }, () => ['cat']),
    { stdin: text },
  );
  expect(stdout).toBe(text);
});

test('yes ends when its reader has had enough', () => {
  expect(
    pipe([
      ['yes', 'a', 'b'],
      ['head', '-3'],
    ]),
  ).toEqual({ stdout: 'a b\na b\na b\n', stderr: '', status: 0 });
});
