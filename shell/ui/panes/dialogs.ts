// The dialogs as they look: a box in front of everything. What keys do in them is in ../dialogs.ts.

import { signalText } from '../../../kernel/abi.ts';
import type { StateName } from '../../../kernel/inspect.ts';
import { matching } from '../commands.ts';
import { menuSignals } from '../dialogs.ts';
import { bindings, groups, keyName } from '../keymap.ts';
import type { Cursor } from '../render/draw.ts';
import type { Rect, Surface } from '../render/surface.ts';
import type { Theme } from '../render/theme.ts';
import { fitted, textWidth } from '../render/width.ts';
import type { Dialog } from '../state.ts';
import { laneStates } from '../vm/lane.ts';
import type { Hit, Painted } from './pane.ts';

const sizes: Record<Dialog['is'], { width: number; height: number }> = {
  help: { width: 84, height: Number.POSITIVE_INFINITY },
  quit: { width: 50, height: 5 },
  filter: { width: 80, height: 4 },
  'stop-when': { width: 80, height: 4 },
  palette: { width: 76, height: 20 },
  signals: { width: 48, height: 14 },
};

/** Where a dialog is on a screen of this size. */
export function dialogRect(name: Dialog['is'], screenWidth: number, screenHeight: number): Rect {
  const width = Math.min(sizes[name].width, screenWidth);
  const height = Math.min(sizes[name].height, screenHeight - 2);
  const y = Math.max(1, Math.floor((screenHeight - height) / 3));
  return { x: Math.floor((screenWidth - width) / 2), y, width, height };
}

export function paintDialog(surface: Surface, dialog: Dialog, name: string, theme: Theme): Painted {
  switch (dialog.is) {
    case 'help':
      return paintHelp(surface, dialog, theme);
    case 'quit':
      return paintQuit(surface, theme);
    case 'filter':
      return paintPrompt(surface, `Filter ${dialog.pane}`, dialog.text, FILTER_HELP, theme);
    case 'stop-when':
      return paintPrompt(surface, 'Stop at the next trap with', dialog.text, FILTER_HELP, theme);
    case 'palette':
      return paintPalette(surface, dialog, theme);
    case 'signals':
      return paintSignals(surface, dialog, name, theme);
    default:
      return dialog satisfies never;
  }
}

const FILTER_HELP = 'pid=4,9 sys=read,write ret<0 err=ENOENT name~phil blocked failed !word word';

const INNER = { x: 2, y: 1 }; // where a dialog's inside begins

function box(surface: Surface, title: string, note: string, theme: Theme): Surface {
  const labels = { title, note, titleAttr: theme.focusAttr };
  const inner = surface.frame(theme.frame.heavy, theme.focusAttr, labels);
  return inner.sub(1, 0, inner.width - 2, inner.height);
}

function paintQuit(surface: Surface, theme: Theme): Painted {
  const inner = box(surface, 'Leave tinyos?', '', theme);
  inner.put(0, 0, 'The machine is switched off, and all is lost.', theme.text);
  const yes = ' y  leave ';
  const no = ' n  stay ';
  inner.put(0, 2, yes, theme.selected);
  inner.put(yes.length + 2, 2, no, theme.selected);
  const { x, y } = INNER;
  return {
    hits: [
      { x, y: y + 2, width: yes.length, height: 1, target: { is: 'choice', index: 0 } },
      { x: x + yes.length + 2, y: y + 2, width: no.length, height: 1, target: { is: 'choice', index: 1 } },
    ],
  };
}

function paintPrompt(surface: Surface, title: string, text: string, help: string, theme: Theme): Painted {
  const inner = box(surface, title, 'Enter: use it   Esc: as before', theme);
  const shown = tail(text, inner.width - 3);
  inner.put(0, 0, `> ${shown}`, theme.strong);
  inner.put(0, 1, fitted(help, inner.width, 'left', theme.glyphs.ellipsis), theme.dim);
  return { cursor: typingAt(shown) };
}

function typingAt(shown: string): Cursor {
  return { x: INNER.x + 2 + textWidth(shown), y: INNER.y };
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
  y: number, // of the first, in the dialog
  theme: Theme,
): Hit[] {
  const top = Math.max(0, Math.min(chosen - Math.floor(inner.height / 2), choices.length - inner.height));
  return choices.slice(top, top + inner.height).map(({ text, note }, row) => {
    const index = top + row;
    const name = Math.min(24, Math.floor(inner.width / 2));
    inner.put(0, row, fitted(text, name, 'left', theme.glyphs.ellipsis), theme.text);
    inner.put(name + 1, row, fitted(note, inner.width - name - 1, 'left', theme.glyphs.ellipsis), theme.dim);
    if (index === chosen) inner.paint(0, row, inner.width, () => theme.selected);
    return { x: INNER.x, y: y + row, width: inner.width, height: 1, target: { is: 'choice', index } };
  });
}

function paintPalette(surface: Surface, dialog: Dialog & { is: 'palette' }, theme: Theme): Painted {
  const found = matching(dialog.text);
  const inner = box(surface, 'Commands', 'Tab: complete   Enter: do it', theme);
  const shown = tail(dialog.text, inner.width - 3);
  inner.put(0, 0, `: ${shown}`, theme.strong);
  const list = inner.sub(0, 1, inner.width, inner.height - 1);
  if (found.length === 0) list.put(0, 0, 'no such command', theme.dim);
  const choices = found.map(({ name, keys, about }) => ({
    text: name,
    note: keys ? `${keys.padEnd(8)} ${about}` : about,
  }));
  const hits = paintChoices(list, choices, dialog.chosen, INNER.y + 1, theme);
  return { hits, cursor: typingAt(shown) };
}

function paintSignals(
  surface: Surface,
  dialog: Dialog & { is: 'signals' },
  name: string,
  theme: Theme,
): Painted {
  const inner = box(surface, `Signal to ${name}`, 'Enter: send', theme);
  const choices = menuSignals.map((signal) => ({ text: signal, note: signalText(signal) }));
  return { hits: paintChoices(inner, choices, dialog.chosen, INNER.y, theme) };
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

function paintHelp(surface: Surface, dialog: Dialog & { is: 'help' }, theme: Theme): Painted {
  const inner = box(surface, 'Help', 'Up/Down: scroll   Esc: back', theme);
  const lines = helpLines(inner.width, theme);
  dialog.top = Math.min(dialog.top, Math.max(0, lines.length - inner.height));
  for (const [y, line] of lines.slice(dialog.top, dialog.top + inner.height).entries()) {
    const look = line.heading ? theme.heading : line.state ? theme.states[line.state].attr : theme.text;
    inner.put(0, y, line.text, look);
  }
  return {};
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
