// Built-ins for job control.

import { type Coroutine, Errno, type Pid, type Signal, WUNTRACED } from '../../../kernel/abi.ts';
import { print } from '../../../userland/lib/output.ts';
import { exitStatus } from '../../../userland/lib/run.ts';
import { listSignals, parseSignal, translateSignal } from '../../../userland/lib/signals.ts';
import { tcsetattr, tcsetpgrp } from '../../../userland/lib/terminal.ts';
import { sys } from '../../../userland/sys.ts';
import { type Job, reap, reapAll, removeJob, stateOf, waitInForeground } from '../jobs.ts';
import { byNumber, findJob, jobLine } from '../notices.ts';
import { type Shell, ShellError } from '../state.ts';
import { complain } from '../tell.ts';
import { checkCaught, interruptible } from '../traps.ts';
import { switches } from './arguments.ts';

export function* builtinJobs(shell: Shell, argv: string[]): Coroutine<number> {
  const { given, operands } = switches(argv, 'lp');
  yield* reapAll(shell);
  const jobs = operands.length > 0 ? operands.map((text) => findJob(shell, text)) : byNumber(shell.jobs);
  for (const job of jobs) {
    const leader = job.pgid || job.processes[0]!.pid;
    yield* print(`${given.includes('p') ? leader : jobLine(shell, job, given.includes('l'))}\n`);
    job.told = true;
    if (stateOf(job) === 'done') removeJob(shell, job);
  }
  return 0;
}

export function* builtinFg(shell: Shell, argv: string[]): Coroutine<number> {
  const [job] = yield* jobsToContinue(shell, argv);
  yield* print(`${job!.text}\n`);
  const { fd } = shell.terminal!;
  if (job!.modes !== null) yield* tcsetattr(fd, job!.modes);
  yield* tcsetpgrp(fd, job!.pgid);
  yield* goOn(shell, job!);
  return yield* waitInForeground(shell, job!);
}

export function* builtinBg(shell: Shell, argv: string[]): Coroutine<number> {
  for (const job of yield* jobsToContinue(shell, argv)) {
    yield* goOn(shell, job);
    yield* print(`[${job.number}] ${job.text} &\n`);
  }
  return 0;
}

function* jobsToContinue(shell: Shell, argv: string[]): Coroutine<Job[]> {
  const name = argv[0]!;
  if (shell.terminal === null) throw new ShellError(`${name}: no job control`, 1);
  yield* reapAll(shell);
  const operands = argv.length > 1 ? argv.slice(1) : ['%+'];
  const jobs = operands.map((text) => findJob(shell, text));
  const done = jobs.find((job) => stateOf(job) === 'done');
  if (done) throw new ShellError(`${name}: job ${done.number} has ended`, 1);
  return jobs;
}

/** Lets a stopped job go on; it is now the one used last. */
function* goOn(shell: Shell, job: Job): Coroutine {
  for (const process of job.processes) if (process.status?.is === 'stopped') process.status = null;
  shell.jobs = [...shell.jobs.filter((one) => one !== job), job];
  job.told = true;
  yield* sys.kill(-job.pgid, 'SIGCONT');
}

export function* builtinWait(shell: Shell, argv: string[]): Coroutine<number> {
  if (shell.foreignJobs) shell.jobs = [];
  return yield* interruptible(shell, () => waitForAll(shell, argv.slice(1)));
}

function* waitForAll(shell: Shell, operands: string[]): Coroutine<number> {
  if (operands.length === 0) {
    for (const job of [...shell.jobs]) {
      while (stateOf(job) === 'running') yield* waitOnce(shell);
      if (stateOf(job) === 'done' && !shell.interactive) removeJob(shell, job);
    }
    return 0;
  }
  let status = 0;
  for (const operand of operands) status = yield* waitForOne(shell, operand);
  return status;
}

function* waitForOne(shell: Shell, operand: string): Coroutine<number> {
  if (!/^(%.*|\d+)$/.test(operand)) throw new ShellError(`wait: Illegal number: ${operand}`);
  const isMeant = (job: Job) => job.processes.some(({ pid }) => pid === Number(operand));
  const job = operand.startsWith('%') ? findJob(shell, operand, 127) : shell.jobs.find(isMeant);
  const process = job?.processes.find(({ pid }) => pid === Number(operand)) ?? job?.processes.at(-1);
  if (job === undefined || process === undefined) return 127;
  while (process.status === null) yield* waitOnce(shell);
  if (stateOf(job) === 'done') removeJob(shell, job);
  return exitStatus(process.status);
}

function* waitOnce(shell: Shell): Coroutine {
  checkCaught(shell);
  yield* reap(shell, shell.options.has('monitor') ? WUNTRACED : 0);
}

export function* builtinKill(shell: Shell, argv: string[]): Coroutine<number> {
  const [first, ...rest] = argv.slice(1);
  yield* reapAll(shell); // who has ended cannot be found any more
  if (first === '-l') return yield* listNames(rest);
  const { name, operands } = splitSignal(argv.slice(1));
  const signal = parseSignal(name);
  if (signal === null) throw new ShellError(`kill: ${name}: no such signal; kill -l lists them`, 1);
  if (first === undefined || operands.length === 0)
    throw new ShellError('kill: usage: kill [-SIGNAL] PID|%JOB... or kill -l [STATUS]');
  let status = 0;
  for (const operand of operands) {
    const failure = yield* sendTo(shell, operand, signal);
    if (failure === null) continue;
    yield* complain(shell, `kill: ${operand}: ${failure}`);
    status = 1;
  }
  return status;
}

function splitSignal([first = '', ...rest]: string[]): { name: string; operands: string[] } {
  if (first === '-s' || first === '-n')
    return { name: rest[0] ?? '', operands: withoutDashes(rest.slice(1)) };
  if (first === '--' || !first.startsWith('-'))
    return { name: 'TERM', operands: withoutDashes([first, ...rest]) };
  return { name: first.slice(1), operands: withoutDashes(rest) };
}

function withoutDashes(operands: string[]): string[] {
  return operands[0] === '--' ? operands.slice(1) : operands;
}

/** Sends to a process, a group or a job. Tells why it failed. */
function* sendTo(shell: Shell, operand: string, signal: Signal | 0): Coroutine<string | null> {
  if (operand.startsWith('%')) {
    const job = findJob(shell, operand);
    const started = job.processes.map(({ pid }) => pid).filter((pid) => pid > 0);
    const pids: Pid[] = job.pgid > 0 ? [-job.pgid] : started;
    // Who is stopped cannot end before going on.
    const wake = stateOf(job) === 'stopped' && (signal === 'SIGTERM' || signal === 'SIGHUP');
    let failure: string | null = null;
    for (const pid of pids) {
      failure = yield* send(pid, signal);
      if (wake) yield* send(pid, 'SIGCONT');
    }
    return failure;
  }
  return /^-?\d+$/.test(operand)
    ? yield* send(Number(operand), signal)
    : 'arguments must be process or job IDs';
}

function* send(pid: Pid, signal: Signal | 0): Coroutine<string | null> {
  try {
    yield* sys.kill(pid, signal);
    return null;
  } catch (error) {
    if (error instanceof Errno) return error.message;
    throw error;
  }
}

function* listNames(operands: readonly string[]): Coroutine<number> {
  if (operands.length === 0) yield* print(listSignals());
  for (const operand of operands) {
    const translated = translateSignal(operand);
    if (translated === null) throw new ShellError(`kill: ${operand}: no such signal`, 1);
    yield* print(`${translated}\n`);
  }
  return 0;
}
