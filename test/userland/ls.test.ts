import { expect, test } from 'vitest';
import { run, runOne } from './machine.ts';

const files = {
  'beta.c': '12345678901234567890\n',
  "it's": '1',
  'b c': 'x\n',
  'dir/f': 'ff\n',
  '.hidden': '',
  Upper: '',
};
const terminal = { rows: 24, columns: 24 };

test('ls -l shows kind, permissions, links, owner, size and time, and the space that a directory takes up', () => {
  const [, , , listed] = run(
    [
      ['ln', 'beta.c', 'second'],
      ['chmod', '4750', 'b c'],
      ['chmod', '1777', 'dir'],
      ['ls', '-l'],
    ],
    { files },
  );
  expect(listed?.stdout).toBe(
    [
      'total 16',
      '-rw-r--r-- 1 root root  0 Mar 25 09:00 Upper',
      '-rwsr-x--- 1 root root  2 Mar 25 09:00 b c',
      '-rw-r--r-- 2 root root 21 Mar 25 09:00 beta.c',
      'drwxrwxrwt 2 root root  1 Mar 25 09:00 dir',
      "-rw-r--r-- 1 root root  1 Mar 25 09:00 it's",
      '-rw-r--r-- 2 root root 21 Mar 25 09:00 second',
      '',
    ].join('\n'),
  );
});

test('what was changed more than half a year ago, or in the future, is shown with its year', () => {
  const outcomes = run(
    [
      ['touch', '-d', '2008-09-23 18:05', 'old'],
      ['touch', '-d', '2008-09-23 18:06', 'newer'],
      ['touch', '-d', '2009-03-26', 'tomorrow'],
      ['ls', '-lt', 'old', 'newer', 'tomorrow'],
    ],
    { files: { old: '', newer: '', tomorrow: '' } },
  );
  expect(outcomes[3]?.stdout).toBe(
    [
      '-rw-r--r-- 1 root root 0 Mar 26  2009 tomorrow',
      '-rw-r--r-- 1 root root 0 Sep 23 18:06 newer',
      '-rw-r--r-- 1 root root 0 Sep 23  2008 old',
      '',
    ].join('\n'),
  );
});

test('on a terminal ls fills the lines with columns, and quotes what a shell would need quoted', () => {
  const [columns, single, all] = run([['ls'], ['ls', '-1'], ['ls', '-aF']], { files, terminal });
  expect(columns?.stdout).toBe(" Upper   beta.c  \"it's\"\r\n'b c'    dir\r\n");
  expect(single?.stdout).toBe("Upper\r\n'b c'\r\nbeta.c\r\ndir\r\n\"it's\"\r\n");
  expect(all?.stdout).toBe(
    " ./       'b c'\r\n ../       beta.c\r\n .hidden   dir/\r\n Upper    \"it's\"\r\n",
  );
});

test('wide characters take two columns', () => {
  const names = { 日本語: '', abc: '', de: '', 'o\u0301': '', '\x1b[31mred': '' };
  expect(runOne(['ls', '-C'], { files: names, env: { COLUMNS: '20' } }).stdout).toBe(
    '\x1b[31mred  de  日本語\nabc      o\u0301\n',
  );
  expect(runOne(['ls'], { files: names, terminal: { rows: 24, columns: 30 } }).stdout).toBe(
    "''$'\\033''[31mred'   o\u0301\r\n abc                 日本語\r\n de\r\n",
  );
});

test('ls -h and -i, of a device too', () => {
  const [size, number, device] = run(
    [
      ['ls', '-lh', 'big'],
      ['ls', '-i', 'big'],
      ['ls', '-l', '/dev/null'],
    ],
    { files: { big: 'x'.repeat(1234567) } },
  );
  expect(size?.stdout).toBe('-rw-r--r-- 1 root root 1.2M Mar 25 09:00 big\n');
  expect(number?.stdout).toMatch(/^\d+ big\n$/);
  expect(device?.stdout).toBe('crw-rw-rw- 1 root root 0 Mar 25 09:00 /dev/null\n');
});

test('a link to a directory that is an operand stands for the directory, unless it is to be shown itself', () => {
  const [, followed, itself, long, recursive] = run(
    [
      ['ln', '-s', 'dir', 'l'],
      ['ls', 'l'],
      ['ls', '-d', 'l'],
      ['ls', '-l', 'l'],
      ['ls', '-R', '.'],
    ],
    { files: { 'dir/f': '' } },
  );
  expect(followed?.stdout).toBe('f\n');
  expect(itself?.stdout).toBe('l\n');
  expect(long?.stdout).toMatch(/^lrwxrwxrwx 1 root root \d Mar 25 09:00 l -> dir\n$/);
  expect(recursive?.stdout).toBe('.:\ndir\nl\n\n./dir:\nf\n');
});
