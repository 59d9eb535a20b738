// What the user does: keys and pastes to the console, to the open dialog or to the key table, the mouse to what is
// under it.

import { zoom } from './actions/look.ts';
import { moveSelection } from './actions/move.ts';
import { focusPane } from './actions/panes.ts';
import { chooseAt, dialogKey } from './dialogs.ts';
import { bindingOf } from './keymap.ts';
import type { Hit, Target } from './panes/pane.ts';
import type { Part } from './parts.ts';
import { focusedPane, isTyping, paneIds, say, select } from './state.ts';
import { encodeKey, encodeMouse, encodePaste } from './tty/encode.ts';
import type { InputEvent, KeyEvent, MouseEvent } from './tty/events.ts';
import { placeOf, type Ui } from './ui.ts';

export function handleEvent(ui: Ui, event: InputEvent): void {
  const { state, machine } = ui;
  switch (event.is) {
    case 'key':
      pressed(ui, event);
      break;
    case 'mouse':
      moused(ui, event);
      break;
    case 'paste':
      if (state.dialog && 'text' in state.dialog) dialogKey(ui, typedAtOnce(event.text));
      else if (isTyping(state) && !state.dialog) typed(ui, encodePaste(event, machine.vt.modes));
      return;
    case 'report':
      return;
    default:
      event satisfies never;
  }
}

// Pasted text in a line of a dialog.
function typedAtOnce(text: string): KeyEvent {
  const line = text.replace(/\s+/g, ' ');
  return { is: 'key', name: '', key: '', text: line, ctrl: false, alt: false, shift: false };
}

function pressed(ui: Ui, event: KeyEvent): void {
  const { state, machine } = ui;
  state.message = null;
  if (state.dialog) {
    dialogKey(ui, event);
    return;
  }
  const binding = bindingOf(event.name, focusedPane(state));
  if (binding) {
    const refusal = binding.refuse?.(ui);
    if (refusal) say(state, refusal);
    else binding.run(ui, event.name);
  } else if (isTyping(state)) {
    typed(ui, encodeKey(event, machine.vt.modes));
  } else {
    say(state, `${event.name} does nothing here. ? lists the keys; Esc goes back to the console.`);
  }
}

function typed(ui: Ui, text: string): void {
  const { state, machine } = ui;
  if (text === '') return;
  machine.vt.scrollToEnd();
  machine.type(text);
  if (!machine.pacer.paused) return;
  state.typedAhead += [...text].length;
  say(state, 'The machine is paused: what you type waits until it runs. F5 lets it run.');
}

function moused(ui: Ui, event: MouseEvent): void {
  if (toProgram(ui, event)) return;
  if (event.action === 'wheel-up' || event.action === 'wheel-down') {
    wheel(ui, event);
    return;
  }
  if (event.action !== 'press' || event.button !== 'left') return;
  const { state } = ui;
  const part = partAt(ui, event);
  state.message = null;
  if (state.dialog && part?.name !== state.dialog.is) {
    state.dialog = null; // one clicks beside it to be rid of it
    return;
  }
  if (!part?.rect) return;
  const at = { x: event.x - part.rect.x, y: event.y - part.rect.y };
  const hits = part.hits.filter((hit) => contains(hit, at)).reverse();
  const [first] = hits;
  if (!first) return;
  const place = hits.find(({ target }) => target.is === 'pane');
  if (place && 'pid' in first.target) click(ui, place.target, 0);
  click(ui, first.target, at.x - first.x);
}

/** What is seen at a cell. */
function partAt({ screen, parts }: Ui, { x, y }: { x: number; y: number }): Part | null {
  const pane = screen.at(x, y);
  return parts.find((part) => part.pane === pane) ?? null;
}

/** A program that asked for the mouse gets it while the console has the keys. */
function toProgram(ui: Ui, event: MouseEvent): boolean {
  const { state, machine } = ui;
  const place = placeOf(ui, 'console');
  if (state.dialog || !isTyping(state) || !place || !contains(place, event)) return false;
  const bytes = encodeMouse(event, event.x - place.x, event.y - place.y, machine.vt.modes);
  if (bytes !== '') machine.type(bytes);
  return bytes !== '';
}

function contains(rect: Omit<Hit, 'target'>, { x, y }: { x: number; y: number }): boolean {
  return x >= rect.x && x < rect.x + rect.width && y >= rect.y && y < rect.y + rect.height;
}

// `column` is where in the target it was clicked.
function click(ui: Ui, target: Target, column: number): void {
  const { state } = ui;
  switch (target.is) {
    case 'pane':
      focusPane(ui, target.pane);
      break;
    case 'process':
      state.follow = false;
      select(state, target.pid);
      break;
    case 'trap':
      state.trap = target.seq;
      select(state, target.pid);
      break;
    case 'time':
      state.cursor = target.from + column * target.cell;
      if (target.pid !== null) select(state, target.pid);
      return;
    case 'key':
      return void bindingOf(target.key, focusedPane(state))?.run(ui, target.key);
    case 'choice':
      chooseAt(ui, target.index);
      break;
    default:
      target satisfies never;
  }
}

function wheel(ui: Ui, event: MouseEvent): void {
  const { state, machine } = ui;
  const pane = paneIds.find((id) => id === partAt(ui, event)?.name);
  const by = event.action === 'wheel-up' ? -1 : 1;
  if (state.dialog?.is === 'help') state.dialog.top = Math.max(0, state.dialog.top + 3 * by);
  if (state.dialog || !pane) return;
  if (pane === 'console') machine.vt.scroll(3 * by);
  else if (pane === 'timeline' && (event.ctrl || event.shift)) zoom(ui, by);
  else if (pane === 'traps') moveSelection(ui, pane, by);
  else state.tops[pane] = Math.max(0, state.tops[pane] + by);
}
