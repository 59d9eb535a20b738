import { expect, test } from 'vitest';
import type { Coroutine } from '../../kernel/abi.ts';
import { usageBetween } from '../../userland/lib/top/sample.ts';
import { sys } from '../../userland/sys.ts';
import { type ConsoleOptions, runOnConsole } from './console.ts';
import { runOne } from './machine.ts';

/** A machine with something to do, and top in front of it. */
function* stage(argv: string[]): Coroutine<number> {
  const children = [
    yield* sys.spawn('/bin/spin', ['spin']),
    yield* sys.spawn('/bin/sleep', ['sleep', '1000']),
    yield* sys.spawn('/bin/sleep', ['halted', '1000'], { stopped: true }),
  ];
  const { status } = yield* sys.waitpid(yield* sys.spawn('/bin/top', ['top', ...argv.slice(1)]));
  for (const pid of children) yield* sys.kill(pid, 'SIGKILL');
  return status?.is === 'exited' ? status.code : 1;
}

const onStage = (options: ConsoleOptions, ...argv: string[]) =>
  runOnConsole(['/bin/init', 'stage', ...argv], { programs: { stage }, ...options });

const HEADING = '  PID USER      PR  NI S  %CPU     TIME+ WAITING FOR                  COMMAND';
const SPIN = '    3 root      20   0 R 100.0   0:02.03                              spin';
const TOP = '    6 root      20   0 R   0.0   0:00.00                              top';
const INIT = '    1 root      20   0 S   0.0   0:00.00 children: no child has ended init';
const STAGE = '    2 root      20   0 S   0.0   0:00.00 children: no child has ended stage';
const SLEEP = '    4 root      20   0 S   0.0   0:00.00 clock: asleep                sleep';
const HALTED = '    5 root      20   0 T   0.0   0:00.00                              halted';

const trimmed = (screen: readonly string[]) => screen.map((line) => line.trimEnd());

test('top shows the machine and its processes, those that use the CPU first', async () => {
  const { screen, status } = await onStage({ until: 2_500_000 });
  expect(trimmed(screen)).toEqual([
    'top - 09:00:02 up 0 min,  policy rr',
    'Tasks:   6 total,   2 running,   3 sleeping,   1 stopped,   0 zombie',
    '%Cpu: 100.0 us,   0.0 sy,   0.0 id',
    '',
    HEADING,
    SPIN,
    INIT,
    STAGE,
    SLEEP,
    HALTED,
    TOP,
  ]);
  expect(status).toBe(null);
});

test('the keys sort, and turn the order around', async () => {
  const rows = async (...keys: string[]) => {
    const { screen } = await onStage({ until: 2_500_000, keys: keys.map((key, i) => [2_100_000 + i, key]) });
    return trimmed(screen).slice(5);
  };
  expect(await rows('N')).toEqual([TOP, HALTED, SLEEP, SPIN, STAGE, INIT]);
  expect(await rows('N', 'R')).toEqual([INIT, STAGE, SPIN, SLEEP, HALTED, TOP]);
  expect((await rows('T'))[0]).toEqual(SPIN);
});

test('k asks whom to send which signal, and Escape takes it back', async () => {
  const at = async (until: number, keys: string) => {
    const { screen } = await onStage({ until, keys: [[2_100_000, keys]] });
    return trimmed(screen);
  };
  expect((await at(2_200_000, 'k4x\x7f'))[3]).toBe(' PID to send a signal to [3]: 4');
  expect((await at(2_200_000, 'k4\rHU'))[3]).toBe(' Signal for process 4 [TERM]: HU');
  expect((await at(2_200_000, 'k4\r\x1b')).slice(3, 10)).toEqual([
    '',
    HEADING,
    SPIN,
    INIT,
    STAGE,
    SLEEP,
    HALTED,
  ]);
  expect(await at(3_400_000, 'k4\rHUP\r')).toContain(
    '    4 root      20   0 Z   0.0   0:00.00                              sleep',
  );
  expect((await at(3_400_000, 'k\r\r'))[1]).toBe(
    'Tasks:   6 total,   1 running,   3 sleeping,   1 stopped,   1 zombie',
  );
  expect((await at(2_200_000, 'k99\r\r'))[3]).toBe(' Process 99: No such process');
  expect((await at(2_200_000, 'kx\r\r'))[3]).toBe(" No process number: 'x'");
  expect((await at(2_200_000, 'k4\rFOO\r'))[3]).toBe(" No such signal: 'FOO'");
});

test('keys that do nothing say so, and there is help', async () => {
  const message = async (keys: string) =>
    (await onStage({ until: 2_200_000, keys: [[2_100_000, keys]] })).screen[3];
  expect(await message('M')).toBe(' There is no memory to sort by');
  expect(await message('z')).toBe(" Unknown command 'z' - try h for help");
  expect(await message('\x1b[A')).toBe('');
  expect(await message('h')).toBe('  R        turn the order around');
});

test('d changes how often it looks, and space looks at once', async () => {
  const time = async (until: number, keys: string) =>
    (await onStage({ until, keys: [[2_900_000, keys]] })).screen[0]?.slice(6, 14);
  expect(await time(3_900_000, 'd5\r')).toBe('09:00:02');
  expect(await time(8_000_000, 'd5\r')).toBe('09:00:07');
  expect(await time(3_500_000, '')).toBe('09:00:03');
  expect(await time(3_500_000, ' ')).toBe('09:00:02');
});

