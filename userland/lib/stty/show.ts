// What stty(1) shows of a terminal: everything, or what differs from `stty sane`.

import { SANE, type Termios, type WindowSize } from '../../../kernel/abi.ts';
import { characterRows, flagRows } from './modes.ts';

const SPEED = 'speed 38400 baud;';
const LINE = 'line = 0;';

/** `stty -a` */
export function showAll(settings: Termios, { rows, columns }: WindowSize, width: number): string {
  const characters = characterRows.map(({ name, shown }) => `${shown} = ${visible(settings[name])};`);
  return paragraphs(width, [
    [SPEED, `rows ${rows}; columns ${columns};`, LINE],
    [...characters, numbers(settings)],
    ...groups(settings, () => true),
  ]);
}

/** `stty` */
export function showChanged(settings: Termios, width: number): string {
  const changed = characterRows.filter(({ name }) => settings[name] !== SANE[name]);
  const characters = changed.map(({ name, shown }) => `${shown} = ${visible(settings[name])};`);
  return paragraphs(width, [
    [SPEED, LINE],
    settings.icanon ? characters : [...characters, numbers(settings)],
    ...groups(settings, ({ name, sane }) => sane && settings[name] !== SANE[name]),
  ]);
}

function groups(settings: Termios, wanted: (row: (typeof flagRows)[number]) => boolean): string[][] {
  return (['input', 'output', 'local'] as const).map((group) =>
    flagRows
      .filter((row) => row.group === group && wanted(row))
      .map(({ name }) => (settings[name] ? name : `-${name}`)),
  );
}

function numbers({ vmin, vtime }: Termios): string {
  return `min = ${vmin}; time = ${vtime};`;
}

/** A byte as it would be typed: ^C, M-a. */
function visible(byte: number): string {
  if (byte === 0) return '<undef>';
  if (byte >= 128) return `M-${visible(byte - 128).replace('<undef>', '^@')}`;
  return byte < 32 || byte === 127 ? `^${String.fromCharCode(byte ^ 64)}` : String.fromCharCode(byte);
}

/** Each on lines of its own, broken between items. */
function paragraphs(width: number, all: readonly (readonly string[])[]): string {
  let text = '';
  for (const items of all) {
    let column = 0;
    for (const item of items) {
      const breaks = column > 0 && column + 1 + item.length > width;
      text += breaks ? `\n${item}` : column > 0 ? ` ${item}` : item;
      column = breaks || column === 0 ? item.length : column + 1 + item.length;
    }
    if (items.length > 0) text += '\n';
  }
  return text;
}
