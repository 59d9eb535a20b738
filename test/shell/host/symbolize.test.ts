import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { createSymbolizer } from '../../../shell/host/symbolize.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

it('a stack trace is told in frames of the program alone, down to the kernel that called it', () => {
  const stack = `EBADF: a message
    at over two lines
    at Trap.next (${root}kernel/abi.ts:200:1)
    at readLine (file://${root}userland/lib/input.ts:12:3)
    at readLine.next (<anonymous>)
    at build (${root}node_modules/esbuild/lib/main.js:1:1)
    at main (${root}userland/bin/cat.ts:5:1)
    at ${root}shell/sh/run.ts:7:2
    at Object.<anonymous> (/elsewhere/x.ts:1:2)
    at resume (${root}kernel/trap.ts:9:9)
    at run (${root}shell/host/session.ts:3:3)
    at node:internal/modules/run_main:1:1`;
  expect(createSymbolizer()(stack)).toBe(`    at readLine (userland/lib/input.ts:12:3)
    at main (userland/bin/cat.ts:5:1)
    at <anonymous> (shell/sh/run.ts:7:2)`);
});

it('of a trace without frames of the program nothing is told', () => {
  expect(createSymbolizer()(`Error: x\n    at resume (${root}kernel/trap.ts:9:9)`)).toBe('');
  expect(createSymbolizer()('')).toBe('');
});

it('an error thrown here is told with this file and its line', () => {
  const error = new Error('here');
  const [frame] = createSymbolizer()(error.stack as string).split('\n');
  expect(frame).toMatch(/^ {4}at <anonymous> \(test\/shell\/host\/symbolize\.test\.ts:\d+:17\)$/);
});
