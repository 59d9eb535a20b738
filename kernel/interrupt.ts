// Interrupts: everything that comes from outside, at the tick at which it is taken.
//
//     const tick = post(kernel, { is: 'input', device: 'tty0', data });
//
// An interrupt is never taken at once but at the next tick or later, between two turns of the scheduler's loop. So
// the tape need only say the tick: a replay takes it at the same moment, with the same effect.

import { Errno, type Tick } from './abi.ts';
import type { Kernel } from './boot.ts';
import { setInterrupt } from './clock.ts';
import type { Interrupt } from './machine.ts';
import { FROM_KERNEL, send } from './signal.ts';
import { arrived, ended, type Stream, hungUp as streamHungUp } from './stream.ts';
import { hungUp, resized, type Tty, typed } from './tty.ts';

export type Device = { is: 'terminal'; tty: Tty } | { is: 'stream'; stream: Stream };

/** Queues an interrupt, to be taken at `at` or at the next tick, whichever is later. Tells the tick. */
export function post(kernel: Kernel, interrupt: Interrupt, at: Tick = 0): Tick {
  if (interrupt.is !== 'signal' && !kernel.devices.has(interrupt.device)) throw new Errno('ENXIO');
  const tick = Math.max(Math.ceil(at), kernel.clock.now + 1);
  setInterrupt(kernel, tick, () => take(kernel, interrupt));
  return tick;
}

/** When the next alarm or interrupt is due; Infinity if nothing is. */
export function nextEvent(kernel: Kernel): Tick {
  return kernel.clock.next;
}

/** Is somebody asleep because this device has no input? Then the host may look for some. */
export function wantsInput(kernel: Kernel, name: string): boolean {
  const device = kernel.devices.get(name);
  if (!device) return false;
  const { readable } = device.is === 'terminal' ? device.tty : device.stream;
  return readable.sleepers.size > 0;
}

function take(kernel: Kernel, interrupt: Interrupt): void {
  kernel.interrupts.set(interrupt.device, (kernel.interrupts.get(interrupt.device) ?? 0) + 1);
  const what = interrupt.is === 'input' ? `input ${interrupt.data.length}` : interrupt.is;
  kernel.watch?.({ is: 'interrupt', tick: kernel.clock.now, pid: 0, device: interrupt.device, what });
  if (interrupt.is === 'signal') {
    const process = kernel.processes.get(interrupt.pid);
    if (process) send(kernel, process, interrupt.signal, FROM_KERNEL);
    return;
  }
  const device = kernel.devices.get(interrupt.device);
  if (device?.is === 'terminal') takeTerminal(kernel, device.tty, interrupt);
  else if (device) takeStream(kernel, device.stream, interrupt);
}

function takeTerminal(kernel: Kernel, tty: Tty, interrupt: Interrupt): void {
  if (interrupt.is === 'input') typed(kernel, tty, interrupt.data);
  else if (interrupt.is === 'resize')
    resized(kernel, tty, { rows: interrupt.rows, columns: interrupt.columns });
  else hungUp(kernel, tty);
}

function takeStream(kernel: Kernel, stream: Stream, interrupt: Interrupt): void {
  if (interrupt.is === 'input') arrived(kernel, stream, interrupt.data);
  else if (interrupt.is === 'end') ended(kernel, stream);
  else if (interrupt.is === 'hangup') streamHungUp(kernel, stream);
}
