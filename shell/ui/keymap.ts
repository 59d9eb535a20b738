// The one table of keys: the hints, the help, the palette and docs/keys.md are made from it.
//
// The console has the keys (TYPE), and all of them go to its program but the few rows with `always`; or another pane
// has (CONTROL). To add a key: a row here. Names of keys are those of tty/events.ts.

import * as look from './actions/look.ts';
import * as moving from './actions/move.ts';
import * as panes from './actions/panes.ts';
import * as time from './actions/time.ts';
import { focusedPane, type PaneId, paneIds } from './state.ts';
import type { Ui } from './ui.ts';

export interface Binding {
  keys: readonly string[];
  always?: true; // also while the console has the keys
  panes?: readonly PaneId[]; // only while one of these has them
  name: string; // in the palette
  hint?: string; // in the hint line: one or two words, or none if the next row's speak for both
  hintIn?: readonly PaneId[]; // only there
  keepHint?: true; // also where room is scarce
  about: string; // a sentence for help and docs, without a full stop
  group: (typeof groups)[number];
  run(ui: Ui, key: string): void;
  /** Why it makes no sense now, or null. */
  refuse?(ui: Ui): string | null;
}

export const groups = ['Panes', 'Time', 'Selection', 'Trap log and table', 'Time-line', 'The rest'] as const;

