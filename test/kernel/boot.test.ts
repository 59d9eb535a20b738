import { expect, test } from 'vitest';
import type { Program } from '../../kernel/abi.ts';
import { boot } from '../../kernel/boot.ts';
import type { BootOptions } from '../../kernel/machine.ts';
import { run } from '../../kernel/scheduler.ts';
import { sys } from '../../userland/sys.ts';
import { machine, pause, runMain, slurp } from '../helpers.ts';

const nothing: Program = function* () {};

function options(changes: Partial<BootOptions> = {}): BootOptions {
  return {
    image: [
      { path: '/bin/init', program: nothing, about: '' },
      { path: '/etc/text', text: 'no program' },
    ],
    devices: [{ is: 'stream', name: 'out', output: () => {} }],
    stdio: ['/dev/null', '/dev/host-out', '/dev/host-out'],
    init: { argv: ['/bin/init', 'an argument'], env: { A: '1' } },
    random: () => 0,
    ...changes,
  };
}

test('the first process is init: pid 1, without a parent, alone in its group and session', () => {
  const told: unknown[] = [];
  const init: Program = function* (argv, env) {
    told.push(
      argv,
      env,
      yield* sys.getpid(),
      yield* sys.getppid(),
      yield* sys.getpgid(0),
      yield* sys.getsid(0),
    );
    for (const fd of [0, 1, 2]) told.push(yield* sys.readlink(`/proc/self/fd/${fd}`));
    return 5;
  };
  const kernel = boot(options({ image: [{ path: '/bin/init', program: init, about: '' }] }));
  expect(run(kernel, Number.POSITIVE_INFINITY, 1000)).toBe('halted');
  expect(told).toEqual([
    ['/bin/init', 'an argument'],
    { A: '1' },
    1,
    0,
    1,
    1,
    '/dev/null',
    '/dev/host-out',
    '/dev/host-out',
  ]);
  expect(kernel.halted).toBe(5);
});

test.each<[string, Partial<BootOptions>, string]>([
  ['a policy that does not exist', { policy: 'best' }, "no scheduling policy 'best': rr"],
  ['no program as init', { init: { argv: ['/etc/text'], env: {} } }, 'Exec format error'],
  ['no file as init', { init: { argv: ['/none'], env: {} } }, 'No such file or directory'],
  ['no words for init', { init: { argv: [], env: {} } }, 'No such file or directory'],
  [
    'standard streams that do not exist',
    { stdio: ['/dev/none', '/dev/host-out', '/dev/host-out'] },
    'No such file or directory',
  ],
])('a machine with %s does not boot, and says why', (_, changes, message) => {
  expect(() => boot(options(changes))).toThrow(message);
});

test('booting runs nothing: the first program starts when the machine runs', () => {
  const kernel = boot(options());
  expect([kernel.clock.now, kernel.halted, kernel.init.task.traps]).toEqual([0, null, 0]);
});

test('init that fails stops the machine with status 1', () => {
  const init: Program = function* () {
    throw new Error('no good');
  };
  const kernel = boot(options({ image: [{ path: '/bin/init', program: init, about: '' }] }));
  run(kernel, Number.POSITIVE_INFINITY, 1000);
  expect(kernel.halted).toBe(1);
});

test('reboot stops the machine at once, with the status that was asked for', () => {
  const main: Program = function* () {
    yield* sys.reboot('poweroff', 300);
    yield* pause(1000);
  };
  const booted = machine(main);
  expect(booted.run()).toBe('halted');
  expect([booted.kernel.halted, booted.kernel.clock.now]).toEqual([300 & 255, 3]);
});

test('two machines in one process do not touch: each has its own time, files, pids and terminal settings', () => {
  const main: Program = function* () {
    for (let i = 0; i < 5; i++) {
      const fd = yield* sys.open('/tmp/log', 0o2102);
      yield* sys.write(fd, Uint8Array.of(65 + i));
      yield* sys.close(fd);
      yield* pause(100);
    }
    yield* sys.write(
      1,
      new TextEncoder().encode(`${yield* slurp('/tmp/log')} ${yield* slurp('/proc/uptime')}`),
    );
  };
  const alone = runMain(main);
  const [first, second] = [machine(main), machine(main)];
  for (let i = 0; i < 2000; i++) {
    first.run(Number.POSITIVE_INFINITY, 1);
    if (i % 3 === 0) second.run(Number.POSITIVE_INFINITY, 1);
  }
  for (const one of [first, second]) {
    expect(one.run()).toBe('halted');
    expect(one.output()).toBe(alone.output());
    expect(one.kernel.clock.now).toBe(alone.kernel.clock.now);
    expect(one.events.length).toBe(alone.events.length);
  }
});
