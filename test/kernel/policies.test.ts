// The contract of the scheduling policies, held against every row of the table.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Program } from '../../kernel/abi.ts';
import { type Policy, policies, policyTexts } from '../../kernel/policies/index.ts';
import { newTask, type Process, type Task } from '../../kernel/process.ts';
import { sys } from '../../userland/sys.ts';
import { leftovers, NOTHING, pause, reapAll, runMain, start } from '../helpers.ts';

const nothing: Program = function* () {};

function task(pid: number, nice = 0): Task {
  const process = { pid, nice, started: 0 } as Process;
  return Object.assign(process, { task: newTask(process, nothing) }).task;
}

/** Takes out all that are ready, as long as there are some. */
function drain(policy: Policy, most = 1000): Task[] {
  const picked: Task[] = [];
  for (let one = policy.pick(); one && picked.length < most; one = policy.pick()) picked.push(one);
  return picked;
}

test('every policy has a text that says what it is', () => {
  expect(Object.keys(policyTexts)).toEqual(Object.keys(policies));
  for (const text of Object.values(policyTexts)) expect(text).toMatch(/^[a-z].*: .*[^.]$/);
});

describe.each(Object.entries(policies))('policy %s', (name, make) => {
  const policy = () => make(10_000);

  test('has the name of its row', () => {
    expect(policy().name).toBe(name);
  });

  test('picks nobody when nobody is ready', () => {
    expect([policy().pick(), policy().list()]).toEqual([null, []]);
  });

  test('picks everybody who was added, once', () => {
    const one = policy();
    const tasks = Array.from({ length: 100 }, (_, i) => task(i + 1, (i % 40) - 20));
    for (const each of tasks) one.add(each);
    expect(new Set(drain(one))).toEqual(new Set(tasks));
    expect(one.pick()).toBe(null);
  });

  test('lists those who are ready in the order in which it would pick them, and changes nothing by that', () => {
    const one = policy();
    for (let i = 1; i <= 20; i++) one.add(task(i, i % 5));
    const listed = one.list();
    expect(one.list()).toEqual(listed);
    expect(drain(one)).toEqual(listed);
  });

  test('does not pick one that was removed, and keeps the others; removing a stranger does nothing', () => {
    const one = policy();
    const [a, b, c, stranger] = [task(1), task(2), task(3), task(4)];
    for (const each of [a, b, c]) one.add(each);
    one.remove(b);
    one.remove(stranger);
    expect(new Set(drain(one))).toEqual(new Set([a, c]));
  });

  test('gives everybody a slice of at least a tick, and a nicer one no more than a less nice one', () => {
    for (const quantum of [1, 100, 10_000, 1e9]) {
      const one = make(quantum);
      const slices = Array.from({ length: 40 }, (_, i) => one.quantum(task(1, i - 20)));
      expect(Math.min(...slices)).toBeGreaterThanOrEqual(1);
      expect(slices.every(Number.isInteger)).toBe(true);
      expect(slices).toEqual([...slices].sort((x, y) => y - x));
      expect(slices[20]).toBe(quantum);
    }
  });

  test('never picks one twice nor loses one, whatever is added, picked and removed', () => {
    const step = fc.oneof(
      fc.record({ add: fc.nat({ max: 30 }) }),
      fc.constant('pick' as const),
      fc.record({ remove: fc.nat({ max: 30 }) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 100 }), (steps) => {
        const one = policy();
        const tasks = Array.from({ length: 31 }, (_, i) => task(i + 1));
        const ready = new Set<Task>();
        for (const each of steps) {
          if (each === 'pick') {
            const picked = one.pick();
            expect(picked ? ready.delete(picked) : ready.size === 0).toBe(true);
          } else if ('add' in each) {
            const added = tasks[each.add] as Task;
            if (!ready.has(added)) one.add(added);
            ready.add(added);
          } else {
            one.remove(tasks[each.remove] as Task);
            ready.delete(tasks[each.remove] as Task);
          }
          expect(new Set(one.list())).toEqual(ready);
          expect(one.list().length).toBe(ready.size);
        }
      }),
    );
  });

  test('lets everybody finish, those who work, those who sleep and those who talk to each other', () => {
    const programs: Record<string, Program> = {
      *work() {
        for (let i = 0; i < 20; i++) yield* sys.work(500);
      },
      *sleep() {
        for (let i = 0; i < 20; i++) yield* pause(300);
      },
      *talk() {
        for (let i = 0; i < 50; i++) yield* sys.write(1, Uint8Array.of(65));
      },
    };
    const booted = runMain(
      function* () {
        const [reader, writer] = yield* sys.pipe();
        const actions = [{ is: 'dup', from: writer, to: 1 } as const];
        for (let i = 0; i < 12; i++) {
          const pid = yield* start(['work', 'sleep', 'talk'][i % 3] as string, { actions });
          if (i === 5) yield* sys.kill(pid, 'SIGSTOP');
          if (i === 6) yield* sys.kill(pid, 'SIGCONT');
          if (i === 8) yield* sys.kill(pid - 3, 'SIGCONT');
        }
        yield* sys.nice(19);
        let read = 0;
        while (read < 4 * 50) read += (yield* sys.read(reader, 7)).length;
        yield* reapAll();
      },
      { programs, policy: name, quantum: 100 },
    );
    expect(leftovers(booted)).toEqual(NOTHING);
    expect(booted.events.filter(({ is }) => is === 'exit').length).toBe(14);
  });
});
