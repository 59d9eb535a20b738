// What the command `tinyos` can do without the UI, each from its settings to its exit status.

import { readFileSync } from 'node:fs';
import type { Bytes } from '../../kernel/abi.ts';
import { attend, complain } from './attend.ts';
import { runHeadless } from './headless.ts';
import { reasonOf } from './host-error.ts';
import { runLive } from './live.ts';
import { batchMachine, consoleMachine, TERMINAL } from './machines.ts';
import { type Settings, UsageError } from './options.ts';
import { createOutlets } from './outlets.ts';
import { createPacer, REAL_TIME } from './pace.ts';
import { openRecorders } from './recorders.ts';
import { difference, replay } from './replay.ts';
import { createSession, type Session, type SessionOptions } from './session.ts';
import { keyboard, standardInput } from './sources.ts';
import { parseTape, type Tape, TapeError } from './tape.ts';

const FAILURE = 1;

/** A command, a script or standard input, on the standard streams. */
export async function runBatch(settings: Settings): Promise<number> {
  return await attend(settings, batchMachine(settings), async (session, outlets) => {
    if (!settings.realtime) return await runHeadless(session, outlets);
    const pacer = createPacer(settings.speed * REAL_TIME);
    return await runLive({ session, outlets, pacer, source: standardInput() });
  });
}

/** The console of the machine, on the terminal that the command was typed in. */
export async function runPlain(settings: Settings): Promise<number> {
  const { rows, columns } = process.stdout;
  const machine = consoleMachine(settings, rows, columns, { TERM: process.env.TERM || 'dumb' });
  return await attend(settings, machine, async (session, outlets) => {
    const pacer = createPacer(settings.speed * REAL_TIME);
    return await runLive({ session, outlets, pacer, source: keyboard(TERMINAL) });
  });
}

/** The run of a tape once more. It exits as the recording did, or with 1 if it is another run. */
export async function runReplay(settings: Settings, file: string): Promise<number> {
  const tape = readTape(file);
  const outlets = createOutlets();
  const recorders = await openRecorders(settings, true);
  const output = (device: string, data: Bytes) => {
    if (!isBehind(tape, device)) outlets.write(device, data);
  };
  const session = bootTape(file, { machine: tape.machine, output, ...recorders.session });
  const pacer = createPacer(settings.realtime ? settings.speed * REAL_TIME : Number.POSITIVE_INFINITY);
  await replay(tape, session, outlets, pacer).finally(outlets.flush); // also what came before a panic
  const status = tape.ending?.status ?? session.kernel.halted ?? FAILURE;
  const ending = session.finish(status, tape.ending?.tick);
  recorders.finish(status);
  const different = difference(tape, ending.hash);
  if (different) complain(different);
  return tape.ending && different ? FAILURE : status;
}

/** One terminal can be shown here, the first: what others show would be mixed with it. */
function isBehind({ machine }: Tape, device: string): boolean {
  return machine.devices
    .filter(({ is }) => is === 'terminal')
    .some(({ name }, at) => at > 0 && name === device);
}

/** A tape may ask for what there is not: a policy, a program. */
function bootTape(file: string, options: SessionOptions): Session {
  try {
    return createSession(options);
  } catch (error) {
    throw new UsageError(`cannot boot the machine of '${file}': ${reasonOf(error)}`);
  }
}

function readTape(file: string): Tape {
  try {
    return parseTape(readFileSync(file, 'latin1'));
  } catch (error) {
    if (error instanceof TapeError) throw new UsageError(`cannot replay '${file}': ${error.message}`);
    throw new UsageError(`cannot read '${file}': ${reasonOf(error)}`);
  }
}
