// biome-ignore-all lint/suspicious/noTemplateCurlyInString: they are the shell's
import { describe, expect, it } from 'vitest';
import type { Coroutine } from '../../../kernel/abi.ts';
import { run } from './machine.ts';

const output = (script: string) => run(script).stdout;

describe('lists and conditions', () => {
  it.each([
    ['true && echo a || echo b', 'a\n'],
    ['false && echo a || echo b', 'b\n'],
    ['! true; echo $?; ! false; echo $?', '1\n0\n'],
    ['if false; then echo a; elif true; then echo b; else echo c; fi', 'b\n'],
    ['if false; then echo a; fi; echo $?', '0\n'],
    ['(exit 3); if [ $? = 3 ]; then echo three; fi', 'three\n'],
    ['{ echo a; echo b; } | cat; (echo c)', 'a\nb\nc\n'],
    ['x=1; (x=2; echo $x); echo $x; { x=3; }; echo $x', '2\n1\n3\n'],
  ])('%s', (script, expected) => {
    expect(output(script)).toBe(expected);
  });
});

describe('loops', () => {
  it.each([
    ['for i in a "b c"; do echo "<$i>"; done', '<a>\n<b c>\n'],
    ['set -- x y; for i; do echo $i; done', 'x\ny\n'],
    ['for i in; do echo no; done; echo $?', '0\n'],
    ['i=0; while [ $i -lt 3 ]; do i=$((i+1)); echo $i; done', '1\n2\n3\n'],
    ['i=0; until [ $i = 2 ]; do i=$((i+1)); echo $i; done', '1\n2\n'],
    ['for i in 1 2 3; do [ $i = 2 ] && continue; echo $i; done', '1\n3\n'],
    ['for i in 1 2 3; do [ $i = 2 ] && break; echo $i; done', '1\n'],
    ['for i in 1 2; do for j in a b; do echo $i$j; continue 2; done; done', '1a\n2a\n'],
    ['for i in 1 2; do for j in a b; do echo $i$j; break 2; done; done', '1a\n'],
    ['while break; do echo no; done; echo out', 'out\n'],
    ['seq 3 | while read x; do echo "<$x>"; done', '<1>\n<2>\n<3>\n'],
    ['for i in 1 2; do echo $i; done > f; cat f', '1\n2\n'],
  ])('%s', (script, expected) => {
    expect(output(script)).toBe(expected);
  });

  it('of built-ins alone do not stop the machine', () => {
    expect(run('(while :; do :; done) & sleep 1; kill $!; wait $!; echo $?').stdout).toBe('143\n');
  });
});

describe('case', () => {
  it.each([
    ['case abc in a*) echo 1;; *) echo 2;; esac', '1\n'],
    ['case abc in x|*c) echo 1;; esac', '1\n'],
    ['case abc in (x) echo 1;; esac; echo $?', '0\n'],
    ['x="*"; case abc in "$x") echo quoted;; $x) echo pattern;; esac', 'pattern\n'],
    ['case a in a) echo 1;& b) echo 2;; c) echo 3;; esac', '1\n2\n'],
    ['case "a b" in a\\ b) echo yes; esac', 'yes\n'],
    ['case $(echo x) in x) (exit 5);; esac; echo $?', '5\n'],
  ])('%s', (script, expected) => {
    expect(output(script)).toBe(expected);
  });
});

