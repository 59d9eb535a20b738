// The lines of /proc/PID/trace: choosing among them, showing them, and counting them.

import {
  type Coroutine,
  callNames,
  Errno,
  type Fd,
  O_CLOEXEC,
  O_RDONLY,
  type Pid,
} from '../../kernel/abi.ts';
import { sys } from '../sys.ts';
import { complain } from './errors.ts';
import { lineReader } from './input.ts';
import { writeAll } from './output.ts';
import { readFields } from './processes.ts';
import { encode } from './text.ts';

/** Which lines to show: those of "open,close", "trace=open", "!read", "all" or "none". Signals are always shown. */
export function parseFilter(text: string): { shows(line: string): boolean } | { unknown: string } {
  const list = text.replace(/^(t|trace)=/, '');
  const negative = list.startsWith('!');
  const names = list.replace(/^!/, '').split(',').filter(Boolean);
  const unknown = names.find((name) => !['all', 'none', ...callNames].includes(name));
  if (unknown !== undefined) return { unknown };
  const chosen = new Set(names);
  return {
    shows(line) {
      const call = callOf(line);
      return call === null || (chosen.has('all') || chosen.has(call)) !== negative;
    },
  };
}

type Choice = (line: string) => boolean;

/** Writes each line as it comes. */
export function* reportLines(trace: Fd, shows: Choice, out: Fd): Coroutine {
  const lines = lineReader(trace);
  for (let line = yield* lines.next(); line !== null; line = yield* lines.next()) {
    if (shows(line)) yield* writeAll(out, encode(`${line}\n`));
  }
}

/** Writes a table of how many there were of which, at the end. */
export function* reportCounts(trace: Fd, shows: Choice, out: Fd): Coroutine {
  const summary: Summary = new Map();
  const lines = lineReader(trace);
  for (let line = yield* lines.next(); line !== null; line = yield* lines.next()) {
    if (shows(line)) tally(summary, line);
  }
  const trapCost = Number((yield* readFields('/proc/sched'))['trap cost']);
  yield* writeAll(out, encode(printSummary(summary, trapCost)));
}

/** How many calls there were of each name, and how many of them failed. */
export type Summary = Map<string, { calls: number; errors: number }>;

export function tally(summary: Summary, line: string): void {
  const call = callOf(line);
  if (call === null) return;
  const count = summary.get(call) ?? { calls: 0, errors: 0 };
  count.calls++;
  if (/\) = -1 E[A-Z0-9]+ \([^()]*\)$/.test(line)) count.errors++;
  summary.set(call, count);
}

/** The table of `strace -c`, most calls first. Each costs the same: `ticks`. */
export function printSummary(summary: Summary, ticks: number): string {
  const rows = [...summary].map(([name, count]) => ({ name, ...count }));
  rows.sort((a, b) => b.calls - a.calls || (a.name < b.name ? -1 : 1));
  const total = { name: 'total', calls: 0, errors: 0 };
  for (const { calls, errors } of rows) {
    total.calls += calls;
    total.errors += errors;
  }
  const line = ({ name, calls, errors }: typeof total) =>
    [
      ((100 * calls) / Math.max(total.calls, 1)).toFixed(2).padStart(6),
      ((calls * ticks) / 1e6).toFixed(6).padStart(11),
      String(ticks).padStart(11),
      String(calls).padStart(9),
      String(errors || '').padStart(9),
      name,
    ].join(' ');
  const rule = '------ ----------- ----------- --------- --------- ----------------';
  const heading = '% time     seconds  usecs/call     calls    errors syscall';
  return `${[heading, rule, ...rows.map(line), rule, line(total)].join('\n')}\n`;
}

function callOf(line: string): string | null {
  return /^\w+(?=\()/.exec(line)?.[0] ?? null;
}

/** The system calls of a process, to be read as they are made; null if they are not to be seen, which is told. */
export function* openTrace(pid: Pid, what: string): Coroutine<Fd | null> {
  try {
    return yield* sys.open(`/proc/${pid}/trace`, O_RDONLY | O_CLOEXEC);
  } catch (error) {
    const gone = error instanceof Errno && error.code === 'ENOENT';
    yield* complain('strace', what, gone ? new Errno('ESRCH') : error);
    return null;
  }
}
