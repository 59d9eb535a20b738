// init, and what comes up and goes down with it.

import { expect, test } from 'vitest';
import type { Coroutine } from '../../kernel/abi.ts';
import { inspect } from '../../kernel/inspect.ts';
import { print } from '../../userland/lib/output.ts';
import { sys } from '../../userland/sys.ts';
import { runOnConsole } from './console.ts';
import { runOne } from './machine.ts';

const image = [
  { path: '/bin/no-program', text: '', mode: 0o755 },
  { path: '/tmp', directory: true as const },
];

const LOG = [
  'tinyos 0.1.0: type "help" for what is here, "shutdown" to stop',
  'sched: policy rr, quantum 10 ms; a system call costs 1 us, a context switch 0 us',
  'random: seed 7; the same seed and the same keys make the same run',
  'mounts: tmpfs on /, devfs on /dev, proc on /proc',
  'init: process 1 starts a shell on /dev/console',
  '',
];

/** A shell that says who it is, and reads one line: how to end. */
function* sh(argv: string[]): Coroutine<number> {
  const self = [argv[0], yield* sys.getpid(), yield* sys.getsid(0), yield* sys.getpgid(0)].join(' ');
  yield* print(`[${self} on ${yield* sys.readlink('/proc/self/fd/2')}]\n`);
  const line = new TextDecoder().decode(yield* sys.read(0, 100)).trim();
  if (line === 'orphan') yield* sys.spawn('/bin/spin', ['spin', '-t', '1'], { session: true });
  if (line === 'shutdown') {
    yield* sys.sigaction('SIGTERM', 'ignore');
    yield* sys.waitpid(yield* sys.spawn('/bin/shutdown', ['shutdown']));
  }
  if (line.startsWith('SIG')) yield* sys.kill(yield* sys.getpid(), line as 'SIGKILL');
  return Number(line) || 0;
}

test('init tells what comes up and keeps a login shell on the console', async () => {
  const keys = [
    [10_000_000, 'x\r'],
    [20_000_000, '3\r'],
    [30_000_000, 'SIGKILL\r'],
  ] as const;
  const { screen, status } = await runOnConsole(['/bin/init'], {
    programs: { sh },
    image,
    keys,
  });
  expect(screen).toEqual([
    ...LOG,
    '[-sh 2 2 2 on /dev/console]',
    'x',
    'init: the shell has ended. Here is a new one; to stop: shutdown',
    '[-sh 3 3 3 on /dev/console]',
    '3',
    'init: the shell has ended (status 3). Here is a new one; to stop: shutdown',
    '[-sh 4 4 4 on /dev/console]',
    'SIGKILL',
    'init: the shell was killed by SIGKILL. Here is a new one; to stop: shutdown',
    '[-sh 5 5 5 on /dev/console]',
  ]);
  expect(status).toBe(null);
});

test('init keeps a shell on each terminal that it is told of, and says so if there is none', async () => {
  const argv = ['/bin/init', '-t', '/dev/nope', '--terminal=/dev/tty0'];
  const { screen } = await runOnConsole(argv, { programs: { sh }, image, keys: [[10_000_000, 'x\r']] });
  expect(screen).toEqual([
    ...LOG.slice(0, 4),
    'init: process 1 starts shells on /dev/nope and /dev/tty0',
    '',
    'init: /dev/nope: No such file or directory',
    '[-sh 2 2 2 on /dev/tty0]',
    'x',
    'init: the shell has ended. Here is a new one; to stop: shutdown',
    '[-sh 3 3 3 on /dev/tty0]',
  ]);
});

test('a shell that cannot be started, or ends at once, is tried again after a pause', async () => {
  const none = await runOnConsole(['/bin/init'], { image, until: 7_000_000 });
  const complaint = 'init: cannot start /bin/sh: No such file or directory';
  const pause = 'init: /bin/sh ends as soon as it starts; the next try is in 5 seconds';
  expect(none.screen.slice(LOG.length)).toEqual([
    ...Array(5).fill(complaint),
    pause,
    ...Array(5).fill(complaint),
    pause,
  ]);
  function* broken(): Coroutine<number> {
    return 0;
  }
  const ends = await runOnConsole(['/bin/init'], { programs: { sh: broken }, image, until: 4_000_000 });
  const ended = 'init: the shell has ended. Here is a new one; to stop: shutdown';
  expect(ends.screen.slice(LOG.length)).toEqual([...Array(5).fill(ended), pause]);
});

