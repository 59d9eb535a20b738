// What a command line of ps asks for: which processes, which columns, in which order.
//
// ps has two dialects. Options with a dash are System V's and add up: -e -f, or -ef. Letters without a dash are BSD's:
// `ps aux`. Both may be mixed, and a number alone is a pid.

import type { Flags } from '../getopt.ts';
import type { Process } from '../processes.ts';
import type { Names } from '../users.ts';
import type { Column, Moment, Row } from './columns.ts';
import { columnsOf, parseColumns } from './formats.ts';
import type { TreeStyle } from './tree.ts';

export interface Plan {
  selects(process: Process, self: Process): boolean;
  ttys: string[]; // the terminals that were asked for; '-' is none
  columns: Column[];
  sort: { column: Column; descending: boolean }[];
  tree: TreeStyle | null;
  header: boolean;
  wide: number; // how often -w was given
}

/** The letters of BSD's dialect that were given, and the operands that went with them. */
interface Bsd {
  letters: string;
  columns: string[];
  pids: string[];
  ttys: string[];
}

/** A wrong command line: what to tell the user. */
export interface Wrong {
  wrong: string;
}

/** There is no -x: who types `ps -aux` or `ps -ax`, as many do, means BSD's letters. */
export function withoutDash(argument: string): string {
  return /^-[aflhjruTwx]*x[aflhjruTwx]*$/.test(argument) ? argument.slice(1) : argument;
}

export function planOf(flags: Flags, operands: readonly string[], names: Names): Plan | Wrong {
  const bsd = parseBsd(operands);
  if ('wrong' in bsd) return bsd;
  const columns = chooseColumns(flags, bsd);
  if ('wrong' in columns) return columns;
  const sort = parseSort(flags.values('sort').join(','));
  if ('wrong' in sort) return sort;
  const ttys = wordsOf([...flags.values('t'), ...bsd.ttys]).map((tty) => tty.replace(/^\/dev\//, ''));
  const selects = chooseProcesses(flags, bsd, ttys, names.uid);
  if ('wrong' in selects) return selects;
  const forest = flags.has('forest') || bsd.letters.includes('f');
  return {
    selects,
    ttys,
    columns,
    sort,
    tree: forest ? 'forest' : flags.has('H') ? 'hierarchy' : null,
    header: !flags.has('no-headers') && !bsd.letters.includes('h'),
    wide: flags.values('w').length + bsd.letters.split('w').length - 1,
  };
}

const BSD_SWITCHES = 'aflhjruTwx';

function parseBsd(operands: readonly string[]): Bsd | Wrong {
  const bsd: Bsd = { letters: '', columns: [], pids: [], ttys: [] };
  const lists: Record<string, string[]> = { o: bsd.columns, p: bsd.pids, t: bsd.ttys };
  for (let i = 0; i < operands.length; i++) {
    const word = operands[i] as string;
    if (/^[\d,]+$/.test(word)) {
      bsd.pids.push(word);
      continue;
    }
    const [, switches = '', lister = '', attached = ''] = /^([^opt]*)([opt]?)(.*)$/.exec(word) ?? [];
    const unknown = Array.from(switches).find((letter) => !BSD_SWITCHES.includes(letter));
    if (unknown !== undefined) return { wrong: `unknown option '${unknown}' (without a dash)` };
    bsd.letters += switches;
    if (lister === '') continue;
    const argument = attached || operands[++i];
    if (argument === undefined) return { wrong: `option requires an argument -- '${lister}'` };
    lists[lister]?.push(argument);
  }
  return bsd;
}

function chooseColumns(flags: Flags, bsd: Bsd): Column[] | Wrong {
  const given = [...flags.values('o'), ...bsd.columns];
  if (given.length > 0) {
    const columns = parseColumns(given.join(','));
    if ('unknown' in columns) return { wrong: `unknown column '${columns.unknown}'; man ps lists them` };
    return columns;
  }
  const [full, long, jobs] = [flags.has('f'), flags.has('l'), flags.has('j')];
  if (long) return columnsOf(full ? 'fullLong' : 'long');
  if (jobs) return columnsOf(full ? 'fullJobs' : 'jobs');
  if (full) return columnsOf('full');
  if (bsd.letters.includes('u')) return columnsOf('bsdUser');
  if (bsd.letters.includes('l')) return columnsOf('bsdLong');
  if (bsd.letters.includes('j')) return columnsOf('bsdJobs');
  return columnsOf(bsd.letters !== '' || bsd.pids.length > 0 ? 'bsd' : 'plain');
}

function parseSort(list: string): Plan['sort'] | Wrong {
  const sort: Plan['sort'] = [];
  for (const word of list.split(',').filter(Boolean)) {
    const columns = parseColumns(word.replace(/^[-+]/, ''));
    if ('unknown' in columns || columns[0] === undefined) return { wrong: `unknown sort column '${word}'` };
    sort.push({ column: columns[0], descending: word.startsWith('-') });
  }
  return sort;
}

type Selector = (process: Process, self: Process) => boolean;

/** What is chosen by several options is chosen by any of them; with none, those of the own terminal. */
function chooseProcesses(
  flags: Flags,
  { letters, ...bsd }: Bsd,
  ttys: string[],
  uidOf: Names['uid'],
): Selector | Wrong {
  const pids = wordsOf([...flags.values('p'), ...bsd.pids]);
  const names = wordsOf(flags.values('C'));
  const users = wordsOf(flags.values('u'));
  const strange = pids.find((pid) => !/^\d+$/.test(pid));
  if (strange !== undefined) return { wrong: `process ID list syntax error: '${strange}'` };
  const nobody = users.find((user) => uidOf(user) === null);
  if (nobody !== undefined) return { wrong: `user name does not exist: '${nobody}'` };

  const any: Selector[] = [];
  if (flags.has('e') || flags.has('A') || (letters.includes('a') && letters.includes('x')))
    any.push(() => true);
  else if (letters.includes('a')) any.push(({ tty }) => tty !== null);
  else if (letters.includes('x')) any.push(({ uid }, self) => uid === self.uid);
  if (flags.has('a')) any.push(({ tty, pid, sid }) => tty !== null && pid !== sid);
  if (flags.has('d')) any.push(({ pid, sid }) => pid !== sid);
  if (letters.includes('T')) any.push(({ tty }, self) => tty === self.tty);
  if (pids.length > 0) any.push(({ pid }) => pids.includes(String(pid)));
  if (names.length > 0) any.push(({ name }) => names.includes(name));
  if (ttys.length > 0) any.push(({ tty }) => ttys.includes(tty ?? '-'));
  const uids = users.map(uidOf);
  if (uids.length > 0) any.push(({ uid }) => uids.includes(uid));
  if (any.length === 0) any.push(({ tty, uid }, self) => tty === self.tty && uid === self.uid);

  const onlyRunning = letters.includes('r');
  return (process, self) =>
    any.some((selects) => selects(process, self)) && (!onlyRunning || process.state === 'R');
}

function wordsOf(lists: readonly string[]): string[] {
  return lists.flatMap((list) => list.split(/[\s,]+/)).filter(Boolean);
}

export function sortRows(rows: readonly Row[], keys: Plan['sort'], moment: Moment): Row[] {
  return rows.toSorted((a, b) => {
    for (const { column, descending } of keys) {
      const [x, y] = [column.value(a, moment), column.value(b, moment)];
      if (x !== y) return x < y === descending ? 1 : -1;
    }
    return a.pid - b.pid;
  });
}
