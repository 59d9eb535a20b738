// All tests, in the order in which they run, and all that their children can do.

import * as args from './arguments.ts';
import type { Roles, Test } from './check.ts';
import * as copies from './copies.ts';
import * as descriptors from './descriptors.ts';
import * as directories from './directories.ts';
import * as disk from './disk.ts';
import * as endurance from './endurance.ts';
import * as fifos from './fifos.ts';
import * as files from './files.ts';
import * as interruptions from './interruptions.ts';
import * as limits from './limits.ts';
import * as permissions from './permissions.ts';
import * as processes from './processes.ts';
import * as sessions from './sessions.ts';
import * as signals from './signals.ts';
import * as terminals from './terminals.ts';

/** To add one: a file that exports a table, and a name here. */
export const parts: readonly { tests: readonly Test[]; roles?: Roles }[] = [
  args,
  copies,
  files,
  directories,
  processes,
  sessions,
  signals,
  interruptions,
  descriptors,
  fifos,
  limits,
  permissions,
  terminals,
  disk,
  endurance,
];

export const tests: readonly Test[] = parts.flatMap((part) => part.tests);

export function findTest(name: string): Test | undefined {
  return tests.find(([one]) => one === name);
}

export const roles: Roles = Object.assign({}, ...parts.map((part) => part.roles ?? {}));
