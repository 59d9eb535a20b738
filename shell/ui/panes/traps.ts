// Pane 3, the trap log: when, who, what, and what came of it. A narrow log leaves out the arguments first.

import { type Attr, restyle } from '../render/attr.ts';
import type { Surface } from '../render/surface.ts';
import type { Theme } from '../render/theme.ts';
import { fitted } from '../render/width.ts';
import { count, moment as momentText } from '../vm/format.ts';
import { type TrapLog, type TrapRow, trapLog } from '../vm/traps.ts';
import { definePane, type Hit } from './pane.ts';

export const traps = definePane<TrapLog>({
  id: 'traps',
  title: 'Traps',
  tab: 'Traps',
  model: ({ moment, state }, _width, height) =>
    trapLog(
      moment,
      {
        filter: state.filters.traps.text,
        matches: state.filters.traps.matches,
        chosen: state.trap,
        until: state.trapsUntil,
        selected: state.selected,
      },
      height,
    ),
  note: (log) => `${log.filter ? `/${log.filter}  ` : ''}${log.live ? '' : 'held  '}${count(log.total)}`,
  remember(state, log) {
    state.trapsUntil = log.until;
  },
  paint: paintTraps,
});

export function paintTraps(surface: Surface, log: TrapLog, theme: Theme): Hit[] {
  if (log.rows.length === 0) {
    const text = log.filter ? 'no trap kept matches the filter' : 'no system call yet';
    surface.put(1, 0, text, theme.dim);
  }
  return log.rows.map((row, y) => {
    paintRow(surface, y, row, theme);
    const target = { is: 'trap' as const, seq: row.seq, pid: row.pid };
    return { x: 0, y, width: surface.width, height: 1, target };
  });
}

function paintRow(surface: Surface, y: number, row: TrapRow, theme: Theme): void {
  const { width } = surface;
  const wide = width >= 48;
  const time = momentText(row.tick);
  let x = 0;
  const put = (text: string, attr: Attr) => {
    x += surface.put(x, y, text, attr);
  };
  put(`${wide ? time.padStart(11) : time.slice(-7)} `, theme.dim);
  put(
    `${fitted(wide ? `${row.name}(${row.pid})` : row.name, wide ? 13 : 8, 'left', theme.glyphs.ellipsis)} `,
    row.selected ? theme.strong : theme.text,
  );
  if (wide) {
    const room = Math.max(20, Math.floor((width - x) * 0.55));
    put(`${fitted(`${row.call}(${row.args})`, room, 'left', theme.glyphs.ellipsis)} `, theme.text);
  } else {
    put(`${fitted(row.call, 9, 'left', theme.glyphs.ellipsis)} `, theme.text);
  }
  const [text, look] = outcome(row, wide ? row.result : row.short, theme);
  put(fitted(text, Math.max(0, width - x), 'left', theme.glyphs.ellipsis), look);
  if (row.chosen) surface.paint(0, y, width, (attr) => restyle(attr, { inverse: true }));
}

function outcome(row: TrapRow, result: string, theme: Theme): [string, Attr] {
  const wakes = row.wakes ? `  wakes ${row.wakes}` : '';
  switch (row.outcome) {
    case 'open':
      return [wakes.trim(), theme.wake];
    case 'blocked':
      return [`${theme.states.sleeping.glyph} ${result}`, theme.states.sleeping.attr];
    case 'returned':
      return [`= ${result}${wakes}`, wakes ? theme.wake : theme.text];
    case 'failed':
      return [`= ${result}${wakes}`, theme.error];
    case 'cut':
      return ['did not return', theme.dim];
    default:
      return row.outcome satisfies never;
  }
}
