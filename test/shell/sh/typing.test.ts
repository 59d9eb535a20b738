// biome-ignore-all lint/suspicious/noTemplateCurlyInString: they are the shell's
import { describe, expect, it } from 'vitest';
import { openTerminal } from './machine.ts';

describe('a line', () => {
  it('longer than the window goes on below, and is edited there', async () => {
    const terminal = openTerminal({ columns: 20 });
    terminal.type('echo 1234567890123456789012345');
    expect(await terminal.screen()).toEqual(['~$ echo 123456789012', '3456789012345|']);
    terminal.type('\x01');
    expect(await terminal.screen()).toEqual(['~$ |echo 123456789012', '3456789012345']);
    terminal.type('X\x1b[C\x1b[C');
    expect(await terminal.screen()).toEqual(['~$ Xec|ho 12345678901', '23456789012345']);
    terminal.type('\x05\x15');
    expect(await terminal.screen()).toEqual(['~$ |']);
  });

  it('that just fills the window leaves the cursor on the next row', async () => {
    const terminal = openTerminal({ columns: 20 });
    terminal.type('echo 123456789012');
    expect(await terminal.screen()).toEqual(['~$ echo 123456789012', '|']);
    terminal.type('\x7f');
    expect(await terminal.screen()).toEqual(['~$ echo 12345678901|']);
    terminal.type('2\r');
    expect(await terminal.screen()).toEqual(['~$ echo 123456789012', '', '123456789012', '~$ |']);
  });

  it('may hold wide characters, which do not go into half a place', async () => {
    const terminal = openTerminal({ columns: 20 });
    terminal.type('echo 日本語日本語日本語');
    expect(await terminal.screen()).toEqual(['~$ echo 日本語日本語', '日本語|']);
    terminal.type('\x1b[D\x1b[Dx');
    expect(await terminal.screen()).toEqual(['~$ echo 日本語日本語', '日x|本語']);
    terminal.type('\r');
    expect((await terminal.screen()).slice(2)).toEqual(['日本語日本語日x本語', '~$ |']);
  });

  it('scrolls the screen when it is at the bottom', async () => {
    const terminal = openTerminal({ rows: 3, columns: 20 });
    terminal.type('echo a\recho bbbbbbbbbbbbbbbbbbbbbb\x01X');
    expect(await terminal.screen()).toEqual(['a', '~$ X|echo bbbbbbbbbbb', 'bbbbbbbbbbb']);
  });

  it('is drawn for the window as it is now', async () => {
    const terminal = openTerminal({ columns: 40 });
    terminal.type('echo 12345\r');
    terminal.resize(12, 20);
    terminal.type('echo 123456789012345\x02x');
    expect((await terminal.screen()).slice(2)).toEqual(['~$ echo 123456789012', '34x|5']);
  });

  it('is dropped by ^C, and ^L clears the screen around it', async () => {
    const terminal = openTerminal();
    terminal.type('echo one\rabc\x03echo tw\x0co');
    expect(await terminal.screen()).toEqual(['~$ echo two|']);
    terminal.type('\r');
    expect(await terminal.screen()).toEqual(['~$ echo two', 'two', '~$ |']);
  });

  it('leaves what a program wrote in front of the prompt', async () => {
    const terminal = openTerminal({ columns: 30 });
    terminal.type('printf abc\r');
    terminal.type('echo x\r');
    expect(await terminal.screen()).toEqual(['~$ printf abc', 'abc~$ echo x', 'x', '~$ |']);
  });

  it('may be pasted whole, with newlines', async () => {
    const terminal = openTerminal();
    terminal.type('\x1b[200~echo a\necho b\x1b[201~');
    expect(await terminal.screen()).toEqual(['~$ echo a', 'echo b|']);
    terminal.type('\r');
    expect((await terminal.screen()).slice(2)).toEqual(['a', 'b', '~$ |']);
  });

  it('shows control characters and tabs', async () => {
    const terminal = openTerminal();
    terminal.type("\x1b[200~echo '\x01\tb'\x1b[201~");
    expect(await terminal.screen()).toEqual(["~$ echo '^A     b'|"]);
  });
});

describe('a command of several lines', () => {
  it('goes on at PS2, and comes back whole from the history', async () => {
    const terminal = openTerminal();
    terminal.type('for i in a b\rdo echo $i\rdone\r');
    terminal.type('echo "x\ry"\r');
    expect(await terminal.screen()).toEqual([
      '~$ for i in a b',
      '> do echo $i',
      '> done',
      'a',
      'b',
      '~$ echo "x',
      '> y"',
      'x',
      'y',
      '~$ |',
    ]);
    terminal.type('\x0c\x1b[A\x1b[A');
    expect(await terminal.screen()).toEqual(['~$ for i in a b', 'do echo $i', 'done|']);
    terminal.type('\r');
    expect((await terminal.screen()).slice(3)).toEqual(['a', 'b', '~$ |']);
  });

  it('may be a here-document', async () => {
    const terminal = openTerminal();
    terminal.type('cat <<END\r$HOME\rEND\r');
    expect(await terminal.screen()).toEqual(['~$ cat <<END', '> $HOME', '> END', '/home', '~$ |']);
  });

  it('is given up by ^C, and by an error', async () => {
    const terminal = openTerminal();
    terminal.type('if true\r\x03echo $?\rif )\r');
    expect(await terminal.screen()).toEqual([
      '~$ if true',
      '> ^C',
      '~$ echo $?',
      '130',
      '~$ if )',
      'sh: Syntax error: ")" unexpected',
      '~$ |',
    ]);
  });
});

