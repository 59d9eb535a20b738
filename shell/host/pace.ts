// Real time against virtual time: how far the machine may run by now, and how long the host may sleep.
//
// A loop that drives a machine at the pace of a clock on the wall is:
//
//     const state = session.run(pacer.target(), TURNS);
//     pacer.ran(state, kernel.clock.now);
//     sleep(state === 'idle' ? pacer.delay(nextEvent(kernel)) : pacer.rest(kernel.clock.now));
//
// and what comes in meanwhile is taken at `pacer.moment()`: while all sleep, the kernel's own clock stands at the last
// thing that happened. Speed is in ticks per second of the host: REAL_TIME is a tick a microsecond, Infinity as fast
// as possible. A machine that cannot keep up is forgiven; it does not race to catch up afterwards.
//
// This is the only place that reads the host's clock.

import type { Tick } from '../../kernel/abi.ts';

export const REAL_TIME = 1_000_000;

/** Milliseconds by which the machine may be late before the loss is forgiven. */
const FORGIVEN_AFTER = 100;

/** Milliseconds from one look at the clock to the next while somebody runs all the time. */
const STEP = 5;

export interface Pacer {
  readonly speed: number;
  readonly paused: boolean;
  /** The tick up to which the machine may run now: Infinity as fast as possible, 0 while paused. */
  target(): Tick;
  /** The tick that it is now; 0 if only the kernel's clock can tell. */
  moment(): Tick;
  /** Tells how a run ended, and how far the machine got. */
  ran(state: 'halted' | 'idle' | 'busy', at: Tick): void;
  /** Milliseconds until `tick` is due: 0 if it is, Infinity if time stands still or nothing is to come. */
  delay(tick: Tick): number;
  /** Milliseconds to leave the host alone when the machine was busy: some if it is ahead of the clock. */
  rest(at: Tick): number;
  /** From now on time goes at this speed. `at` is the kernel's clock, here and below. */
  setSpeed(speed: number, at: Tick): void;
  /** Time stands still, until it is resumed where single steps have brought the machine. */
  pause(at: Tick): void;
  resume(at: Tick): void;
}

export function createPacer(speed: number, clock: () => number = hostClock): Pacer {
  let anchor = { host: clock(), tick: 0 };
  let stoppedAt: Tick | null = null;
  let busy = false; // when it ran last: then it may be late, and the wall's clock is ahead of it

  function current(): Tick {
    if (speed === Number.POSITIVE_INFINITY) return speed;
    return anchor.tick + Math.floor(((clock() - anchor.host) * speed) / 1000);
  }

  function moment(): Tick {
    if (stoppedAt !== null) return stoppedAt;
    if (busy) return 0;
    const tick = current();
    return tick === Number.POSITIVE_INFINITY ? 0 : tick;
  }

  function anchorAt(tick: Tick): void {
    anchor = { host: clock(), tick };
  }

  return {
    get speed() {
      return speed;
    },
    get paused() {
      return stoppedAt !== null;
    },
    target: () => (stoppedAt === null ? current() : 0),
    moment,
    ran(state, at) {
      busy = state === 'busy';
      if (!busy || stoppedAt !== null || speed === Number.POSITIVE_INFINITY) return;
      if (current() - at > (FORGIVEN_AFTER * speed) / 1000) anchorAt(at);
    },
    delay(tick) {
      if (tick === Number.POSITIVE_INFINITY || stoppedAt !== null) return Number.POSITIVE_INFINITY;
      if (speed === Number.POSITIVE_INFINITY) return 0;
      return Math.max(0, Math.ceil(((tick - current()) * 1000) / speed));
    },
    rest: (at) => (stoppedAt === null && at < current() ? 0 : STEP),
    setSpeed(next, at) {
      if (stoppedAt === null) anchorAt(Math.max(at, moment()));
      speed = next;
    },
    pause(at) {
      stoppedAt = Math.max(at, moment());
    },
    resume(at) {
      anchorAt(Math.max(at, moment()));
      stoppedAt = null;
    },
  };
}

/** Milliseconds on a clock that only goes forward. */
export function hostClock(): number {
  return performance.now();
}
