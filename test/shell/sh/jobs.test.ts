import { describe, expect, it } from 'vitest';
import { openTerminal, run } from './machine.ts';

describe('the foreground', () => {
  it('is ended by ^C, and the shell stays', async () => {
    const terminal = openTerminal();
    terminal.type('sleep 100\r');
    expect(terminal.running()).toEqual(['sleep sleeping']);
    terminal.type('\x03');
    terminal.type('echo $?\r');
    expect(terminal.running()).toEqual([]);
    expect(await terminal.screen()).toEqual(['~$ sleep 100', '^C', '~$ echo $?', '130', '~$ |']);
  });

  it('is a whole pipeline', async () => {
    const terminal = openTerminal();
    terminal.type('sleep 100 | cat | cat\r');
    expect(terminal.running()).toEqual(['sleep sleeping', 'cat sleeping', 'cat sleeping']);
    terminal.type('\x03');
    expect(terminal.running()).toEqual([]);
  });

  it('burns the CPU until ^C', () => {
    const terminal = openTerminal();
    terminal.type('spin\r');
    terminal.type('\x03');
    expect(terminal.running()).toEqual([]);
  });

  it('reads what is typed, from its first read on', async () => {
    const terminal = openTerminal();
    terminal.type('cat | cat -n\r');
    terminal.type('one\rtwo\r');
    terminal.type('\x04');
    expect(await terminal.screen()).toEqual([
      '~$ cat | cat -n',
      'one',
      'two',
      '     1  one',
      '     2  two',
      '~$ |',
    ]);
  });

  it('takes the rest of the line, and of the loop, with it', async () => {
    const terminal = openTerminal();
    terminal.type('sleep 10; echo no\r');
    terminal.type('\x03');
    terminal.type('while true; do sleep 1; done\r', 3_500_000);
    terminal.type('\x03');
    terminal.type('x=$(sleep 100; echo no)\r');
    terminal.type('\x03');
    expect(terminal.running()).toEqual([]);
    expect(await terminal.screen()).toEqual([
      '~$ sleep 10; echo no',
      '^C',
      '~$ while true; do sleep 1; done',
      '^C',
      '~$ x=$(sleep 100; echo no)',
      '^C',
      '~$ |',
    ]);
  });

  it('of built-ins for ever can be ended too', async () => {
    const terminal = openTerminal({ rows: 4 });
    terminal.type('while :; do :; done\r');
    terminal.type('\x03');
    expect(await terminal.screen()).toEqual(['~$ while :; do :; done', '^C', '~$ |']);
    terminal.type('for i in 1 2; do for j in $(seq 1 600); do :; done; done; sleep 9\r', 100_000);
    terminal.type('\x03');
    expect((await terminal.screen()).slice(-2)).toEqual(['^C', '~$ |']);
  });

  it('that died of another signal leaves its text', async () => {
    const terminal = openTerminal();
    terminal.type("sh -c 'kill -SEGV $$'\r");
    terminal.type("sh -c 'kill -PIPE $$'\r");
    expect(await terminal.screen()).toEqual([
      "~$ sh -c 'kill -SEGV $$'",
      'Segmentation fault',
      "~$ sh -c 'kill -PIPE $$'",
      '~$ |',
    ]);
  });

  it('that leaves the terminal raw is cleaned up after, unless it ended well', async () => {
    const terminal = openTerminal();
    terminal.type('top -d 9\r');
    terminal.type('q');
    terminal.type('cat\r');
    terminal.type('abX\x7fc\r\x04');
    expect((await terminal.screen()).slice(-4)).toEqual(['~$ cat', 'abc', 'abc', '~$ |']);
  });
});

