// The timer of a process, which sends it SIGALRM (alarm(2), setitimer(2)).

import { Errno, type Itimer, type Tick } from './abi.ts';
import type { Kernel } from './boot.ts';
import { type Alarm, cancelAlarm, setAlarm, toTimespec } from './clock.ts';
import type { Process } from './process.ts';
import { FROM_KERNEL, send } from './signal.ts';

export interface IntervalTimer {
  readonly alarm: Alarm;
  readonly interval: Tick; // from one signal to the next; 0: there is only one
}

/** Sets the timer, or with a `value` of 0 takes it back; tells what was left of the one before. */
export function setTimer(kernel: Kernel, process: Process, value: Tick, interval: Tick): Itimer {
  const { now } = kernel.clock;
  if (now + Math.max(value, interval) > Number.MAX_SAFE_INTEGER) throw new Errno('EINVAL');
  const { timer } = process;
  const left = timer ? Math.max(1, timer.alarm.at - now) : 0; // 0 would say that there was none
  stopTimer(kernel, process);
  if (value > 0) arm(kernel, process, now + value, interval);
  return { value: toTimespec(left), interval: toTimespec(timer?.interval ?? 0) };
}

export function stopTimer(kernel: Kernel, process: Process): void {
  if (process.timer) cancelAlarm(kernel, process.timer.alarm);
  process.timer = null;
}

function arm(kernel: Kernel, process: Process, at: Tick, interval: Tick): void {
  process.timer = { interval, alarm: setAlarm(kernel, at, expired) };

  // The next one is due a whole number of intervals later, however late this one is: the timer does not drift.
  function expired(): void {
    process.timer = null;
    const late = kernel.clock.now - at;
    if (interval > 0) arm(kernel, process, at + interval * (Math.floor(late / interval) + 1), interval);
    send(kernel, process, 'SIGALRM', FROM_KERNEL);
  }
}
