// What ps shows when nobody says which columns: the formats of its options, and the parsing of -o.

import { type Column, findColumn } from './columns.ts';

/** The formats by name: those of options with a dash, and of options without one. */
const formats = {
  plain: 'pid tname time ucmd',
  full: 'user=UID pid ppid c stime tname time cmd',
  long: 'f s uid pid ppid c opri ni addr sz wchan tname time ucmd',
  fullLong: 'f s user=UID pid ppid c opri ni addr sz wchan stime tname time cmd',
  jobs: 'pid pgid sid tname time ucmd',
  fullJobs: 'user=UID pid ppid pgid sid c stime tname time cmd',
  bsd: 'pid tname stat bsdtime command',
  bsdUser: 'user pid pcpu pmem vsz rss tname stat start_time bsdtime command',
  bsdLong: 'f uid pid ppid pri ni vsz rss wchan stat tname bsdtime command',
  bsdJobs: 'ppid pid pgid sid tname tpgid stat uid bsdtime command',
} as const;

export type Format = keyof typeof formats;

export function columnsOf(format: Format): Column[] {
  return formats[format].split(' ').map((word) => parseColumn(word) as Column);
}

/** The columns of a list such as "pid,ppid=PARENT,args"; or the word in it that names none. */
export function parseColumns(list: string): Column[] | { unknown: string } {
  const columns: Column[] = [];
  for (const word of list.split(/[\s,]+/).filter(Boolean)) {
    const column = parseColumn(word);
    if (column === null) return { unknown: word };
    columns.push(column);
  }
  return columns;
}

/** One column: "pid", "pid=HEADING" or "wchan:20", which is wider. */
function parseColumn(word: string): Column | null {
  const [, name = '', width, heading] = /^([^=:]*)(?::(\d+))?(?:=(.*))?$/.exec(word) ?? [];
  const column = findColumn(name, heading);
  return column && width !== undefined ? { ...column, width: Number(width) } : column;
}
