// What the keys do to time: run, pause, single steps, speed.

import type { Step } from '../machine.ts';
import { letGo, say, select } from '../state.ts';
import type { Ui } from '../ui.ts';
import { explainEvent, explainTrap } from '../vm/explain.ts';
import { moment as momentText } from '../vm/format.ts';
import type { TrapRecord } from '../vm/log.ts';
import { trapNumber } from '../vm/log.ts';
import { speeds, speedWord } from '../vm/status.ts';

export function togglePause(ui: Ui): void {
  if (ui.machine.pacer.paused) resume(ui);
  else pause(ui);
}

function pause(ui: Ui): void {
  ui.machine.pause();
  ui.state.typedAhead = 0;
}

function resume(ui: Ui): void {
  ui.machine.resume();
  letGo(ui.state);
  ui.state.step = null;
  ui.state.typedAhead = 0;
}

export function stepTrap(ui: Ui): void {
  if (!step(ui, 'trap')) return;
  const trap = trapNumber(ui.machine.log, ui.machine.log.traps);
  if (trap) showTrap(ui, trap, '');
}

export function stepTick(ui: Ui): void {
  if (!step(ui, 'tick')) return;
  const moment = ui.machine.moment();
  const { last } = moment.log;
  select(ui.state, moment.snapshot.running || ui.state.selected);
  say(
    ui.state,
    last?.tick === moment.now ? explainEvent(moment, last) : `It is now ${momentText(moment.now)}.`,
  );
}

export function stepSwitch(ui: Ui): void {
  if (!step(ui, 'switch')) return;
  const moment = ui.machine.moment();
  const event = moment.log.lastSwitch;
  if (!event) return;
  if (event.pid) select(ui.state, event.pid);
  say(ui.state, explainEvent(moment, event));
}

function step(ui: Ui, kind: Step): boolean {
  const { machine, state } = ui;
  if (!machine.pacer.paused) pause(ui);
  letGo(state);
  state.step = kind;
  const moved = machine.step(kind);
  if (!moved) say(state, whyNothing(ui));
  return moved;
}

function whyNothing({ machine }: Ui): string {
  const { snapshot } = machine.moment();
  if (snapshot.halted !== null) return 'The machine has halted.';
  if (snapshot.running || snapshot.ready.length > 0)
    return 'For a second of its time the machine only computed.';
  if (snapshot.nextAlarm === null) return 'Everybody is blocked: nothing happens until you type.';
  return `Everybody is blocked until ${momentText(snapshot.nextAlarm)}; x goes there.`;
}

/** Puts a trap in front of the reader: its line is chosen, its process selected, and a sentence says what it did. */
export function showTrap({ state, machine }: Ui, trap: TrapRecord, why: string): void {
  state.trap = trap.seq;
  select(state, trap.pid);
  say(state, why + explainTrap(machine.moment(), trap));
}

export function slower(ui: Ui): void {
  setSpeed(
    ui,
    speeds.findLast((speed) => speed < ui.machine.pacer.speed),
  );
}

export function faster(ui: Ui): void {
  setSpeed(
    ui,
    speeds.find((speed) => speed > ui.machine.pacer.speed),
  );
}

export function setSpeed(ui: Ui, speed: number | undefined): void {
  const { machine, state } = ui;
  if (speed !== undefined) machine.pacer.setSpeed(speed, machine.session.kernel.clock.now);
  const limit =
    machine.pacer.speed === speeds[0]
      ? ', the slowest'
      : machine.pacer.speed === speeds.at(-1)
        ? ', the fastest'
        : '';
  say(state, `speed: ${speedWord(machine.pacer.speed)}${limit}`);
}
