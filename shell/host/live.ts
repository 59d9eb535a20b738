// A machine in real time: it runs as far as the clock on the wall allows, and the host sleeps while it sleeps.
//
//     const status = await runLive({ session, pacer, outlets, source: keyboard() });
//
// Nothing is polled: the loop is woken by input and by the timer for the next alarm. Only while somebody runs all the
// time does it come back in short steps, since the machine is faster than the clock.

import { inspect } from '../../kernel/inspect.ts';
import { nextEvent } from '../../kernel/interrupt.ts';
import type { Interrupt } from '../../kernel/machine.ts';
import { Deadlock, explain, wantedStream } from './headless.ts';
import type { Outlets } from './outlets.ts';
import type { Pacer } from './pace.ts';
import type { Session } from './session.ts';
import type { Source } from './sources.ts';

const TURNS = 1000;

const LONGEST_TIMEOUT = 2 ** 31 - 1;

export interface Live {
  session: Session;
  pacer: Pacer;
  outlets: Outlets;
  source: Source;
}

/** Runs the machine until it halts, and tells its exit status. */
export async function runLive({ session, pacer, outlets, source }: Live): Promise<number> {
  const { kernel } = session;
  const bell = createBell();
  const feed = (interrupt: Interrupt) => {
    session.feed(interrupt, pacer.moment());
    bell.ring();
  };
  outlets.onLost((device) => feed({ is: 'hangup', device }));
  let failure: Error | null = null;
  source.open(feed, (error) => {
    failure = error;
    bell.ring();
  });
  try {
    for (;;) {
      if (failure) throw failure;
      const state = session.run(pacer.target(), TURNS);
      pacer.ran(state, kernel.clock.now);
      await outlets.flush();
      if (state === 'halted') return kernel.halted as number;
      const wanted = wantedStream(kernel);
      if (wanted === 'stdin') source.wanted();
      else if (wanted) feed({ is: 'end', device: wanted });
      else if (state === 'idle' && !source.unasked && nextEvent(kernel) === Number.POSITIVE_INFINITY) {
        throw new Deadlock(explain(inspect(kernel)));
      }
      await bell.wait(state === 'idle' ? pacer.delay(nextEvent(kernel)) : pacer.rest(kernel.clock.now));
    }
  } finally {
    source.close();
  }
}

/** Something to wait for: a time, or that somebody rings. A ring while nobody waits ends the next wait at once. */
function createBell(): { ring(): void; wait(milliseconds: number): Promise<void> } {
  let rung = false;
  let answer: (() => void) | null = null;
  return {
    ring() {
      rung = true;
      answer?.();
    },
    async wait(milliseconds) {
      if (!rung && milliseconds === 0) {
        await new Promise((resolve) => setImmediate(resolve));
      } else if (!rung) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, Math.min(milliseconds, LONGEST_TIMEOUT));
          answer = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      answer = null;
      rung = false;
    },
  };
}
