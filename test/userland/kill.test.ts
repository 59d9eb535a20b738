import { expect, test } from 'vitest';
import type { Coroutine } from '../../kernel/abi.ts';
import { signals } from '../../kernel/abi.ts';
import { print } from '../../userland/lib/output.ts';
import { parseSignal, shortName } from '../../userland/lib/signals.ts';
import { sys } from '../../userland/sys.ts';
import { run, runOne } from './machine.ts';

const HINT = "Try 'kill --help' for more information.\n";
const failure = (stderr: string) => ({ stdout: '', stderr, status: 1 });
const misuse = (stderr: string) => ({ stdout: '', stderr, status: 2 });

/** Starts three processes, runs the command in its arguments, and tells how each of the three is after that. */
function* victims(argv: string[]): Coroutine<number> {
  const pids = [
    yield* sys.spawn('/bin/sleep', ['sleep', '10'], { pgid: 0 }),
    yield* sys.spawn('/bin/sleep', ['sleep', '10'], { pgid: 2 + 1 }),
    yield* sys.spawn('/bin/spin', ['spin', '-t', '1']),
  ];
  yield* sys.waitpid(yield* sys.spawn(`/bin/${argv[1]}`, argv.slice(1)));
  for (const pid of pids) {
    const { status } = yield* sys.waitpid(pid);
    yield* print(`${pid} ${status?.is === 'killed' ? status.signal : status?.is}\n`);
  }
  return 0;
}

const programs = [{ path: '/bin/victims', program: victims, about: '' }];
const onVictims = (...argv: string[]) => run([['victims', ...argv]], { programs })[0];

test.each([
  [['kill', '3', '5'], '3 SIGTERM\n4 exited\n5 SIGTERM\n'],
  [['kill', '-9', '4'], '3 exited\n4 SIGKILL\n5 exited\n'],
  [['kill', '-s', 'usr1', '4'], '3 exited\n4 SIGUSR1\n5 exited\n'],
  [['kill', '-SIGHUP', '4'], '3 exited\n4 SIGHUP\n5 exited\n'],
  [['kill', '-sINT', '4'], '3 exited\n4 SIGINT\n5 exited\n'],
  [['kill', '--signal=INT', '4'], '3 exited\n4 SIGINT\n5 exited\n'],
  [['kill', '--', '-3'], '3 SIGTERM\n4 SIGTERM\n5 exited\n'],
  [['kill', '-INT', '-3'], '3 SIGINT\n4 SIGINT\n5 exited\n'],
  [['kill', '-0', '3', '4', '5'], '3 exited\n4 exited\n5 exited\n'],
  [['killall', 'sleep'], '3 SIGTERM\n4 SIGTERM\n5 exited\n'],
  [['killall', '-9', 'spin', 'sleep'], '3 SIGKILL\n4 SIGKILL\n5 SIGKILL\n'],
  [['killall', '-INT', 'spin'], '3 exited\n4 exited\n5 SIGINT\n'],
])('%j', (argv, stdout) => {
  expect(onVictims(...argv)).toEqual({ stdout, stderr: '', status: 0 });
});

test('killall tells whom it signalled, and who is not there', () => {
  expect(onVictims('killall', '-v', '-s', 'KILL', 'sleep', 'nosuch', 'spin')).toEqual({
    stdout: '3 SIGKILL\n4 SIGKILL\n5 SIGKILL\n',
    stderr:
      'Killed sleep(3) with signal 9\nKilled sleep(4) with signal 9\nnosuch: no process found\n' +
      'Killed spin(5) with signal 9\n',
    status: 0,
  });
  expect(runOne(['killall', 'nosuch'])).toEqual(failure('nosuch: no process found\n'));
  expect(runOne(['killall', '-q', 'nosuch'])).toEqual(failure(''));
  expect(runOne(['killall', '-s', 'FOO', 'x'])).toEqual(
    failure('FOO: unknown signal; killall -l lists signals.\n'),
  );
  expect(runOne(['killall', 'killall'])).toEqual(failure('killall: no process found\n'));
});

test('kill goes on after an operand that it cannot use', () => {
  expect(runOne(['kill', '99', 'abc', '98'])).toEqual(
    failure(
      "kill: (99): No such process\nkill: failed to parse argument: 'abc'\nkill: (98): No such process\n",
    ),
  );
  expect(runOne(['kill', '--', '-99'])).toEqual(failure('kill: (-99): No such process\n'));
});

test('kill says what is wrong with its options', () => {
  expect(runOne(['kill'])).toEqual(misuse(`kill: no process ID specified\n${HINT}`));
  expect(runOne(['kill', '-9'])).toEqual(misuse(`kill: no process ID specified\n${HINT}`));
  expect(runOne(['kill', '-s'])).toEqual(misuse(`kill: option requires an argument -- 's'\n${HINT}`));
  expect(runOne(['kill', '-FOO', '1'])).toEqual(
    misuse(`kill: FOO: unknown signal; kill -l lists them\n${HINT}`),
  );
  expect(runOne(['kill', '-99', '1'])).toEqual(
    misuse(`kill: 99: unknown signal; kill -l lists them\n${HINT}`),
  );
});

test('kill -l lists names, and converts names, numbers and exit statuses', () => {
  expect(runOne(['kill', '-l']).stdout).toBe(
    'HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM CHLD CONT\n' +
      'STOP TSTP TTIN TTOU URG XCPU XFSZ VTALRM PROF WINCH IO PWR SYS\n',
  );
  expect(runOne(['kill', '-l', '9', 'TERM', 'sigint', '137']).stdout).toBe('KILL\n15\n2\nKILL\n');
  expect(runOne(['kill', '-l', 'foo'])).toEqual(failure('kill: unknown signal name foo\n'));
  expect(runOne(['kill', '-L']).stdout.split('\n')[0]).toBe(
    ' 1 HUP      2 INT      3 QUIT     4 ILL      5 TRAP     6 ABRT     7 BUS',
  );
});

test('a signal is known by its name, with or without SIG, in any case, and by its number', () => {
  for (const signal of signals) {
    expect(parseSignal(signal)).toBe(signal);
    expect(parseSignal(shortName(signal).toLowerCase())).toBe(signal);
  }
  expect([
    parseSignal('0'),
    parseSignal('15'),
    parseSignal('16'),
    parseSignal('SIG'),
    parseSignal(''),
  ]).toEqual([0, 'SIGTERM', null, null, null]);
});
