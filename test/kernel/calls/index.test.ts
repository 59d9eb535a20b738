// The table of system calls against what the kernel does with it.

import { expect, test } from 'vitest';
import { callNames, syscalls } from '../../../kernel/abi.ts';
import { gates } from '../../../kernel/calls/index.ts';
import { sys } from '../../../userland/sys.ts';

test('every call has a number of its own, and the kernel its handler behind it', () => {
  const numbers = callNames.map((name) => syscalls[name].nr);
  expect(new Set(numbers).size).toBe(callNames.length);
  expect(numbers.filter((nr) => nr < 1)).toEqual([]);
  for (const name of callNames) expect(gates[syscalls[name].nr]?.name).toBe(name);
  expect(Object.keys(gates).length).toBe(callNames.length);
});

test('every call has a stub, which makes a trap of its number with what it was passed', () => {
  for (const name of callNames) {
    const stub = sys[name] as (...args: unknown[]) => { nr: number; args: readonly unknown[] };
    const args = syscalls[name].params.map((_, i) => i);
    const { nr, args: passed } = stub(...args);
    expect([nr, [...passed]]).toEqual([syscalls[name].nr, args]);
  }
});

test('every row says in whole sentences what its call does', () => {
  for (const name of callNames) expect(syscalls[name].man).toMatch(/^[A-Z].*\.$/);
});

test('no call has more arguments than the trap gate passes on, and optional ones come last', () => {
  for (const name of callNames) {
    const { params } = syscalls[name];
    expect(params.length).toBeLessThanOrEqual(3);
    const optional = params.map((kind) => kind.isOptional === true);
    expect(optional).toEqual([...optional].sort());
  }
});
