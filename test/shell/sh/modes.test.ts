// biome-ignore-all lint/suspicious/noTemplateCurlyInString: they are the shell's
import { describe, expect, it } from 'vitest';
import { openTerminal, run } from './machine.ts';

describe('sh -c', () => {
  it('takes a name and arguments', () => {
    expect(run('', { args: ['-c', 'echo $0 $1 $#', 'name', 'a b', 'c'] }).stdout).toBe('name a b 2\n');
    expect(run('', { args: ['-c', 'echo $0 $#'] }).stdout).toBe('/bin/sh 0\n');
    expect(run('', { args: ['-euc', 'echo $-; false; echo no'] })).toEqual({
      stdout: 'eu\n',
      stderr: '',
      status: 1,
    });
    expect(run('', { args: ['-o', 'noglob', '-c', 'echo *'] }).stdout).toBe('*\n');
  });

  it('leaves standard input to the commands', () => {
    expect(run('cat', { stdin: 'a\nb\n' }).stdout).toBe('a\nb\n');
  });

  it('runs what comes before an error, line by line', () => {
    expect(run('echo a\necho b\nif )\necho no')).toEqual({
      stdout: 'a\nb\n',
      stderr: 'sh: 3: Syntax error: ")" unexpected\n',
      status: 2,
    });
  });
});

describe('sh FILE', () => {
  it('names the file and the line in its messages', () => {
    const files = { '/home/s': 'echo $0 $1\n\nnothere\nf() {\n  nothere2\n}\nf\n' };
    expect(run('', { args: ['/home/s', 'x'], files })).toEqual({
      stdout: '/home/s x\n',
      stderr: '/home/s: 3: nothere: not found\n/home/s: 5: nothere2: not found\n',
      status: 127,
    });
  });

  it('that is not there', () => {
    expect(run('', { args: ['/no'] })).toEqual({
      stdout: '',
      stderr: 'sh: cannot open /no: No such file or directory\n',
      status: 127,
    });
  });
});

describe('sh with a script on its standard input', () => {
  it('reads no further than the command it runs', () => {
    const stdin = 'read x\nhello\necho "got $x"\ncat\nthe rest\nis for cat\n';
    expect(run('', { args: [], stdin }).stdout).toBe('got hello\nthe rest\nis for cat\n');
    expect(run('sh <f', { files: { '/home/f': stdin } }).stdout).toBe('got hello\nthe rest\nis for cat\n');
  });

  it('takes commands of many lines, and the last without a newline', () => {
    const stdin = 'for i in 1 2\ndo\n  cat <<E\n$i\nE\ndone\nif true\nthen echo "a\nb"; fi';
    expect(run('', { args: [], stdin }).stdout).toBe('1\n2\na\nb\n');
  });

  it('takes arguments with -s', () => {
    expect(run('', { args: ['-s', 'a', 'b'], stdin: 'echo $0 $2 $#\n' }).stdout).toBe('/bin/sh b 2\n');
  });

  it('ends with an error in it', () => {
    expect(run('', { args: [], stdin: 'echo a\nfi\necho no\n' })).toEqual({
      stdout: 'a\n',
      stderr: 'sh: 2: Syntax error: "fi" unexpected\n',
      status: 2,
    });
    expect(run('', { args: [], stdin: 'echo a\nif true\n' }).stderr).toBe(
      'sh: 3: Syntax error: end of file unexpected (expecting "then")\n',
    );
  });

  it('reads long here-documents in reasonable time', () => {
    const stdin = `wc -l <<E\n${'line\n'.repeat(20_000)}E\n`;
    expect(run('', { args: [], stdin }).stdout).toBe('20000\n');
  });
});

describe('the beginning', () => {
  it('a login shell reads the profiles', () => {
    const files = { '/etc/profile': 'x=etc\nexport x\n', '/home/.profile': 'y=home$x\n' };
    expect(run('', { args: ['-l', '-c', 'echo $x $y'], files }).stdout).toBe('etc homeetc\n');
    expect(run('echo "[$y]"', { files }).stdout).toBe('[]\n');
  });

  it('starts whatever is wrong in a profile', async () => {
    const terminal = openTerminal({
      files: { '/etc/profile': 'nothere\nif )\n', '/home/.profile': 'echo mine\n' },
    });
    expect(await terminal.screen()).toEqual([
      'sh: nothere: not found',
      'sh: Syntax error: ")" unexpected',
      'mine',
      '~$ |',
    ]);
  });

  it('sets the variables that everybody expects', () => {
    expect(
      run('echo "$PATH|$PWD|$PPID|$OPTIND"; printf "%s" "$IFS" | wc -c', { env: { IFS: 'x' } }).stdout,
    ).toBe('/bin|/home|1|1\n3\n');
  });

  it('says what is wrong with the options', () => {
    expect(run('', { args: ['-z'] })).toEqual({ stdout: '', stderr: 'sh: illegal option -z\n', status: 2 });
    expect(run('', { args: ['-c'] })).toEqual({
      stdout: '',
      stderr: 'sh: -c wants the commands as an argument\n',
      status: 2,
    });
  });

  it('tells how to use it', () => {
    expect(run('', { args: ['--help'] }).stdout).toMatch(/^Usage: sh /);
  });
});

describe('an interactive shell', () => {
  it('survives what would end a script', async () => {
    const terminal = openTerminal({ rows: 20 });
    terminal.type('readonly x=1\rx=2\r');
    terminal.type('echo ${no?gone}\rset -u; echo $none\r: <no\rbreak; return; echo here\r');
    expect(await terminal.screen()).toEqual([
      '~$ readonly x=1',
      '~$ x=2',
      'sh: x: is read only',
      '~$ echo ${no?gone}',
      'sh: no: gone',
      '~$ set -u; echo $none',
      'sh: none: parameter not set',
      '~$ : <no',
      'sh: cannot open no: No such file or directory',
      '~$ break; return; echo here',
      '~$ |',
    ]);
  });

  it('inside another one has the terminal for itself, and gives it back', async () => {
    const terminal = openTerminal();
    terminal.type('sh\r');
    terminal.type('sleep 100\r');
    terminal.type('\x03');
    terminal.type('\x04');
    terminal.type('echo outer\r');
    expect(await terminal.screen()).toEqual([
      '~$ sh',
      '~$ sleep 100',
      '^C',
      '~$ ',
      '~$ echo outer',
      'outer',
      '~$ |',
    ]);
  });

  it('can be without a terminal', () => {
    expect(run('', { args: ['-i'], stdin: 'echo a\nnothere\necho b\n', env: { PS1: '> ' } })).toEqual({
      stdout: 'a\nb\n',
      stderr: 'sh: no job control: Inappropriate ioctl for device\n> > sh: nothere: not found\n> > ',
      status: 0,
    });
  });
});
