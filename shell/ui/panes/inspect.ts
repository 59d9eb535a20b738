// Pane 6, the inspector: the selected process, or with none the one in front of the terminal. The most telling lines
// come first, since a small pane shows only those.

import type { DescriptorView } from '../../../kernel/inspect.ts';
import type { Attr } from '../render/attr.ts';
import type { Surface } from '../render/surface.ts';
import type { Theme } from '../render/theme.ts';
import { truncate } from '../render/width.ts';
import { count, counted, moment as momentText, span } from '../vm/format.ts';
import { type Inspection, inspection } from '../vm/inspect.ts';
import { frontProcess } from '../vm/moment.ts';
import { firstRow } from '../vm/rows.ts';
import { definePane, type Hit, type Target } from './pane.ts';

const LABEL = 8;
const TWO_COLUMNS_FROM = 76; // cells

type Model = ReturnType<typeof inspection>;

interface Scrolled {
  process: Model;
  wanted: number; // as it was scrolled, perhaps too far
}

export const inspect = definePane<Scrolled>({
  id: 'inspect',
  title: 'Inspect',
  tab: 'Inspect',
  model: ({ moment, terminal, state }) => {
    const pid = state.selected ?? frontProcess(moment, terminal)?.pid ?? null;
    return { process: inspection(moment, pid), wanted: state.tops.inspect };
  },
  note: ({ process }, _theme, { state }) => {
    if (!process || 'gone' in process) return '';
    return `${state.selected === null ? 'in front: ' : ''}${process.name}(${process.pid})`;
  },
  paint: (surface, { process, wanted }, theme) => paintInspect(surface, process, wanted, theme),
});

interface Part {
  text: string;
  attr: Attr;
  target?: Target;
}

interface Line {
  label: string;
  parts: Part[];
}

export function paintInspect(surface: Surface, model: Model, wanted: number, theme: Theme): Hit[] {
  if (!model || 'gone' in model) {
    const text = model ? `${model.gone} has ended and is gone` : 'select a process: 2, then the arrow keys';
    surface.put(1, 0, truncate(text, surface.width - 2, theme.glyphs.ellipsis), theme.dim);
    return [];
  }
  if (surface.width >= TWO_COLUMNS_FROM) return paintColumns(surface, model, wanted, theme);
  const lines = [...describe(model, surface.width - LABEL, theme), ...details(model, theme)];
  return paintLines(surface, lines, wanted, theme);
}

// What is most telling at the left, what it did and where it comes from at the right.
function paintColumns(surface: Surface, model: Inspection, wanted: number, theme: Theme): Hit[] {
  const width = Math.floor(surface.width / 2);
  const left = surface.sub(0, 0, width - 2, surface.height);
  const right = surface.sub(width, 0, surface.width - width, surface.height);
  const hits = paintLines(right, details(model, theme), wanted, theme);
  return [
    ...paintLines(left, describe(model, left.width - LABEL, theme), wanted, theme),
    ...hits.map((hit) => ({ ...hit, x: hit.x + width })),
  ];
}

function paintLines(surface: Surface, lines: Line[], wanted: number, theme: Theme): Hit[] {
  const top = firstRow({ top: wanted, reveal: false }, surface.height, lines.length, -1);
  return lines.slice(top, top + surface.height).flatMap((line, y) => paintLine(surface, y, line, theme));
}

function paintLine(surface: Surface, y: number, line: Line, theme: Theme): Hit[] {
  const hits: Hit[] = [];
  surface.put(0, y, line.label, theme.strong);
  let x = LABEL;
  for (const { text, attr, target } of line.parts) {
    const shown = truncate(text, Math.max(0, surface.width - x), theme.glyphs.ellipsis);
    const width = surface.put(x, y, shown, attr);
    if (target) hits.push({ x, y, width, height: 1, target });
    x += width;
  }
  return hits;
}

