import type { Coroutine } from '../../kernel/abi.ts';
import { bootTime, now } from '../lib/duration.ts';
import { quote } from '../lib/errors.ts';
import { exists } from '../lib/files.ts';
import { clip, padEnd, padStart } from '../lib/format.ts';
import { type Command, parseOptions, usageError } from '../lib/getopt.ts';
import { output } from '../lib/output.ts';
import { argumentsOf, findProcess, listProcesses, type Process, waitsFor } from '../lib/processes.ts';
import type { Column, Moment, Row } from '../lib/ps/columns.ts';
import { type Plan, planOf, sortRows, withoutDash } from '../lib/ps/plan.ts';
import { treeOrder } from '../lib/ps/tree.ts';
import { windowSize } from '../lib/terminal.ts';
import { readNames } from '../lib/users.ts';
import { sys } from '../sys.ts';

export const command: Command = {
  name: 'ps',
  topic: 'processes',
  synopsis: '[-eflHj] [-p PIDS] [-o COLUMNS] [aux] [PID...]',
  about: 'List processes: those of this terminal, or the ones that the options choose.',
  options: [
    { short: 'e', about: 'all processes' },
    { short: 'A', about: 'the same as -e' },
    { short: 'a', about: 'all of a terminal, except the leaders of sessions' },
    { short: 'd', about: 'all, except the leaders of sessions' },
    { short: 'p', long: 'pid', argument: 'PIDS', about: 'the processes with these numbers' },
    { short: 'C', argument: 'NAMES', about: 'the processes of these programs' },
    { short: 't', long: 'tty', argument: 'TTYS', about: 'the processes of these terminals' },
    { short: 'u', long: 'user', argument: 'USERS', about: 'the processes of these users' },
    { short: 'f', about: 'the full format: with the parent, the start and all arguments' },
    { short: 'l', about: 'the long format: with the state, and what it waits for' },
    { short: 'j', about: 'the format for jobs: with process group and session' },
    { short: 'o', long: 'format', argument: 'COLUMNS', about: 'these columns, each NAME or NAME=HEADING' },
    { short: 'H', about: 'children under their parents, indented' },
    { long: 'forest', about: 'children under their parents, as a tree' },
    { long: 'sort', argument: 'COLUMNS', about: 'sort by these columns; -NAME for the largest first' },
    { short: 'w', about: 'lines of 132 columns at least; twice, as long as they are' },
    { long: 'no-headers', about: 'leave the line of headings out' },
  ],
  description: `Letters without a dash are options too, as BSD has them: a (all of a terminal), x (those of none as well), T (of
this terminal), r (running only), u, l and j (other formats), f (a tree), w (wide), h (no headings); o, p and t
take a list as -o, -p and -t do. So "ps aux" shows everything there is.

States: R running or ready to run, S asleep, T stopped, Z ended, but its parent has not asked for its status yet.
After it, for BSD's formats: < less nice, N nicer, s leads its session, + in the foreground of its terminal.

Columns: pid ppid pgid sid tpgid uid user ruid ruser gid group tty s stat f c pcpu ni pri wchan time bsdtime etime etimes start_time
start lstart comm args, and more names that other systems use for them; of tinyos alone: waits (what it waits
for, and on which queue), traps (system calls made), nvcsw and nivcsw (context switches: because it slept, because
it was preempted), ready (microseconds spent waiting for the CPU). NAME:20 is a column 20 wide.`,
  exitStatus: '0, or 1 if no process was chosen',
  examples: [
    ['ps -ef', 'everything, with all arguments'],
    ['ps axo pid,s,waits,args', 'who waits for what'],
    ['ps -e --forest', 'who is whose child'],
  ],
};

export default function* main(argv: string[]): Coroutine<number> {
  const { flags, operands } = yield* parseOptions(command, argv.map(withoutDash));
  const names = yield* readNames();
  const plan = planOf(flags, operands, names);
  if ('wrong' in plan) return yield* usageError(command, plan.wrong);

  for (const tty of plan.ttys) {
    if (tty !== '-' && !(yield* exists(`/dev/${tty}`)))
      return yield* usageError(command, `TTY could not be found: ${quote(tty)}`);
  }
  const self = (yield* findProcess(yield* sys.getpid())) as Process;
  const chosen = (yield* listProcesses()).filter((process) => plan.selects(process, self));
  const rows: Row[] = [];
  for (const process of chosen) rows.push(yield* complete(process));
  const moment: Moment = { now: yield* now(), epoch: yield* bootTime(), names };

  const sorted = sortRows(rows, plan.sort, moment);
  const ordered = plan.tree ? treeOrder(sorted, plan.tree) : sorted;
  yield* printTable(ordered, plan, moment);
  return rows.length > 0 ? 0 : 1;
}

function* complete(process: Process): Coroutine<Row> {
  const words = yield* argumentsOf(process.pid);
  const text = words.length > 0 ? words.join(' ') : `[${process.name}]`;
  const command = process.state === 'Z' ? `${text} <defunct>` : text;
  const waits = process.state === 'S' ? yield* waitsFor(process.pid) : null;
  return { ...process, command, waits, indent: '' };
}

function* printTable(rows: readonly Row[], { columns, header, wide }: Plan, moment: Moment): Coroutine {
  const size = yield* windowSize(1);
  const width = size === null || wide > 1 ? Number.POSITIVE_INFINITY : Math.max(size.columns, wide ? 132 : 0);
  const out = output(1);
  if (header && columns.some(({ heading }) => heading !== '')) {
    const headings = columns.map((column) => column.heading);
    yield* out.write(`${clip(line(columns, headings), width)}\n`);
  }
  for (const row of rows) {
    const cells = columns.map((column) => column.text(row, moment).replace(/[\x00-\x1f\x7f]/g, '?'));
    yield* out.write(`${clip(line(columns, cells), width)}\n`);
  }
  yield* out.flush();
}

function line(columns: readonly Column[], cells: readonly string[]): string {
  const aligned = cells.map((cell, i) => {
    const { left, heading, width } = columns[i] as Column;
    const room = Math.max(width, heading.length);
    if (!left) return padStart(cell, room);
    return i === columns.length - 1 ? cell : padEnd(clip(cell, room), room);
  });
  return aligned.join(' ');
}
