import { describe, expect, test } from 'vitest';
import type { StateName } from '../../../../kernel/inspect.ts';
import { stateAt } from '../../../../shell/ui/vm/lane.ts';
import {
  type EventLog,
  LOG_SIZE,
  oldestTrap,
  printArguments,
  printOutcome,
  trapNumber,
} from '../../../../shell/ui/vm/log.ts';
import { trapLog } from '../../../../shell/ui/vm/traps.ts';
import { process, snapshot, story } from '../sample.ts';

const two = snapshot({ processes: [process(1, 'init'), process(2, 'sh')], ready: [1, 2] });

function lines(log: EventLog): string[] {
  const traps = Array.from({ length: log.traps }, (_, i) => trapNumber(log, i + 1)!);
  return traps.map((trap) => {
    const wakes = trap.wakes.length > 0 ? `, wakes ${trap.wakes}` : '';
    const slept = trap.slept ? `, slept on ${trap.slept}` : '';
    return `${trap.tick} ${trap.name} ${trap.call}(${printArguments(trap)}) = ${printOutcome(trap)}${slept}${wakes}`;
  });
}

function stateOf(log: EventLog, pid: number, tick: number): StateName | undefined {
  return stateAt(log.histories.get(pid)!.lane, tick)?.state;
}

describe('the event log', () => {
  test('keeps what each system call returned, waited for and whom it woke', () => {
    const { log, tell } = story(two);
    tell(1, 1, { is: 'trap', call: 'read', args: [0, 512] });
    tell(1, 1, { is: 'sleep', call: 'read', queue: 'pipe#1 readers', reason: 'pipe empty' });
    tell(2, 2, { is: 'switch', from: 1, cause: 'asleep' });
    tell(3, 2, { is: 'trap', call: 'write', args: [1, new TextEncoder().encode('hi')] });
    tell(3, 1, { is: 'wake', queue: 'pipe#1 readers', by: 2 });
    tell(4, 2, { is: 'return', call: 'write', args: [], value: 2 });
    tell(5, 2, { is: 'trap', call: 'open', args: ['/x', 0] });
    tell(6, 2, { is: 'fail', call: 'open', args: [], code: 'ENOENT' });
    tell(7, 2, { is: 'trap', call: 'exit', args: [3] });
    tell(7, 2, { is: 'exit', status: { is: 'exited', code: 3 } });
    tell(8, 1, { is: 'switch', from: 2, cause: 'exited' });
    tell(8, 1, { is: 'return', call: 'read', args: [], value: new TextEncoder().encode('hi') });
    expect(lines(log)).toEqual([
      '1 init read(0, 512) = "hi", 2, slept on pipe#1 readers: pipe empty',
      '3 sh write(1, "hi", 2) = 2, wakes 1',
      '5 sh open("/x", O_RDONLY) = -1 ENOENT (No such file or directory)',
      '7 sh exit(3) = ?',
    ]);
  });

  test('copies what a program may change later', () => {
    const { log, tell } = story(two);
    const data = new TextEncoder().encode('before');
    tell(1, 1, { is: 'trap', call: 'write', args: [1, data] });
    data.fill(46);
    expect(lines(log)).toEqual(['1 init write(1, "before", 6) = null']);
  });

  test('follows every process through its states', () => {
    const { log, tell } = story(two);
    tell(10, 1, { is: 'switch', from: 0, cause: 'idle' });
    tell(20, 2, { is: 'switch', from: 1, cause: 'preempted' });
    tell(30, 1, { is: 'switch', from: 2, cause: 'asleep' });
    tell(40, 2, { is: 'wake', queue: 'clock', by: 0 });
    tell(50, 1, { is: 'stop', signal: 'SIGTSTP' });
    tell(50, 2, { is: 'switch', from: 1, cause: 'stopped' });
    tell(60, 2, { is: 'spawn', child: 3, path: '/bin/cat', argv: ['/bin/cat', '-n'] });
    tell(70, 2, { is: 'exit', status: { is: 'exited', code: 0 } });
    tell(80, 1, { is: 'continue' });
    tell(90, 1, { is: 'reap', child: 2, status: { is: 'exited', code: 0 } });
    const at = (pid: number, ...ticks: number[]) => ticks.map((tick) => stateOf(log, pid, tick));
    expect(at(1, 5, 15, 25, 45, 65, 85)).toEqual([
      'ready',
      'running',
      'ready',
      'running',
      'stopped',
      'ready',
    ]);
    expect(at(2, 5, 25, 35, 45, 65, 75, 95)).toEqual([
      'ready',
      'running',
      'sleeping',
      'ready',
      'running',
      'zombie',
      undefined,
    ]);
    expect(log.histories.get(3)?.name).toBe('cat');
    tell(100, 3, { is: 'exec', path: '/bin/ls', argv: ['ls'] });
    expect(log.histories.get(3)?.name).toBe('ls');
  });

  test('sees by its system calls that a process runs again that was woken at once', () => {
    const { log, tell } = story(two);
    tell(10, 1, { is: 'switch', from: 0, cause: 'idle' });
    tell(20, 1, { is: 'wake', queue: 'clock', by: 0 });
    tell(21, 1, { is: 'trap', call: 'getpid', args: [] });
    expect(stateOf(log, 1, 22)).toBe('running');
  });

  test('forgets the oldest traps, and of the dead first', () => {
    const { log, tell } = story(two);
    for (let i = 1; i <= LOG_SIZE + 10; i++) tell(i, 1, { is: 'trap', call: 'getpid', args: [] });
    expect(oldestTrap(log)).toBe(11);
    expect(trapNumber(log, 10)).toBeNull();
    expect(trapNumber(log, 11)?.tick).toBe(11);
    expect(log.histories.get(1)?.recent).toHaveLength(8);

    for (let pid = 10; pid < 1200; pid++) {
      tell(pid, 1, { is: 'spawn', child: pid, path: '/bin/true', argv: ['true'] });
      tell(pid, 1, { is: 'reap', child: pid, status: { is: 'exited', code: 0 } });
    }
    expect(log.histories.size).toBe(1024);
    expect(log.histories.has(1)).toBe(true);
    expect(log.histories.has(10)).toBe(false);
    expect(log.histories.has(1199)).toBe(true);
  });

  test('names who makes a trap even if there are too many processes to keep the past of each', () => {
    const many = Array.from({ length: 1100 }, (_, i) => process(i + 1, `p${i + 1}`));
    const { tell, at } = story(snapshot({ processes: many }));
    tell(5, 1100, { is: 'trap', call: 'getpid', args: [] });
    const { rows } = trapLog(
      at(5),
      { filter: '', matches: () => true, chosen: null, until: null, selected: null },
      3,
    );
    expect(rows.map(({ name, call }) => [name, call])).toEqual([['p1100', 'getpid']]);
  });
});
