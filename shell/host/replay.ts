// A replay: the run that a tape tells of, made again without a person.
//
// The machine of the tape's head gets all its interrupts at the start, each for its tick, and runs until the tick at
// which the recording ended. The same run has the same trace, so the hashes must be the same.

import { nextEvent } from '../../kernel/interrupt.ts';
import type { Outlets } from './outlets.ts';
import type { Pacer } from './pace.ts';
import type { Session } from './session.ts';
import type { Tape } from './tape.ts';

const TURNS = 1000;

/** A tape without an end is played on for so many ticks after its last interrupt. */
const AFTER_THE_LAST = 10_000_000;

/** Runs the session as the tape says. Afterwards `session.finish(status, tape.ending.tick)` tells the hash. */
export async function replay(tape: Tape, session: Session, outlets: Outlets, pacer: Pacer): Promise<void> {
  const { kernel } = session;
  for (const { at, interrupt } of tape.interrupts) session.feed(interrupt, at);
  const last = tape.interrupts.at(-1)?.at ?? 0;
  const end = tape.ending?.tick ?? last + AFTER_THE_LAST;
  for (;;) {
    const state = session.run(Math.min(pacer.target(), end), TURNS);
    pacer.ran(state, kernel.clock.now);
    await outlets.flush();
    const next = nextEvent(kernel);
    if (state === 'halted' || kernel.clock.now >= end || (state === 'idle' && next > end)) return;
    const rest = state === 'idle' ? pacer.delay(next) : pacer.rest(kernel.clock.now);
    await new Promise((resolve) => (rest > 0 ? setTimeout(resolve, rest) : setImmediate(resolve)));
  }
}

/** How a replay compares with its recording; null if it is the same run. */
export function difference(tape: Tape, hash: string | null): string | null {
  const { ending } = tape;
  if (!ending) return 'the tape has no end: its recording was cut short';
  if (ending.hash !== null && ending.hash !== hash) {
    return `this run is not the recorded one: its trace has the hash ${hash}, the tape says ${ending.hash}`;
  }
  return null;
}
