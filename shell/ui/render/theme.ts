// What things look like: the colours and glyphs of the panes, in one place.
//
// A state is always told three times, by colour, by glyph and by word, and looks the same in every pane. Only the
// 16 ANSI colours are used, so that the user's palette decides; every glyph is one cell wide on every terminal we
// know. Without colours the flags remain (bold, dim, inverse), and without Unicode each glyph has an ASCII twin.

import type { StateName } from '../../../kernel/inspect.ts';
import type { Caps } from '../tty/caps.ts';
import { type Attr, attr } from './attr.ts';

export interface StateLook {
  word: string; // 'blocked'
  letter: string; // as ps shows it, except that running is R and ready is r
  glyph: string;
  lane: string; // a cell of the timeline
  attr: Attr;
}

export interface FrameGlyphs {
  horizontal: string;
  vertical: string;
  topLeft: string;
  topRight: string;
  bottomLeft: string;
  bottomRight: string;
}

export interface Theme {
  states: Record<StateName, StateLook>;
  frame: { light: FrameGlyphs; heavy: FrameGlyphs }; // heavy: the pane that has the keys
  glyphs: Glyphs;
  text: Attr;
  dim: Attr; // what is secondary: idle, units, hints' words
  strong: Attr;
  heading: Attr; // of a table
  frameAttr: Attr;
  focusAttr: Attr; // the frame of the pane that has the keys
  selected: Attr; // the selected row
  error: Attr; // an error that a call returned
  wake: Attr;
  paused: Attr;
  panic: Attr;
  status: Attr; // the status line
  hintKey: Attr;
}

interface Glyphs {
  idle: string;
  selected: string; // before the selected row
  branch: string; // before a child in the process tree
  ellipsis: string;
  rightArrow: string;
  leftArrow: string;
  up: string;
  pause: string;
  play: string;
  full: string; // a cell of a filled bar
  empty: string;
  tick: string; // on the axis of the timeline
  times: string; // between columns and rows
  levels: readonly string[]; // of a cell filled by so many eighths
}

export function theme(caps: Pick<Caps, 'unicode'>): Theme {
  const ascii = !caps.unicode;
  return {
    states: states(ascii),
    frame: ascii ? { light: asciiLight, heavy: asciiHeavy } : { light, heavy },
    glyphs: ascii ? asciiGlyphs : unicodeGlyphs,
    ...looks,
  };
}

const looks = {
  text: attr({}),
  dim: attr({ dim: true }),
  strong: attr({ bold: true }),
  heading: attr({ bold: true, underline: true }),
  frameAttr: attr({ dim: true }),
  focusAttr: attr({ fg: 'bright-white', bold: true }),
  selected: attr({ inverse: true }),
  error: attr({ fg: 'bright-red' }),
  wake: attr({ fg: 'bright-cyan' }),
  paused: attr({ fg: 'bright-yellow', bold: true }),
  panic: attr({ fg: 'bright-white', bg: 'red', bold: true }),
  status: attr({ inverse: true }),
  hintKey: attr({ bold: true }),
};

function states(ascii: boolean): Record<StateName, StateLook> {
  const look = (word: string, letter: string, glyph: string, lane: string, shown: Attr): StateLook => ({
    word,
    letter,
    glyph: glyph[ascii ? 1 : 0]!,
    lane: lane[ascii ? 1 : 0]!,
    attr: shown,
  });
  // Unicode and ASCII side by side. Zombies are dim, not bright black: Solarized's is its background.
  return {
    running: look('running', 'R', '▶>', '█#', attr({ fg: 'bright-green', bold: true })),
    ready: look('ready', 'r', '●o', '░=', attr({ fg: 'bright-yellow' })),
    sleeping: look('blocked', 'B', '◌.', '─-', attr({ fg: 'bright-blue' })),
    stopped: look('stopped', 'T', '■T', '■T', attr({ fg: 'bright-magenta' })),
    zombie: look('zombie', 'Z', '✗x', '✗x', attr({ dim: true })),
  };
}

function frameGlyphs(text: string): FrameGlyphs {
  const [horizontal, vertical, topLeft, topRight, bottomLeft, bottomRight] = [...text] as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  return { horizontal, vertical, topLeft, topRight, bottomLeft, bottomRight };
}

const light = frameGlyphs('─│┌┐└┘');
const heavy = frameGlyphs('━┃┏┓┗┛');
const asciiLight = frameGlyphs('-|++++');
const asciiHeavy = frameGlyphs('=#####');

const unicodeGlyphs: Glyphs = {
  idle: '·',
  selected: '▸',
  branch: '└',
  ellipsis: '…',
  rightArrow: '→',
  leftArrow: '←',
  up: '▲',
  pause: '❚❚',
  play: '▶',
  full: '█',
  empty: '░',
  tick: '┴',
  times: '×',
  levels: [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'],
};

const asciiGlyphs: Glyphs = {
  idle: '.',
  selected: '>',
  branch: '`',
  ellipsis: '~',
  rightArrow: '->',
  leftArrow: '<-',
  up: '^',
  pause: '||',
  play: '>',
  full: '#',
  empty: '.',
  tick: '+',
  times: 'x',
  levels: [' ', '.', '.', ':', ':', '+', '+', '#', '#'],
};
