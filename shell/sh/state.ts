// The state of a shell, the words for what goes wrong in it, and its variables.
//
// One record holds everything, so that a subshell can be made from it (subshell.ts).

import type { Env, Fd, Pid, Signal } from '../../kernel/abi.ts';
import type { Expression } from './arithmetic-syntax.ts';
import type { OptionPlace } from './builtins/getopts.ts';
import type { Cuts } from './edit.ts';
import type { FunctionBody } from './functions.ts';
import type { Job, Terminal } from './jobs.ts';
import type { OptionName } from './options.ts';
import type { Condition } from './traps.ts';

export interface Variable {
  value: string | null; // null: it has attributes, but is not set
  exported: boolean;
  readonly: boolean;
}

/** Where execution goes instead of to the next command. */
export type Unwinding =
  | { is: 'break'; levels: number }
  | { is: 'continue'; levels: number }
  | { is: 'return'; status: number };

export interface Shell {
  name: string; // $0
  args: string[]; // $1 and on
  readonly pid: Pid; // $$: in a subshell still the pid of the shell
  status: number; // $?
  background: Pid | null; // $!
  line: number; // of the command being run
  readonly interactive: boolean;
  readonly options: Set<OptionName>;
  readonly variables: Map<string, Variable>;
  readonly functions: Map<string, FunctionBody>;
  readonly aliases: Map<string, string>;
  readonly history: string[]; // lines that were typed
  readonly cuts: Cuts; // what the line editor has cut
  readonly commands: Map<string, string>; // the paths of programs, by name, as found along PATH
  readonly kept: Set<Fd>; // descriptors that the shell keeps for itself (descriptors.ts)
  readonly taken: Set<Fd>; // those from 10 on that a script uses
  readonly locals: Map<string, Variable | null>[]; // what `local` has hidden, for each function being run
  readonly expressions: Map<string, Expression>; // arithmetic that was parsed before
  jobs: Job[];
  foreignJobs: boolean; // the jobs are those of the parent: a subshell can see them, but not wait for them
  terminal: Terminal | null; // with job control: the terminal that the jobs share
  substitution: number | null; // the status of the last command substitution in the command being run
  unwinding: Unwinding | null;
  loops: number; // how many loops are being run, for break and continue
  tested: number; // above 0 inside of conditions, where -e does nothing
  option: OptionPlace; // where getopts goes on
  readonly traps: Map<Condition, string>; // what to do when a signal comes (traps.ts)
  foreignTraps: boolean; // the traps are those of the parent: a subshell can see them, but does not run them
  caught: Signal[]; // have come, and were not attended to yet
  warned: boolean; // about stopped jobs, on `exit`
}

export function newShell(name: string, pid: Pid, env: Env, interactive = false): Shell {
  const shell: Shell = {
    name,
    args: [],
    pid,
    status: 0,
    background: null,
    line: 1,
    interactive,
    options: new Set(),
    variables: new Map(),
    functions: new Map(),
    aliases: new Map(),
    history: [],
    cuts: { text: [], growing: false },
    commands: new Map(),
    kept: new Set(),
    taken: new Set(),
    locals: [],
    expressions: new Map(),
    jobs: [],
    foreignJobs: false,
    terminal: null,
    substitution: null,
    unwinding: null,
    loops: 0,
    tested: 0,
    option: { index: 1, offset: 1 },
    traps: new Map(),
    foreignTraps: false,
    caught: [],
    warned: false,
  };
  for (const [variable, value] of Object.entries(env)) {
    if (/^[A-Za-z_]\w*$/.test(variable))
      shell.variables.set(variable, { value, exported: true, readonly: false });
  }
  return shell;
}

/** What ends a command, and a shell that is not interactive, with a message (XCU 2.8.1). */
export class ShellError extends Error {
  readonly status: number;
  told = false; // the user has read it
  constructor(message: string, status = 2) {
    super(message);
    this.status = status;
  }
}

/** A text longer than the host's strings can be is a lack of memory. */
export function asLackOfMemory(error: unknown): unknown {
  return error instanceof RangeError ? new ShellError('memory exhausted') : error;
}

export function isUnset(name: string): ShellError {
  return new ShellError(`${name}: parameter not set`);
}

/** Thrown to end the shell, by `exit` and by `set -e`. */
export class Exit extends Error {
  readonly status: number;
  constructor(status: number) {
    super(`exit ${status}`);
    this.status = status;
  }
}

/** Thrown to get back to the prompt when ^C has ended the foreground job. */
export class Interrupted extends Error {}

/** How the shell names itself in a message: with the line, where that helps to find it. */
export function messagePrefix(shell: Shell): string {
  const name = shell.name.replace(/^-|^.*\/(?=sh$)/, '');
  return shell.interactive ? `${name}: ` : `${name}: ${shell.line}: `;
}

export function getVariable(shell: Shell, name: string): string | null {
  return shell.variables.get(name)?.value ?? null;
}

export function checkWritable(shell: Shell, name: string): void {
  if (shell.variables.get(name)?.readonly) throw new ShellError(`${name}: is read only`);
}

export function setVariable(shell: Shell, name: string, value: string): void {
  checkWritable(shell, name);
  const variable = shell.variables.get(name);
  const exported = shell.options.has('allexport');
  if (variable === undefined) shell.variables.set(name, { value, exported, readonly: false });
  else if (exported) Object.assign(variable, { value, exported });
  else variable.value = value;
  if (name === 'PATH') shell.commands.clear();
}

export function unsetVariable(shell: Shell, name: string): void {
  checkWritable(shell, name);
  shell.variables.delete(name);
  if (name === 'PATH') shell.commands.clear();
}

/** The environment of a child: the variables that are exported. */
export function environment(shell: Shell): Env {
  const env: Env = {};
  for (const [name, { value, exported }] of shell.variables) {
    if (exported && value !== null) env[name] = value;
  }
  return env;
}
