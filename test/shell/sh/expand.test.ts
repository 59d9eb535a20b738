// biome-ignore-all lint/suspicious/noTemplateCurlyInString: they are the shell's
import { describe, expect, it } from 'vitest';
import { run } from './machine.ts';

/** The fields that words expand to, each in brackets. */
function fields(words: string, setup = ''): string {
  const { stdout, stderr } = run(`${setup}\nset -- ${words}\n[ $# -eq 0 ] || printf '[%s]' "$@"`);
  return stdout + stderr;
}

describe('parameters', () => {
  it.each([
    ['$x "$x" ${x}y', '[a][a][ay]'],
    ['$unset', ''],
    ['"$unset"', '[]'],
    ['a$unset', '[a]'],
    ['${x:-d} ${unset:-d} ${empty:-d} ${empty-d}', '[a][d][d]'],
    ['${unset:-a b} "${unset:-a b}"', '[a][b][a b]'],
    ['${unset:-"a b"} ${unset:-\'c d\'}', '[a b][c d]'],
    ['${x:+d} ${unset:+d} ${empty+d}', '[d][d]'],
    ['${new:=v} $new', '[v][v]'],
    ['${#x} ${#unset} ${#long}', '[1][0][6]'],
    ['${path##*/} ${path#*/} ${path%/*} ${path%%/*}', '[c.d][b/c.d][a/b][a]'],
    ['"${path#"a/"}" ${path%$suffix}', '[b/c.d][a/b/c]'],
    ['"${unset-$x}" "${unset-"$x"}"', '[a][a]'],
    ['$((1 + 2)) $((n * 2)) "$(( ${#long} ))"', '[3][8][6]'],
    ['~ ~/b "~" \\~ a~', '[/home][/home/b][~][~][a~]'],
    ['$star "$star"', '[*][*]'],
  ])('%s', (words, expected) => {
    const setup = "x=a empty= long=länger path=a/b/c.d suffix=.d n=4 star='*'; unset unset";
    expect(fields(words, setup)).toBe(expected);
  });

  it('the arguments', () => {
    const setup = 'set -- "a b" "" c';
    expect(fields('"$@"', setup)).toBe('[a b][][c]');
    expect(fields('"x$@y"', setup)).toBe('[xa b][][cy]');
    expect(fields('$@', setup)).toBe('[a][b][c]');
    expect(fields('"$*"', setup)).toBe('[a b  c]');
    expect(fields('"$*"', `${setup}; IFS=,`)).toBe('[a b,,c]');
    expect(fields('"$*"', `${setup}; IFS=`)).toBe('[a bc]');
    expect(fields('$# "${#@}" $1 "$3" ${10}', setup)).toBe('[3][3][a][b][c]');
    expect(fields('"$@" ${1+"$@"} x', 'set --')).toBe('[x]');
    expect(fields('""$@ "$@$unset"', 'set --')).toBe('[][]');
    expect(fields('"${@#?}"', 'set -- ab cd')).toBe('[b][d]');
  });

  it('that are not set are an error with -u', () => {
    expect(run('set -u; echo ${x-y}; echo $#; echo $x; echo no')).toEqual({
      stdout: 'y\n0\n',
      stderr: 'sh: 1: x: parameter not set\n',
      status: 2,
    });
  });

  it('${x?message} ends a script', () => {
    expect(run('echo ${x?no x}; echo no')).toEqual({ stdout: '', stderr: 'sh: 1: x: no x\n', status: 2 });
    expect(run('x=; echo ${x:?}; echo no').stderr).toBe('sh: 1: x: parameter not set or null\n');
  });
});

