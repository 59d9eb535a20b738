// Jobs: what the shell has started and not yet forgotten.
//
// A job is a pipeline, and with job control a process group of its own. `shell.jobs` is in order of use, the last
// being the most recent; a job's number is what the user calls it by. The shell learns what has become of its
// children by waitpid only, here in `reap`.

import {
  type Coroutine,
  Errno,
  type Fd,
  type Pid,
  signalText,
  type Termios,
  type WaitStatus,
  WCONTINUED,
  WNOHANG,
  WUNTRACED,
} from '../../kernel/abi.ts';
import { exitStatus } from '../../userland/lib/run.ts';
import { tcgetattr, tcsetattr, tcsetpgrp } from '../../userland/lib/terminal.ts';
import { sys } from '../../userland/sys.ts';
import { Interrupted, type Shell } from './state.ts';
import { say } from './tell.ts';

/** A process of a job; one that could not be started has pid 0. `status` is null while it runs. */
export interface JobProcess {
  pid: Pid;
  status: Exclude<WaitStatus, { is: 'continued' }> | null;
}

export interface Job {
  number: number;
  pgid: Pid; // 0 without job control
  processes: JobProcess[];
  text: string;
  modes: Termios | null; // how it had set the terminal when it was stopped
  told: boolean; // the user knows what has become of it
}

/** The terminal of a shell with job control: the shell's own group, and the settings that it wants. */
export interface Terminal {
  fd: Fd;
  pgid: Pid;
  modes: Termios;
}

export type JobState = 'running' | 'stopped' | 'done';

export function addJob(shell: Shell, text: string, pgid: Pid, processes: JobProcess[]): Job {
  if (shell.foreignJobs) shell.jobs = [];
  shell.foreignJobs = false;
  const number = Math.max(0, ...shell.jobs.map((job) => job.number)) + 1;
  const job = { number, pgid, processes, text, modes: null, told: true };
  shell.jobs.push(job);
  return job;
}

export function removeJob(shell: Shell, job: Job): void {
  shell.jobs = shell.jobs.filter((one) => one !== job);
}

export function stateOf({ processes }: Job): JobState {
  if (processes.some(({ status }) => status === null)) return 'running';
  return processes.some(({ status }) => status?.is === 'stopped') ? 'stopped' : 'done';
}

/** What `$?` is after the job: the status of its last process, or with pipefail of the last that failed. */
export function statusOf(shell: Shell, job: Job): number {
  const isFailure = ({ status }: JobProcess) => status?.is !== 'exited' || status.code !== 0;
  const failed = shell.options.has('pipefail') ? job.processes.findLast(isFailure) : undefined;
  const { status } = failed ?? job.processes.at(-1)!;
  if (status?.is === 'exited' || status?.is === 'killed') return exitStatus(status);
  const stopped = job.processes.find((one) => one.status?.is === 'stopped')?.status;
  return stopped ? exitStatus(stopped) : 0;
}

/** Waits until a job in the foreground ends or is stopped, takes the terminal back, and tells what is to tell. */
export function* waitInForeground(shell: Shell, job: Job): Coroutine<number> {
  yield* waitForJob(shell, job);
  const stopped = stateOf(job) === 'stopped';
  const { terminal } = shell;
  if (terminal !== null) {
    yield* tcsetpgrp(terminal.fd, terminal.pgid);
    const modes = yield* tcgetattr(terminal.fd);
    // What a job sets on purpose stays set; one that was killed or stopped had no time to clean up.
    if (stopped || killer(job) !== null) yield* tcsetattr(terminal.fd, terminal.modes);
    else terminal.modes = modes;
    job.modes = modes;
  }
  if (stopped) {
    if (shell.interactive) {
      yield* say('\n'); // ^Z is on the line
      // As in bash: a loop that went on would leave nobody a prompt to continue the job from.
      if (shell.loops > 0) shell.unwinding = { is: 'break', levels: shell.loops };
    }
    job.told = false;
    return statusOf(shell, job);
  }
  removeJob(shell, job);
  return yield* tellDeath(shell, job);
}

/** What killed the last process of a job. */
export function killer({ processes }: Job) {
  const status = processes.at(-1)!.status;
  return status?.is === 'killed' ? status.signal : null;
}

function* tellDeath(shell: Shell, job: Job): Coroutine<number> {
  const signal = killer(job);
  if (signal === 'SIGINT' && shell.interactive) {
    yield* say('\n');
    shell.status = statusOf(shell, job);
    throw new Interrupted();
  }
  if (signal !== null && signal !== 'SIGINT' && signal !== 'SIGPIPE') yield* say(`${signalText(signal)}\n`);
  return statusOf(shell, job);
}

export function* waitForJob(shell: Shell, job: Job): Coroutine {
  const options = shell.options.has('monitor') ? WUNTRACED : 0;
  while (stateOf(job) === 'running') yield* reap(shell, options);
}

/** Takes note of all that has happened to the children, without waiting. */
export function* reapAll(shell: Shell): Coroutine {
  if (shell.foreignJobs) return;
  while (
    shell.jobs.some((job) => stateOf(job) !== 'done') &&
    (yield* reap(shell, WNOHANG | WUNTRACED | WCONTINUED))
  );
}

/** Takes note of one thing that has happened to a child. Returns false if nothing has. */
export function* reap(shell: Shell, options: number): Coroutine<boolean> {
  const news = yield* waitpid(options);
  if (news === null) {
    // No children are left: whatever was to come has gone lost.
    for (const job of shell.jobs) {
      for (const one of job.processes) one.status ??= { is: 'exited', code: 127 };
    }
    return false;
  }
  const { status } = news;
  if (status === null) return false; // nothing has happened; a process that was never started has this pid, too
  for (const job of shell.jobs) {
    const process = job.processes.find(({ pid }) => pid === news.pid);
    if (process === undefined) continue;
    process.status = status.is === 'continued' ? null : status;
    job.told = false;
  }
  return true;
}

function* waitpid(options: number) {
  try {
    return yield* sys.waitpid(-1, options);
  } catch (error) {
    if (error instanceof Errno && error.code === 'ECHILD') return null;
    throw error;
  }
}