// biome-ignore format: a table
export const bindings: readonly Binding[] = [
  { keys: ['C-g'], always: true, name: 'control', hint: 'control', keepHint: true, group: 'Panes', about: 'From the console to the pane used last; there it goes to the console as a ^G', run: panes.leaveConsole },
  { keys: ['escape', 'i'], name: 'console', hint: 'tty', keepHint: true, group: 'Panes', about: 'Back to typing in the console; Esc first takes back a filter, a held log or a panned time-line', run: panes.backToConsole },
  { keys: ['1', '2', '3', '4', '5', '6'], name: 'pane', group: 'Panes', about: 'To the pane with this number', run: panes.toNumbered },
  { keys: ['tab'], name: 'next pane', group: 'Panes', about: 'To the next pane', run: panes.nextPane },
  { keys: ['f2'], always: true, name: 'next pane', hint: 'panes', group: 'Panes', about: 'The same, also while you type', run: panes.nextPane },
  { keys: ['S-tab'], name: 'previous pane', group: 'Panes', about: 'To the pane before', run: panes.previousPane },
  { keys: ['z'], name: 'zoom pane', hint: 'full size', group: 'Panes', about: 'One pane on the whole screen, and back', run: panes.toggleZoom },
  { keys: ['f9'], always: true, name: 'zoom pane', hint: 'full size', group: 'Panes', about: 'The same, also while you type', run: panes.toggleZoom },
  { keys: ['c'], name: 'next terminal', group: 'Panes', about: 'Show the other terminal in the console: each has a shell of its own', run: panes.nextTerminal, refuse: panes.onlyTerminal },
  { keys: ['f4'], always: true, name: 'next terminal', hint: 'other tty', group: 'Panes', about: 'The same, also while you type', run: panes.nextTerminal, refuse: panes.onlyTerminal },
  { keys: ['='], name: 'next layout', group: 'Panes', about: 'The next layout of those that fit', run: panes.nextLayout },

  { keys: ['space'], name: 'run or pause', hint: 'run/pause', group: 'Time', about: 'Let time run, or stop it', run: time.togglePause },
  { keys: ['f5'], always: true, name: 'run or pause', hint: 'run/pause', group: 'Time', about: 'The same, also while you type', run: time.togglePause },
  { keys: ['s'], name: 'step trap', hint: 'trap', group: 'Time', about: 'Run until the next system call', run: time.stepTrap },
  { keys: ['f6'], always: true, name: 'step trap', hint: 'step', group: 'Time', about: 'The same, also while you type', run: time.stepTrap },
  { keys: ['t'], name: 'step tick', hint: 'tick', group: 'Time', about: 'Run for one tick', run: time.stepTick },
  { keys: ['f8'], always: true, name: 'step tick', group: 'Time', about: 'The same, also while you type', run: time.stepTick },
  { keys: ['x'], name: 'step switch', hint: 'switch', group: 'Time', about: 'Run until the CPU goes to another process', run: time.stepSwitch },
  { keys: ['<'], name: 'slower', hint: '', group: 'Time', about: 'Let time go slower, down to a tick a second', run: time.slower },
  { keys: ['>'], name: 'faster', hint: 'speed', group: 'Time', about: 'Let time go faster, up to as fast as possible', run: time.faster },
  { keys: ['b'], name: 'stop when', hint: 'stop when', hintIn: ['traps'], group: 'Time', about: 'Pause at the next trap that matches a filter; with none, never', run: look.openStopWhen },

  { keys: ['up'], name: 'up', group: 'Selection', about: 'Select what is above, or scroll up', run: moving.up },
  { keys: ['down'], name: 'down', group: 'Selection', about: 'Select what is below, or scroll down', run: moving.down },
  { keys: ['pageup'], name: 'page up', group: 'Selection', about: 'A page up', run: moving.pageUp },
  { keys: ['pagedown'], name: 'page down', group: 'Selection', about: 'A page down', run: moving.pageDown },
  { keys: ['end'], name: 'newest', group: 'Selection', about: 'To the newest trap, the present of the time-line, the last process', run: moving.toEnd },
  { keys: ['enter'], name: 'inspect', hint: 'inspect', hintIn: ['processes', 'traps', 'queues', 'timeline'], group: 'Selection', about: 'Show the selected process in the inspector', run: moving.inspectSelected, refuse: moving.nobodySelected },
  { keys: ['e'], name: 'explain', hint: 'explain', group: 'Selection', about: 'Say in a sentence what the chosen trap did, or what the selected process does', run: look.explain },
  { keys: ['f'], name: 'follow', hint: 'follow', hintIn: ['processes', 'inspect', 'queues'], group: 'Selection', about: 'Keep whoever has the CPU selected', run: moving.toggleFollow },
  { keys: ['k'], name: 'signal', hint: 'signal', hintIn: ['processes', 'inspect'], group: 'Selection', about: 'Send a signal to the selected process', run: look.openSignals, refuse: moving.nobodySelected },

  { keys: ['/'], name: 'filter', hint: 'filter', hintIn: ['processes', 'traps'], group: 'Trap log and table', about: 'Filter the process table, or from any other pane the trap log: pid=4,9 sys=read,write ret<0 err=ENOENT name~philo state=ready blocked failed !word', run: look.openFilter },
  { keys: ['f3'], always: true, name: 'filter', group: 'Trap log and table', about: 'The same, also while you type', run: look.openFilter },
  { keys: ['n'], name: 'next match', group: 'Trap log and table', about: 'To the next trap that matches the filter of the log, from any pane', run: moving.nextMatch },
  { keys: ['N'], name: 'previous match', group: 'Trap log and table', about: 'To the trap before that matches it', run: moving.previousMatch },
  { keys: ['o'], panes: ['processes'], name: 'sort', hint: 'sort', group: 'Trap log and table', about: 'Sort the table by the next of pid, tree, cpu, state, name', run: look.nextOrder },

  { keys: ['['], name: 'zoom in', hint: '', hintIn: ['timeline'], group: 'Time-line', about: 'Fewer ticks in a cell', run: look.zoomIn },
  { keys: [']'], name: 'zoom out', hint: 'zoom', hintIn: ['timeline'], group: 'Time-line', about: 'More ticks in a cell', run: look.zoomOut },
  { keys: ['h', 'left'], name: 'pan back', hint: '', hintIn: ['timeline'], group: 'Time-line', about: 'Show earlier times', run: look.panBack },
  { keys: ['l', 'right'], name: 'pan forward', hint: 'pan', hintIn: ['timeline'], group: 'Time-line', about: 'Show later times', run: look.panForward },
  { keys: [','], name: 'previous event', hint: '', hintIn: ['timeline'], group: 'Time-line', about: 'To the change of state before, in the lane of the selected process', run: look.previousEvent, refuse: moving.nobodySelected },
  { keys: ['.'], name: 'next event', hint: 'event', hintIn: ['timeline'], group: 'Time-line', about: 'To the next change of state there', run: look.nextEvent, refuse: moving.nobodySelected },
  { keys: ['m'], name: 'mark', hint: 'mark', hintIn: ['timeline'], group: 'Time-line', about: 'Mark this time as A, then as B; the title says how far they are apart', run: look.mark },

  { keys: ['y'], name: 'copy pane', group: 'The rest', about: 'Copy what the pane shows to the clipboard; the command "copy console" copies the console', run: (ui) => look.copyPane(ui, focusedPane(ui.state)) },
  { keys: ['C-l'], name: 'redraw', group: 'The rest', about: 'Write the whole screen anew, when something else has written on it', run: ({ screen }) => screen.repaint() },
  { keys: [':'], name: 'palette', hint: 'cmds', keepHint: true, group: 'The rest', about: 'All commands by name', run: look.openPalette },
  { keys: ['?'], name: 'help', hint: 'help', keepHint: true, group: 'The rest', about: 'This list', run: look.openHelp },
  { keys: ['f1'], always: true, name: 'help', hint: 'help', keepHint: true, group: 'The rest', about: 'The same, also while you type', run: look.openHelp },
  { keys: ['q'], name: 'quit', hint: 'quit', keepHint: true, group: 'The rest', about: 'Leave tinyos; asks first', run: look.openQuit },
  { keys: ['f10'], always: true, name: 'quit', hint: 'quit', keepHint: true, group: 'The rest', about: 'The same, also while you type', run: look.openQuit },
  { keys: ['C-c'], name: 'about ^C', group: 'The rest', about: 'Says where ^C goes', run: panes.explainInterrupt },
];

