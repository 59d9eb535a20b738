// How the panes write times, counts and names. All of it is ASCII; the theme has the glyphs.

import type { Pid, Tick } from '../../../kernel/abi.ts';
import type { StateName } from '../../../kernel/inspect.ts';

/** A moment: seconds since boot, to the tick, as dmesg writes it. */
export function moment(tick: Tick): string {
  return (tick / 1e6).toFixed(6);
}

/** A span of time in three digits or so: '34us', '1.20ms', '12.3s', '4.5min'. */
export function span(ticks: Tick): string {
  if (ticks < 1000) return `${Math.round(ticks)}us`;
  if (ticks < 999_500) return `${three(ticks / 1000)}ms`;
  if (ticks < 599_500_000) return `${three(ticks / 1e6)}s`;
  return `${three(ticks / 60e6)}min`;
}

/** The same in at most five characters, for a column. */
export function shortSpan(ticks: Tick): string {
  const two = (value: number) => value.toFixed(value < 9.95 ? 1 : 0);
  if (ticks < 1000) return `${Math.round(ticks)}us`;
  if (ticks < 999_500) return `${two(ticks / 1000)}ms`;
  if (ticks < 599_500_000) return `${two(ticks / 1e6)}s`;
  return ticks < 5_970_000_000 ? `${Math.round(ticks / 60e6)}min` : `${Math.round(ticks / 3600e6)}h`;
}

function three(value: number): string {
  return value.toFixed(value < 9.995 ? 2 : value < 99.95 ? 1 : 0);
}

/** A count in at most five characters or so: '530', '12,345', '1.23M'. */
export function count(n: number): string {
  if (n < 1000) return String(n);
  if (n < 1e6) return `${Math.floor(n / 1000)},${String(n % 1000).padStart(3, '0')}`;
  if (n < 999.5e6) return `${three(n / 1e6)}M`;
  return `${three(n / 1e9)}G`;
}

/** '1 trap', '530 traps' */
export function counted(n: number, noun: string): string {
  return `${count(n)} ${noun}${n === 1 ? '' : 's'}`;
}

export function percent(part: number, whole: number): string {
  return `${whole > 0 ? Math.round((100 * part) / whole) : 0}%`;
}

export function who(name: string, pid: Pid): string {
  return `${name}(${pid})`;
}

/** The word for a state, everywhere on the screen: what sleeps is blocked. */
export function stateWord(state: StateName): string {
  return state === 'sleeping' ? 'blocked' : state;
}

/** '1st', '2nd', '3rd', '4th' … */
export function ordinal(n: number): string {
  const teens = n % 100 >= 11 && n % 100 <= 13;
  return `${n}${(!teens && ['th', 'st', 'nd', 'rd'][n % 10]) || 'th'}`;
}

/** 1060000 of 'keyboard, clock at 1060000'; null if no alarm is set. */
export function alarmTime(source: string | null | undefined): Tick | null {
  const tick = /clock at (\d+)/.exec(source ?? '')?.[1];
  return tick === undefined ? null : Number(tick);
}

/** The same text with its time in seconds: 'keyboard or the clock at 1.060000'. */
export function sourceText(source: string): string {
  return source
    .replace(/clock at (\d+)/, (_, tick: string) => `clock at ${moment(Number(tick))}`)
    .replaceAll(', ', ' or the ');
}