describe('field splitting', () => {
  it.each([
    ['$v', ' \t\n', ' a  b ', '[a][b]'],
    ['$v', ':', 'a:b::c:', '[a][b][][c]'],
    ['$v', ':', ':a', '[][a]'],
    ['$v', ' :', ' a : b ', '[a][b]'],
    ['$v', ' :', ' : a', '[][a]'],
    ['x$v', ':', ':a', '[x][a]'],
    ['$v$v', ':', 'a:', '[a][a]'],
    ['$v"q"', ':', 'a:', '[a][q]'],
    ['"$v"', ':', 'a:b', '[a:b]'],
    ['$v', '', 'a b', '[a b]'],
    ['a:b', ':', '', '[a:b]'],
    ['$v', 'é', 'aéb', '[a][b]'],
  ])('of %s with IFS=%j and v=%j', (words, ifs, value, expected) => {
    expect(run(`IFS='${ifs}'; v='${value}'; set -- ${words}; printf '[%s]' "$@"`).stdout).toBe(expected);
  });

  it('is not done in assignments, also not in those of export', () => {
    expect(run('v=\'a  b\'; w=$v; export x=$v y=~/z; echo "$w|$x|$y"').stdout).toBe('a  b|a  b|/home/z\n');
  });
});

describe('file names', () => {
  const files = { '/home/a.c': '', '/home/b.c': '', '/home/.hidden': '', '/home/d/x.c': '', '/home/[z]': '' };
  it.each([
    ['*.c', 'a.c b.c'],
    ['?.c', 'a.c b.c'],
    ['[!a].c', 'b.c'],
    ['*', '[z] a.c b.c d'],
    ['.h*', '.hidden'],
    ['*/*.c', 'd/x.c'],
    ['*/', 'd/'],
    ['/home/*.c', '/home/a.c /home/b.c'],
    ['/h*/d/x*', '/home/d/x.c'],
    ['d//x*', 'd//x.c'],
    ['*.none', '*.none'],
    ['"*".c \\*.c', '*.c *.c'],
    ['a"."[c]', 'a.c'],
    ['"[z"]', '[z]'],
    ['$p', 'a.c b.c'],
    ['"$p"', '*.c'],
    ['nothere/*', 'nothere/*'],
  ])('%s', (pattern, expected) => {
    expect(run(`p='*.c'; echo ${pattern}`, { files }).stdout).toBe(`${expected}\n`);
  });

  it('are left alone by set -f, in assignments and in redirections', () => {
    const { stdout } = run('set -f; echo *; set +f; v=*.c; echo "$v"; echo x > *.x; cat "*.x"', { files });
    expect(stdout).toBe('*\n*.c\nx\n');
  });
});

describe('command substitution', () => {
  it('gives what the command prints, without the newlines at its end', () => {
    expect(run('x=$(printf "a\\n\\nb\\n\\n"); echo "[$x]"').stdout).toBe('[a\n\nb]\n');
    expect(run('echo `echo a` "$(echo "b  c")" $(echo "d  e")').stdout).toBe('a b  c d e\n');
  });

  it('nests, and may hold any command', () => {
    expect(run('echo $(echo $(echo a; echo b); (echo c)); for i in $(seq 3); do echo $i; done').stdout).toBe(
      'a b c\n1\n2\n3\n',
    );
  });

  it('knows the variables and functions of the shell, and changes none', () => {
    const { stdout } = run(
      'x=1; f() { echo "f $1 $x"; x=2; }; set -- p; y=$(f $1; cd /; pwd); echo "$y" $x; pwd',
    );
    expect(stdout).toBe('f p 1\n/ 1\n/home\n');
  });

  it('sets the status of a command without a name', () => {
    expect(run('x=$(exit 3); echo $?; x=$(exit 4) y=1; echo $?; x=1; echo $?').stdout).toBe('3\n4\n0\n');
  });

  it('holds as much as comes, and any bytes but NUL', () => {
    expect(run('x=$(seq 1 50000); echo ${#x}').stdout).toBe('288893\n');
    expect(run("x=$(printf 'a\\377\\0b'); printf '%s' \"$x\"").stdout).toBe('a\udcffb');
  });
});