describe('a stopped job', () => {
  it('goes on in the background or the foreground', async () => {
    const terminal = openTerminal({ rows: 20 });
    terminal.type('sleep 100\r');
    terminal.type('\x1a');
    expect(terminal.running()).toEqual(['sleep stopped']);
    terminal.type('jobs; echo $?\r');
    terminal.type('bg\r');
    expect(terminal.running()).toEqual(['sleep sleeping']);
    terminal.type('jobs\r');
    terminal.type('fg\r');
    terminal.type('\x03');
    expect(terminal.running()).toEqual([]);
    expect(await terminal.screen()).toEqual([
      '~$ sleep 100',
      '^Z',
      '[1]+  Stopped                 sleep 100',
      '~$ jobs; echo $?',
      '[1]+  Stopped                 sleep 100',
      '0',
      '~$ bg',
      '[1] sleep 100 &',
      '~$ jobs',
      '[1]+  Running                 sleep 100 &',
      '~$ fg',
      'sleep 100',
      '^C',
      '~$ |',
    ]);
  });

  it('is a whole pipeline', () => {
    const terminal = openTerminal();
    terminal.type('sleep 100 | cat\r');
    terminal.type('\x1a');
    expect(terminal.running()).toEqual(['sleep stopped', 'cat stopped']);
    terminal.type('fg\r');
    expect(terminal.running()).toEqual(['sleep sleeping', 'cat sleeping']);
  });

  it('leaves the loops that it was started in', async () => {
    const terminal = openTerminal();
    terminal.type('for i in 1 2; do while :; do sleep 9; echo no; done; done; echo $?\r');
    terminal.type('\x1a');
    terminal.type('for i in 1 2; do jobs; done\r');
    expect(await terminal.screen()).toEqual([
      '~$ for i in 1 2; do while :; do sleep 9; echo no; done; done',
      '; echo $?',
      '^Z',
      '148',
      '[1]+  Stopped                 sleep 9',
      '~$ for i in 1 2; do jobs; done',
      '[1]+  Stopped                 sleep 9',
      '[1]+  Stopped                 sleep 9',
      '~$ |',
    ]);
  });

  it('makes the shell ask before it ends', async () => {
    const terminal = openTerminal();
    terminal.type('sleep 100\r');
    terminal.type('\x1a');
    terminal.type('exit\r');
    terminal.type('echo still here\r');
    terminal.type('\x04');
    terminal.type('\x04');
    expect((await terminal.screen()).slice(3)).toEqual([
      '~$ exit',
      'There are stopped jobs.',
      '~$ echo still here',
      'still here',
      '~$ ',
      'There are stopped jobs.',
      '~$ ',
      '[logged out]',
      '~$ |',
    ]);
  });

  it('gets the terminal back as it had set it', async () => {
    const terminal = openTerminal({ rows: 10 });
    terminal.type('top -d 9\r');
    terminal.type('\x1a');
    terminal.type('echo between\r');
    expect((await terminal.screen()).slice(-3)).toEqual(['~$ echo between', 'between', '~$ |']);
    terminal.type('fg\r');
    terminal.type('q');
    terminal.type('echo after\r');
    expect((await terminal.screen()).slice(-3)).toEqual(['~$ echo after', 'after', '~$ |']);
  });
});

describe('the background', () => {
  it('tells its number at once, and its end before the next prompt', async () => {
    const terminal = openTerminal();
    terminal.type('sleep 2 & false &\r', 3_000_000);
    terminal.type('\r');
    terminal.type('jobs\r');
    expect(await terminal.screen()).toEqual([
      '~$ sleep 2 & false &',
      '[1] 3',
      '[2] 4',
      '~$ ',
      '[1]-  Done                    sleep 2',
      '[2]+  Exit 1                  false',
      '~$ jobs',
      '~$ |',
    ]);
  });

  it('may write, but is stopped when it reads', async () => {
    const terminal = openTerminal();
    terminal.type('(echo hello; cat) &\r');
    terminal.type('\r');
    expect(terminal.running()).toEqual(['cat stopped']);
    expect((await terminal.screen()).slice(-2)).toEqual([
      '[1]+  Stopped (tty input)     (echo hello; cat)',
      '~$ |',
    ]);
  });

  it('does not hear ^C', () => {
    const terminal = openTerminal();
    terminal.type('sleep 50 &\r');
    terminal.type('sleep 60\r');
    terminal.type('\x03');
    expect(terminal.running()).toEqual(['sleep sleeping']);
  });

  it('is killed by number', async () => {
    const terminal = openTerminal({ rows: 20 });
    terminal.type('sleep 50 & sleep 60 | cat &\r');
    terminal.type('kill %1 %2\r');
    terminal.type('\r');
    expect(terminal.running()).toEqual([]);
    expect((await terminal.screen()).slice(3)).toEqual([
      '~$ kill %1 %2',
      '~$ ',
      '[1]-  Terminated              sleep 50',
      '[2]+  Terminated              sleep 60 | cat',
      '~$ |',
    ]);
  });
});

