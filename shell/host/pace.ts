// Real time against virtual time: how far the machine may run by now, and how long the host may sleep.
//
// A loop that drives a machine at the pace of a clock on the wall is:
//
//     const state = session.run(pacer.target(), 10_000);
//     pacer.reached(session.kernel.clock.now);
//     wait(state === 'busy' ? 0 : pacer.delay(nextEvent(session.kernel)));
//
// Speed is in ticks per second of the host: REAL_TIME is one tick a microsecond, Infinity as fast as possible. A
// machine that cannot keep up is forgiven: it runs as fast as it can and does not race to catch up afterwards.
// This is the only place that reads the host's clock.

import type { Tick } from '../../kernel/abi.ts';

export const REAL_TIME = 1_000_000;

/** Milliseconds by which the machine may be late before the loss is forgiven. */
const FORGIVEN_AFTER = 100;

export interface Pacer {
  readonly speed: number;
  readonly paused: boolean;
  /** The tick up to which the machine may run now. */
  target(): Tick;
  /** Tells how far the machine got. */
  reached(tick: Tick): void;
  /** Milliseconds until `tick` is due: 0 if it is, Infinity if time stands still or nothing is to come. */
  delay(tick: Tick): number;
  /** From now on and from the tick where the machine is, time goes at this speed. */
  setSpeed(speed: number, at: Tick): void;
  /** Time stands still at this tick, until resumed at the tick where single steps have brought the machine. */
  pause(at: Tick): void;
  resume(at: Tick): void;
}

export function createPacer(speed: number, clock: () => number = hostClock): Pacer {
  let anchor = { host: clock(), tick: 0 };
  let stoppedAt: Tick | null = null;

  function target(): Tick {
    if (stoppedAt !== null) return stoppedAt;
    if (speed === Number.POSITIVE_INFINITY) return speed;
    return anchor.tick + Math.floor(((clock() - anchor.host) * speed) / 1000);
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
    target,
    reached(tick) {
      const late = target() - tick;
      if (stoppedAt === null && late > (FORGIVEN_AFTER * speed) / 1000) anchorAt(tick);
    },
    delay(tick) {
      if (tick === Number.POSITIVE_INFINITY || stoppedAt !== null) return Number.POSITIVE_INFINITY;
      return Math.max(0, Math.ceil(((tick - target()) * 1000) / speed) || 0);
    },
    setSpeed(next, at) {
      speed = next;
      if (stoppedAt === null) anchorAt(at);
    },
    pause(at) {
      stoppedAt = at;
    },
    resume(at) {
      stoppedAt = null;
      anchorAt(at);
    },
  };
}

/** Milliseconds on a clock that only goes forward. */
export function hostClock(): number {
  return performance.now();
}
