// Subshells: ( ), $( ), and the commands of a pipeline that are no programs.
//
// A subshell is a process, and processes begin with a program. So it is /bin/sh once more, which finds what it is to
// run and all that the shell knew in its environment, as JSON. What it changes is its own.

import type { Coroutine, Env, Pid, SpawnOptions } from '../../kernel/abi.ts';
import { sys } from '../../userland/sys.ts';
import { packFunction } from './functions.ts';
import { environment, newShell, type Shell } from './state.ts';
import type { List } from './tree.ts';

const SHELL = '/bin/sh';
const STATE = '_SUBSHELL';

/** Starts a subshell that runs `body`. `text` is what `ps` shows. */
export function* spawnSubshell(
  shell: Shell,
  body: List,
  text: string,
  options: SpawnOptions,
): Coroutine<Pid> {
  const env = { ...environment(shell), [STATE]: JSON.stringify(pack(shell, body)) };
  return yield* sys.spawn(SHELL, ['sh', '-c', text], { ...options, env });
}

/** If this shell was started as a subshell: itself, and what it is to run. */
export function subshellOf(env: Env): { shell: Shell; body: List } | null {
  const packed = env[STATE];
  if (packed === undefined) return null;
  const { body, variables, functions, aliases, commands, options, traps, taken, depth, ...rest } = JSON.parse(
    packed,
  ) as Packed;
  const shell = newShell(rest.name, rest.pid, {});
  Object.assign(shell, rest, { foreignJobs: true, foreignTraps: true });
  for (const [name, variable] of variables) shell.variables.set(name, variable);
  for (const [name, body] of functions) shell.functions.set(name, body);
  for (const [name, value] of aliases) shell.aliases.set(name, value);
  for (const [name, path] of commands) shell.commands.set(name, path);
  for (const option of options) shell.options.add(option);
  for (const [condition, action] of traps) shell.traps.set(condition, action);
  for (const fd of taken) shell.taken.add(fd);
  for (let i = 0; i < depth; i++) shell.locals.push(new Map());
  return { shell, body };
}

type Packed = ReturnType<typeof pack>;

function pack(shell: Shell, body: List) {
  const { name, args, pid, status, background, line, jobs, loops, tested, option } = shell;
  return {
    body,
    name,
    args,
    pid,
    status,
    background,
    line,
    jobs,
    loops,
    tested,
    option,
    variables: [...shell.variables],
    functions: Array.from(shell.functions, ([name, body]) => [name, packFunction(body)] as const),
    aliases: [...shell.aliases],
    commands: [...shell.commands],
    options: [...shell.options].filter((option) => option !== 'monitor'),
    traps: [...shell.traps],
    taken: [...shell.taken],
    depth: shell.locals.length,
  };
}
