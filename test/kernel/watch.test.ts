import { expect, test } from 'vitest';
import { type CallName, O_CREAT, O_RDWR, O_TRUNC, O_WRONLY, type Program } from '../../kernel/abi.ts';
import { post } from '../../kernel/interrupt.ts';
import { type KernelEvent, printCall, printEvent, printResult, watch } from '../../kernel/watch.ts';
import { sys } from '../../userland/sys.ts';
import { encode, lines, machine, pause, runMain, start } from '../helpers.ts';

test('the trace tells all that happens, a line for each event', () => {
  const child: Program = function* () {
    yield* sys.read(0, 10);
    return 3;
  };
  const booted = runMain(
    function* () {
      const [reader, writer] = yield* sys.pipe();
      yield* start('child', { actions: [{ is: 'dup', from: reader, to: 0 }] });
      yield* sys.sched_yield();
      yield* sys.write(writer, encode('hi'));
      yield* sys.waitpid(-1);
    },
    { programs: { child } },
  );
  expect(lines(booted).split('\n')).toEqual([
    '0 1 switch from 0 idle',
    '1 1 trap spawn("/bin/main", ["main"], {pgid: 0})',
    '1 1 spawn 2 /bin/main ["main"]',
    '1 1 return spawn = 2',
    '2 1 trap waitpid(-1)',
    '2 1 sleep waitpid on children: no child has ended',
    '2 2 switch from 1 asleep',
    '3 2 trap pipe()',
    '3 2 return pipe = [3, 4]',
    '4 2 trap spawn("/bin/child", ["child"], {actions: [0<-3]})',
    '4 2 spawn 3 /bin/child ["child"]',
    '4 2 return spawn = 3',
    '5 2 trap sched_yield()',
    '5 2 return sched_yield = 0',
    '5 3 switch from 2 yielded',
    '6 3 trap read(0, 10)',
    '6 3 sleep read on pipe#1 readers: pipe empty',
    '6 2 switch from 3 asleep',
    '7 2 trap write(4, "hi", 2)',
    '7 3 wake from pipe#1 readers by 2',
    '7 2 return write = 2',
    '8 2 trap waitpid(-1)',
    '8 2 sleep waitpid on children: no child has ended',
    '8 3 switch from 2 asleep',
    '8 3 return read = "hi", 2',
    '9 3 exit exited 3',
    '9 2 signal SIGCHLD by 3',
    '9 2 wake from children by 3',
    '9 2 switch from 3 exited',
    '9 2 reap 3 exited 3',
    '9 2 return waitpid = {3, exited 3}',
    '10 2 exit exited 0',
    '10 1 signal SIGCHLD by 2',
    '10 1 wake from children by 2',
    '10 1 switch from 2 exited',
    '10 1 reap 2 exited 0',
    '10 1 return waitpid = {2, exited 0}',
    '11 1 trap waitpid(-1)',
    '11 1 fail waitpid = ECHILD',
    '12 1 exit exited 0',
  ]);
});

test('signals, stops, faults and interrupts are told too', () => {
  const booted = machine(
    function* () {
      yield* start('child');
      yield* start('bad');
      yield* pause(100);
      yield* sys.kill(3, 'SIGTSTP');
      yield* pause(100);
      yield* sys.kill(3, 'SIGCONT');
      yield* pause(1000);
    },
    {
      programs: {
        *child() {
          yield* pause(500);
        },
        *bad() {
          throw new Error('oh');
        },
      },
    },
  );
  post(booted.kernel, { is: 'input', device: 'stdin', data: encode('abc') }, 50);
  booted.run();
  const told = lines(booted).split('\n');
  const of = (what: string) =>
    told.filter((line) => line.split(' ')[2] === what).map((line) => line.split(' ').slice(1).join(' '));
  expect(of('signal').filter((line) => !line.includes('CHLD'))).toEqual([
    '3 signal SIGTSTP by 2',
    '3 signal SIGCONT by 2',
  ]);
  expect(of('stop')).toEqual(['3 stop SIGTSTP']);
  expect(of('continue')).toEqual(['3 continue']);
  expect(of('restart')).toEqual(['3 restart nanosleep']);
  expect(of('fault')).toEqual(['4 fault "uncaught Error: oh"']);
  expect(of('interrupt')).toEqual(['0 interrupt stdin input 3']);
  expect(of('idle')[0]).toBe('0 idle from 4 exited');
});

