// Whatever a process sleeps for, it can be killed there, interrupted, stopped and continued, left alone at its end, and
// in time: nothing that it holds stays behind, and no byte is lost or comes twice.

import { describe, expect, test } from 'vitest';
import {
  callNames,
  type Pid,
  type Program,
  printStatus,
  type SigFlag,
  type Signal,
  syscalls,
} from '../../../kernel/abi.ts';
import { post } from '../../../kernel/interrupt.ts';
import type { Interrupt } from '../../../kernel/machine.ts';
import { sys } from '../../../userland/sys.ts';
import { leftovers, machine, NOTHING, reapAll, start } from '../../helpers.ts';
import { broken } from './invariants.ts';
import { OTHER, outcome, type Shared, SLEEPER, type Wait, waits } from './waits.ts';

const A_WHILE = 1000; // ticks

/** A machine on which somebody sleeps. What it tells after each thing that happens is in `told`. */
function stage(row: Wait, flags: SigFlag[] | null = null) {
  const told: string[] = [];
  const shared: Shared = { fds: [], written: 0 };
  const programs: Record<string, Program> = {
    *sleeper() {
      yield* row.sleeper?.(shared) ?? [];
      if (flags)
        yield* sys.sigaction('SIGUSR1', {
          *handler() {
            told.push('handler');
          },
          flags,
        });
      let result: string;
      do {
        result = yield* outcome(row.wait(shared));
        told.push(result);
      } while (result === row.interrupted && !row.once);
    },
    *other() {
      yield* row.other?.(shared) ?? [];
      yield* sys.sigaction('SIGHUP', 'ignore');
      yield* sys.sigaction('SIGUSR1', {
        *handler() {
          if (typeof row.satisfy !== 'function') return;
          const result = yield* row.satisfy(shared);
          if (result) told.push(result);
        },
      });
      for (;;) yield* outcome(pause());
    },
    *child() {
      yield* sys.pause();
    },
  };
  const booted = machine(
    function* () {
      yield* sys.sigaction('SIGHUP', 'ignore');
      shared.fds = (yield* row.open?.(shared) ?? []) ?? [];
      yield* start('other');
      yield* start('sleeper');
      for (const fd of shared.fds) yield* sys.close(fd);
      yield* reapAll((pid, status) => {
        if (pid === SLEEPER) told.push(printStatus(status));
      });
    },
    { programs, terminal: row.terminal === true, unwatched: true },
  );
  const { kernel } = booted;

  /** Something happens, and what follows from it. */
  function happen(interrupt: Interrupt | 'time', ticks = A_WHILE): string[] {
    told.length = 0;
    if (interrupt !== 'time') post(kernel, interrupt);
    booted.run(kernel.clock.now + ticks);
    expect(broken(kernel)).toEqual([]);
    return [...told];
  }
  const send = (signal: Signal, pid: Pid = SLEEPER) => happen({ is: 'signal', device: 'tty0', pid, signal });
  const state = () => kernel.processes.get(SLEEPER)?.task.state.is;

  if (row.before) booted.feed(row.before);
  happen('time');
  expect([state(), kernel.processes.get(SLEEPER)?.task.gate?.name]).toEqual(['sleeping', row.call]);
  return {
    send,
    state,
    happen,
    satisfy: () =>
      row.satisfy && typeof row.satisfy === 'object' ? happen(row.satisfy) : send('SIGUSR1', OTHER),
    /** How long the sleep may last, and what is told before that is over. */
    toDeadline() {
      const { clock, processes } = kernel;
      const ticks = clock.next - (processes.get(SLEEPER)?.task.since ?? 0);
      return [ticks, happen('time', clock.next - clock.now)];
    },
    /** All end, and nothing is left. */
    end() {
      for (const { pid } of [...kernel.processes.values()])
        if (pid > 2) post(kernel, { is: 'signal', device: 'tty0', pid, signal: 'SIGKILL' });
      expect(booted.run()).toBe('halted');
      expect(broken(kernel)).toEqual([]);
      expect(leftovers(booted)).toEqual(NOTHING);
    },
  };
}

function* pause() {
  yield* sys.pause();
  return '';
}

/** What ends the wait in the end: the other side, or time. */
function fulfil(row: Wait, on: ReturnType<typeof stage>): void {
  if (row.satisfy) expect(on.satisfy().sort()).toEqual(toldBy(row.satisfied));
  else if (row.timeout)
    expect(on.happen('time', row.timeout.ticks + A_WHILE)).toEqual([...row.timeout.told, 'exited 0']);
}

/** All that is told when the call has ended and with it the process; who tells his first is no matter. */
const toldBy = (...told: (readonly string[] | undefined)[]) =>
  [...told.flatMap((one) => one ?? []), 'exited 0'].sort();

describe.each(Object.entries(waits))('%s', (_, row) => {
  const { satisfy, timeout, left } = row;

  if (satisfy ?? timeout)
    test('ends when what it waits for is there', () => {
      const on = stage(row);
      fulfil(row, on);
      on.end();
    });

  test.each(['SIGTERM', 'SIGKILL'] as const)('is ended by %s, and the process with it', (signal) => {
    const on = stage(row);
    expect(on.send(signal)).toEqual([`killed ${signal}`]);
    on.end();
  });

  test('is cut short by a handler', () => {
    const on = stage(row, []);
    const more = row.once ? ['exited 0'] : [];
    expect(on.send('SIGUSR1')).toEqual(['handler', row.interrupted, ...more]);
    if (!row.once) fulfil(row, on);
    on.end();
  });

  test('goes on after a handler with SA_RESTART, if it is of that kind', () => {
    const on = stage(row, ['SA_RESTART']);
    const more = row.once ? ['exited 0'] : [];
    expect(on.send('SIGUSR1')).toEqual(row.restarts ? ['handler'] : ['handler', row.interrupted, ...more]);
    if (!row.once) {
      expect(on.state()).toBe('sleeping');
      fulfil(row, on);
    }
    on.end();
  });

  test('goes on after a stop', () => {
    const on = stage(row);
    expect(on.send('SIGSTOP')).toEqual([]);
    expect(on.state()).toBe('stopped');
    expect(on.send('SIGCONT')).toEqual(row.stopped ?? []);
    expect(on.state()).toBe('sleeping');
    fulfil(row, on);
    on.end();
  });

  if (satisfy)
    test('finds what has come while the process was stopped', () => {
      const on = stage(row);
      on.send('SIGSTOP');
      const before = on.satisfy();
      expect(on.state()).toBe('stopped');
      expect([...before, ...on.send('SIGCONT')].sort()).toEqual(toldBy(row.stopped, row.satisfied));
      on.end();
    });

  if (timeout)
    test('ends when its time is over, and not before', () => {
      const on = stage(row);
      expect(on.toDeadline()).toEqual([timeout?.ticks, []]);
      expect(on.happen('time')).toEqual([...(timeout?.told ?? []), 'exited 0']);
      on.end();
    });

  if (left)
    test('ends when nobody is left at the other end', () => {
      const on = stage(row);
      const by = left?.by;
      const told = by === 'death' ? on.send('SIGKILL', OTHER) : on.happen(by ?? 'time');
      expect(told).toEqual([...(left?.told ?? []), 'exited 0']);
      on.end();
    });
});

test('every call that can be interrupted in its sleep is here', () => {
  const here = new Set(Object.values(waits).map(({ call }) => call));
  const interruptible = callNames.filter((name) => syscalls[name].errors.includes('EINTR'));
  expect(interruptible.filter((name) => !here.has(name))).toEqual(['ioctl']); // which only tells who is not in front
});
