// Virtual time, and what is to happen when.
//
// A tick is a microsecond. Time passes when a program works, when it makes a system call and, if the machine is told
// so, when the CPU switches; when all sleep, the scheduler moves the clock to the next thing due. Nothing here reads
// a clock of the host.
//
// Alarms and posted interrupts share one heap. At equal times interrupts come first, then first set, first served:
// a replay, which posts all its interrupts at the start, must find the same order.

import TinyQueue from 'tinyqueue';
import type { Tick, Timespec } from './abi.ts';
import type { Kernel } from './boot.ts';

export interface Alarm {
  readonly at: Tick;
  readonly order: number;
  action: ((kernel: Kernel) => void) | null; // null: cancelled
}

export interface Clock {
  now: Tick;
  next: Tick; // when the next thing is due
  heap: TinyQueue<Alarm>;
  cancelled: number; // how many in the heap are
  set: number; // how many alarms there ever were
  posted: number; // how many interrupts
  awaited: number; // how many of them have not come up yet
  readonly epoch: number; // what the time was at boot, in seconds since 1970
}

const INTERRUPTS_FIRST = -(2 ** 52);

export function newClock(epoch: number): Clock {
  return {
    now: 0,
    next: Number.POSITIVE_INFINITY,
    heap: new TinyQueue<Alarm>([], earlier),
    cancelled: 0,
    set: 0,
    posted: 0,
    awaited: 0,
    epoch,
  };
}

function earlier(a: Alarm, b: Alarm): number {
  return a.at - b.at || a.order - b.order;
}

/** Calls `action` when the clock reaches `at`. */
export function setAlarm(kernel: Kernel, at: Tick, action: (kernel: Kernel) => void): Alarm {
  const { clock } = kernel;
  return push(clock, { at, order: clock.set++, action });
}

/** As setAlarm, for what comes from outside. */
export function setInterrupt(kernel: Kernel, at: Tick, action: (kernel: Kernel) => void): Alarm {
  const { clock } = kernel;
  clock.awaited++;
  const take = () => {
    clock.awaited--;
    action(kernel);
  };
  return push(clock, { at, order: INTERRUPTS_FIRST + clock.posted++, action: take });
}

function push(clock: Clock, alarm: Alarm): Alarm {
  clock.heap.push(alarm);
  if (alarm.at < clock.next) clock.next = alarm.at;
  return alarm;
}

/** A cancelled alarm stays in the heap until it comes up, or until half of the heap is such. */
export function cancelAlarm(kernel: Kernel, alarm: Alarm): void {
  const { clock } = kernel;
  if (!alarm.action) return;
  alarm.action = null;
  clock.cancelled++;
  if (clock.cancelled > 64 && clock.cancelled > clock.heap.length / 2) {
    clock.heap = new TinyQueue(
      clock.heap.data.filter((one) => one.action),
      earlier,
    );
    clock.cancelled = 0;
  }
  lookAhead(clock);
}

/** Does all that is due. */
export function fireAlarms(kernel: Kernel): void {
  const { clock } = kernel;
  while (clock.next <= clock.now) {
    const alarm = clock.heap.pop() as Alarm;
    const { action } = alarm;
    alarm.action = null;
    lookAhead(clock);
    action?.(kernel);
  }
}

function lookAhead(clock: Clock): void {
  for (let first = clock.heap.peek(); first && !first.action; first = clock.heap.peek()) {
    clock.heap.pop();
    clock.cancelled--;
  }
  clock.next = clock.heap.peek()?.at ?? Number.POSITIVE_INFINITY;
}

/** How many alarms are set. Interrupts do not count: no program may see what is still to come from outside. */
export function alarmCount(clock: Clock): number {
  return clock.heap.length - clock.cancelled - clock.awaited;
}

/** The virtual time as a moment: microseconds since 1970. */
export function realtime(kernel: Kernel): number {
  return kernel.clock.epoch * 1e6 + kernel.clock.now;
}

export function toTimespec(microseconds: number): Timespec {
  const sec = Math.floor(microseconds / 1e6);
  return { sec, nsec: (microseconds - sec * 1e6) * 1000 };
}

/** A span in ticks, rounded up: a sleep is never too short. */
export function toTicks({ sec, nsec }: Timespec): Tick {
  return sec * 1e6 + Math.ceil(nsec / 1000);
}
