// Pane 5, the queues: the CPU and its slice, who waits for it in which order, and who waits for what.
//
//     CPU    ▶ cruncher(9)  slice ████░░░░ 5.0ms of 10ms
//     READY  producer(3) → philo1(6)
//     WAIT   pipe#2 readers: pipe empty
//              consumer(4)  ← producer(3)

import { type Attr, restyle } from '../render/attr.ts';
import type { Surface } from '../render/surface.ts';
import type { Theme } from '../render/theme.ts';
import { textWidth, truncate } from '../render/width.ts';
import { shortSpan } from '../vm/format.ts';
import { type Member, type Queues, queues, type WaitRow } from '../vm/queues.ts';
import { firstRow } from '../vm/rows.ts';
import { definePane, type Hit } from './pane.ts';

const LABEL = 7;
const ONE_LINE_FROM = 60; // cells from which on a wait queue has a line, not two
const QUEUE = 30; // cells for its name and reason then

interface Scrolled {
  queues: Queues;
  top: number;
}

export const queuesPane = definePane<Scrolled>({
  id: 'queues',
  title: 'Queues',
  tab: 'Queues',
  model({ moment, state }, width, height) {
    const made = queues(moment, state.selected);
    const lines = listLines(made, width);
    const chosen = lines.findIndex((line) => holds(line, state.selected));
    const scroll = { top: state.tops.queues, reveal: state.reveal };
    return { queues: made, top: firstRow(scroll, height, lines.length, chosen) };
  },
  remember(state, { top }) {
    state.tops.queues = top;
  },
  note: ({ queues: q }) => `${q.policy}, quantum ${shortSpan(q.quantum)}`,
  paint: (surface, { queues: q, top }, theme) => paintQueues(surface, q, top, theme),
});

type Line =
  | { is: 'cpu' }
  | { is: 'ready' }
  | { is: 'wait'; row: WaitRow; first: boolean }
  | { is: 'sleepers'; row: WaitRow }
  | { is: 'both'; row: WaitRow; first: boolean }
  | { is: 'stopped'; member: Queues['stopped'][number]; first: boolean }
  | { is: 'zombie'; member: Queues['zombies'][number]; first: boolean }
  | { is: 'nobody' };

function listLines(q: Queues, width: number): Line[] {
  return [
    { is: 'cpu' },
    { is: 'ready' },
    ...(q.waiting.length === 0 ? [{ is: 'nobody' as const }] : []),
    ...q.waiting.flatMap((row, i): Line[] =>
      width >= ONE_LINE_FROM
        ? [{ is: 'both', row, first: i === 0 }]
        : [
            { is: 'wait', row, first: i === 0 },
            { is: 'sleepers', row },
          ],
    ),
    ...q.stopped.map((member, i): Line => ({ is: 'stopped', member, first: i === 0 })),
    ...q.zombies.map((member, i): Line => ({ is: 'zombie', member, first: i === 0 })),
  ];
}

function holds(line: Line, pid: number | null): boolean {
  if (line.is === 'sleepers' || line.is === 'both')
    return line.row.sleepers.some((member) => member.pid === pid);
  return (line.is === 'stopped' || line.is === 'zombie') && line.member.pid === pid;
}

export function paintQueues(surface: Surface, q: Queues, top: number, theme: Theme): Hit[] {
  const hits: Hit[] = [];
  for (const [y, line] of listLines(q, surface.width)
    .slice(top, top + surface.height)
    .entries()) {
    paintLine({ surface, y, x: 0, theme, hits }, q, line);
  }
  return hits;
}

/** Writes a line from left to right, and notes what can be clicked. */
interface Pen {
  surface: Surface;
  theme: Theme;
  hits: Hit[];
  x: number;
  y: number;
}

function put(pen: Pen, text: string, attr: Attr): void {
  const room = pen.surface.width - pen.x;
  if (room > 0) pen.x += pen.surface.put(pen.x, pen.y, truncate(text, room, pen.theme.glyphs.ellipsis), attr);
}

