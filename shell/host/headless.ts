// A machine without a person: as fast as it can, in virtual time, on the standard streams of the command.
//
// All input counts as being there already, however long the host takes to bring it: when the machine can do nothing
// without input, it gets some before its clock moves on to the next alarm. So what a run does depends on the input's
// bytes, and on how they are cut into blocks, which the tape keeps, but not on when they came.

import type { Kernel } from '../../kernel/boot.ts';
import { inspect, type ProcessView, type Snapshot } from '../../kernel/inspect.ts';
import { nextEvent, wantsInput } from '../../kernel/interrupt.ts';
import { readSome } from './inlet.ts';
import type { Outlets } from './outlets.ts';
import { hostClock } from './pace.ts';
import type { Session } from './session.ts';

/** What runs between two looks at the outside. An alarm nearer than this many ticks may come before the input. */
const TICKS = 1000;
const TURNS = 1000;

/** Milliseconds after which the host gets its turn, to hear signals. */
const HOST_TURN = 20;

/** Nobody can ever run again. The message says who waits for what. */
export class Deadlock extends Error {}

/** Runs the machine until it halts, and tells its exit status. */
export async function runHeadless(session: Session, outlets: Outlets): Promise<number> {
  const { kernel } = session;
  outlets.onLost((device) => session.feed({ is: 'hangup', device }));
  let until = TICKS;
  let hostTurn = hostClock() + HOST_TURN;
  for (;;) {
    const state = session.run(until, TURNS);
    await outlets.flush();
    if (state === 'halted') return kernel.halted as number;
    until = kernel.clock.now + TICKS;
    if (state === 'idle' && !(await feedInput(session))) {
      until = nextEvent(kernel);
      if (until === Number.POSITIVE_INFINITY) throw new Deadlock(explain(inspect(kernel)));
    }
    if (hostClock() > hostTurn) {
      await new Promise((resolve) => setImmediate(resolve));
      hostTurn = hostClock() + HOST_TURN;
    }
  }
}

/** If somebody waits for input, hands over what there is, or that there is no more. */
async function feedInput(session: Session): Promise<boolean> {
  const device = wantedStream(session.kernel);
  if (device === undefined) return false;
  const data = device === 'stdin' ? await readSome() : null;
  session.feed(data === null ? { is: 'end', device } : { is: 'input', device, data });
  return true;
}

/** The standard stream from which somebody waits to read. An output has nothing to give, and is at its end. */
export function wantedStream(kernel: Kernel): string | undefined {
  return ['stdin', 'stdout', 'stderr'].find((name) => wantsInput(kernel, name));
}

export function explain({ processes }: Snapshot): string {
  const waiting = processes.filter(({ pid, state }) => pid !== 1 && state !== 'zombie');
  const lines = waiting.map((process) => `  ${process.pid} ${process.argv.join(' ')}: ${reason(process)}`);
  return ['nobody can run any more, and nothing is to come:', ...lines].join('\n');
}

function reason({ state, call, waitsFor, stopSignal }: ProcessView): string {
  if (state === 'stopped') return `stopped by ${stopSignal}`;
  return `${call ?? state} waits for ${waitsFor ?? 'nothing'}`;
}
