// Pane 2, the process table. How many columns it has depends on its width.

import { type Attr, restyle } from '../render/attr.ts';
import type { Surface } from '../render/surface.ts';
import type { Theme } from '../render/theme.ts';
import { fitted, textWidth } from '../render/width.ts';
import { count, shortSpan } from '../vm/format.ts';
import { type Changing, type ProcessRow, type ProcessTable, processTable } from '../vm/processes.ts';
import { definePane, type Hit } from './pane.ts';

export const processes = definePane<ProcessTable>({
  id: 'processes',
  title: 'Processes',
  tab: 'Procs',
  model: ({ moment, state }, _width, height) =>
    processTable(
      moment,
      {
        order: state.order,
        filter: state.filters.processes.text,
        matches: state.filters.processes.matches,
        selected: state.selected,
        scroll: { top: state.tops.processes, reveal: state.reveal },
      },
      height - 1,
    ),
  remember(state, table) {
    state.tops.processes = table.top;
  },
  note: (table, _theme, { state }) => processesNote(table, state.follow),
  paint: paintProcesses,
});

// What comes first is told by a narrow table too: that rows are hidden.
function processesNote({ filter, total, all, order }: ProcessTable, follows: boolean): string {
  const hidden = filter ? `${total} of ${all}  /${filter}  ` : '';
  return `${hidden}${follows ? 'follows the cpu  ' : ''}${order === 'tree' ? 'tree' : `sort: ${order}`}`;
}

interface Column {
  head: string;
  width: number;
  share?: number; // of what the others leave, for a column without a width of its own
  right?: boolean;
  least: number; // the width of the table from which on it is there
  changing?: Changing;
  text(row: ProcessRow, theme: Theme, width: number): string;
  look?(row: ProcessRow, theme: Theme): Attr;
}

// biome-ignore format: a table
const columns: Column[] = [
  { head: 'PID', width: 4, right: true, least: 0, text: (row) => String(row.pid) },
  { head: 'PPID', width: 5, right: true, least: 84, text: (row) => String(row.ppid) },
  { head: 'NAME', width: 8, least: 0, text: nameText },
  { head: 'STATE', width: 9, least: 0, changing: 'state', text: stateText, look: (row, theme) => theme.states[row.state].attr },
  { head: 'NICE', width: 4, right: true, least: 110, text: (row) => String(row.nice) },
  { head: 'CPU', width: 5, right: true, least: 0, changing: 'cpu', text: (row) => shortSpan(row.cpu) },
  { head: 'WAITED', width: 6, right: true, least: 84, text: (row) => shortSpan(row.waited) },
  { head: 'TRAPS', width: 7, right: true, least: 56, changing: 'traps', text: (row) => count(row.traps) },
  { head: 'WAITS FOR', width: 0, share: 3, least: 0, changing: 'waits', text: waitsText },
  { head: 'LAST TRAP', width: 0, share: 2, least: 84, text: (row) => row.lastTrap, look: (_, theme) => theme.dim },
];

function nameText(row: ProcessRow, theme: Theme): string {
  return row.depth === 0 ? row.name : `${' '.repeat(row.depth - 1)}${theme.glyphs.branch}${row.name}`;
}

function waitsText(row: ProcessRow, _theme: Theme, width: number): string {
  return width >= 14 && textWidth(row.waits) <= width ? row.waits : row.waitsShort;
}

function stateText(row: ProcessRow, theme: Theme): string {
  const { glyph, word } = theme.states[row.state];
  return `${glyph} ${word}`;
}

export function paintProcesses(surface: Surface, table: ProcessTable, theme: Theme): Hit[] {
  const { width } = surface;
  const shown = arrange(width);
  paintHeads(surface, shown, theme);
  if (table.rows.length === 0) surface.put(1, 1, 'no process matches the filter', theme.dim);
  return table.rows.map((row, i) => {
    const y = i + 1;
    paintRow(surface, y, row, shown, theme);
    return { x: 0, y, width, height: 1, target: { is: 'process', pid: row.pid } };
  });
}

interface Placed {
  column: Column;
  x: number;
  width: number;
}

// The columns that a table of this width has; those of no width share what the others leave.
function arrange(width: number): Placed[] {
  const chosen = columns.filter((column) => width >= column.least);
  const wider = width >= 56 ? 4 : 0; // room for longer names
  const fixed = chosen.reduce((sum, column) => sum + (column.width && column.width + 1), wider);
  const shares = chosen.reduce((sum, { share = 0 }) => sum + share, 0);
  const flexible = (share: number) => Math.floor(((width - fixed + 1) * share) / shares) - 1;
  let x = 0;
  return chosen.map((column) => {
    const placed = { column, x, width: column.share ? flexible(column.share) : column.width };
    if (column.head === 'NAME') placed.width += wider;
    x += placed.width + 1;
    return placed;
  });
}

function paintHeads(surface: Surface, shown: readonly Placed[], theme: Theme): void {
  for (const { column, x, width } of shown) {
    const head = column.head === 'WAITS FOR' && width < 9 ? 'WAITS' : column.head;
    surface.put(x, 0, fitted(head, width, column.right ? 'right' : 'left'), theme.heading);
  }
}

function paintRow(
  surface: Surface,
  y: number,
  row: ProcessRow,
  shown: readonly Placed[],
  theme: Theme,
): void {
  for (const { column, x, width } of shown) {
    const align = column.right ? 'right' : 'left';
    const text = fitted(column.text(row, theme, width), width, align, theme.glyphs.ellipsis);
    const look = column.look?.(row, theme) ?? (row.state === 'zombie' ? theme.dim : theme.text);
    const changed = column.changing !== undefined && row.changed.includes(column.changing);
    surface.put(x, y, text, changed ? restyle(look, { underline: true, bold: true }) : look);
  }
  if (!row.selected) return;
  surface.paint(0, y, surface.width, (attr) => restyle(attr, { inverse: true }));
  if (row.pid < 1000) surface.put(0, y, theme.glyphs.selected, theme.selected);
}