function describe(p: Inspection, width: number, theme: Theme): Line[] {
  const look = theme.states[p.state];
  const plain = (label: string, text: string, attr = theme.text): Line => ({
    label,
    parts: [{ text, attr }],
  });
  return [
    {
      label: 'state',
      parts: [
        { text: `${look.glyph} ${look.word}`, attr: look.attr },
        { text: ` for ${span(p.since)}${p.call ? `, in ${p.call}` : ''}`, attr: theme.text },
      ],
    },
    plain('waits', p.waits || 'for nothing', p.waits ? theme.text : theme.dim),
    { label: 'woken', parts: wakers(p, theme) },
    ...wrapped('fds', descriptorTexts(p.descriptors), width, theme),
    plain('signals', signalsText(p)),
    plain(
      'cpu',
      `${span(p.cpu.user + p.cpu.system)} (${span(p.cpu.system)} in traps), ready ${span(p.cpu.waited)}`,
    ),
    plain(
      'counts',
      `${counted(p.traps, 'trap')}, ${counted(p.voluntary, 'sleep')}, ${count(p.involuntary)} preempted`,
    ),
  ];
}

function details(p: Inspection, theme: Theme): Line[] {
  const plain = (label: string, text: string): Line => ({ label, parts: [{ text, attr: theme.text }] });
  return [
    ...recent(p, theme),
    plain('parent', `${p.parent}, group ${p.pgid}, session ${p.sid}`),
    plain('tty', `${p.terminal}; nice ${p.nice}`),
    plain('argv', p.argv),
    plain('cwd', p.cwd),
  ];
}

// '0-2 rw /dev/console': neighbours that are the same are told once.
function descriptorTexts(descriptors: readonly DescriptorView[]): string[] {
  const runs: { first: DescriptorView; last: number }[] = [];
  for (const d of descriptors) {
    const run = runs.at(-1);
    const same = run && run.last === d.fd - 1 && run.first.what === d.what && run.first.access === d.access;
    if (same) run.last = d.fd;
    else runs.push({ first: d, last: d.fd });
  }
  return runs.map(({ first, last }) => {
    const numbers = last === first.fd ? first.fd : `${first.fd}-${last}`;
    return `${numbers} ${first.access} ${first.what}`;
  });
}

function wakers(p: Inspection, theme: Theme): Part[] {
  const parts = p.wakers.flatMap((waker, i): Part[] => {
    const look = waker.state && theme.states[waker.state];
    return [
      { text: i > 0 ? ', ' : 'by ', attr: theme.text },
      { text: `${waker.name}(${waker.pid})`, attr: theme.wake, target: { is: 'process', pid: waker.pid } },
      { text: look ? ` ${look.glyph} ${look.word}` : '', attr: look ? look.attr : theme.text },
    ];
  });
  if (p.source) parts.push({ text: `${parts.length > 0 ? ' or ' : 'by '}the ${p.source}`, attr: theme.wake });
  if (parts.length > 0) return parts;
  return [{ text: p.state === 'sleeping' ? 'by nobody that is known' : '-', attr: theme.dim }];
}

function signalsText(p: Inspection): string {
  const pending = p.pending ? `pending ${p.pending}` : 'none pending';
  return p.ignored ? `${pending}; ignores ${p.ignored}` : pending;
}

function recent(p: Inspection, theme: Theme): Line[] {
  if (p.recent.length === 0) return [{ label: 'traps', parts: [{ text: 'none yet', attr: theme.dim }] }];
  return p.recent.map((trap, i) => ({
    label: i === 0 ? 'traps' : '',
    parts: [
      { text: `${momentText(trap.tick)} `, attr: theme.dim },
      {
        text: trap.text,
        attr: trap.failed ? theme.error : trap.open ? theme.states.sleeping.attr : theme.text,
      },
    ],
  }));
}

// Items two spaces apart, on as many lines as they need.
function wrapped(label: string, items: readonly string[], width: number, theme: Theme): Line[] {
  const lines: string[] = [];
  for (const item of items) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 2 + item.length <= width)
      lines[lines.length - 1] = `${last}  ${item}`;
    else lines.push(item);
  }
  return (lines.length > 0 ? lines : ['none open']).map((text, i) => ({
    label: i === 0 ? label : '',
    parts: [{ text, attr: theme.text }],
  }));
}