describe('jobs', () => {
  it('-l shows every process, -p the leaders', async () => {
    const terminal = openTerminal();
    terminal.type('sleep 10 | sleep 20 &\r');
    terminal.type('jobs -l; jobs -p\r');
    expect((await terminal.screen()).slice(2)).toEqual([
      '~$ jobs -l; jobs -p',
      '[1]+  3 Running                   sleep 10 | sleep 20 &',
      '      4 Running',
      '3',
      '~$ |',
    ]);
  });

  it('run again after SIGCONT, whoever sent it, and can be waited for', async () => {
    const terminal = openTerminal();
    terminal.type('sleep 5 &\r', 10_000);
    terminal.type('kill -STOP %1\r', 10_000);
    terminal.type('jobs\r', 10_000);
    terminal.type('kill -CONT $!\r', 10_000);
    terminal.type('jobs; wait $!; echo $?; fg\r', 6_000_000);
    expect((await terminal.screen()).slice(2)).toEqual([
      '~$ kill -STOP %1',
      '~$ jobs',
      '[1]+  Stopped (signal)        sleep 5',
      '~$ kill -CONT $!',
      '~$ jobs; wait $!; echo $?; fg',
      '[1]+  Running                 sleep 5 &',
      '0',
      'sh: no current job',
      '~$ |',
    ]);
  });

  it('tell which could not be started, while others run', () => {
    expect(run('sleep 5 & nosuch & sleep 1; jobs; jobs; kill %1')).toEqual({
      stdout:
        '[1]-  Running                 sleep 5 &\n[2]+  Exit 127                nosuch\n[1]+  Running                 sleep 5 &\n',
      stderr: 'sh: 1: nosuch: not found\n',
      status: 0,
    });
  });

  it('are called by number, by order, by name', () => {
    const script =
      'sleep 1 & sleep 2 & kill %?1; wait %1; echo $?; kill %+; wait %2; echo $?; kill %9; fg %1';
    expect(run(`${script}; jobs %sl`)).toEqual({
      stdout: '143\n143\n',
      stderr: 'sh: 1: %9: no such job\nsh: 1: fg: no job control\nsh: 1: %sl: no such job\n',
      status: 1,
    });
  });

  it('are seen in a substitution', () => {
    expect(run('sleep 5 & [ "$(jobs -p)" = $! ] && echo same; kill $(jobs -p); wait; echo $?').stdout).toBe(
      'same\n0\n',
    );
  });
});

describe('wait', () => {
  it('waits for all, or for one and gives its status', () => {
    expect(run('(sleep 1; exit 3) & (sleep 2; echo two) & wait $!; echo $?; wait %1; echo $?').stdout).toBe(
      'two\n0\n3\n',
    );
    expect(run('for i in 3 1 2; do (sleep $i; echo $i) & done; wait; echo $?').stdout).toBe('1\n2\n3\n0\n');
  });

  it('does not know who is no child', () => {
    expect(run('wait 999; echo $?; wait; echo $?').stdout).toBe('127\n0\n');
  });
});

it('a job in the background of a script reads nothing', () => {
  expect(run('cat & wait $!; read x; echo $x', { stdin: 'line\n' }).stdout).toBe('line\n');
});

it.each([
  ['nosuch & wait $!; echo $?', 'sh: 1: nosuch: not found\n', '127\n'],
  ['cat < /nosuch & wait $!; echo $?', 'sh: 1: cannot open /nosuch: No such file or directory\n', '2\n'],
  ['nosuch & kill $!; echo after', 'sh: 1: nosuch: not found\n', 'after\n'],
])(
  'what is started in the background has a process of its own, whatever becomes of it: %s',
  (script, stderr, stdout) => {
    expect(run(script)).toEqual({ stdout, stderr, status: 0 });
  },
);