test('watchers come and go; without any, nothing is made', () => {
  const booted = machine(() => pause(1000), { unwatched: true });
  const { kernel } = booted;
  expect(kernel.watch).toBe(null);
  const seen: string[] = [];
  const leave = ['a', 'b'].map((name) => watch(kernel, ({ is }) => seen.push(`${name} ${is}`)));
  booted.run(10, 1);
  expect(seen.slice(0, 4)).toEqual(['a switch', 'b switch', 'a trap', 'b trap']);
  leave[0]?.();
  leave[0]?.();
  seen.length = 0;
  booted.run(10, 1);
  expect(new Set(seen.map((line) => line[0]))).toEqual(new Set(['b']));
  leave[1]?.();
  expect(kernel.watch).toBe(null);
});

test('a watcher that leaves while it is told something does not keep others from being told', () => {
  const booted = machine(() => pause(1000), { unwatched: true });
  const seen: KernelEvent['is'][] = [];
  const leave = watch(booted.kernel, () => leave());
  watch(booted.kernel, ({ is }) => seen.push(is));
  booted.run(10, 1);
  expect(seen.slice(0, 2)).toEqual(['switch', 'trap']);
});

test.each<[CallName, unknown[], string]>([
  ['read', [0, 512], 'read(0, 512)'],
  ['write', [1, encode('a\n"\\\x01\xff')], 'write(1, "a\\n\\"\\\\\\x01Ã¿", 7)'],
  ['write', [1, new Uint8Array(40).fill(97)], `write(1, "${'a'.repeat(32)}"..., 40)`],
  ['write', [1, 'no bytes'], 'write(1, ?)'],
  ['open', ['/tmp/x', O_WRONLY | O_CREAT | O_TRUNC], 'open("/tmp/x", O_WRONLY|O_CREAT|O_TRUNC)'],
  ['open', ['/tmp/x', O_RDWR, 0o640], 'open("/tmp/x", O_RDWR, 0640)'],
  ['open', ['/tmp/x', 0], 'open("/tmp/x", O_RDONLY)'],
  ['lseek', [3, -5, 2], 'lseek(3, -5, SEEK_END)'],
  ['waitpid', [-1, 3], 'waitpid(-1, WNOHANG|WUNTRACED)'],
  ['kill', [4, 'SIGTERM'], 'kill(4, SIGTERM)'],
  ['kill', [4, 0], 'kill(4, 0)'],
  ['nanosleep', [{ sec: 1, nsec: 5 }], 'nanosleep({sec: 1, nsec: 5})'],
  ['ioctl', [0, 'TIOCGWINSZ'], 'ioctl(0, TIOCGWINSZ)'],
  ['ioctl', [0, 'TIOCSPGRP', 4], 'ioctl(0, TIOCSPGRP, 4)'],
  ['spawn', ['/bin/x', ['x', '-a b']], 'spawn("/bin/x", ["x", "-a b"])'],
  [
    'spawn',
    [
      '/bin/x',
      [],
      {
        cwd: '/',
        pgid: 0,
        env: {},
        actions: [
          { is: 'close', fd: 3 },
          { is: 'open', fd: 1, path: 'f' },
        ],
      },
    ],
    'spawn("/bin/x", [], {actions: [close 3, 1<-"f"], cwd: "/", pgid: 0})',
  ],
  ['read', [], 'read(?, ?)'],
  ['getpid', [1, 2], 'getpid()'],
])('%s(%j) is printed as strace does', (name, args, expected) => {
  expect(printCall(name, args)).toBe(expected);
});

test.each<[CallName, unknown, string]>([
  ['read', encode('hi\n'), '"hi\\n", 3'],
  ['read', new Uint8Array(0), '"", 0'],
  ['write', 5, '5'],
  ['close', undefined, '0'],
  ['pipe', [3, 4], '[3, 4]'],
  ['getcwd', '/tmp', '"/tmp"'],
  ['waitpid', { pid: 0, status: null }, '0'],
  ['waitpid', { pid: 3, status: { is: 'stopped', signal: 'SIGTSTP' } }, '{3, stopped SIGTSTP}'],
  ['umask', 0o22, '022'],
  ['clock_gettime', { sec: 1, nsec: 2 }, '{sec: 1, nsec: 2}'],
  ['readdir', [{}, {}], '[2 entries]'],
])('the result of %s, %j, is printed as strace does', (name, value, expected) => {
  expect(printResult(name, value)).toBe(expected);
});

test('an event is one line, whatever a program named itself', () => {
  const event: KernelEvent = { is: 'spawn', tick: 1, pid: 2, child: 3, path: '/bin/x', argv: ['a\nb', '"'] };
  expect(printEvent(event)).toBe('1 2 spawn 3 /bin/x ["a\\nb","\\""]');
});
