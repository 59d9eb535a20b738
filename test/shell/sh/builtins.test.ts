// biome-ignore-all lint/suspicious/noTemplateCurlyInString: they are the shell's
import { describe, expect, it } from 'vitest';
import { type Options, run } from './machine.ts';

const output = (script: string, options?: Options) => run(script, options).stdout;

describe('cd and pwd', () => {
  it.each([
    ['cd /tmp; pwd; cd; pwd; cd -; echo $OLDPWD', '/tmp\n/home\n/tmp\n/home\n'],
    ['mkdir a; cd a; pwd; cd ..; pwd; cd ./a/../a/; pwd', '/home/a\n/home\n/home/a\n'],
    ['mkdir a; ln -s a l; cd l; pwd; pwd -P; cd ..; pwd', '/home/l\n/home/a\n/home\n'],
    ['mkdir a; ln -s a l; cd -P l; pwd; echo $PWD', '/home/a\n/home/a\n'],
    ['mkdir -p a/b; CDPATH=/home/a; cd b; cd /tmp; cd ./b 2>/dev/null; echo $?', '/home/a/b\n2\n'],
    ['mkdir a; cd a; rmdir ../a; cd ..; pwd', '/home\n'],
    ['cd no/.. 2>/dev/null; echo $?', '2\n'],
    ['cd /; cd bin; ls -d sh; sh -c pwd', 'sh\n/bin\n'],
  ])('%s', (script, expected) => {
    expect(output(script)).toBe(expected);
  });

  it('tell what is wrong', () => {
    expect(run('cd no; echo $?; cd a b; unset HOME; cd; cd /bin/sh')).toEqual({
      stdout: '2\n',
      stderr:
        'sh: 1: cd: no: No such file or directory\nsh: 1: cd: too many arguments\n' +
        'sh: 1: cd: HOME not set\nsh: 1: cd: /bin/sh: Not a directory\n',
      status: 2,
    });
  });
});

describe('read', () => {
  it.each([
    ['a b c', 'read x y; echo "[$x][$y]"', '[a][b c]'],
    ['  a  ', 'read x; echo "[$x]"', '[a]'],
    ['a', 'read x y; echo "[$x][$y]"', '[a][]'],
    ['a:b:c:', 'IFS=: read x y; echo "[$x][$y]"', '[a][b:c:]'],
    ['a:b:', 'IFS=: read x y; echo "[$x][$y]"', '[a][b]'],
    ['a : b', 'IFS=" :" read x y; echo "[$x][$y]"', '[a][b]'],
    ['  a  ', 'IFS= read x; echo "[$x]"', '[  a  ]'],
    ['a\\ b c', 'read x y; echo "[$x][$y]"', '[a b][c]'],
    ['a\\\nb', 'read x; echo "[$x]"', '[ab]'],
    ['a\\nb', 'read -r x; echo "[$x]"', '[a\\nb]'],
    ['é日', 'read x; echo "[$x]"', '[é日]'],
    ['', 'read x; echo "[$x]$?"', '[]0'],
  ])('of %j: %s', (stdin, script, expected) => {
    expect(output(script, { stdin: `${stdin}\n` })).toBe(`${expected}\n`);
  });

  it('fails at the end, but takes a line without a newline', () => {
    expect(output('read x; echo $? $x; read x; echo $? "[$x]"', { stdin: 'last' })).toBe('1 last\n1 []\n');
  });

  it('takes no more than its line', () => {
    expect(output('read x; cat', { stdin: 'one\ntwo\nthree\n' })).toBe('two\nthree\n');
    expect(output('{ read x; cat; } <f', { files: { '/home/f': 'one\ntwo\n' } })).toBe('two\n');
  });

  it('takes lines of any length, from a file as from a pipe', () => {
    const lines = [1, 127, 128, 129, 255, 256, 1000].map((length) => 'x'.repeat(length));
    const script = 'while read x; do echo $x; done <f; cat f | while read x; do echo $x; done';
    const text = `${lines.join('\n')}\n`;
    expect(output(script, { files: { '/home/f': text } })).toBe(text + text);
  });

  it('tells what is wrong', () => {
    expect(run('read; read 1a; read -z x; read x </tmp; echo $?').stderr).toBe(
      'sh: 1: read: into which variable?\nsh: 1: read: 1a: bad variable name\nsh: 1: read: Illegal option -z\n' +
        'sh: 1: read: Is a directory\n',
    );
  });
});

