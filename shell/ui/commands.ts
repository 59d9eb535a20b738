// What the palette offers: every action of the key table by its name, and the settings that have several values.

import { copyPane } from './actions/look.ts';
import { setSpeed } from './actions/time.ts';
import { bindings, keyName } from './keymap.ts';
import { layoutNames } from './layout.ts';
import type { Ui } from './ui.ts';
import { type Order, orders } from './vm/processes.ts';
import { speeds, speedWord } from './vm/status.ts';

export interface Command {
  name: string;
  keys: string; // '' if it has none
  about: string;
  run(ui: Ui): void;
  refuse?: ((ui: Ui) => string | null) | undefined;
}

/** Bindings that stand for several actions, told apart by the key, are left out: the palette has no key. */
const several = ['pane', 'about ^C', 'palette'];

export const commands: readonly Command[] = [
  ...bindings
    .filter((row) => !row.always && !several.includes(row.name))
    .map(({ name, keys, about, run, refuse }) => ({
      name,
      keys: keys.map(keyName).join(' '),
      about,
      run: (ui: Ui) => run(ui, keys[0]!),
      refuse,
    })),
  ...speeds.map((speed) => setting(`speed ${speedWord(speed)}`, (ui) => setSpeed(ui, speed))),
  ...(Object.keys(orders) as Order[]).map((order) =>
    setting(`sort by ${order}`, ({ state }) => {
      state.order = order;
    }),
  ),
  ...layoutNames.map((name) =>
    setting(`layout ${name}`, ({ state }) => {
      state.layout = name;
      state.zoomed = false;
    }),
  ),
  setting('copy console', (ui) => copyPane(ui, 'console')),
  setting('zoom automatic', ({ state }) => {
    state.cell = null;
  }),
];

function setting(name: string, run: Command['run']): Command {
  return { name, keys: '', about: '', run };
}

/** The commands whose names have every word of the text; those that start with it come first. */
export function matching(text: string): Command[] {
  const wanted = text.toLowerCase().trim();
  const words = wanted.split(/\s+/);
  const found = commands.filter((command) => words.every((word) => command.name.includes(word)));
  const startsWith = (command: Command) => command.name.startsWith(wanted);
  return [...found.filter(startsWith), ...found.filter((command) => !startsWith(command))];
}
