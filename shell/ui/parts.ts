// The parts of the screen, from back to front: the panes, the lines around them, a message, the dialogs.
//
// Each is an element of its own: it says where it is and what it shows, and is painted anew only if that has changed.
// To add one: a row in `kinds`, and its name in PartName.

import { bindingOf } from './keymap.ts';
import { inside, placeShowing } from './layout.ts';
import {
  hintedKeys,
  messageRect,
  paintEdge,
  paintHints,
  paintMessage,
  paintTooSmall,
} from './panes/chrome.ts';
import { dialogRect, paintDialog } from './panes/dialogs.ts';
import { panes } from './panes/index.ts';
import type { Hit, Painted, View } from './panes/pane.ts';
import { paintStatus } from './panes/status.ts';
import type { Rect, Surface } from './render/surface.ts';
import type { Pane, UiScreen } from './screen.ts';
import { type Dialog, focusedPane, isTyping, type PaneId, paneIds } from './state.ts';
import type { Ui } from './ui.ts';
import { frontProcess, nameAt } from './vm/moment.ts';
import { same } from './vm/same.ts';
import { status } from './vm/status.ts';

export type PartName = PaneId | 'status' | 'hints' | 'too small' | 'message' | Dialog['is'];

export interface Part {
  readonly name: PartName;
  readonly pane: Pane;
  /** Where it is, or null. */
  rect: Rect | null;
  /** What can be clicked, the foremost last, by the part's own coordinates. */
  hits: readonly Hit[];
  /** As it was last shown, on any surface. */
  paint(surface: Surface): Painted;
  /** Puts it where it belongs, and has it painted if it shows something new. */
  update(ui: Ui, view: View): void;
}

/** What a part shows: plain data, and how that looks. */
interface Picture {
  what: unknown;
  paint(surface: Surface): Painted;
}

interface Kind {
  name: PartName;
  place(ui: Ui): Rect | null;
  show(ui: Ui, view: View): Picture;
}

const dialogNames = ['help', 'quit', 'filter', 'stop-when', 'palette', 'signals'] as const;

const kinds: readonly Kind[] = [
  ...paneIds.map((name) => ({
    name,
    place: placeOfPane(name),
    show: name === 'console' ? showConsole : showPane(name),
  })),
  { name: 'status', place: ({ layout }) => layout.status, show: showStatus },
  { name: 'hints', place: ({ layout }) => layout.hints, show: showHints },
  {
    name: 'too small',
    place: ({ screen: { width, height } }) => ({ x: 0, y: 0, width, height }),
    show: showTooSmall,
  },
  { name: 'message', place: placeOfMessage, show: showMessage },
  ...dialogNames.map((name) => ({ name, place: placeOfDialog(name), show: showDialog })),
];

export function createParts(screen: UiScreen): Part[] {
  return kinds.map((kind) => createPart(screen, kind));
}

function createPart(screen: UiScreen, { name, place, show }: Kind): Part {
  let shown: Picture | null = null;
  const part: Part = {
    name,
    rect: null,
    hits: [],
    pane: screen.pane((surface) => {
      const { hits = [], cursor = null } = part.paint(surface);
      part.hits = hits;
      part.pane.cursor = cursor;
    }),
    paint: (surface) => shown?.paint(surface) ?? {},
    update(ui, view) {
      const fits = (ui.layout.name === 'too small') === (name === 'too small');
      const rect = fits ? place(ui) : null;
      const moved = !same(rect, part.rect);
      part.rect = rect;
      part.pane.place(rect);
      const next = rect && show(ui, view);
      if (!moved && next && shown && same(next.what, shown.what)) return;
      shown = next;
      part.pane.touch();
    },
  };
  return part;
}

function placeOfPane(pane: PaneId): Kind['place'] {
  return ({ layout }) => placeShowing(layout, pane)?.rect ?? null;
}

function placeOfMessage({ state, screen }: Ui): Rect | null {
  return state.message && messageRect(state.message, screen.width, screen.height);
}

function placeOfDialog(name: Dialog['is']): Kind['place'] {
  return ({ state, screen }) =>
    state.dialog?.is === name ? dialogRect(name, screen.width, screen.height) : null;
}

function showPane(name: Exclude<PaneId, 'console'>): Kind['show'] {
  return ({ state, layout, theme }, view) => {
    const place = placeShowing(layout, name)!;
    const { width, height } = inside(place);
    const { terminal } = view;
    const { model, note, remember, paint } = panes[name].prepare(view, width, height, theme);
    remember(state);
    const focused = name === focusedPane(state);
    return {
      what: [terminal, model, note, focused, place.panes, place.edge],
      paint(surface) {
        const { inner, x, y, hits } = paintEdge(surface, place, { note, terminal }, focused, theme);
        return { hits: [...hits, ...paint(inner).map((hit) => ({ ...hit, x: hit.x + x, y: hit.y + y }))] };
      },
    };
  };
}

function showConsole({ machine, screen, layout, state, theme }: Ui, { moment }: View): Picture {
  const { terminal, vt } = machine.consoles.shown;
  const place = placeShowing(layout, 'console')!;
  const focused = isTyping(state);
  const front = frontProcess(moment, terminal);
  const back = vt.scrolled > 0 ? `${vt.scrolled} rows back  ` : '';
  const size = `${vt.columns}${theme.glyphs.times}${vt.rows}`;
  const note = `${back}${front ? `in front: ${front.name}(${front.pid})  ` : ''}${size}`;
  return {
    what: [terminal, vt.version, note, focused, place.panes, place.edge],
    paint(surface) {
      const { inner, x, y, hits } = paintEdge(surface, place, { note, terminal }, focused, theme);
      vt.paint(inner, screen.rgb);
      const { cursor } = vt;
      return { hits, cursor: cursor && { ...cursor, x: cursor.x + x, y: cursor.y + y } };
    },
  };
}

function showStatus({ state, theme }: Ui, { moment, speed, paused }: View): Picture {
  const { typedAhead, stopWhen } = state;
  const typing = isTyping(state);
  const what = status(moment, { paused, speed, typing, typedAhead, stopWhen: stopWhen?.text ?? null });
  return {
    what,
    paint(surface) {
      paintStatus(surface, what, theme);
      return {};
    },
  };
}

function showHints(ui: Ui): Picture {
  const { state, theme } = ui;
  const pane = focusedPane(state);
  const refused = hintedKeys(pane).filter((key) => bindingOf(key, pane)?.refuse?.(ui));
  return {
    what: [pane, refused],
    paint: (surface) => ({ hits: paintHints(surface, pane, (key) => refused.includes(key), theme) }),
  };
}

function showTooSmall({ theme }: Ui): Picture {
  return {
    what: null,
    paint(surface) {
      paintTooSmall(surface, theme);
      return {};
    },
  };
}

function showMessage({ state, theme }: Ui): Picture {
  const message = state.message!;
  return {
    what: message,
    paint(surface) {
      paintMessage(surface, message, theme);
      return {};
    },
  };
}

function showDialog({ state, theme }: Ui, { moment }: View): Picture {
  const dialog = state.dialog!;
  const name = dialog.is === 'signals' ? nameAt(moment, dialog.pid) : '';
  return { what: [{ ...dialog }, name], paint: (surface) => paintDialog(surface, dialog, name, theme) };
}
