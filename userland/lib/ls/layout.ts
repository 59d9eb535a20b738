// How ls shows files: in columns, one on a line, or long. Pure functions from entries to lines.

import type { Stat } from '../../../kernel/abi.ts';
import { quoteIfNeeded } from '../errors.ts';
import { diskUsage } from '../files.ts';
import { columns, displayWidth, humanSize, largest, modeString, padEnd, padStart } from '../format.ts';
import type { Flags } from '../getopt.ts';
import { strftime } from '../time.ts';
import type { Names } from '../users.ts';
import { type Entry, isLong } from './entries.ts';

export interface Layout {
  flags: Flags;
  width: number | null; // of the terminal to fill with columns; null: one name on a line
  quoted: boolean; // show names as they would have to be typed
  now: number; // seconds since 1970
  names: Names | null; // null: owners are shown by number
}

const HALF_YEAR = 31556952 / 2;
const KILOBYTE = 1024;

/** The lines for these entries. Those of a directory start with what it takes up, if they are long or tell sizes. */
export function formatEntries(entries: readonly Entry[], layout: Layout, ofDirectory: boolean): string[] {
  const { flags, width } = layout;
  const names = displayNames(entries, layout);
  const front = frontColumns(entries, flags);
  const rows = isLong(flags)
    ? longLines(entries, names, front, layout)
    : names.map((name, row) => [...front.map((column) => column[row]), name].join(' '));
  const lines = isLong(flags) || width === null ? rows : columns(rows, width);
  if (!ofDirectory || !(isLong(flags) || flags.has('s'))) return lines;
  const total = entries.reduce((sum, { stat }) => sum + diskUsage(stat as Stat), 0);
  return [`total ${sizeText(total, flags, KILOBYTE)}`, ...lines];
}

/** What stands before all else, in the short format as in the long one. */
function frontColumns(entries: readonly Entry[], flags: Flags): string[][] {
  const numbers = flags.has('i') ? [alignRight(entries.map(({ ino }) => String(ino)))] : [];
  if (!flags.has('s')) return numbers;
  const sizes = entries.map(({ stat }) => sizeText(diskUsage(stat as Stat), flags, KILOBYTE));
  return [...numbers, alignRight(sizes)];
}

function longLines(
  entries: readonly Entry[],
  names: readonly string[],
  front: readonly string[][],
  layout: Layout,
): string[] {
  const { flags, now, names: owners } = layout;
  const stats = entries.map(({ stat }) => stat as Stat);
  const cells = [
    ...front,
    stats.map(({ kind, mode }) => modeString(kind, mode)),
    alignRight(stats.map(({ nlink }) => String(nlink))),
    alignLeft(stats.map(({ uid }) => owners?.user(uid) ?? String(uid))),
    alignLeft(stats.map(({ gid }) => owners?.group(gid) ?? String(gid))),
    alignRight(stats.map(({ size }) => sizeText(size, flags))),
    stats.map(({ mtime }) => dateText(mtime.sec, now)),
  ];
  return entries.map((_, row) => [...cells.map((column) => column[row]), names[row]].join(' '));
}

// With some names in quotes, the others move one column to the right, so that the names stay in line.
function displayNames(entries: readonly Entry[], { flags, quoted, width }: Layout): string[] {
  const show = quoted ? quoteIfNeeded : (name: string) => name;
  const names = entries.map(({ name }) => show(name));
  const aligned = (width !== null || isLong(flags)) && names.some((name, i) => name !== entries[i]?.name);
  return entries.map((entry, i) => {
    const name = names[i] as string;
    const margin = aligned && name === entry.name ? ' ' : '';
    if (entry.target !== null && isLong(flags)) {
      const { targetStat } = entry;
      const mark = targetStat === null ? '' : indicator(targetStat.kind, targetStat.mode, flags);
      return `${margin}${name} -> ${show(entry.target)}${mark}`;
    }
    return margin + name + indicator(entry.kind, entry.stat?.mode ?? 0, flags);
  });
}

function indicator(kind: Entry['kind'], mode: number, flags: Flags): string {
  if (kind === 'directory') return flags.has('F') || flags.has('p') ? '/' : '';
  if (!flags.has('F')) return '';
  if (kind === 'symlink') return '@';
  if (kind === 'pipe') return '|';
  return kind === 'file' && mode & 0o111 ? '*' : '';
}

function sizeText(bytes: number, flags: Flags, unit = 1): string {
  return flags.has('h') ? humanSize(bytes) : String(Math.ceil(bytes / unit));
}

// The time of day matters for what is recent, the year for the rest.
function dateText(sec: number, now: number): string {
  const recent = sec > now - HALF_YEAR && sec <= now;
  return strftime(recent ? '%b %e %H:%M' : '%b %e  %Y', { sec, nsec: 0 });
}

function alignRight(cells: readonly string[]): string[] {
  const width = largest(cells.map(displayWidth));
  return cells.map((cell) => padStart(cell, width));
}

function alignLeft(cells: readonly string[]): string[] {
  const width = largest(cells.map(displayWidth));
  return cells.map((cell) => padEnd(cell, width));
}
