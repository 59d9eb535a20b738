import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { createSymbolizer } from '../../../shell/host/symbolize.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

it('a stack trace is told in frames of the own sources, without the kernel, Node and packages', () => {
  const stack = `TypeError: a message
    at over two lines
    at readLine (file://${root}userland/lib/input.ts:12:3)
    at readLine.next (<anonymous>)
    at main (${root}userland/bin/cat.ts:5:1)
    at ${root}shell/sh/run.ts:7:2
    at resume (${root}kernel/trap.ts:9:9)
    at build (${root}node_modules/esbuild/lib/main.js:1:1)
    at node:internal/modules/run_main:1:1
    at Object.<anonymous> (/elsewhere/x.ts:1:2)`;
  expect(createSymbolizer()(stack)).toBe(`    at readLine (userland/lib/input.ts:12:3)
    at main (userland/bin/cat.ts:5:1)
    at <anonymous> (shell/sh/run.ts:7:2)`);
});

it('an error thrown here is told with this file and its line', () => {
  const error = new Error('here');
  expect(createSymbolizer()(error.stack as string).split('\n')[0]).toBe(
    '    at <anonymous> (test/shell/host/symbolize.test.ts:24:17)',
  );
});