test('a shell that leaves the terminal in raw mode does not spoil it for the next one', async () => {
  function* rawShell(): Coroutine<number> {
    const settings = (yield* sys.ioctl(0, 'TCGETS')) as { icanon: boolean };
    yield* print(`[${settings.icanon ? 'lines' : 'raw'}]\n`);
    yield* sys.ioctl(0, 'TCSETS', { ...settings, icanon: false } as never);
    yield* sys.nanosleep({ sec: 2, nsec: 0 });
    return 0;
  }
  const { output } = await runOnConsole(['/bin/init'], {
    programs: { sh: rawShell },
    image,
    until: 3_000_000,
  });
  expect(output.match(/\[\w+\]/g)).toEqual(['[lines]', '[lines]']);
});

test('init waits for orphans, so that no zombie stays', async () => {
  const keys = [[1_000_000, 'orphan\r']] as const;
  const names = async (until: number) => {
    const { kernel } = await runOnConsole(['/bin/init'], { programs: { sh }, image, keys, until });
    return inspect(kernel).processes.map(({ name, state, ppid }) => `${name} ${state} of ${ppid}`);
  };
  expect(await names(1_500_000)).toEqual(['init sleeping of 0', 'spin running of 1', '-sh sleeping of 1']);
  expect(await names(5_000_000)).toEqual(['init sleeping of 0', '-sh sleeping of 1']);
});

test('init with a command runs it, waits for orphans meanwhile, and stops the machine with its status', async () => {
  const status = async (...argv: string[]) => (await runOnConsole(['/bin/init', ...argv], { image })).status;
  expect(await status('true')).toBe(0);
  expect(await status('false')).toBe(1);
  expect(await status('timeout', '1', 'sleep', '5')).toBe(124);
  expect(await status('timeout', '-s', 'KILL', '1', 'sleep', '5')).toBe(137);
  expect(await status('/bin/nosuch')).toBe(127);
  expect(await status('/tmp')).toBe(126);
});

test('a second init does nothing', () => {
  expect(runOne(['init'])).toEqual({ stdout: '', stderr: 'init: must be run as process 1\n', status: 1 });
});

test('shutdown stops the machine, and no new shell comes up meanwhile', async () => {
  const keys = [[1_000_000, 'shutdown\r']] as const;
  const { screen, status, kernel } = await runOnConsole(['/bin/init'], {
    programs: { sh },
    image,
    keys,
  });
  expect(screen).toEqual([
    ...LOG,
    '[-sh 2 2 2 on /dev/console]',
    'shutdown',
    'The system is going down now.',
  ]);
  expect(status).toBe(0);
  expect(kernel.clock.now).toBeLessThan(1_300_000);
});

test('shutdown ends everybody, also who is stopped, and init starts no shell meanwhile', async () => {
  function* crowd(): Coroutine<number> {
    yield* sys.spawn('/bin/spin', ['spin']);
    yield* sys.spawn('/bin/sleep', ['sleep', '100'], { stopped: true });
    yield* sys.spawn('/bin/shutdown', ['shutdown', '-h', 'now'], { session: true });
    yield* sys.nanosleep({ sec: 100, nsec: 0 });
    return 0;
  }
  const { kernel } = await runOnConsole(['/bin/init'], { programs: { sh: crowd }, image, until: 200_000 });
  expect(inspect(kernel).processes.map(({ name }) => name)).toEqual(['init', 'shutdown']);
});

test('init waits a while for a shutdown that does not come, and then goes on', async () => {
  const files = [...image, { path: '/etc/nologin', text: '' }];
  const shells = async (until: number) => {
    const keys = [[1_000_000, 'x\r']] as const;
    const { output } = await runOnConsole(['/bin/init'], { programs: { sh }, image: files, keys, until });
    return output.match(/\[-sh/g)?.length;
  };
  expect(await shells(5_900_000)).toBe(1);
  expect(await shells(6_100_000)).toBe(2);
});

test('shutdown knows no time but now', () => {
  expect(runOne(['shutdown', '+5'])).toEqual({
    stdout: '',
    stderr:
      "shutdown: no such time: '+5' (there is only \"now\")\nTry 'shutdown --help' for more information.\n",
    status: 1,
  });
});
