import type { Coroutine, Pid } from '../../kernel/abi.ts';
import { quote, warn } from '../lib/errors.ts';
import { clip } from '../lib/format.ts';
import { type Command, parseOptions, usageError } from '../lib/getopt.ts';
import { print } from '../lib/output.ts';
import { listProcesses, type Process } from '../lib/processes.ts';
import { windowSize } from '../lib/terminal.ts';

export const command: Command = {
  name: 'pstree',
  topic: 'processes',
  synopsis: '[-lp] [PID]',
  about: 'Draw the processes as a tree of parents and children: all of them, or those below PID.',
  options: [
    { short: 'p', long: 'show-pids', about: 'show the process IDs; equal ones are not drawn together then' },
    { short: 'l', long: 'long', about: 'do not cut lines at the edge of the terminal' },
  ],
  exitStatus: '0, or 1 if there is no such process',
};

export default function* main(argv: string[]): Coroutine<number> {
  const { flags, operands } = yield* parseOptions(command, argv);
  const [word = '1', extra] = operands;
  if (extra !== undefined) return yield* usageError(command, `extra operand ${quote(extra)}`);
  if (!/^\d+$/.test(word)) return yield* usageError(command, `not a process ID: ${quote(word)}`);
  const processes = yield* listProcesses();
  const root = processes.find(({ pid }) => pid === Number(word));
  if (root === undefined) {
    yield* warn('pstree', `no such process: ${word}`);
    return 1;
  }
  const children = new Map<Pid, Process[]>(processes.map(({ pid }) => [pid, []]));
  for (const process of processes) children.get(process.ppid)?.push(process);
  const width = flags.has('l') ? undefined : (yield* windowSize(1))?.columns;
  for (const line of draw(root, children, flags.has('p'))) {
    yield* print(`${width === undefined ? line : clip(line, width)}\n`);
  }
  return 0;
}

/** The lines of a process and all below it. */
function draw(process: Process, children: Map<Pid, Process[]>, withPids: boolean): string[] {
  const label = withPids ? `${process.name}(${process.pid})` : process.name;
  const sorted = (children.get(process.pid) ?? []).toSorted((a, b) =>
    a.name < b.name ? -1 : a.name > b.name ? 1 : 0,
  );
  const branches = together(sorted.map((child) => draw(child, children, withPids)));
  if (branches.length === 0) return [label];
  const margin = ' '.repeat(label.length);
  return branches.flatMap((lines, i) => {
    const isLast = i === branches.length - 1;
    const [first, next] =
      i > 0 ? [isLast ? ' `-' : ' |-', isLast ? '   ' : ' | '] : isLast ? ['---', '   '] : ['-+-', ' | '];
    return lines.map((line, n) => (n === 0 ? (i === 0 ? label : margin) + first : margin + next) + line);
  });
}

/** Branches of one line that look the same become one: 3*[sleep]. */
function together(branches: readonly string[][]): string[][] {
  const counts = new Map<string, number>();
  const keyed = branches.map((lines) => lines.join('\n'));
  for (const key of keyed) counts.set(key, (counts.get(key) ?? 0) + 1);
  return [...counts].flatMap(([key, count]) => {
    const lines = key.split('\n');
    if (count === 1 || lines.length > 1) return Array.from({ length: count }, () => lines);
    return [[`${count}*[${key}]`]];
  });
}
