// The list of all programs: what is in /bin, what `help` lists and `man` knows.
//
// To add one: a file in bin/ that exports `command` and, as default, `main`; an import and a name in the list here.

import type { Coroutine, Env, Program } from '../kernel/abi.ts';
import * as basename from './bin/basename.ts';
import * as cat from './bin/cat.ts';
import * as chgrp from './bin/chgrp.ts';
import * as chmod from './bin/chmod.ts';
import * as chown from './bin/chown.ts';
import * as clear from './bin/clear.ts';
import * as cmp from './bin/cmp.ts';
import * as cp from './bin/cp.ts';
import * as cut from './bin/cut.ts';
import * as date from './bin/date.ts';
import * as dirname from './bin/dirname.ts';
import * as du from './bin/du.ts';
import * as echo from './bin/echo.ts';
import * as env from './bin/env.ts';
import * as false_ from './bin/false.ts';
import * as find from './bin/find.ts';
import * as grep from './bin/grep.ts';
import * as groups from './bin/groups.ts';
import * as head from './bin/head.ts';
import * as help from './bin/help.ts';
import * as hostname from './bin/hostname.ts';
import * as id from './bin/id.ts';
import * as init from './bin/init.ts';
import * as kill from './bin/kill.ts';
import * as killall from './bin/killall.ts';
import * as ln from './bin/ln.ts';
import * as logname from './bin/logname.ts';
import * as ls from './bin/ls.ts';
import * as man from './bin/man.ts';
import * as mkdir from './bin/mkdir.ts';
import * as mkfifo from './bin/mkfifo.ts';
import * as mv from './bin/mv.ts';
import * as nice from './bin/nice.ts';
import * as nohup from './bin/nohup.ts';
import * as od from './bin/od.ts';
import * as printf from './bin/printf.ts';
import * as ps from './bin/ps.ts';
import * as pstree from './bin/pstree.ts';
import * as pwd from './bin/pwd.ts';
import * as readlink from './bin/readlink.ts';
import * as realpath from './bin/realpath.ts';
import * as rev from './bin/rev.ts';
import * as rm from './bin/rm.ts';
import * as rmdir from './bin/rmdir.ts';
import * as script from './bin/script.ts';
import * as seq from './bin/seq.ts';
import * as shutdown from './bin/shutdown.ts';
import * as sleep from './bin/sleep.ts';
import * as sort from './bin/sort.ts';
import * as spin from './bin/spin.ts';
import * as strace from './bin/strace.ts';
import * as stty from './bin/stty.ts';
import * as su from './bin/su.ts';
import * as tac from './bin/tac.ts';
import * as tail from './bin/tail.ts';
import * as tee from './bin/tee.ts';
import * as test from './bin/test.ts';
import * as time from './bin/time.ts';
import * as timeout from './bin/timeout.ts';
import * as top from './bin/top.ts';
import * as touch from './bin/touch.ts';
import * as tr from './bin/tr.ts';
import * as true_ from './bin/true.ts';
import * as tty from './bin/tty.ts';
import * as uname from './bin/uname.ts';
import * as uniq from './bin/uniq.ts';
import * as uptime from './bin/uptime.ts';
import * as usertests from './bin/usertests.ts';
import * as wc from './bin/wc.ts';
import * as which from './bin/which.ts';
import * as whoami from './bin/whoami.ts';
import * as xargs from './bin/xargs.ts';
import * as yes from './bin/yes.ts';
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

// biome-ignore format: a list
const filePrograms: ProgramFile[] = [
  basename, cat, chgrp, chmod, chown, clear, cmp, cp, cut, date, dirname, du, echo, env, false_, find, grep, head, ln,
  ls, mkdir, mkfifo, mv, od, printf, pwd, readlink, realpath, rev, rm, rmdir, seq, sort, tac, tail, tee, test, touch,
  tr, true_, uniq, wc, which, xargs, yes,
];
// biome-ignore format: a list
const processPrograms: ProgramFile[] = [
  groups, help, hostname, id, init, kill, killall, logname, man, nice, nohup, ps, pstree, shutdown, sleep, spin,
  script, strace, stty, su, time, timeout, top, tty, uname, uptime, usertests, whoami,
];

export const programs: readonly ProgramRow[] = [...filePrograms, ...processPrograms].map(row);

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
