import { describe, expect, it } from 'vitest';
import { run } from './machine.ts';

describe('redirections', () => {
  it.each([
    ['echo a >f; echo b >>f; cat <f', 'a\nb\n'],
    ['echo a >f; echo b >f; cat f', 'b\n'],
    ['printf abcd >f; exec 3<>f; printf X >&3; cat f', 'Xbcd'],
    ['{ echo out; echo err >&2; } >f 2>&1; cat f', 'out\nerr\n'],
    ['{ echo out; echo err >&2; } 2>&1 >/dev/null', 'err\n'],
    ['ls /nothere 2>f; wc -l <f', '1\n'],
    ['echo a >f; cat 3<f <&3', 'a\n'],
    ['exec 3>f; echo a >&3; echo b >&3; exec 3>&-; cat f', 'a\nb\n'],
    ['echo a 3>&1 >/dev/null 1>&3 3>&-', 'a\n'],
    ['echo hi >&- 2>/dev/null; echo $?', '1\n'],
    ['cat <&- 2>/dev/null; echo $?', '1\n'],
    ['x=f; echo a >"$x.1"; echo *', 'f.1\n'],
    ['for i in 1 2; do read x; echo "$i$x"; done <<E\na\nb\nE', '1a\n2b\n'],
    ['f() { cat; }; echo a | f; f <<E\nb\nE', 'a\nb\n'],
    ['if true; then echo a; fi >f; cat f', 'a\n'],
    ['>f; [ -f f ] && [ ! -s f ] && echo empty', 'empty\n'],
    ['(echo a) >f; cat f', 'a\n'],
    ['(echo a; exit 3) >f; echo $?', '3\n'],
    ['echo a | cat - <<E\nb\nE', 'b\n'],
    ['x=1 >f; echo $x', '1\n'],
    ['echo a >f; read x <f; echo $x', 'a\n'],
    ['echo x 10>f; echo y >&1; exec 11>g; echo z >&11; cat g', 'x\ny\nz\n'],
  ])('%s', (script, expected) => {
    expect(run(script)).toEqual({ stdout: expected, stderr: '', status: 0 });
  });

  it('of built-ins and compound commands are undone', () => {
    expect(run('echo a >f; echo b; { echo c; echo d; } >>f; echo e; cat f').stdout).toBe('b\ne\na\nc\nd\n');
    expect(
      run('ls /proc/self/fd >a; echo x >f; { :; } <f 5<f; ls /proc/self/fd >b; cat a b | sort | uniq -c')
        .stdout,
    ).toMatch(/^( +2 \d\n)+$/);
  });

  it('do not let go on those who are not meant to have a descriptor', () => {
    // The writer of the pipe is the only one that keeps it open.
    expect(run('{ sleep 100 & echo a; } | cat; echo done', {}).stdout).toBe('a\ndone\n');
    expect(
      run('exec 3>f; ls /proc/self/fd >&3; exec 3>&-; { ls /proc/self/fd; } >g; wc -l <f; wc -l <g').stdout,
    ).toBe('5\n4\n');
  });

  it('with set -C do not overwrite files', () => {
    expect(run('set -C; echo a >f; echo b >f; echo $?; cat f; echo c >|f; cat f; echo d >/dev/null')).toEqual(
      {
        stdout: '2\na\nc\n',
        stderr: 'sh: 1: cannot create f: File exists\n',
        status: 0,
      },
    );
  });
});

describe('what cannot be opened', () => {
  it('keeps the command from running, and the script goes on', () => {
    expect(
      run(
        'cat <no; echo $?; echo a >/no/f; echo $?; { echo b; } <no; echo $?; f() { echo c; }; f <no; echo $?',
      ),
    ).toEqual({
      stdout: '2\n2\n2\n2\n',
      stderr:
        'sh: 1: cannot open no: No such file or directory\n' +
        'sh: 1: cannot create /no/f: No such file or directory\n' +
        'sh: 1: cannot open no: No such file or directory\n' +
        'sh: 1: cannot open no: No such file or directory\n',
      status: 0,
    });
  });

  it('ends a script at a special built-in', () => {
    expect(run(': <no; echo no')).toEqual({
      stdout: '',
      stderr: 'sh: 1: cannot open no: No such file or directory\n',
      status: 2,
    });
    expect(run('command : <no; echo $?').stdout).toBe('2\n');
  });

  it('is a descriptor that is not open', () => {
    expect(run('echo a >&9; echo $?; echo b >&x; echo $?; cat <&10 | cat; echo c').stderr).toBe(
      'sh: 1: 9: Bad file descriptor\nsh: 1: x: bad descriptor number\nsh: 1: 10: Bad file descriptor\n',
    );
  });
});

describe('here-documents', () => {
  it('are expanded, unless the delimiter is quoted', () => {
    const body = '$x `echo b` $((1+1)) "q" \\$x \\a';
    expect(run(`x=a; cat <<E\n${body}\nE`).stdout).toBe('a b 2 "q" $x \\a\n');
    expect(run(`x=a; cat <<'E'\n${body}\nE`).stdout).toBe(`${body}\n`);
  });

  it('may be larger than a pipe', () => {
    const line = 'x'.repeat(99);
    const script = `wc -c <<E\n${`${line}\n`.repeat(2000)}E\nls /tmp`;
    expect(run(script)).toEqual({ stdout: '200000\n', stderr: '', status: 0 });
  });
});