/** The row for a key, given who has the keys. */
export function bindingOf(key: string, pane: PaneId): Binding | null {
  const fits = (row: Binding) =>
    row.keys.includes(key) &&
    (pane === 'console' ? row.always === true : row.panes === undefined || row.panes.includes(pane));
  return bindings.find(fits) ?? null;
}

/** The rows that belong into the hint line of a pane: time, then its own, then those that are everywhere. */
export function hintsOf(pane: PaneId): readonly Binding[] {
  return hints[pane];
}

function makeHints(pane: PaneId): Binding[] {
  const rows = bindings.filter(
    (row) =>
      row.hint !== undefined &&
      bindingOf(row.keys[0]!, pane) === row &&
      (row.always === true) === (pane === 'console') &&
      (row.hintIn === undefined || row.hintIn.includes(pane)),
  );
  const rank = (row: Binding) => (row.keepHint ? 3 : row.group === 'Time' ? 0 : row.hintIn ? 1 : 2);
  return pane === 'console' ? rows : rows.sort((a, b) => rank(a) - rank(b));
}

const hints = Object.fromEntries(paneIds.map((pane) => [pane, makeHints(pane)])) as Record<PaneId, Binding[]>;

const keyNames: Record<string, string> = {
  escape: 'Esc',
  space: 'Space',
  enter: 'Enter',
  tab: 'Tab',
  'S-tab': 'Shift-Tab',
  pageup: 'PgUp',
  pagedown: 'PgDn',
  up: 'Up',
  down: 'Down',
  left: 'Left',
  right: 'Right',
  end: 'End',
};

/** A key as people write it: '^G', 'F5', 'Space'. */
export function keyName(key: string): string {
  if (/^C-.$/.test(key)) return `^${key[2]!.toUpperCase()}`;
  if (/^f\d+$/.test(key)) return key.toUpperCase();
  return keyNames[key] ?? key;
}

/** docs/keys.md. */
export function keysMarkdown(): string {
  const parts = groups.map((group) => {
    const rows = bindings.filter((row) => row.group === group);
    const lines = rows.map((row) => `| ${row.keys.map(code).join(' ')} | ${row.about} |`);
    return `## ${group}\n\n| Key | |\n| --- | --- |\n${lines.join('\n')}\n`;
  });
  return `${introduction}\n${parts.join('\n')}`;
}

function code(key: string): string {
  return `\`${keyName(key)}\``;
}

const introduction = `# The keys

The pane with the bright frame has the keys. While that is the console (TYPE), every key goes to the program that
reads there, except ^G and the function keys. ^G leads to the other panes, where single letters are commands (CONTROL);
Esc leads back.
`;
