// Random runs: programs, what comes from outside meanwhile, and the machine that they run on.

import fc from 'fast-check';
import type { Interrupt } from '../../../kernel/machine.ts';
import { policies } from '../../../kernel/policies/index.ts';
import { step } from './arguments.ts';
import type { Run } from './grind.ts';

const typed = fc.constantFrom(
  'x\r',
  'hello\r',
  '\x03',
  '\x1a',
  '\x1c',
  '\x04',
  'abc\x7f',
  '\r\r\r',
  'y'.repeat(5000),
);

const encoder = new TextEncoder();
const steps = step();

const interrupt: fc.Arbitrary<Interrupt> = fc.oneof(
  {
    arbitrary: typed.map((text): Interrupt => ({ is: 'input', device: 'tty0', data: encoder.encode(text) })),
    weight: 9,
  },
  {
    arbitrary: typed.map((text): Interrupt => ({ is: 'input', device: 'stdin', data: encoder.encode(text) })),
    weight: 3,
  },
  {
    arbitrary: fc.nat(3).map((rows): Interrupt => ({ is: 'resize', device: 'tty0', rows, columns: 80 })),
    weight: 3,
  },
  fc.constantFrom<Interrupt>(
    { is: 'end', device: 'stdin' },
    { is: 'hangup', device: 'stdout' },
    { is: 'hangup', device: 'tty0' },
    { is: 'signal', device: 'tty0', pid: 3, signal: 'SIGTSTP' },
  ),
);

/** Of so many calls, under one policy or under all. */
export function runs(calls: number, policy?: string): fc.Arbitrary<Run> {
  return fc.record({
    policy: fc.constantFrom(...(policy ? [policy] : Object.keys(policies))),
    quantum: fc.constantFrom(1, 7, 50, 200, 1000),
    switchCost: fc.constantFrom(0, 0, 3),
    calls: fc.constant(calls),
    programs: fc.array(fc.array(steps, { minLength: 1, maxLength: 40, size: 'max' }), {
      minLength: 1,
      maxLength: 8,
      size: 'max',
    }),
    interrupts: fc
      .array(fc.record({ turn: fc.nat(calls), interrupt }), { maxLength: 40, size: 'max' })
      .map((all) => all.sort((a, b) => a.turn - b.turn)),
  });
}