test.each(['q', '\x03'])('%j quits and gives the terminal back as it was', async (key) => {
  const { output, screen, status, kernel } = await onStage({ keys: [[1_500_000, key]] });
  expect(status).toBe(0);
  expect(screen).toEqual([]);
  expect(output.endsWith('\x1b[?25h\x1b[?1049l')).toBe(true);
  const tty = kernel.devices.get('tty0');
  expect(tty?.is === 'terminal' && tty.tty.settings).toMatchObject({ icanon: true, echo: true, isig: true });
});

test('top ends by itself after -n looks', async () => {
  const { status, kernel } = await onStage({}, '-n', '3', '-d', '0.5');
  expect(status).toBe(0);
  expect(kernel.clock.now).toBeGreaterThan(1_500_000);
  expect(kernel.clock.now).toBeLessThan(1_600_000);
});

test('top follows the size of the window', async () => {
  const { screen } = await onStage({ until: 2_500_000, resize: { at: 1_500_000, rows: 7, columns: 30 } });
  expect(trimmed(screen)).toEqual([
    'top - 09:00:02 up 0 min,  poli',
    'Tasks:   6 total,   2 running,',
    '%Cpu: 100.0 us,   0.0 sy,   0.',
    '',
    '  PID USER      PR  NI S  %CPU',
    '    3 root      20   0 R 100.0',
    '    1 root      20   0 S   0.0',
  ]);
});

test('^Z stops top with the terminal restored, and it goes on where it was', async () => {
  function* shell(): Coroutine<number> {
    const pid = yield* sys.spawn('/bin/top', ['top'], { pgid: 0, actions: [{ is: 'tcsetpgrp', fd: 0 }] });
    const stopped = yield* sys.waitpid(pid, 2);
    yield* sys.write(1, new TextEncoder().encode(`[${stopped.status?.is}]\n`));
    yield* sys.nanosleep({ sec: 2, nsec: 0 });
    yield* sys.kill(-pid, 'SIGCONT');
    yield* sys.waitpid(pid);
    return 0;
  }
  function* login(): Coroutine<number> {
    const actions = [
      { is: 'open', fd: 0, path: '/dev/console', flags: 2, mode: 0 } as const,
      { is: 'dup', from: 0, to: 1 } as const,
    ];
    yield* sys.waitpid(yield* sys.spawn('/bin/shell', ['shell'], { session: true, actions }));
    return 0;
  }
  const programs = { shell, login };
  const keys = [
    [500_000, '\x1a'],
    [3_500_000, 'q'],
  ] as const;
  const stopped = await runOnConsole(['/bin/login'], { programs, keys, until: 2_400_000 });
  expect(stopped.screen).toEqual(['[stopped]']);
  const resumed = await runOnConsole(['/bin/login'], { programs, keys, until: 3_400_000 });
  expect(resumed.screen[0]).toMatch(/^top - 09:00:0[23] up 0 min, {2}policy rr$/);
  const ended = await runOnConsole(['/bin/login'], { programs, keys });
  expect(ended).toMatchObject({ screen: ['[stopped]'], status: 0 });
});

test('top -b prints lists for a pipe', () => {
  const { stdout, status } = runOne(['top', '-b', '-n', '2', '-d', '3']);
  const [first, second] = stdout.split('\n\ntop');
  expect(first?.split('\n').slice(0, 2)).toEqual([
    'top - 09:00:00 up 0 min,  policy rr',
    'Tasks:   2 total,   1 running,   1 sleeping,   0 stopped,   0 zombie',
  ]);
  expect(`top${second}`).toBe(`\
top - 09:00:03 up 0 min,  policy rr
Tasks:   2 total,   1 running,   1 sleeping,   0 stopped,   0 zombie
%Cpu:   0.0 us,   0.0 sy, 100.0 id

${HEADING}
    1 root      20   0 S   0.0   0:00.00 children: no child has ended harness
    2 root      20   0 R   0.0   0:00.00                              top
`);
  expect(status).toBe(0);
});

test('top without a terminal, or with a wrong option, says so', () => {
  const hint = "Try 'top --help' for more information.\n";
  expect(runOne(['top'])).toEqual({
    stdout: '',
    stderr: 'top: needs a terminal; without one there is -b\n',
    status: 1,
  });
  expect(runOne(['top', '-d', 'x']).stderr).toBe(`top: bad delay interval 'x'\n${hint}`);
  expect(runOne(['top', '-n', '0']).stderr).toBe(`top: bad iterations argument '0'\n${hint}`);
});

test('no CPU time gets lost when a process ends between two looks', () => {
  const base = {
    name: 'x',
    state: 'R',
    pgid: 1,
    sid: 1,
    tty: null,
    foreground: -1,
    nice: 0,
    started: 0,
  } as const;
  const counters = { traps: 0, voluntary: 0, involuntary: 0, ready: 0, uid: 0, ruid: 0, gid: 0, rgid: 0 };
  const process = (pid: number, user: number, childrenUser: number) => ({
    ...base,
    ...counters,
    pid,
    ppid: 0,
    user,
    system: 0,
    childrenUser,
    childrenSystem: 0,
  });
  const before = { at: 1_000_000, processes: [process(1, 0, 0), process(2, 300_000, 0)] };
  const after = { at: 2_000_000, processes: [process(1, 0, 550_000)] };
  expect(usageBetween(before, after)).toMatchObject({ user: 25, system: 0, idle: 75 });
});
