// Pipelines and jobs: processes side by side, joined by pipes.
//
// With job control all processes of a pipeline are in a process group of their own. The first one makes it, the
// others join; and a pipeline in the foreground takes the terminal before its first program runs, as a file action
// of the spawn, so that none can read too early.

import { type Coroutine, type Fd, type FileAction, O_RDONLY, type Pid } from '../../kernel/abi.ts';
import { sys } from '../../userland/sys.ts';
import { closeAll, keptPipe } from './descriptors.ts';
import { addJob, type Job, type JobProcess, waitInForeground } from './jobs.ts';
import { CANNOT_FORK, type Place, startProcess, startSubshell } from './start.ts';
import type { Shell } from './state.ts';
import { say } from './tell.ts';
import { defaultsOfChild } from './traps.ts';
import type { Command, Item } from './tree.ts';
import { makeLiteral } from './words.ts';

export function* runPipeline(shell: Shell, stages: readonly Command[], text: string): Coroutine<number> {
  const job = yield* startPipeline(shell, stages, text, foregroundPlace(shell));
  return yield* waitInForeground(shell, job);
}

/** Where the processes of a job in the foreground are to live. */
export function foregroundPlace(shell: Shell): Place {
  return {
    pgid: shell.options.has('monitor') ? 0 : null,
    foreground: shell.terminal !== null,
    actions: [],
    beside: true,
    defaults: defaultsOfChild(shell),
  };
}

/** `command &`. */
export function* runInBackground(shell: Shell, { command, text }: Item): Coroutine<number> {
  const stages = command.is === 'pipeline' ? command.stages : [command];
  const place = { ...foregroundPlace(shell), foreground: false };
  if (!shell.options.has('monitor') && !shell.interactive) yield* startDeaf(shell, stages, text, place);
  else yield* startPipeline(shell, stages, text, place);
  const job = shell.jobs.at(-1)!;
  const last = job.processes.at(-1)!;
  if (last.pid === 0) yield* standIn(shell, last, text, place);
  if (last.pid === 0) return 0; // there is no room for a process
  shell.background = last.pid;
  if (shell.interactive) yield* say(`[${job.number}] ${last.pid}\n`);
  return 0;
}

/** Whatever is started in the background has a process, for `$!`: of what is not there, it ends with its status. */
function* standIn(shell: Shell, process: JobProcess, text: string, place: Place): Coroutine {
  if (process.status?.is !== 'exited' || process.status.code === CANNOT_FORK) return;
  const words = ['exit', String(process.status.code)].map(makeLiteral);
  const command: Command = { is: 'simple', assignments: [], words, redirects: [], line: shell.line, text };
  const body = [{ command, background: false, text }];
  Object.assign(process, yield* startSubshell(shell, body, text, { ...place, pgid: null }));
}

// Without job control a background job must not take the keys of the others: it ignores ^C, and reads nothing.
function* startDeaf(shell: Shell, stages: readonly Command[], text: string, place: Place): Coroutine {
  const interrupt = yield* sys.sigaction('SIGINT', 'ignore');
  const quit = yield* sys.sigaction('SIGQUIT', 'ignore');
  const nothing: FileAction = { is: 'open', fd: 0, path: '/dev/null', flags: O_RDONLY, mode: 0 };
  yield* startPipeline(shell, stages, text, { ...place, actions: [nothing] });
  yield* sys.sigaction('SIGINT', interrupt);
  yield* sys.sigaction('SIGQUIT', quit);
}

function* startPipeline(
  shell: Shell,
  stages: readonly Command[],
  text: string,
  place: Place,
): Coroutine<Job> {
  const processes: JobProcess[] = [];
  let group: Pid = 0;
  let input: Fd | null = null;
  for (const [i, stage] of stages.entries()) {
    const pipe: [Fd, Fd] | null = i < stages.length - 1 ? yield* keptPipe(shell) : null;
    const actions: FileAction[] = input === null ? [...place.actions] : [{ is: 'dup', from: input, to: 0 }];
    if (pipe !== null) actions.push({ is: 'dup', from: pipe[1], to: 1 });
    const pgid = place.pgid === null ? null : group;
    const process: JobProcess = yield* startProcess(
      shell,
      stage,
      { ...place, pgid, actions },
      'text' in stage ? stage.text : text,
    );
    processes.push(process);
    group ||= process.pid;
    yield* closeAll(
      shell,
      [input, pipe?.[1] ?? null].filter((fd) => fd !== null),
    );
    input = pipe?.[0] ?? null;
  }
  return addJob(shell, text, place.pgid === null ? 0 : group, processes);
}
