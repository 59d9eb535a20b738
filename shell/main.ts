#!/usr/bin/env node
// The command `tinyos`: which machine is booted, and what it is joined to on this host.
//
// In a terminal that is the UI (ui/), which is loaded only then. Otherwise the machine has the standard streams of the
// command, and its exit status is the command's. Status 2 is a mistake on the command line.

import { writeSync } from 'node:fs';
import { Panic } from '../kernel/panic.ts';
import manifest from '../package.json' with { type: 'json' };
import { complain } from './host/attend.ts';
import { runBatch, runPlain, runReplay } from './host/commands.ts';
import { endBySigusr1 } from './host/fatal-signals.ts';
import { twoConsoleMachine } from './host/machines.ts';
import { helpText, parseArguments, type Settings, UsageError } from './host/options.ts';
import { REAL_TIME } from './host/pace.ts';
import { openRecorders } from './host/recorders.ts';

const MISUSE = 2;
const INTERNAL_ERROR = 70; // EX_SOFTWARE of sysexits(3)

async function main(args: string[]): Promise<number> {
  const settings = parseArguments(args);
  if (process.env.NO_COLOR) settings.color = false;
  if (settings.tell === 'help') return print(helpText());
  if (settings.tell === 'version') return print(`tinyos ${manifest.version}\n`);
  if (settings.replay !== null) return await runReplay(settings, settings.replay);
  if (settings.command !== null || settings.script !== null) return await runBatch(settings);
  if (!process.stdin.isTTY || !process.stdout.isTTY) return await runBatch(settings);
  if (settings.plain) return await runPlain(settings);
  return await runUi(settings);
}

async function runUi(settings: Settings): Promise<number> {
  const { detectCaps, refusal } = await import('./ui/tty/caps.ts');
  const streams = { input: process.stdin, output: process.stdout };
  const reason = refusal(process.env, streams);
  if (reason) throw new UsageError(`no room for the UI: ${reason}; try --plain`);

  const { startUi } = await import('./ui/app.ts');
  const recorders = await openRecorders(settings);
  const { status } = await startUi({
    ...streams,
    process,
    caps: detectCaps(process.env, settings),
    speed: settings.speed * REAL_TIME,
    session: { machine: twoConsoleMachine(settings), ...recorders.session },
  });
  recorders.finish(status);
  return status;
}

function print(text: string): number {
  writeSync(1, text);
  return 0;
}

/** One line for what the user did wrong; all that there is for what we did. */
function fail(error: unknown): number {
  const cause = error instanceof Panic ? error.cause : error; // a recorder that cannot write fails within the machine
  if (cause instanceof UsageError) {
    complain(cause.message);
    return MISUSE;
  }
  complain(error instanceof Panic ? error.message : String(error instanceof Error ? error.stack : error));
  return INTERNAL_ERROR;
}

endBySigusr1();
process.exit(await main(process.argv.slice(2)).catch(fail));
