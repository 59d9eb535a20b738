// A run of the command from beginning to end: a session with its recorders and outlets is driven, then all is closed.
//
// Whichever way it ends, what was recorded is finished and what was written is delivered.

import { writeSync } from 'node:fs';
import { onFatalSignal } from './fatal-signals.ts';
import { Deadlock } from './headless.ts';
import { InputError } from './inlet.ts';
import type { Settings } from './options.ts';
import { createOutlets, type Outlets } from './outlets.ts';
import { openRecorders } from './recorders.ts';
import { createSession, type MachineOptions, type Session } from './session.ts';

const FAILURE = 1;

/** Drives the machine until it halts; returns the status to exit with. */
export async function attend(
  settings: Settings,
  machine: MachineOptions,
  drive: (session: Session, outlets: Outlets) => Promise<number>,
): Promise<number> {
  const outlets = createOutlets();
  const recorders = await openRecorders(settings);
  const session = createSession({ machine, output: outlets.write, ...recorders.session });
  const forget = onFatalSignal(recorders.finish);

  let status = await drive(session, outlets).catch(async (error: unknown) => {
    await outlets.flush();
    if (!(error instanceof Deadlock || error instanceof InputError)) throw error;
    complain(error.message);
    return FAILURE;
  });
  for (const error of outlets.errors) complain(error);
  if (outlets.errors.length > 0) status ||= FAILURE;
  recorders.finish(status);
  forget();
  return status;
}

export function complain(message: string): void {
  try {
    writeSync(2, `tinyos: ${message}\n`);
  } catch {
    // nobody is there to be told
  }
}
