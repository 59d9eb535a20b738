// The commands that are part of the shell, because they change it or know what only it knows.
//
// To add one: a function here or in a file beside, a row in a table, and one in userland/lib/shell-commands.ts for
// `help` and `man`.
// An error is thrown as ShellError, with the text after "sh: ".

import type { Coroutine } from '../../../kernel/abi.ts';
import type { Shell } from '../state.ts';
import type { SimpleCommand } from '../tree.ts';
import {
  builtinBreak,
  builtinContinue,
  builtinDot,
  builtinEval,
  builtinExec,
  builtinExit,
  builtinReturn,
} from './control.ts';
import { builtinCd, builtinPwd, builtinUmask } from './directory.ts';
import { builtinGetopts } from './getopts.ts';
import { builtinHistory } from './history.ts';
import { builtinBg, builtinFg, builtinJobs, builtinKill, builtinWait } from './jobs.ts';
import { builtinAlias, builtinCommand, builtinHash, builtinType, builtinUnalias } from './lookup.ts';
import { builtinRead } from './read.ts';
import { builtinEcho, builtinPrintf, builtinTest } from './text.ts';
import { builtinTimes } from './times.ts';
import { builtinTrap } from './trap.ts';
import { builtinUlimit } from './ulimit.ts';
import {
  builtinExport,
  builtinLocal,
  builtinReadonly,
  builtinSet,
  builtinShift,
  builtinUnset,
} from './variables.ts';

/** argv[0] is the name; `command` is the command as it stands in the tree. */
export type Builtin = (shell: Shell, argv: string[], command: SimpleCommand) => Coroutine<number>;

function* succeed(): Coroutine<number> {
  return 0;
}

function* fail(): Coroutine<number> {
  return 1;
}

/** Those that POSIX calls special (XCU 2.15): an error in one ends a script. */
export const specialBuiltins: Readonly<Record<string, Builtin>> = {
  __proto__: null as never,
  '.': builtinDot,
  ':': succeed,
  break: builtinBreak,
  continue: builtinContinue,
  eval: builtinEval,
  exec: builtinExec,
  exit: builtinExit,
  export: builtinExport,
  readonly: builtinReadonly,
  return: builtinReturn,
  set: builtinSet,
  shift: builtinShift,
  times: builtinTimes,
  trap: builtinTrap,
  unset: builtinUnset,
};

export const builtins: Readonly<Record<string, Builtin>> = {
  __proto__: null as never,
  '[': builtinTest,
  alias: builtinAlias,
  bg: builtinBg,
  cd: builtinCd,
  command: builtinCommand,
  echo: builtinEcho,
  false: fail,
  fg: builtinFg,
  getopts: builtinGetopts,
  hash: builtinHash,
  history: builtinHistory,
  jobs: builtinJobs,
  kill: builtinKill,
  local: builtinLocal,
  printf: builtinPrintf,
  pwd: builtinPwd,
  read: builtinRead,
  test: builtinTest,
  true: succeed,
  type: builtinType,
  ulimit: builtinUlimit,
  umask: builtinUmask,
  unalias: builtinUnalias,
  wait: builtinWait,
};

export function isBuiltin(name: string): boolean {
  return name in builtins || name in specialBuiltins;
}
