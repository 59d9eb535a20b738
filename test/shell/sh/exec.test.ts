// Programs that take the place of the shell: `exec`, and the last command of a shell that has nothing else to do.

import { describe, expect, it } from 'vitest';
import { inspect } from '../../../kernel/inspect.ts';
import { print } from '../../../userland/lib/output.ts';
import { sys } from '../../../userland/sys.ts';
import { openTerminal, run } from './machine.ts';

const pid = {
  path: '/bin/pid',
  program: function* () {
    yield* print(`${yield* sys.getpid()}\n`);
    return 0;
  },
  about: '',
};
const output = (script: string) => run(script, { programs: [pid] }).stdout;

describe('exec', () => {
  it.each([
    ['echo $$; exec pid', '2\n2\n'],
    ['A=b exec env | grep A=', 'A=b\n'],
    ['trap "" TERM; exec grep SigIgn /proc/self/status', 'SigIgn:\tSIGTERM\n'],
    ['trap "echo no" EXIT TERM; exec pid', '2\n'],
    ['exec >f; echo a; exec cat /proc/self/limits', ''],
    ['exec 3>f 4>g; exec ls -l /proc/self/fd | wc -l', '6\n'], // 0 to 4, and the directory itself
  ])('%s', (script, expected) => {
    expect(output(script)).toBe(expected);
  });

  it('runs a script by its interpreter, in the same process', () => {
    const files = { '/home/s': '#!/bin/sh\necho $0 $1 $$' };
    expect(run('exec ./s a', { files }).stdout).toBe('./s a 2\n');
  });

  it('that fails ends the shell, with the trap for that', () => {
    expect(run('trap "echo bye" EXIT; exec no; echo no')).toEqual({
      stdout: 'bye\n',
      stderr: 'sh: 1: exec: no: not found\n',
      status: 127,
    });
  });

  it('that fails leaves an interactive shell as it was', async () => {
    const terminal = openTerminal();
    terminal.type('exec no\r');
    terminal.type('sleep 9\r');
    terminal.type('\x03');
    expect(await terminal.screen()).toEqual([
      '~$ exec no',
      'sh: exec: no: not found',
      '~$ sleep 9',
      '^C',
      '~$ |',
    ]);
  });

  it('gives the signals that the shell ignores back to the program', () => {
    const terminal = openTerminal();
    terminal.type('exec sleep 100\r');
    const sleeper = inspect(terminal.kernel).processes.find(({ name }) => name === 'sleep');
    expect([sleeper?.ignored, sleeper?.foreground]).toEqual([[], true]);
  });
});

describe('the last command', () => {
  it.each([
    ['pid', '2\n'],
    ['echo $$; pid # the end', '2\n2\n'],
    ['pid >f; cat f', '3\n'],
    ['pid; :', '3\n'],
    ['trap "echo bye" EXIT; pid', '3\nbye\n'],
    ['f() { pid; pid; }; f', '3\n4\n'],
    ['(pid)', '3\n'],
    ['(:; pid); pid >f; cat f', '3\n4\n'],
    ['eval pid; :', '3\n'],
  ])('of `%s` is the shell’s own process if nothing is left to do', (script, expected) => {
    expect(output(script)).toBe(expected);
  });

  it.each([
    ['nothere', 'sh: 1: nothere: not found\n', 127],
    ['cat <nothere', 'sh: 1: cannot open nothere: No such file or directory\n', 2],
    ['nothere 2>/dev/null', '', 127],
    ['sh -c "exit 5" >f', '', 5],
  ])('%s fails as any other', (script, stderr, status) => {
    expect(run(script)).toEqual({ stdout: '', stderr, status });
  });
});

describe('ulimit', () => {
  it.each([
    ['ulimit; ulimit -n; ulimit -Hn', 'unlimited\n1024\n1024\n'],
    ['ulimit -S -n 20; ulimit -n; ulimit -H -n; ulimit -n 30; ulimit -Hn', '20\n1024\n30\n'],
    ['ulimit -t 7; sh -c "ulimit -t"', '7\n'],
    [
      'ulimit -f 3; ulimit -f; grep size /proc/self/limits',
      '3\nMax file size             1536                 1536                 bytes     \n',
    ],
    [
      'ulimit -u 9; ulimit -a',
      'time(seconds)        unlimited\nfile(blocks)         unlimited\nprocess              9\nnofiles              1024\n',
    ],
    ['ulimit -S -u unlimited; echo $?', '0\n'],
  ])('%s', (script, expected) => {
    expect(output(script)).toBe(expected);
  });

  it.each([
    ['ulimit -n x', 'bad number'],
    ['ulimit -n 1 2', 'too many arguments'],
    ['ulimit -a 1', 'too many arguments'],
    ['ulimit -n 2000', 'error setting limit (Operation not permitted)'],
    ['ulimit -u 5; ulimit -S -u 6', 'error setting limit (Invalid argument)'],
  ])('%s is an error', (script, message) => {
    expect(run(script)).toEqual({ stdout: '', stderr: `sh: 1: ulimit: ${message}\n`, status: 2 });
  });

  it('keeps programs from starting others, computing too long, and writing too much', () => {
    expect(run('ulimit -u 2; cat f; echo $?')).toEqual({
      stdout: '254\n',
      stderr: 'sh: 1: cannot start cat: Resource temporarily unavailable\n',
      status: 0,
    });
    expect(run('(ulimit -S -t 1; spin); echo $?').stdout).toBe('152\n');
    expect(run('(ulimit -f 1; yes >f); echo $?; wc -c <f').stdout).toBe('153\n512\n');
  });
});

describe('a FIFO', () => {
  it.each([
    ['mkfifo p; cat <p & echo hi >p; wait', 'hi\n'],
    ['mkfifo p; echo hi >p & cat p', 'hi\n'],
    ['mkfifo p; (echo a; echo b) >p & while read x; do echo "<$x>"; done <p', '<a>\n<b>\n'],
    ['mkfifo p; cat <p | rev & echo hi >p; wait', 'ih\n'],
    ['mkfifo p; x=p; tr a-z A-Z <"$x" & echo hi >p; wait', 'HI\n'],
    ['mkfifo -m 600 p q; ls -l p | cut -c1-10; [ -p q ] && echo pipe', 'prw-------\npipe\n'],
    ['mkfifo p; mkfifo p; echo $?', '1\n'],
    ['mkdir d; mkfifo -m 640 d/p; cp -r d e; ls -l e/p | cut -c1-10', 'prw-r-----\n'],
    ['mkfifo p; echo hi >p & cp p f; cat f', 'hi\n'],
  ])('%s', (script, expected) => {
    expect(output(script)).toBe(expected);
  });

  it('is waited for by the program, and not by an interactive shell: ^C ends the wait', async () => {
    const terminal = openTerminal();
    terminal.type('mkfifo p; cat <p\r');
    terminal.type('\x03');
    terminal.type('read x <p\r');
    terminal.type('\x03');
    terminal.type('echo $?\r');
    expect(await terminal.screen()).toEqual([
      '~$ mkfifo p; cat <p',
      '^C',
      '~$ read x <p',
      '^C',
      '~$ echo $?',
      '130',
      '~$ |',
    ]);
  });
});
