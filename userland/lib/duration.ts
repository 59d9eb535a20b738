// Spans of time: as people write them (1.5, 10s, 2m, 1h, 3d, inf), and as the clock counts them, in ticks.

import type { Coroutine, Tick, Timespec } from '../../kernel/abi.ts';
import { sys } from '../sys.ts';

const UNITS: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86400 };
const LONGEST = Number.MAX_SAFE_INTEGER; // ticks, 285 years: later than the clock can tell, so for ever

/** In ticks, rounded up; the longest is for ever. Null if the text is no span of time. */
export function parseDuration(text: string): Tick | null {
  const found = /^\+?(inf|infinity|(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)([smhd]?)$/i.exec(text);
  if (found === null) return null;
  const [, number = '', unit = ''] = found;
  const seconds = /^inf/i.test(number) ? Number.POSITIVE_INFINITY : Number(number);
  // Decimals such as 0.07 are not exact: what is within a thousandth of a tick is meant to be that tick.
  const ticks = Math.ceil(seconds * (UNITS[unit.toLowerCase()] ?? 1) * 1e6 - 1e-3);
  return Math.min(Math.max(ticks, 0), LONGEST);
}

export function* sleep(span: Tick): Coroutine {
  const ticks = Math.min(span, LONGEST);
  const sec = Math.floor(ticks / 1e6);
  yield* sys.nanosleep({ sec, nsec: (ticks - sec * 1e6) * 1000 });
}

/** The time since boot. */
export function* now(): Coroutine<Tick> {
  return toTicks(yield* sys.clock_gettime('monotonic'));
}

/** What the time was at boot, in seconds since 1970. */
export function* bootTime(): Coroutine<number> {
  const realtime = toTicks(yield* sys.clock_gettime('realtime'));
  return Math.round((realtime - (yield* now())) / 1e6);
}

function toTicks({ sec, nsec }: Timespec): Tick {
  return sec * 1e6 + Math.round(nsec / 1000);
}
