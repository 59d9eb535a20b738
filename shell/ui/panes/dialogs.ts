// The dialogs as they look: a box in front of everything. What keys do in them is in ../dialogs.ts.

import { signalText } from '../../../kernel/abi.ts';
import type { StateName } from '../../../kernel/inspect.ts';
import { matching } from '../commands.ts';
import { menuSignals } from '../dialogs.ts';
import { bindings, groups, keyName } from '../keymap.ts';
import type { Surface } from '../render/surface.ts';
import type { Theme } from '../render/theme.ts';
import { fitted, textWidth } from '../render/width.ts';
import type { Dialog } from '../state.ts';
import { laneStates } from '../vm/lane.ts';
import type { Hit } from './pane.ts';

/** Paints a dialog on the whole screen's surface; returns what can be clicked and where the cursor belongs. */
export interface PaintedDialog {
  hits: Hit[];
  cursor: { x: number; y: number } | null;
}

export function paintDialog(screen: Surface, dialog: Dialog, name: string, theme: Theme): PaintedDialog {
  switch (dialog.is) {
    case 'help':
      return paintHelp(screen, dialog, theme);
    case 'quit':
      return paintQuit(screen, theme);
    case 'filter':
      return paintPrompt(screen, `Filter ${dialog.pane}`, dialog.text, FILTER_HELP, theme);
    case 'stop-when':
      return paintPrompt(screen, 'Stop at the next trap with', dialog.text, FILTER_HELP, theme);
    case 'palette':
      return paintPalette(screen, dialog, theme);
    case 'signals':
      return paintSignals(screen, dialog, name, theme);
    default:
      return dialog satisfies never;
  }
}

const FILTER_HELP = 'pid=4,9 sys=read,write ret<0 err=ENOENT name~phil blocked failed !word word';

interface Box {
  inner: Surface;
  x: number; // of the inner surface, on the screen
  y: number;
}

function box(screen: Surface, width: number, height: number, title: string, note: string, theme: Theme): Box {
  const w = Math.min(width, screen.width);
  const h = Math.min(height, screen.height - 2);
  const x = Math.floor((screen.width - w) / 2);
  const y = Math.max(1, Math.floor((screen.height - h) / 3));
  const surface = screen.sub(x, y, w, h);
  surface.clear();
  const inner = surface.frame(theme.frame.heavy, theme.focusAttr, {
    title,
    note,
    titleAttr: theme.focusAttr,
  });
  return { inner: inner.sub(1, 0, inner.width - 2, inner.height), x: x + 2, y: y + 1 };
}

function paintQuit(screen: Surface, theme: Theme): PaintedDialog {
  const { inner, x, y } = box(screen, 50, 5, 'Leave tinyos?', '', theme);
  inner.put(0, 0, 'The machine is switched off, and all is lost.', theme.text);
  const yes = ' y  leave ';
  const no = ' n  stay ';
  inner.put(0, 2, yes, theme.selected);
  inner.put(yes.length + 2, 2, no, theme.selected);
  return {
    hits: [
      { x, y: y + 2, width: yes.length, height: 1, target: { is: 'choice', index: 0 } },
      { x: x + yes.length + 2, y: y + 2, width: no.length, height: 1, target: { is: 'choice', index: 1 } },
    ],
    cursor: null,
  };
}

function paintPrompt(
  screen: Surface,
  title: string,
  text: string,
  help: string,
  theme: Theme,
): PaintedDialog {
  const { inner, x, y } = box(screen, 80, 4, title, 'Enter: use it   Esc: as before', theme);
  const shown = tail(text, inner.width - 3);
  inner.put(0, 0, `> ${shown}`, theme.strong);
  inner.put(0, 1, fitted(help, inner.width, 'left', theme.glyphs.ellipsis), theme.dim);
  return { hits: [], cursor: { x: x + 2 + textWidth(shown), y } };
}

// The end of the text, if it is too long: that is where one types.
function tail(text: string, width: number): string {
  let shown = text;
  while (textWidth(shown) > width) shown = shown.slice(1);
  return shown;
}

interface Choice {
  text: string;
  note: string;
}

function paintChoices(
  inner: Surface,
  choices: readonly Choice[],
  chosen: number,
  at: { x: number; y: number },
  theme: Theme,
): Hit[] {
  const top = Math.max(0, Math.min(chosen - Math.floor(inner.height / 2), choices.length - inner.height));
  return choices.slice(top, top + inner.height).map(({ text, note }, row) => {
    const index = top + row;
    const name = Math.min(24, Math.floor(inner.width / 2));
    inner.put(0, row, fitted(text, name, 'left', theme.glyphs.ellipsis), theme.text);
    inner.put(name + 1, row, fitted(note, inner.width - name - 1, 'left', theme.glyphs.ellipsis), theme.dim);
    if (index === chosen) inner.paint(0, row, inner.width, () => theme.selected);
    return { x: at.x, y: at.y + row, width: inner.width, height: 1, target: { is: 'choice', index } };
  });
}

