// Jobs as the user sees them: `[1]+  Stopped                 sleep 100`.

import { type Coroutine, signalText } from '../../kernel/abi.ts';
import { type Job, type JobProcess, reapAll, removeJob, stateOf } from './jobs.ts';
import { type Shell, ShellError } from './state.ts';
import { say } from './tell.ts';

/** Tells, before the prompt, what has become of the jobs in the background, and forgets those that are done. */
export function* tellChanges(shell: Shell): Coroutine {
  yield* reapAll(shell);
  for (const job of byNumber(shell.jobs)) {
    if (!job.told && stateOf(job) !== 'running') yield* say(`${jobLine(shell, job)}\n`);
    job.told = true;
  }
  for (const job of shell.jobs) if (stateOf(job) === 'done') removeJob(shell, job);
}

export function byNumber(jobs: readonly Job[]): Job[] {
  return jobs.toSorted((a, b) => a.number - b.number);
}

/** One line for a job; `long` has one for each process, with its pid. */
export function jobLine(shell: Shell, job: Job, long = false): string {
  const head = `[${job.number}]${mark(shell, job)} `;
  const text = job.text + (stateOf(job) === 'running' ? ' &' : '');
  if (!long) return `${head} ${describe(job).padEnd(24)}${text}`;
  const lines = job.processes.map(
    (process, i) => `${i === 0 ? head : ' '.repeat(head.length)} ${process.pid} ${describeProcess(process)}`,
  );
  return lines.map((line, i) => (i === 0 ? `${line.padEnd(head.length + 28)} ${text}` : line)).join('\n');
}

function mark(shell: Shell, job: Job): string {
  const [current, previous] = currentJobs(shell);
  return job === current ? '+' : job === previous ? '-' : ' ';
}

/** The jobs that %+ and %- stand for: those used last, the stopped ones first. */
function currentJobs(shell: Shell): Job[] {
  const recent = shell.jobs.toReversed();
  return [
    ...recent.filter((job) => stateOf(job) === 'stopped'),
    ...recent.filter((job) => stateOf(job) !== 'stopped'),
  ];
}

function describe(job: Job): string {
  if (stateOf(job) === 'running') return 'Running';
  const stopped = job.processes.find(({ status }) => status?.is === 'stopped');
  return describeProcess(stopped ?? job.processes.at(-1)!);
}

function describeProcess({ status }: JobProcess): string {
  if (status === null) return 'Running';
  if (status.is !== 'exited') return signalText(status.signal);
  return status.code === 0 ? 'Done' : `Exit ${status.code}`;
}

/** The job that the user means by %1, %+, %-, %%, %name or %?part. */
export function findJob(shell: Shell, text: string, otherwise = 1): Job {
  const name = text.replace(/^%/, '');
  const [current, previous] = currentJobs(shell);
  const isCurrent = name === '' || name === '%' || name === '+';
  const found = isCurrent
    ? current
    : name === '-'
      ? (previous ?? current)
      : /^\d+$/.test(name)
        ? shell.jobs.find((job) => job.number === Number(name))
        : findByText(shell, name);
  if (found === undefined)
    throw new ShellError(isCurrent ? 'no current job' : `${text}: no such job`, otherwise);
  return found;
}

function findByText(shell: Shell, name: string): Job | undefined {
  const found = shell.jobs.filter(({ text }) =>
    name.startsWith('?') ? text.includes(name.slice(1)) : text.startsWith(name),
  );
  if (found.length > 1) throw new ShellError(`%${name}: ambiguous job`, 1);
  return found[0];
}
