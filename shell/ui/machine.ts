// The machine behind the screen: a session, driven at a pace, with a terminal and a log of what happens.
//
//     const machine = createMachine({ session, speed, columns: 80, rows: 24, clock });
//     machine.run(12);                 // for at most 12 ms of the host's time
//     machine.step('trap');            // while paused
//     const moment = machine.moment(); // what the panes show
//     machine.consoles.show(1);        // the second of its terminals
//
// It never waits. Who calls run() again, and when, is up to the loop (loop.ts).

import type { Pid, Signal } from '../../kernel/abi.ts';
import { inspect, type Snapshot } from '../../kernel/inspect.ts';
import { nextEvent } from '../../kernel/interrupt.ts';
import { watch } from '../../kernel/watch.ts';
import { createPacer, type Pacer } from '../host/pace.ts';
import { createSession, type Session, type SessionOptions } from '../host/session.ts';
import { type Consoles, createConsoles } from './console/consoles.ts';
import type { Vt } from './console/vt.ts';
import { type Filter, trapFacts } from './vm/filter.ts';
import { createLog, type EventLog, record, type TrapRecord } from './vm/log.ts';
import { type Moment, momentOf } from './vm/moment.ts';

const MOST_UNPARSED = 1 << 20; // bytes of output; then the machine waits for the console
const TURNS = 128; // of the scheduler, between two looks at the clock
const LONGEST_STEP = 1_000_000; // ticks of computing; a step that finds nothing in so many gives up

export type Step = 'trap' | 'tick' | 'switch';

/** How a run ended. 'running': somebody runs, as far as time has come; 'behind': there was more to do. */
export type Progress = 'halted' | 'idle' | 'running' | 'behind';

export interface Machine {
  readonly session: Session;
  readonly consoles: Consoles;
  readonly vt: Vt; // of the one that is shown
  readonly pacer: Pacer;
  readonly log: EventLog;
  /** A trap that matches stops the machine; `stopped` is then that trap. */
  stopWhen: Filter | null;
  stopped: TrapRecord | null;
  run(budget: number): Progress;
  /** One step. False: nobody can run, or nothing of the kind happens. */
  step(step: Step): boolean;
  pause(): void;
  resume(): void;
  /** Milliseconds until something is due; Infinity if nothing is. */
  delay(): number;
  type(text: string): void;
  signal(pid: Pid, signal: Signal): void;
  resize(columns: number, rows: number): void;
  moment(): Moment;
  /** A number that changes whenever anything has happened. */
  version(): number;
}

export interface MachineOptions {
  session: Omit<SessionOptions, 'output'>; // its terminals become the consoles, and get the size that these have
  speed: number; // in ticks a second; Infinity: as fast as possible
  columns: number;
  rows: number;
  clock: () => number;
}

export function createMachine(options: MachineOptions): Machine {
  const consoles = createConsoles(terminalsOf(options), options, type);
  const session = createSession({ ...sized(options), output: consoles.write });
  const { kernel } = session;
  const log = createLog(inspect(kernel));
  const pacer = createPacer(options.speed, options.clock);
  const present = momentTaker(kernel, log);
  let before: Snapshot | null = null; // the last step
  let checked = 0; // the last trap that stopped the machine

  watch(kernel, (event) => {
    record(log, event);
    if (machine.stopWhen && isTrapEvent(event.is)) check(log.histories.get(event.pid)?.recent.at(-1));
  });

  function check(trap: TrapRecord | undefined): void {
    if (!trap || trap.seq <= checked || !machine.stopWhen?.(trapFacts(trap))) return;
    checked = trap.seq;
    machine.stopped = trap;
  }

  function type(terminal: string, text: string): void {
    session.feed({ is: 'input', device: terminal, data: new TextEncoder().encode(text) }, pacer.moment());
  }

  const machine: Machine = {
    session,
    consoles,
    get vt() {
      return consoles.shown.vt;
    },
    pacer,
    log,
    stopWhen: null,
    stopped: null,
    run: (budget) => runFor(machine, options.clock, budget),
    step(step) {
      before = inspect(kernel);
      return takeStep(machine, step);
    },
    pause: () => pacer.pause(kernel.clock.now),
    resume() {
      before = null;
      machine.stopped = null;
      pacer.resume(kernel.clock.now);
    },
    delay: () => pacer.delay(nextEvent(kernel)),
    type: (text) => type(consoles.shown.terminal, text),
    signal: (pid, signal) => void session.feed({ is: 'signal', device: 'ui', pid, signal }, pacer.moment()),
    resize(columns, rows) {
      for (const { terminal, vt } of consoles.all) {
        vt.resize(columns, rows);
        session.feed({ is: 'resize', device: terminal, columns, rows }, pacer.moment());
      }
    },
    moment: () => present(before),
    version: () => kernel.clock.now + log.events + consoles.version,
  };
  return machine;
}

// The present moment; the same one as long as nothing has happened, since a frame asks for it several times.
function momentTaker(kernel: Session['kernel'], log: EventLog): (before: Snapshot | null) => Moment {
  let latest: { key: string; moment: Moment } | null = null;
  return (before) => {
    const key = `${kernel.clock.now} ${log.events} ${nextEvent(kernel)} ${before?.now}`;
    if (latest?.key !== key) latest = { key, moment: momentOf(inspect(kernel), log, before) };
    return latest.moment;
  };
}

function terminalsOf({ session }: MachineOptions): string[] {
  return session.machine.devices.flatMap((device) => (device.is === 'terminal' ? [device.name] : []));
}

function sized({ session, columns, rows }: MachineOptions): Omit<SessionOptions, 'output'> {
  const devices = session.machine.devices.map((device) =>
    device.is === 'terminal' ? { ...device, columns, rows } : device,
  );
  return { ...session, machine: { ...session.machine, devices } };
}

function isTrapEvent(is: string): boolean {
  return is === 'trap' || is === 'return' || is === 'fail' || is === 'sleep';
}

function runFor(machine: Machine, clock: () => number, budget: number): Progress {
  const { session, pacer, consoles } = machine;
  if (pacer.paused) return session.kernel.halted === null ? 'idle' : 'halted';
  const end = clock() + budget;
  while (consoles.pending <= MOST_UNPARSED) {
    const target = pacer.target();
    const state = session.run(target, machine.stopWhen ? 1 : TURNS);
    const { now } = session.kernel.clock;
    pacer.ran(state, now);
    if (machine.stopped) pacer.pause(now);
    if (state !== 'busy' || machine.stopped) return state === 'halted' ? 'halted' : 'idle';
    if (now >= target) return 'running';
    if (clock() >= end) break;
  }
  return 'behind';
}

// Tick by tick, so that nobody runs further than to what the step looks for. Idle time is passed over at once.
function takeStep({ session, log }: Machine, step: Step): boolean {
  const { kernel } = session;
  const { traps, lastSwitch } = log;
  const start = kernel.clock.now;
  const reached = {
    trap: () => log.traps > traps,
    switch: () => log.lastSwitch !== lastSwitch,
    tick: () => kernel.clock.now > start,
  }[step];
  let most = LONGEST_STEP;
  while (most > 0) {
    const { now } = kernel.clock;
    let state = session.run(now + 1, 1);
    if (state === 'idle' && step === 'tick') return false;
    if (state === 'idle') state = session.run(nextEvent(kernel), 1);
    else most -= kernel.clock.now - now;
    if (state !== 'busy') return false;
    if (reached()) return true;
  }
  return false;
}