function paintLine(pen: Pen, q: Queues, line: Line): void {
  const { theme } = pen;
  switch (line.is) {
    case 'cpu':
      paintCpu(pen, q);
      break;
    case 'ready':
      paintReady(pen, q);
      break;
    case 'nobody':
      label(pen, 'WAIT');
      put(pen, 'nobody waits', theme.dim);
      break;
    case 'wait':
      paintQueue(pen, line.row, line.first);
      break;
    case 'sleepers':
      pen.x = LABEL + 2;
      paintSleepers(pen, line.row);
      break;
    case 'both':
      paintQueue(pen, line.row, line.first);
      pen.x = Math.max(pen.x + 2, LABEL + QUEUE);
      paintSleepers(pen, line.row);
      break;
    case 'stopped':
      label(pen, line.first ? 'STOP' : '');
      paintMember(pen, line.member, theme.states.stopped.attr, theme.states.stopped.glyph);
      put(pen, line.member.by ? `  by ${line.member.by}` : '', theme.dim);
      break;
    case 'zombie':
      label(pen, line.first ? 'ZOMBIE' : '');
      paintMember(pen, line.member, theme.states.zombie.attr, theme.states.zombie.glyph);
      put(pen, `  ${theme.glyphs.leftArrow} ${line.member.parent} has not waited for it`, theme.dim);
      break;
    default:
      line satisfies never;
  }
}

function label(pen: Pen, text: string): void {
  pen.surface.put(0, pen.y, text, pen.theme.strong);
  pen.x = LABEL;
}

function paintCpu(pen: Pen, q: Queues): void {
  const { theme, surface } = pen;
  label(pen, 'CPU');
  if (!q.running) {
    const next = q.ready.length > 0 ? 'between two slices' : 'idle: nobody is ready';
    put(pen, `${theme.glyphs.idle} ${next}`, theme.dim);
    return;
  }
  paintMember(pen, q.running, theme.states.running.attr, theme.states.running.glyph);
  const used = ` ${shortSpan(q.used)}/${shortSpan(q.slice)}`;
  const room = surface.width - pen.x - used.length - 2;
  const word = room >= 14 ? 'slice ' : '';
  const bar = Math.max(4, Math.min(20, room - word.length));
  const full = q.slice > 0 ? Math.min(bar, Math.round((bar * q.used) / q.slice)) : 0;
  put(pen, `  ${word}`, theme.dim);
  put(pen, theme.glyphs.full.repeat(full), theme.states.running.attr);
  put(pen, theme.glyphs.empty.repeat(bar - full), theme.dim);
  put(pen, used, theme.text);
}

function paintReady(pen: Pen, q: Queues): void {
  const { theme } = pen;
  label(pen, 'READY');
  if (q.ready.length === 0) {
    put(pen, 'nobody waits for the cpu', theme.dim);
    return;
  }
  paintMembers(pen, q.ready, ` ${theme.glyphs.rightArrow} `, theme.states.ready.attr, 0);
}

function paintQueue(pen: Pen, row: WaitRow, first: boolean): void {
  label(pen, first ? 'WAIT' : '');
  put(pen, row.queue, pen.theme.strong);
  put(pen, `: ${row.reason}`, pen.theme.dim);
}

function paintSleepers(pen: Pen, row: WaitRow): void {
  const { theme } = pen;
  const wakers = wakersText(row);
  const arrow = wakers ? `  ${theme.glyphs.leftArrow} ` : '';
  const room = textWidth(arrow) + Math.min(textWidth(wakers), 14);
  paintMembers(pen, row.sleepers, ` ${theme.glyphs.rightArrow} `, theme.states.sleeping.attr, room);
  put(pen, arrow, theme.wake);
  const source = row.source && row.wakers.length > 0 ? ` or ${row.source}` : (row.source ?? '');
  paintMembers(pen, row.wakers, ' ', theme.wake, textWidth(source));
  put(pen, source, theme.wake);
}

function wakersText(row: WaitRow): string {
  return [...row.wakers.map((waker) => `${waker.name}(${waker.pid})`), row.source ?? ''].join(' ').trim();
}

// As many as fit before `room` cells at the end of the line, and how many more there are.
function paintMembers(pen: Pen, members: readonly Member[], between: string, attr: Attr, room: number): void {
  const { theme, surface } = pen;
  for (const [i, member] of members.entries()) {
    const left = members.length - i;
    const needed = textWidth(`${between}${member.name}(${member.pid})`) + (left > 1 ? 6 : 0);
    if (i > 0 && pen.x + needed > surface.width - room) {
      put(pen, ` ${theme.glyphs.ellipsis} +${left}`, theme.dim);
      break;
    }
    if (i > 0) put(pen, between, theme.dim);
    paintMember(pen, member, attr);
  }
}

function paintMember(pen: Pen, member: Member, attr: Attr, glyph = ''): void {
  const { x } = pen;
  const look = member.selected ? restyle(attr, { inverse: true }) : attr;
  put(pen, `${glyph ? `${glyph} ` : ''}${member.name}(${member.pid})`, look);
  const target = { is: 'process' as const, pid: member.pid };
  pen.hits.push({ x, y: pen.y, width: pen.x - x, height: 1, target });
}
