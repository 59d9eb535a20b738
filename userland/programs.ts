// The list of all programs: what is in /bin, what `help` lists and `man` knows.
//
// To add one: a file in bin/ that exports `command` and, as default, `main`; an import and a name in the list here.

import type { Coroutine, Env, Program } from '../kernel/abi.ts';
import * as cat from './bin/cat.ts';
import * as echo from './bin/echo.ts';
import type { Command } from './lib/getopt.ts';
import { OutputError, printError } from './lib/output.ts';
import { sys } from './sys.ts';

export interface ProgramRow {
  name: string;
  program: Program;
  command: Command;
}

interface ProgramFile {
  default: (argv: string[], env: Env) => Coroutine<number>;
  command: Command;
}

const textPrograms = [cat, echo];
const processPrograms: ProgramFile[] = [];

export const programs: readonly ProgramRow[] = [...textPrograms, ...processPrograms].map(row);

// What is the same for every program: output that nobody takes ends it with a message, not with a stack trace.
function row({ default: main, command }: ProgramFile): ProgramRow {
  function* program(argv: string[], env: Env): Coroutine<number> {
    try {
      return yield* sys.call(main(argv, env));
    } catch (error) {
      if (!(error instanceof OutputError)) throw error;
      yield* printError(`${command.name}: ${error.message}\n`);
      return command.usageStatus ?? 1;
    }
  }
  return { name: command.name, program, command };
}