describe('functions', () => {
  it.each([
    ['f() { echo "$# $1 $2"; }; f a "b c"; echo $#', '2 a b c\n0\n'],
    ['f() { return 3; echo no; }; f; echo $?', '3\n'],
    ['f() { if true; then return 4; fi; }; ! f; echo $?', '0\n'],
    ['f() { local x=2 y; echo $x $y; y=5; }; x=1; f; echo $x $y', '2\n1\n'],
    ['f() { echo out; } >f; f; cat f', 'out\n'],
    ['x=1; f() { echo $x; }; x=2 f; echo $x', '2\n1\n'],
    ['f() { [ $1 = 0 ] && return; echo $1; f $(($1 - 1)); }; f 3', '3\n2\n1\n'],
    ['f() ( x=2 ); x=1; f; echo $x', '1\n'],
    ['echo() { command echo "<$1>"; }; echo a', '<a>\n'],
    ['for i in 1 2; do f() { break; }; f; echo $i; done', '1\n2\n'],
  ])('%s', (script, expected) => {
    expect(output(script)).toBe(expected);
  });

  it('are there in subshells, whatever is in them', () => {
    const script = [
      'alias say=echo\nf() { say "f $1"; g; }',
      'g() { cat <<E; }\ndocument\nE',
      'h() for i in 1 2; do printf \'%s \' "$i"; done',
      'k() if true; then g | cat; fi >&2',
      'l() echo l',
      'unalias say; alias echo=nothere',
      '(f a; h; l) | cat; seq 1 | while read x; do f $x; k 2>&1; done',
    ];
    expect(output(script.join('\n'))).toBe('f a\ndocument\n1 2 l\nf 1\ndocument\ndocument\n');
  });

  it('may call themselves thousands of times', () => {
    expect(output('f() { [ $1 = 0 ] || f $(($1 - 1)); }; f 3000; echo $?')).toBe('0\n');
  });

  it('that call themselves for ever are stopped', () => {
    expect(run('f() { f; }; f; echo no')).toEqual({
      stdout: '',
      stderr: 'sh: 1: f: functions are nested too deep\n',
      status: 2,
    });
  });
});

describe('assignments', () => {
  it.each([
    ['x=a y=$x$x; echo $y', 'aa\n'],
    ['x=1 env | grep ^x=; echo "<$x>"', 'x=1\n<>\n'],
    ['x=1; x=2 env | grep -c ^x=2; echo $x', '1\n1\n'],
    ['x=1 :; echo $x', '1\n'],
    ['x=1 true; echo "<$x>"', '<>\n'],
    ['export x=1; sh -c "echo \\$x"', '1\n'],
    ['set -a; x=1; sh -c "echo \\$x"', '1\n'],
    ['PATH=/nothere; echo built in; ls; echo $?', 'built in\n127\n'],
  ])('%s', (script, expected) => {
    expect(output(script)).toBe(expected);
  });

  it('to a constant end a script', () => {
    expect(run('readonly x=1; x=2; echo no')).toEqual({
      stdout: '',
      stderr: 'sh: 1: x: is read only\n',
      status: 2,
    });
    expect(run('readonly x=1; (x=2 ls; echo no); echo $?').stdout).toBe('2\n');
  });
});

describe('pipelines', () => {
  it('join any number of commands, and end as the last one does', () => {
    expect(output('echo a | cat | cat | cat | wc -c')).toBe('2\n');
    expect(output('true | false; echo $?; false | true; echo $?')).toBe('1\n0\n');
    expect(output('set -o pipefail; false | true; echo $?; (exit 3) | (exit 4) | true; echo $?')).toBe(
      '1\n4\n',
    );
  });

  it('end when a reader has read enough', () => {
    expect(output('yes | head -2; echo $?')).toBe('y\ny\n0\n');
  });

  it('run every command in a process of its own', () => {
    expect(output('x=1; echo 2 | read x; echo $x; echo ${y=3} | cat; echo "<$y>"')).toBe('1\n3\n<>\n');
    expect(output('echo a | echo $(cat)')).toBe('a\n');
  });

  it('of built-ins run the program of that name, if it is the one in /bin', () => {
    expect(
      output(
        'echo a | sleep 1 & ps -e -o comm= | grep -c echo; echo a | read x | sleep 1 & ps -e -o comm= | grep -c sh',
      ),
    ).toBe('1\n2\n');
    expect(output('PATH=/no; echo b | echo c; echo() { command echo d; }; true | echo x')).toBe('c\nd\n');
  });

  it('hold stages of two hundred', () => {
    expect(output(`echo deep ${'| cat '.repeat(200)}`)).toBe('deep\n');
  });
});

