// The dialogs: what each key does while one is open. They are painted by panes/dialogs.ts.

import { type Signal, signals } from '../../kernel/abi.ts';
import { matching } from './commands.ts';
import { type Dialog, everything, readFilter, say } from './state.ts';
import type { KeyEvent } from './tty/events.ts';
import type { Ui } from './ui.ts';
import { nameAt } from './vm/moment.ts';

type Open<K extends Dialog['is']> = Dialog & { is: K };

export function dialogKey(ui: Ui, event: KeyEvent): void {
  const { dialog } = ui.state;
  if (!dialog) return;
  if (event.name === 'escape' || event.name === 'C-g' || event.name === 'C-c') {
    cancel(ui, dialog);
    return;
  }
  switch (dialog.is) {
    case 'help':
      helpKey(ui, dialog, event);
      break;
    case 'quit':
      quitKey(ui, event);
      break;
    case 'filter':
      filterKey(ui, dialog, event);
      break;
    case 'stop-when':
      stopWhenKey(ui, dialog, event);
      break;
    case 'palette':
      paletteKey(ui, dialog, event);
      break;
    case 'signals':
      signalsKey(ui, dialog, event);
      break;
    default:
      dialog satisfies never;
  }
}

function cancel({ state }: Ui, dialog: Dialog): void {
  if (dialog.is === 'filter') state.filters[dialog.pane] = dialog.before;
  close(state);
}

function close(state: Ui['state']): void {
  state.dialog = null;
}

/** A click on one of the choices. */
export function chooseAt(ui: Ui, index: number): void {
  const { dialog } = ui.state;
  if (dialog?.is === 'palette') runCommand(ui, dialog, index);
  else if (dialog?.is === 'signals') sendSignal(ui, dialog, index);
  else if (dialog?.is === 'quit') quitKey(ui, { name: index === 0 ? 'y' : 'n' });
}

function helpKey({ state }: Ui, dialog: Open<'help'>, { name }: KeyEvent): void {
  const by = { up: -1, down: 1, pageup: -10, pagedown: 10, space: 10 }[name];
  if (by === undefined) close(state);
  else dialog.top = Math.max(0, dialog.top + by);
}

function quitKey(ui: Ui, { name }: Pick<KeyEvent, 'name'>): void {
  if (name === 'y' || name === 'Y' || name === 'enter' || name === 'q') ui.leaving = true;
  close(ui.state);
}

/** What is typed in a line: false if the key is none for editing. */
function edit(dialog: { text: string }, event: KeyEvent): boolean {
  if (event.text !== '') dialog.text += event.text;
  else if (event.name === 'backspace') dialog.text = [...dialog.text].slice(0, -1).join('');
  else if (event.name === 'C-u') dialog.text = '';
  else if (event.name === 'C-w') dialog.text = dialog.text.replace(/\S*\s*$/, '');
  else return false;
  return true;
}

// The filter works while it is typed, as far as it makes sense.
function filterKey({ state }: Ui, dialog: Open<'filter'>, event: KeyEvent): void {
  if (!edit(dialog, event) && event.name !== 'enter') return;
  const filter = readFilter(dialog.text);
  if (!('error' in filter)) {
    state.filters[dialog.pane] = filter.text === '' ? everything : filter;
    state.trapsUntil = null;
    if (event.name === 'enter') close(state);
  } else if (event.name === 'enter') {
    say(state, filter.error, 'error');
  }
}

function stopWhenKey({ state, machine }: Ui, dialog: Open<'stop-when'>, event: KeyEvent): void {
  if (edit(dialog, event) || event.name !== 'enter') return;
  const filter = readFilter(dialog.text);
  if ('error' in filter) {
    say(state, filter.error, 'error');
    return;
  }
  close(state);
  state.stopWhen = filter.text === '' ? null : filter;
  machine.stopWhen = state.stopWhen?.matches ?? null;
  say(state, state.stopWhen ? `Time stops at the next trap with: ${filter.text}` : 'Time runs on.');
}

function paletteKey(ui: Ui, dialog: Open<'palette'>, event: KeyEvent): void {
  const found = matching(dialog.text);
  if (event.name === 'enter') {
    runCommand(ui, dialog, dialog.chosen);
    return;
  }
  if (event.name === 'tab') dialog.text = found[dialog.chosen]?.name ?? dialog.text;
  else if (edit(dialog, event)) dialog.chosen = 0;
  else dialog.chosen = moved(dialog.chosen, event.name, found.length);
}

function moved(chosen: number, key: string, count: number): number {
  const by = { up: -1, down: 1, pageup: -10, pagedown: 10 }[key] ?? 0;
  return Math.max(0, Math.min(chosen + by, count - 1));
}

function runCommand(ui: Ui, dialog: Open<'palette'>, index: number): void {
  const command = matching(dialog.text)[index];
  if (!command) {
    say(ui.state, `no command "${dialog.text}"`, 'error');
    return;
  }
  close(ui.state);
  const refusal = command.refuse?.(ui);
  if (refusal) say(ui.state, refusal, 'error');
  else command.run(ui);
}

/** The signals of the menu: those that people send first, then the others. */
export const menuSignals: readonly Signal[] = [
  ...(['SIGTERM', 'SIGKILL', 'SIGINT', 'SIGSTOP', 'SIGCONT', 'SIGHUP'] as const),
  ...signals.filter((name) => !/^SIG(TERM|KILL|INT|STOP|CONT|HUP)$/.test(name)),
];

function signalsKey(ui: Ui, dialog: Open<'signals'>, event: KeyEvent): void {
  if (event.name === 'enter') sendSignal(ui, dialog, dialog.chosen);
  else dialog.chosen = moved(dialog.chosen, event.name, menuSignals.length);
}

function sendSignal({ state, machine }: Ui, { pid }: Open<'signals'>, index: number): void {
  const signal = menuSignals[index]!;
  machine.signal(pid, signal);
  const later = machine.pacer.paused ? ' It arrives when time goes on.' : '';
  say(state, `Sent ${signal} to ${nameAt(machine.moment(), pid)}.${later}`);
  close(state);
}