describe('history', () => {
  it('is recalled, searched, listed, and kept in a file for the next shell', async () => {
    const terminal = openTerminal({ rows: 20 });
    terminal.type('echo one\recho two\r\x1b[A\x1b[A\r');
    terminal.type('\x12tw');
    expect((await terminal.screen()).at(-1)).toBe("(reverse-i-search)`tw': echo |two");
    terminal.type('\r\r \recho two\rhistory\r');
    expect((await terminal.screen()).slice(-6)).toEqual([
      '    1  echo one',
      '    2  echo two',
      '    3  echo one',
      '    4  echo two',
      '    5  history',
      '~$ |',
    ]);
    terminal.type('\x04');
    terminal.type('\x1b[A\x1b[A\r');
    expect((await terminal.screen()).slice(-4)).toEqual(['[logged out]', '~$ echo two', 'two', '~$ |']);
    terminal.type('cat .history\r');
    expect((await terminal.screen()).slice(-8)).toEqual([
      'echo one',
      'echo two',
      'echo one',
      'echo two',
      'history',
      'echo two',
      'cat .history',
      '~$ |',
    ]);
  });
});

describe('Tab', () => {
  const files = {
    '/home/notes/one.txt': '',
    '/home/notes/other file': '',
    '/home/new.sh': '#!/bin/sh\n',
    '/home/.rc': '',
  };
  it.each([
    ['hist\t', 'history |'],
    ['ech\ta\t', 'echo a|'],
    ['cat n\t', 'cat n|'],
    ['cat no\t', 'cat notes/|'],
    ['cat notes/on\t', 'cat notes/one.txt |'],
    ['cat notes/o\tt\t', 'cat notes/other\\ file |'],
    ['cat "notes/ot\t', 'cat "notes/other file" |'],
    ["cat 'notes/ot\t", "cat 'notes/other file' |"],
    ['cat ~/no\t', 'cat ~/notes/|'],
    ['cat .\t', 'cat .rc |'],
    ['cd n\t', 'cd notes/|'],
    ['./n\t', './n|'],
    ['./ne\t', './new.sh |'],
    ['echo $HOM\t', 'echo $HOME |'],
    ['echo "${HOM\t', 'echo "${HOME}" |'],
    ['ls | hea\t', 'ls | head |'],
    ['if tru\t', 'if true |'],
    ['x=1 hist\t', 'x=1 history |'],
    ['echo $(hist\t', 'echo $(history |'],
    ['echo x >no\t', 'echo x >notes/|'],
    ['nothere\t', 'nothere|'],
    ['cat no\x02\t', 'cat n|o'],
  ])('%j gives %j', async (typed, expected) => {
    const terminal = openTerminal({ files });
    terminal.type(typed);
    expect(await terminal.screen()).toEqual([`~$ ${expected}`]);
  });

  it('twice lists what there is', async () => {
    const terminal = openTerminal({ files });
    terminal.type('cat n\t\t');
    expect(await terminal.screen()).toEqual(['~$ cat n', 'new.sh  notes/', '~$ cat n|']);
  });

  it('completes jobs, functions and aliases', async () => {
    const terminal = openTerminal();
    terminal.type('sleep 100 &\rfunny() { :; }\ralias fuzzy=ls\rfun\t\x15fuz\t\x15kill %\t');
    expect((await terminal.screen()).at(-1)).toBe('~$ kill %1 |');
  });
});

describe('the prompt', () => {
  it.each([
    ['\\u@\\h:\\w\\$ ', 'root@tinyos:~# |'],
    ['[\\W] ', '[~] |'],
    ['\\s-\\j-\\! \\\\ ', 'sh-0-1 \\ |'],
    ['\\[\\e[31m\\]red\\[\\e[m\\]> ', 'red> |'],
    ['$LOGNAME $((1 + 1))> ', 'me 2> |'],
    ['\\A \\d> ', '09:00 Wed Mar 25> |'],
    ['$(', '$(|'],
  ])('%j shows %j', async (PS1, expected) => {
    const terminal = openTerminal({ env: { PS1, LOGNAME: 'me' } });
    expect(await terminal.screen()).toEqual([expected]);
  });

  it('knows the directory, and may be of several lines', async () => {
    const terminal = openTerminal({ env: { PS1: '\\w\\n> ' } });
    terminal.type('cd /tmp\rab\x01X');
    expect(await terminal.screen()).toEqual(['~', '> cd /tmp', '/tmp', '> X|ab']);
  });

  it('shows the status of the last command', async () => {
    const terminal = openTerminal({ env: { PS1: '$?> ' } });
    terminal.type('false\r\r');
    expect(await terminal.screen()).toEqual(['0> false', '1> ', '1> |']);
  });
});