describe('variables', () => {
  it.each([
    ["export x=1 y; y=2; sh -c 'echo $x $y'", '1 2\n'],
    ['x="it\'s"; export x; export -p | grep x=', "export x='it'\\''s'\n"],
    ['x=1; unset x; echo ${x-gone}; f() { :; }; unset -f f; f 2>/dev/null; echo $?', 'gone\n127\n'],
    ['set -- a b c; shift; echo $1 $#; shift 2; echo $#', 'b 2\n0\n'],
    ['set a b; echo $2; set --; echo $#; set -- -x; echo $1', 'b\n0\n-x\n'],
    ['x=1; set | grep ^x=', "x='1'\n"],
    ['set -eu; echo $-; set +e; echo $-', 'eu\nu\n'],
    ['set -o nounset; set -o | grep nounset; set +o | grep errexit', 'nounset         on\nset +o errexit\n'],
    ['readonly x=1; readonly | grep x=', "readonly x='1'\n"],
    ['umask -S; umask 00027; umask -S; umask', 'u=rwx,g=rx,o=rx\nu=rwx,g=rx,o=\n0027\n'],
    [
      'umask g-w,o=; umask; umask a=r; umask; umask +w; umask; umask =; umask -S',
      '0027\n0333\n0111\nu=,g=,o=\n',
    ],
    ['umask 8; echo $?; umask u=z 2>/dev/null; umask -x; umask', '2\n0022\n'],
    ['umask; umask 077; umask; >f; ls -l f | cut -c1-10', '0022\n0077\n-rw-------\n'],
  ])('%s', (script, expected) => {
    expect(output(script)).toBe(expected);
  });

  it.each([
    ['export 1a=2; echo no', 'export: 1a: bad variable name'],
    ['readonly x=1; unset x; echo no', 'x: is read only'],
    ['shift 3; echo no', "shift: can't shift that many"],
    ['set -q; echo no', 'set: Illegal option -q'],
    ['exit abc; echo no', 'exit: Illegal number: abc'],
  ])('%s', (script, message) => {
    expect(run(script)).toEqual({ stdout: '', stderr: `sh: 1: ${message}\n`, status: 2 });
  });
});

describe('eval, . and exec', () => {
  it.each([
    ['x="echo a; y=2"; eval "$x"; echo $y', 'a\n2\n'],
    ['eval; echo $?; eval "(exit 3)"; echo $?', '0\n3\n'],
    ['echo "x=1; return 4; x=2" >f; . ./f; echo $? $x', '4 1\n'],
    ['echo "echo \\$1" >f; set -- a; . ./f', 'a\n'],
    ['exec 3>f; echo a >&3; cat f', 'a\n'],
    ['exec echo a; echo no', 'a\n'],
    ['(exec sh -c "exit 5"); echo $?', '5\n'],
  ])('%s', (script, expected) => {
    expect(output(script)).toBe(expected);
  });

  it('end a script when they fail', () => {
    expect(run('eval "fi"; echo no').stderr).toBe('sh: 1: Syntax error: "fi" unexpected\n');
    expect(run('. ./no; echo no').stderr).toBe('sh: 1: .: cannot open ./no: No such file or directory\n');
    expect(run('exec no; echo no')).toEqual({
      stdout: '',
      stderr: 'sh: 1: exec: no: not found\n',
      status: 127,
    });
  });
});

describe('what a name stands for', () => {
  it('type and command tell', () => {
    const script =
      'f() { :; }; alias a="b c"; type f a if cd set ls no; command -v f a if cd ls no; command -V cd';
    expect(output(script)).toBe(
      'f is a shell function\na is an alias for b c\nif is a shell keyword\ncd is a shell builtin\n' +
        'set is a special shell builtin\nls is /bin/ls\nno: not found\nf\ncd is a shell builtin\n',
    );
    expect(output('command -v ls; command -v no; echo $?; alias x=y; command -v x')).toBe(
      "/bin/ls\n127\nalias x='y'\n",
    );
  });

  it('aliases are given and taken', () => {
    expect(output('alias l="echo a" m=n; alias; alias l; unalias l; alias; unalias -a; alias')).toBe(
      "l='echo a'\nm='n'\nl='echo a'\nm='n'\n",
    );
    expect(output('alias l="echo a"\nl b\nunalias l\nl 2>/dev/null || echo gone')).toBe('a b\ngone\n');
  });

  it('hash remembers programs', () => {
    expect(output('ls >/dev/null; hash; hash -r; hash; hash cat; hash; hash no; echo $?')).toBe(
      '/bin/ls\n/bin/cat\n1\n',
    );
  });
});

