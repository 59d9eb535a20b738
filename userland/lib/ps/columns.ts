// The columns that ps can show: the names that -o takes, with the headings and widths of procps.
//
// A column is as wide as it says, or as its heading; the last one of a line takes what it needs. There is no memory to
// measure in tinyos: the columns about it are here because `ps aux` has them, and show 0.
//
// To add one: a row in the table.

import type { Tick } from '../../../kernel/abi.ts';
import type { Process } from '../processes.ts';
import { strftime } from '../time.ts';
import type { Names } from '../users.ts';

const DAY = 86400e6;

/** A process with all that a column may show of it. */
export interface Row extends Process {
  command: string; // its arguments, in one line
  waits: string | null; // what it waits for: 'pipe#3 readers: pipe empty'
  indent: string; // its place in the tree
}

/** The moment at which the rows were taken. */
export interface Moment {
  now: Tick; // since boot
  epoch: number; // what the time was at boot, in seconds since 1970
  names: Names;
}

export interface Column {
  heading: string;
  width: number;
  left: boolean; // text starts at the left, and is cut at the width; a number may push the rest of its line
  text(row: Row, moment: Moment): string;
  value(row: Row, moment: Moment): number | string; // to sort by
}

type Show = (row: Row, moment: Moment) => string | number;

function number(heading: string, width: number, text: Show, value: Show = text): Column {
  return { heading, width, left: false, text: (row, moment) => String(text(row, moment)), value };
}

function text(heading: string, width: number, show: Show, value: Show = show): Column {
  return { ...number(heading, width, show, value), left: true };
}

// biome-ignore format: a table
const table: Record<string, Column> = {
  pid:     number('PID', 5, (p) => p.pid),
  ppid:    number('PPID', 5, (p) => p.ppid),
  pgid:    number('PGID', 5, (p) => p.pgid),
  sid:     number('SID', 5, (p) => p.sid),
  tpgid:   number('TPGID', 5, (p) => p.foreground),
  uid:     number('UID', 5, (p) => p.uid),
  user:    text('USER', 8, (p, m) => m.names.user(p.uid)),
  ruid:    number('RUID', 5, (p) => p.ruid),
  ruser:   text('RUSER', 8, (p, m) => m.names.user(p.ruid)),
  gid:     number('GID', 5, (p) => p.gid),
  group:   text('GROUP', 8, (p, m) => m.names.group(p.gid)),
  rgid:    number('RGID', 5, (p) => p.rgid),
  rgroup:  text('RGROUP', 8, (p, m) => m.names.group(p.rgid)),
  tty:     text('TT', 8, (p) => p.tty ?? '?'),
  s:       text('S', 1, (p) => p.state),
  stat:    text('STAT', 4, stateWithFlags),
  f:       number('F', 1, () => 0),
  c:       number('C', 2, (p, m) => Math.min(Math.floor(cpuPercent(p, m)), 99)),
  pcpu:    number('%CPU', 4, (p, m) => cpuPercent(p, m).toFixed(1), cpuPercent),
  pmem:    number('%MEM', 4, () => '0.0'),
  vsz:     number('VSZ', 6, () => 0),
  rss:     number('RSS', 5, () => 0),
  addr:    text('ADDR', 4, () => '-'),
  sz:      number('SZ', 2, () => 0),
  ni:      number('NI', 3, (p) => p.nice),
  pri:     number('PRI', 3, (p) => 19 - p.nice),
  opri:    number('PRI', 3, (p) => 80 + p.nice),
  wchan:   text('WCHAN', 10, (p) => reasonsOf(p.waits ?? '-')),
  waits:   text('WAITING FOR', 28, (p) => p.waits ?? '-'),
  time:    number('TIME', 8, (p) => clockTime(cpuTime(p)), cpuTime),
  bsdtime: number('TIME', 6, (p) => minutesAndSeconds(cpuTime(p)), cpuTime),
  etime:   number('ELAPSED', 11, (p, m) => elapsedTime(m.now - p.started), (p, m) => m.now - p.started),
  etimes:  number('ELAPSED', 7, (p, m) => Math.floor((m.now - p.started) / 1e6)),
  start_time: text('START', 5, (p, m) => startTime('%H:%M', p, m), (p) => p.started),
  start:   number('STARTED', 8, (p, m) => startTime('%H:%M:%S', p, m), (p) => p.started),
  lstart:  number('STARTED', 24, (p, m) => date('%a %b %e %H:%M:%S %Y', p.started, m), (p) => p.started),
  comm:    text('COMMAND', 15, (p) => p.indent + p.name + (p.state === 'Z' ? ' <defunct>' : '')),
  args:    text('COMMAND', 27, (p) => p.indent + p.command),
  traps:   number('TRAPS', 7, (p) => p.traps),
  nvcsw:   number('NVCSW', 6, (p) => p.voluntary),
  nivcsw:  number('NIVCSW', 6, (p) => p.involuntary),
  ready:   number('READY', 8, (p) => p.ready),
};

