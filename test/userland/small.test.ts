import { expect, test } from 'vitest';
import { run, runOne } from './machine.ts';

test('date shows the virtual time, which starts with the machine', () => {
  const [now, later] = run([['date'], ['date', '+%F %T']]);
  expect(now?.stdout).toBe('Wed Mar 25 09:00:00 UTC 2009\n');
  expect(later?.stdout).toBe('2009-03-25 09:00:00\n');
  expect(runOne(['date', '-r', 'f'], { files: { f: '' } }).stdout).toBe('Wed Mar 25 09:00:00 UTC 2009\n');
});

test('which finds the first program along PATH, or all of them', () => {
  const files = { 'my/ls': '#!/bin/sh\n', 'my/notes': 'no program\n' };
  const env = { PATH: 'my:/bin' };
  const [, first, all, absent, none] = run(
    [
      ['chmod', '+x', 'my/ls'],
      ['which', 'ls', 'cat'],
      ['which', '-a', 'ls'],
      ['which', 'notes', 'cat', 'nosuch'],
      ['which'],
    ],
    { files, env },
  );
  expect(first).toEqual({ stdout: 'my/ls\n/bin/cat\n', stderr: '', status: 0 });
  expect(all?.stdout).toBe('my/ls\n/bin/ls\n');
  expect(absent).toEqual({ stdout: '/bin/cat\n', stderr: '', status: 1 });
  expect(none?.status).toBe(1);
});

test('env runs a command with the environment that it is told', () => {
  const [changed, bare, absent, failed] = run(
    [
      ['env', 'A=1', 'B=x=y', 'env'],
      ['env', '-i', 'PATH=/bin', 'env'],
      ['env', 'nosuch'],
      ['env', 'false'],
    ],
    { env: { B: '2' } },
  );
  expect(changed?.stdout).toBe('PATH=/bin\nB=x=y\nA=1\n');
  expect(bare?.stdout).toBe('PATH=/bin\n');
  expect(absent).toEqual({ stdout: '', stderr: "env: 'nosuch': No such file or directory\n", status: 127 });
  expect(failed?.status).toBe(1);
});

test('clear moves home and erases the screen and what has scrolled off', () => {
  expect(runOne(['clear']).stdout).toBe('\x1b[H\x1b[2J\x1b[3J');
  expect(runOne(['clear', '-x']).stdout).toBe('\x1b[H\x1b[2J');
});

test('mv to another file system copies and removes', () => {
  const [moved, there, gone] = run(
    [
      ['mv', 'd', '/dev/d'],
      ['ls', '/dev/d'],
      ['ls', 'd'],
    ],
    { files: { 'd/f': 'x\n' } },
  );
  // The file system of devices takes no files: nothing must be lost.
  expect(moved?.status).toBe(1);
  expect(there?.status).toBe(2);
  expect(gone?.stdout).toBe('f\n');
});

test('programs that copy or search a tree do not read devices', () => {
  const [copied, searched] = run([
    ['cp', '-r', '/dev', 'copy'],
    ['grep', '-r', 'x', '/dev'],
  ]);
  expect(copied?.stderr).toContain("cp: cannot copy special file '/dev/zero'\n");
  expect(copied?.status).toBe(1);
  expect(searched?.status).toBe(1);
});