describe('test', () => {
  const files = { '/home/f': 'x', '/home/empty': '', '/home/d/g': '' };
  it.each([
    ['-f f', 0],
    ['-d f', 1],
    ['-d d', 0],
    ['-e no', 1],
    ['-s empty', 1],
    ['-x /bin/ls', 0],
    ['f -ef ./f', 0],
    ['a = a', 0],
    ['a != a', 1],
    ['-n ""', 1],
    ['-z ""', 0],
    ['', 1],
    ['x', 0],
    ['! x', 1],
    ['-f', 0],
    ['-f = -f', 0],
    ['10 -gt 9', 0],
    ['-1 -lt 1', 0],
    ['99999999999999999999 -gt 99999999999999999998', 0],
    ['a = a -a b = c', 1],
    ['a = b -o b = b', 0],
    ['\\( a = b -o b = b \\) -a c', 0],
    ['! -f no', 0],
    ['-t 0', 1],
    ['1 -eq x', 2],
    ['a b', 2],
    ['a b c', 2],
  ])('%s: %i', (condition, status) => {
    const { stdout } = run(`test ${condition} 2>/dev/null; echo $?; [ ${condition} ] 2>/dev/null; echo $?`, {
      files,
    });
    expect(stdout).toBe(`${status}\n${status}\n`);
  });

  it('is a program too', () => {
    expect(output('env test -f /bin/ls; echo $?; env test a b; echo $?')).toBe('0\n2\n');
    expect(run('[ a').stderr).toBe('sh: 1: [: missing ]\n');
  });
});

describe('getopts', () => {
  it.each([
    ['-a -b x y', 'a=:b=x: 4'],
    ['-abx', 'a=:b=x: 2'],
    ['-- -a', ' 2'],
    ['x -a', ' 1'],
    ['-z', '?=: 2'],
  ])('of %s', (args, expected) => {
    const script = `set -- ${args}; while getopts ab: o 2>/dev/null; do printf '%s=%s:' "$o" "$OPTARG"; done; echo " $OPTIND"`;
    expect(output(script)).toBe(`${expected}\n`);
  });

  it('tells the user, or the script', () => {
    expect(run('getopts a: o -b; getopts a: o -a; OPTIND=1; getopts :a: o -b; echo $o $OPTARG')).toEqual({
      stdout: '? b\n',
      stderr: 'sh: 1: illegal option -- b\n',
      status: 0,
    });
  });
});

describe('kill', () => {
  it.each([
    ['sleep 9 & kill $!; wait $!; echo $?', '143\n'],
    ['sleep 9 & kill -9 $!; wait $!; echo $?', '137\n'],
    ['sleep 9 & kill -s INT $!; sleep 9 & kill -HUP %2; wait %2; echo $?', '129\n'],
    [
      'sleep 9 & kill -0 $! && echo alive; kill $!; wait; kill -0 $! 2>/dev/null || echo dead',
      'alive\ndead\n',
    ],
    ['kill -l 9 143 TERM sigint', 'KILL\nTERM\n15\n2\n'],
  ])('%s', (script, expected) => {
    expect(output(script)).toBe(expected);
  });

  it('tells what is wrong', () => {
    expect(run('kill; kill -FOO 1; kill abc; kill 999; kill %3').stderr).toBe(
      'sh: 1: kill: usage: kill [-SIGNAL] PID|%JOB... or kill -l [STATUS]\n' +
        'sh: 1: kill: FOO: no such signal; kill -l lists them\n' +
        'sh: 1: kill: abc: arguments must be process or job IDs\nsh: 1: kill: 999: No such process\n' +
        'sh: 1: %3: no such job\n',
    );
  });
});

it('times tells the CPU time of the shell and of its children', () => {
  expect(output('spin -t 90; times')).toMatch(/^0m0\.\d{6}s 0m0\.\d{6}s\n1m30\.000000s 0m0\.\d{6}s\n$/);
});

it('output that nobody takes is told', () => {
  expect(run('echo a >&-; echo $?; printf b >&-; echo $?')).toEqual({
    stdout: '1\n1\n',
    stderr:
      'sh: 1: echo: write error: Bad file descriptor\nsh: 1: printf: write error: Bad file descriptor\n',
    status: 0,
  });
});
