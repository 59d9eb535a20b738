// A program at a terminal, for tests of what a terminal does: keys go in, and what programs read and show comes out.
//
//     const { told, screen } = atTerminal(readLines, [[100, 'one\r\x04']]);

import type { Coroutine, Program, Termios } from '../kernel/abi.ts';
import { sys } from '../userland/sys.ts';
import { type Calls, decode, lines, type Machine, machine } from './helpers.ts';

/** Main sits at the terminal and tells what it finds; `keys` are typed, each at its tick. */
export function atTerminal(
  main: (told: unknown[]) => Calls,
  keys: [at: number, text: string][] = [],
  programs: Record<string, Program> = {},
): { told: unknown[]; screen: string; booted: Machine } {
  const told: unknown[] = [];
  const body: Program = function* () {
    yield* main(told);
  };
  const booted = machine(body, { terminal: true, programs });
  for (const [at, text] of keys) booted.feed(text, at);
  if (booted.run() !== 'halted') throw new Error(`not at its end:\n${lines(booted)}`);
  return { told, screen: booted.output(), booted };
}

export function* set(changes: Partial<Termios>): Coroutine {
  const settings = (yield* sys.ioctl(0, 'TCGETS')) as Termios;
  yield* sys.ioctl(0, 'TCSETS', { ...settings, ...changes });
}

export const RAW = { icanon: false, echo: false, isig: false, ixon: false, opost: false, icrnl: false };

export function* readLines(told: unknown[], count = 1000): Coroutine {
  for (;;) {
    const data = yield* sys.read(0, count);
    if (data.length === 0) return;
    told.push(decode(data));
  }
}