// Other names for the same, some with a heading of their own.
const synonyms: Record<string, string | [string, string]> = {
  pgrp: ['pgid', 'PGRP'],
  sess: ['sid', 'SESS'],
  session: ['sid', 'SESS'],
  euid: ['uid', 'EUID'],
  euser: ['user', 'EUSER'],
  egid: ['gid', 'EGID'],
  egroup: ['group', 'EGROUP'],
  uname: 'user',
  tt: 'tty',
  tname: ['tty', 'TTY'],
  state: 's',
  flag: 'f',
  '%cpu': 'pcpu',
  '%mem': 'pmem',
  nice: 'ni',
  cputime: 'time',
  stime: ['start_time', 'STIME'],
  lwait: 'ready',
  cmd: ['args', 'CMD'],
  command: 'args',
  ucmd: ['comm', 'CMD'],
  ucomm: 'comm',
};

/** The column of that name, under another heading if one is given; null if there is none. */
export function findColumn(name: string, heading?: string): Column | null {
  const synonym = synonyms[name];
  const [real, named] = typeof synonym === 'object' ? synonym : [synonym ?? name, undefined];
  const column = Object.hasOwn(table, real) ? (table[real] as Column) : null;
  return column && { ...column, heading: heading ?? named ?? column.heading };
}

/** The CPU time that a process has used. */
export function cpuTime(process: Process): Tick {
  return process.user + process.system;
}

function cpuPercent(row: Row, { now }: Moment): number {
  return now > row.started ? (100 * cpuTime(row)) / (now - row.started) : 0;
}

/** Only why, and not on which queue. */
function reasonsOf(waits: string): string {
  return waits.replace(/[^,]*: /g, ' ').trim();
}

// As procps: < less nice, N nicer, s leads its session, + in the foreground.
function stateWithFlags({ state, nice, pid, sid, pgid, foreground, tty }: Row): string {
  const flags = [nice < 0 && '<', nice > 0 && 'N', pid === sid && 's', tty && pgid === foreground && '+'];
  return state + flags.filter(Boolean).join('');
}

function startTime(today: string, { started }: Row, moment: Moment): string {
  return moment.now - started < DAY ? date(today, started, moment) : date('%b%d', started, moment);
}

function date(format: string, tick: Tick, { epoch }: Moment): string {
  return strftime(format, { sec: epoch + Math.floor(tick / 1e6), nsec: 0 });
}

/** [DD-]HH:MM:SS */
function clockTime(ticks: Tick): string {
  const { days, hours, minutes, seconds } = split(ticks);
  return `${days > 0 ? `${two(days)}-` : ''}${two(hours)}:${two(minutes)}:${two(seconds)}`;
}

/** [[DD-]HH:]MM:SS */
function elapsedTime(ticks: Tick): string {
  const { days, hours } = split(ticks);
  return days > 0 || hours > 0 ? clockTime(ticks) : clockTime(ticks).slice(3);
}

/** M:SS */
function minutesAndSeconds(ticks: Tick): string {
  const seconds = Math.floor(ticks / 1e6);
  return `${Math.floor(seconds / 60)}:${two(seconds % 60)}`;
}

function split(ticks: Tick) {
  const all = Math.floor(ticks / 1e6);
  const [days, hours] = [Math.floor(all / 86400), Math.floor(all / 3600) % 24];
  return { days, hours, minutes: Math.floor(all / 60) % 60, seconds: all % 60 };
}

function two(n: number): string {
  return String(n).padStart(2, '0');
}
