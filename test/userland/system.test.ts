// The small programs that tell who, where and since when; and the tree of processes.

import { expect, test } from 'vitest';
import type { Coroutine } from '../../kernel/abi.ts';
import { inFigures } from '../../userland/lib/uptime.ts';
import { sys } from '../../userland/sys.ts';
import { runOnConsole } from './console.ts';
import { run, runOne } from './machine.ts';

const ran = (...argv: string[]) => runOne(argv);
const printed = (stdout: string) => ({ stdout, stderr: '', status: 0 });
const failed = (stderr: string, status = 1) => ({ stdout: '', stderr, status });

test('uname tells what is asked for, in its own order', () => {
  expect(ran('uname')).toEqual(printed('tinyos\n'));
  expect(ran('uname', '-rs')).toEqual(printed('tinyos 0.1.0\n'));
  expect(ran('uname', '-o')).toEqual(printed('tinyos\n'));
  expect(ran('uname', '-a').stdout).toMatch(/^tinyos tinyos 0\.1\.0 \S.* \S+ tinyos\n$/);
  expect(ran('uname', 'x').stderr).toBe(
    "uname: extra operand 'x'\nTry 'uname --help' for more information.\n",
  );
});

test('hostname, whoami and id', () => {
  expect(ran('hostname')).toEqual(printed('tinyos\n'));
  expect(ran('whoami')).toEqual(printed('root\n'));
  expect(ran('id')).toEqual(printed('uid=0(root) gid=0(root) groups=0(root)\n'));
  expect(ran('id', '-u')).toEqual(printed('0\n'));
  expect(ran('id', '-Gn')).toEqual(printed('root\n'));
  expect(ran('id', '-n')).toEqual(failed('id: cannot print only names or real IDs in default format\n'));
  expect(ran('id', '-ug')).toEqual(failed('id: cannot print "only" of more than one choice\n'));
});

test('tty names the terminal on standard input', async () => {
  expect(ran('tty')).toEqual({ stdout: 'not a tty\n', stderr: '', status: 1 });
  expect(ran('tty', '-s')).toEqual(failed(''));
  expect(ran('tty', '-x').status).toBe(2);
  const { screen, status } = await runOnConsole(['/bin/init', 'tty']);
  expect({ screen, status }).toEqual({ screen: ['/dev/console'], status: 0 });
});

test('uptime tells the time, since when, and how idle it was', () => {
  const [, , line, pretty, since] = run([
    ['sleep', '3h'],
    ['spin', '-t', '1h'],
    ['uptime'],
    ['uptime', '-p'],
    ['uptime', '-s'],
  ]);
  expect(line?.stdout).toBe(' 13:00:00 up 4:00,  2 processes,  CPU 75.0% idle\n');
  expect(pretty?.stdout).toBe('up 4 hours\n');
  expect(since?.stdout).toBe('2009-03-25 09:00:00\n');
  expect(ran('uptime', '-p').stdout).toBe('up 0 minutes\n');
});

test.each([
  [0, '0 min'],
  [59, '59 min'],
  [60, '1:00'],
  [1439, '23:59'],
  [1441, '1 day, 1 min'],
  [2 * 1440 + 245, '2 days,  4:05'],
])('%d minutes up are %j', (minutes, text) => {
  expect(inFigures(minutes)).toBe(text);
});

test('pstree draws children beside and below their parents, and what is equal once', () => {
  function* family(argv: string[]): Coroutine<number> {
    const nested = ['time', 'time', 'sleep', '9'];
    const children = [['sleep', '9'], ['spin'], ['sleep', '9'], nested, ['sleep', '9']];
    const pids: number[] = [];
    for (const words of children) pids.push(yield* sys.spawn(`/bin/${words[0]}`, words));
    yield* sys.nanosleep({ sec: 1, nsec: 0 });
    yield* sys.waitpid(yield* sys.spawn('/bin/pstree', ['pstree', ...argv.slice(1)]));
    for (const pid of pids) yield* sys.kill(pid, 'SIGKILL');
    return 0;
  }
  const programs = [{ path: '/bin/family', program: family, about: '' }];
  const drawn = (...argv: string[]) => run([['family', ...argv]], { programs })[0]?.stdout;
  expect(drawn()).toBe(`\
harness---family-+-pstree
                 |-3*[sleep]
                 |-spin
                 \`-time---time---sleep
`);
  expect(drawn('-p', '2')).toBe(`\
family(2)-+-pstree(10)
          |-sleep(3)
          |-sleep(5)
          |-sleep(7)
          |-spin(4)
          \`-time(6)---time(8)---sleep(9)
`);
  expect(ran('pstree', '99')).toEqual(failed('pstree: no such process: 99\n'));
});