function paintPalette(screen: Surface, dialog: Dialog & { is: 'palette' }, theme: Theme): PaintedDialog {
  const found = matching(dialog.text);
  const height = Math.min(20, screen.height - 4);
  const { inner, x, y } = box(screen, 76, height, 'Commands', 'Tab: complete   Enter: do it', theme);
  const shown = tail(dialog.text, inner.width - 3);
  inner.put(0, 0, `: ${shown}`, theme.strong);
  const list = inner.sub(0, 1, inner.width, inner.height - 1);
  if (found.length === 0) list.put(0, 0, 'no such command', theme.dim);
  const choices = found.map(({ name, keys, about }) => ({
    text: name,
    note: keys ? `${keys.padEnd(8)} ${about}` : about,
  }));
  const hits = paintChoices(list, choices, dialog.chosen, { x, y: y + 1 }, theme);
  return { hits, cursor: { x: x + 2 + textWidth(shown), y } };
}

function paintSignals(
  screen: Surface,
  dialog: Dialog & { is: 'signals' },
  name: string,
  theme: Theme,
): PaintedDialog {
  const { inner, x, y } = box(screen, 48, 14, `Signal to ${name}`, 'Enter: send', theme);
  const choices = menuSignals.map((signal) => ({ text: signal, note: signalText(signal) }));
  return { hits: paintChoices(inner, choices, dialog.chosen, { x, y }, theme), cursor: null };
}

const KEYS = 12; // cells for the keys in the help

interface HelpLine {
  text: string;
  heading?: boolean;
  state?: StateName;
}

const INTRODUCTION =
  'The pane with the bright frame has the keys. While that is the console, they all go to its program, but ^G and the function keys. ^G leads to the other panes, Esc back to the console.';

const MOUSE =
  'A click selects a process, a trap or a time, focuses a pane or presses a hint; the wheel scrolls the pane below it, with Ctrl it zooms the time-line. With Shift held, your terminal selects text as ever.';

const STATES: Record<StateName, string> = {
  running: 'has the CPU; the height of its block in the time-line is its share of that time',
  ready: 'could run, and waits for the CPU',
  sleeping: 'waits for something: a key, a pipe, a child, the clock',
  stopped: 'by a signal, until SIGCONT',
  zombie: 'has ended; its parent has not asked yet how',
};

/** Every line of the help, made from the key table. */
export function helpLines(width: number, theme: Theme): HelpLine[] {
  const lines: HelpLine[] = wrap(INTRODUCTION, width).map((text) => ({ text }));
  const section = (text: string) => lines.push({ text: '' }, { text, heading: true });
  for (const group of groups) {
    section(group);
    for (const row of bindings.filter((one) => one.group === group)) {
      const keys =
        row.keys.length > 3 ? `${row.keys[0]}..${row.keys.at(-1)}` : row.keys.map(keyName).join(' ');
      for (const [i, part] of wrap(row.about, width - KEYS).entries()) {
        lines.push({ text: (i === 0 ? keys : '').padEnd(KEYS) + part });
      }
    }
  }
  section('Mouse');
  lines.push(...wrap(MOUSE, width).map((text) => ({ text })));
  section('States');
  for (const state of laneStates) {
    const { glyph, word, lane } = theme.states[state];
    const head = `${glyph} ${word.padEnd(8)} ${lane.repeat(3)}  `;
    for (const [i, part] of wrap(STATES[state], width - head.length).entries()) {
      lines.push({ text: (i === 0 ? head : ' '.repeat(head.length)) + part, state });
    }
  }
  return lines;
}

function paintHelp(screen: Surface, dialog: Dialog & { is: 'help' }, theme: Theme): PaintedDialog {
  const { inner } = box(screen, 84, screen.height - 2, 'Help', 'Up/Down: scroll   Esc: back', theme);
  const lines = helpLines(inner.width, theme);
  dialog.top = Math.min(dialog.top, Math.max(0, lines.length - inner.height));
  for (const [y, line] of lines.slice(dialog.top, dialog.top + inner.height).entries()) {
    const look = line.heading ? theme.heading : line.state ? theme.states[line.state].attr : theme.text;
    inner.put(0, y, line.text, look);
  }
  return { hits: [], cursor: null };
}

/** Words on lines of at most this width. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && textWidth(last) + 1 + textWidth(word) <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