describe('what cannot be run', () => {
  it('is not found, or not permitted', () => {
    expect(
      run('nothere; echo $?; /nothere/x; echo $?; /tmp; echo $?; /home/f; echo $?', {
        files: { '/home/f': 'x' },
      }),
    ).toEqual({
      stdout: '127\n127\n126\n126\n',
      stderr:
        'sh: 1: nothere: not found\nsh: 1: /nothere/x: No such file or directory\n' +
        'sh: 1: /tmp: Permission denied\nsh: 1: /home/f: Permission denied\n',
      status: 0,
    });
  });

  it('is told where the command would have told it', () => {
    expect(run('nothere 2>/dev/null; nothere 2>&1 | cat; nothere >f 2>&1; cat f')).toEqual({
      stdout: 'sh: 1: nothere: not found\nsh: 1: nothere: not found\n',
      stderr: '',
      status: 0,
    });
  });

  it('is a script, if it is executable but no program', () => {
    expect(output('echo \'echo "$0 $1"\' > s; chmod +x s; ./s a')).toBe('./s a\n');
  });

  it('when there are too many processes is told, and the shell goes on', () => {
    // Beside init and the shell there is room for two.
    const script = 'f() { (sleep 1; f) | (sleep 1; f); }; f 2>/dev/null; echo $?; echo still here';
    expect(run(script, { maxProcesses: 40 }).stdout).toMatch(/^\d+\nstill here\n$/);
    expect(run('sleep 9 & sleep 9 & sleep 9; echo $?', { maxProcesses: 4 })).toEqual({
      stdout: '254\n',
      stderr: 'sh: 1: cannot start sleep: Resource temporarily unavailable\n',
      status: 0,
    });
  });
});

describe('exit statuses', () => {
  it.each([
    ['exit 300', 44],
    ['exit', 0],
    ['false; exit', 1],
    ['(exit 7)', 7],
    ['return 3', 3],
    ['! return 4; :', 4],
    ['while return 5; do :; done', 5],
    ['nothere', 127],
    ['fi', 2],
    ['sh -c "kill -9 \\$\\$"; exit', 137],
    ['cat <nothere', 2],
    ['if (exit 5); then :; else (exit 6); fi', 6],
  ])('%s: %i', (script, status) => {
    expect(run(script).status).toBe(status);
  });

  it('of a child that a signal ended comes with its text', () => {
    expect(run('sh -c "kill -TERM \\$\\$"; echo $?')).toEqual({
      stdout: '143\n',
      stderr: 'Terminated\n',
      status: 0,
    });
    expect(run('sh -c "kill -PIPE \\$\\$"; echo $?')).toEqual({ stdout: '141\n', stderr: '', status: 0 });
  });

  it('of a program that throws is that of SIGABRT, and nobody else notices', () => {
    const broken = {
      path: '/bin/broken',
      about: '',
      *program(): Coroutine<number> {
        throw new Error('oops');
      },
    };
    expect(run('broken 2>/dev/null; echo $?', { programs: [broken] })).toEqual({
      stdout: '134\n',
      stderr: 'Aborted\n',
      status: 0,
    });
  });
});

describe('set -e', () => {
  it.each([
    ['set -e; false; echo no', '', 1],
    ['set -e; if false; then :; fi; false || true; ! true; echo yes', 'yes\n', 0],
    ['set -e; f() { false; echo in; }; f || true; echo yes', 'in\nyes\n', 0],
    ['set -e; (exit 3); echo no', '', 3],
    ['set -e; x=$(false); echo no', '', 1],
    ['set -e; false | true; echo yes; true | false; echo no', 'yes\n', 1],
    ['set -e; while false; do :; done; echo yes', 'yes\n', 0],
    ['set -e; { false; echo no; } | cat; echo yes', 'yes\n', 0],
    ['set -e; true && false; echo no', '', 1],
  ])('%s', (script, stdout, status) => {
    expect(run(script)).toEqual({ stdout, stderr: '', status });
  });
});

it('set -x prints what is run', () => {
  expect(run('set -x; x="a b"; echo "$x" >/dev/null; y=1 true; PS4="$x>"; :').stderr).toBe(
    "+ x='a b'\n+ echo 'a b'\n+ y=1 true\n+ PS4='a b>'\na b>:\n",
  );
});

it('set -v prints what is read, and -n only reads', () => {
  expect(run('', { args: ['-v', '-s'], stdin: 'echo a\n# b\n' })).toEqual({
    stdout: 'a\n',
    stderr: 'echo a\n# b\n',
    status: 0,
  });
  expect(run('', { args: ['-n', '-c', 'echo a; nothere'] })).toEqual({ stdout: '', stderr: '', status: 0 });
});
