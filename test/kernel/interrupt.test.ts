import { expect, test } from 'vitest';
import { nextEvent, post, wantsInput } from '../../kernel/interrupt.ts';
import type { Interrupt } from '../../kernel/machine.ts';
import { sys } from '../../userland/sys.ts';
import { decode, encode, lines, machine, now, pause, slurp } from '../helpers.ts';

const input = (text: string): Interrupt => ({ is: 'input', device: 'stdin', data: encode(text) });

test('an interrupt is taken at its tick, or at the next one if that has passed; post tells which', () => {
  const booted = machine(() => pause(1000));
  expect(post(booted.kernel, input('a'), 100)).toBe(100);
  expect(post(booted.kernel, input('b'))).toBe(1);
  expect(post(booted.kernel, input('c'), 0.5)).toBe(1);
  expect(post(booted.kernel, input('d'), 200.2)).toBe(201);
  booted.run(500);
  const { now: at } = booted.kernel.clock;
  expect(post(booted.kernel, input('e'), 3)).toBe(at + 1);
  booted.run();
  const taken = booted.events.filter(({ is }) => is === 'interrupt').map(({ tick }) => tick);
  expect(taken).toEqual([1, 1, 100, 201, at + 1]);
});

test('interrupts at the same tick are taken in the order in which they were posted, before any alarm', () => {
  const order: string[] = [];
  const booted = machine(function* () {
    yield* pause(100 - (yield* now()) - 1);
    order.push(decode(yield* sys.read(0, 10)));
  });
  // The sleep ends at tick 100, and so does the program read what has come by then.
  for (const text of ['a', 'b', 'c']) post(booted.kernel, input(text), 100);
  booted.run();
  expect(order).toEqual(['abc']);
  expect(lines(booted)).toMatch(
    /interrupt stdin input 1\n.*interrupt stdin input 1\n.*interrupt stdin input 1\n.*wake from clock/,
  );
});

test('an interrupt wakes a machine that is idle at its tick, and not before', () => {
  const booted = machine(function* () {
    yield* sys.read(0, 10);
    return (yield* now()) === 5001 ? 0 : 1;
  });
  expect(booted.run()).toBe('idle');
  expect(nextEvent(booted.kernel)).toBe(Number.POSITIVE_INFINITY);
  post(booted.kernel, input('x'), 5000);
  expect(nextEvent(booted.kernel)).toBe(5000);
  expect(booted.run()).toBe('halted');
  expect(booted.kernel.halted).toBe(0);
});

test('an interrupt is taken in the middle of work, at its tick', () => {
  const booted = machine(() =>
    (function* () {
      yield* sys.work(10_000);
    })(),
  );
  post(booted.kernel, { is: 'signal', device: 'panel', pid: 2, signal: 'SIGKILL' }, 1234);
  booted.run();
  expect(lines(booted, 2).split('\n').at(-1)).toBe('1234 2 exit killed SIGKILL');
});

test('a device that the machine does not have is refused', () => {
  const booted = machine(() => pause(1));
  expect(() => post(booted.kernel, { is: 'end', device: 'none' })).toThrow('No such device or address');
  expect(wantsInput(booted.kernel, 'none')).toBe(false);
});

test('/proc/interrupts counts them by device', () => {
  const booted = machine(function* () {
    yield* pause(1000);
    yield* sys.write(1, encode(yield* slurp('/proc/interrupts')));
  });
  post(booted.kernel, input('a'), 10);
  post(booted.kernel, input('b'), 20);
  post(booted.kernel, { is: 'resize', device: 'tty0', rows: 1, columns: 1 }, 30);
  post(booted.kernel, { is: 'signal', device: 'panel', pid: 99, signal: 'SIGINT' }, 40);
  booted.run();
  expect(booted.output()).toBe('stdin:\t2\ntty0:\t1\npanel:\t1\n');
});

test('the host is told that somebody waits for input only while that is so', () => {
  const booted = machine(function* () {
    yield* sys.work(100);
    yield* sys.read(0, 10);
  });
  booted.run(50);
  expect(wantsInput(booted.kernel, 'stdin')).toBe(false);
  booted.run(200);
  expect(wantsInput(booted.kernel, 'stdin')).toBe(true);
  post(booted.kernel, input('x'));
  booted.run();
  expect(wantsInput(booted.kernel, 'stdin')).toBe(false);
});
