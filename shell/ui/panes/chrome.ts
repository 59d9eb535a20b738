// What is around the panes: their edges with titles and tabs, the hint line, and messages.

import { hintsOf, keyName } from '../keymap.ts';
import { inside, LEAST, type Place } from '../layout.ts';
import type { Rect, Surface } from '../render/surface.ts';
import type { Theme } from '../render/theme.ts';
import { textWidth } from '../render/width.ts';
import { type Message, type PaneId, paneIds } from '../state.ts';
import { wrap } from './dialogs.ts';
import { panes } from './index.ts';
import type { Hit } from './pane.ts';

/** Paints the edge of a place on its surface; returns the surface inside it, and where that begins. */
export function paintEdge(
  surface: Surface,
  place: Place,
  { note, terminal }: { note: string; terminal: string },
  focused: boolean,
  theme: Theme,
): { inner: Surface; x: number; y: number; hits: Hit[] } {
  const glyphs = focused ? theme.frame.heavy : theme.frame.light;
  const look = focused ? theme.focusAttr : theme.frameAttr;
  const tabs = place.panes.map((pane) => ({ pane, text: tabText(place, pane, terminal) }));
  const room = surface.width - 6 - tabs.reduce((sum, { text }) => sum + textWidth(text), 0);
  const labels = { note: fittingNote(note, room) };
  if (place.edge === 'frame') surface.frame(glyphs, look, labels);
  else surface.rule(0, glyphs.horizontal, look, labels);
  const whole = { x: 0, y: 0, width: surface.width, height: surface.height };
  const hits: Hit[] = [{ ...whole, target: { is: 'pane', pane: place.shown } }];
  let x = 2;
  for (const { pane, text } of tabs) {
    const look = pane === place.shown ? (focused ? theme.focusAttr : theme.strong) : theme.dim;
    const width = surface.put(x, 0, text, look);
    hits.push({ x, y: 0, width, height: 1, target: { is: 'pane', pane } });
    x += width;
  }
  const within = inside({ rect: whole, edge: place.edge });
  return {
    inner: surface.sub(within.x, within.y, within.width, within.height),
    x: within.x,
    y: within.y,
    hits,
  };
}

/** As many of a note's parts, which two spaces divide, as there is room for. The first one is the most important. */
function fittingNote(note: string, room: number): string {
  const parts = note.split('  ');
  while (parts.length > 0 && textWidth(parts.join('  ')) > room) parts.pop();
  return parts.join('  ');
}

function tabText(place: Place, pane: PaneId, terminal: string): string {
  const number = paneIds.indexOf(pane) + 1;
  if (place.panes.length === 1) return ` ${number} ${pane === 'console' ? terminal : panes[pane].title} `;
  const name = `${number} ${pane === 'console' ? terminal : panes[pane].tab}`;
  return pane === place.shown ? `[${name}]` : ` ${name} `;
}

interface Hint {
  keys: string[];
  label: string; // what they do, if more than one together: '< > speed'
  keep: boolean;
}

/** The hint line: how to get on is always there; of the others as many as fit. */
export function paintHints(
  line: Surface,
  pane: PaneId,
  refused: (key: string) => boolean,
  theme: Theme,
): Hit[] {
  const hints = hintsFor(pane);
  const width = ({ keys, label }: Hint) =>
    keys.reduce((sum, key) => sum + textWidth(keyText(key, theme)) + 1, textWidth(label) + 2);
  let room = line.width - 1 - hints.reduce((sum, hint) => sum + (hint.keep ? width(hint) : 0), 0);
  const fitting = hints.filter((hint) => {
    if (!hint.keep) room -= width(hint);
    return hint.keep || room >= 0;
  });
  const hits: Hit[] = [];
  let x = 1;
  for (const { keys, label } of fitting) {
    for (const key of keys) {
      const from = x;
      x += line.put(x, 0, keyText(key, theme), refused(key) ? theme.dim : theme.hintKey) + 1;
      const end = key === keys.at(-1) ? x + textWidth(label) : x;
      hits.push({ x: from, y: 0, width: end - from, height: 1, target: { is: 'key', key } });
    }
    x += line.put(x, 0, label, theme.dim) + 2;
  }
  return hits;
}

/** The keys that the hint line of a pane speaks of. */
export function hintedKeys(pane: PaneId): string[] {
  return hintsOf(pane).map((row) => row.keys[0]!);
}

// A row whose hint is empty shares the next row's.
function hintsFor(pane: PaneId): Hint[] {
  const hints: Hint[] = [];
  let keys: string[] = [];
  for (const row of hintsOf(pane)) {
    keys.push(row.keys[0]!);
    if (row.hint === '') continue;
    hints.push({ keys, label: row.hint!, keep: row.keepHint === true });
    keys = [];
  }
  return hints;
}

function keyText(key: string, theme: Theme): string {
  return key === 'space' && theme.glyphs.ellipsis === '…' ? '␣' : keyName(key);
}

const MESSAGE_LINES = 4;

/** A message is in front of the lowest rows of the body. */
export function messageRect(message: Message, width: number, height: number): Rect {
  const rows = messageLines(message, width).length;
  return { x: 0, y: height - 1 - rows, width, height: rows };
}

export function paintMessage(surface: Surface, message: Message, theme: Theme): void {
  const look = message.is === 'error' ? theme.panic : theme.selected;
  surface.clear(look);
  for (const [y, text] of messageLines(message, surface.width).entries()) surface.put(2, y, text, look);
}

function messageLines({ text }: Message, width: number): string[] {
  return wrap(text, width - 4).slice(0, MESSAGE_LINES);
}

export function paintTooSmall(surface: Surface, theme: Theme): void {
  const lines = [
    'This terminal is too small.',
    `It is ${surface.width}${theme.glyphs.times}${surface.height};`,
    `tinyos wants ${LEAST.width}${theme.glyphs.times}${LEAST.height}.`,
  ];
  const top = Math.max(0, Math.floor((surface.height - lines.length) / 2));
  for (const [i, text] of lines.entries()) {
    surface.put(Math.max(0, Math.floor((surface.width - text.length) / 2)), top + i, text, theme.strong);
  }
}
