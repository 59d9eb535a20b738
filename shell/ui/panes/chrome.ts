// What is around the panes: their edges with titles and tabs, the hint line, and messages.

import { hintsOf, keyName } from '../keymap.ts';
import { inside, type Place } from '../layout.ts';
import type { Surface } from '../render/surface.ts';
import type { Theme } from '../render/theme.ts';
import { textWidth } from '../render/width.ts';
import { type Message, type PaneId, paneIds } from '../state.ts';
import { wrap } from './dialogs.ts';
import { panes } from './index.ts';
import type { Hit } from './pane.ts';

/** Paints the edge of a place; returns the surface inside it. */
export function paintEdge(
  screen: Surface,
  place: Place,
  note: string,
  focused: boolean,
  theme: Theme,
): { inner: Surface; hits: Hit[] } {
  const { rect, edge } = place;
  const surface = screen.sub(rect.x, rect.y, rect.width, rect.height);
  const glyphs = focused ? theme.frame.heavy : theme.frame.light;
  const look = focused ? theme.focusAttr : theme.frameAttr;
  const labels = { title: '', note };
  if (edge === 'frame') surface.frame(glyphs, look, labels);
  else surface.rule(0, glyphs.horizontal, look, labels);
  const hits: Hit[] = [{ ...rect, target: { is: 'pane', pane: place.shown } }];
  let x = 2;
  for (const pane of place.panes) {
    const text = tabText(place, pane);
    if (x + textWidth(text) > rect.width - textWidth(note) - 4 && x > 2) break;
    const look = pane === place.shown ? (focused ? theme.focusAttr : theme.strong) : theme.dim;
    const width = surface.put(x, 0, text, look);
    hits.push({ x: rect.x + x, y: rect.y, width, height: 1, target: { is: 'pane', pane } });
    x += width;
  }
  const { x: left, y: top, width, height } = inside(place);
  return { inner: screen.sub(left, top, width, height), hits };
}

function tabText(place: Place, pane: PaneId): string {
  const number = paneIds.indexOf(pane) + 1;
  if (place.panes.length === 1) return ` ${number} ${pane === 'console' ? 'tty0' : panes[pane].title} `;
  const name = `${number} ${pane === 'console' ? 'tty0' : panes[pane].tab}`;
  return pane === place.shown ? `[${name}]` : ` ${name} `;
}

/** The hint line: the last few, how to get on, are always there; of the others as many as fit. */
export function paintHints(
  line: Surface,
  pane: PaneId,
  refused: (key: string) => boolean,
  theme: Theme,
): Hit[] {
  const hints = hintsOf(pane).map((row) => ({
    key: row.keys[0]!,
    label: row.hint!,
    always: row.keepHint === true,
  }));
  const width = (hint: { key: string; label: string }) =>
    textWidth(keyText(hint.key, theme) + hint.label) + (hint.label ? 3 : 1);
  let room = line.width - 1 - hints.filter((hint) => hint.always).reduce((sum, hint) => sum + width(hint), 0);
  const shown = hints.filter((hint) => {
    if (hint.always) return true;
    room -= width(hint);
    return room >= 0;
  });
  const hits: Hit[] = [];
  let x = 1;
  for (const hint of shown) {
    const from = x;
    const look = refused(hint.key) ? theme.dim : theme.hintKey;
    x += line.put(x, 0, keyText(hint.key, theme), look) + (hint.label ? 1 : 0);
    x += line.put(x, 0, hint.label, theme.dim);
    hits.push({ x: from, y: 0, width: x - from, height: 1, target: { is: 'key', key: hint.key } });
    x += hint.label ? 2 : 1;
  }
  return hits;
}

function keyText(key: string, theme: Theme): string {
  return key === 'space' && theme.glyphs.ellipsis === '…' ? '␣' : keyName(key);
}

/** A message in front of the lowest rows of the body. */
export function paintMessage(screen: Surface, message: Message, theme: Theme): void {
  const lines = wrap(message.text, screen.width - 4).slice(0, 4);
  const look = message.is === 'error' ? theme.panic : theme.selected;
  for (const [i, text] of lines.entries()) {
    const y = screen.height - 1 - lines.length + i;
    screen.fill(0, y, screen.width, 1, ' ', look);
    screen.put(2, y, text, look);
  }
}
