// What stty(1) can set: flags, special characters, numbers, and names for several of these at once.
//
// The order of both tables is that in which they are shown. To add a setting of the terminal: a row here.

import { SANE, type Termios } from '../../../kernel/abi.ts';

export type Flag = { [N in keyof Termios]: Termios[N] extends boolean ? N : never }[keyof Termios];
export type Character = Exclude<keyof Termios, Flag | 'vmin' | 'vtime'>;

interface FlagRow {
  name: Flag;
  group: 'input' | 'output' | 'local';
  bit: number; // in the words of `stty -g`, which are those of Linux
  sane: boolean; // does `stty sane` set it, and `stty` show it where it differs from that?
}

const row = (group: FlagRow['group'], name: Flag, bit: number, sane = true): FlagRow => ({
  name,
  group,
  bit,
  sane,
});

export const flagRows: readonly FlagRow[] = [
  row('input', 'inlcr', 0o100),
  row('input', 'igncr', 0o200),
  row('input', 'icrnl', 0o400),
  row('input', 'ixon', 0o2000, false),
  row('output', 'opost', 0o1),
  row('output', 'onlcr', 0o4),
  row('local', 'isig', 0o1),
  row('local', 'icanon', 0o2),
  row('local', 'iexten', 0o100000),
  row('local', 'echo', 0o10),
  row('local', 'echoe', 0o20),
  row('local', 'echok', 0o40),
  row('local', 'echonl', 0o100),
  row('local', 'noflsh', 0o200),
  row('local', 'tostop', 0o400),
  row('local', 'echoctl', 0o1000),
  row('local', 'echoke', 0o4000),
];

interface CharacterRow {
  name: Character;
  shown: string;
  index: number; // in the words of `stty -g`
}

const character = (name: Character, index: number, shown: string = name): CharacterRow => ({
  name,
  shown,
  index,
});

export const characterRows: readonly CharacterRow[] = [
  character('intr', 0),
  character('quit', 1),
  character('erase', 2),
  character('kill', 3),
  character('eof', 4),
  character('eol', 11),
  character('start', 8),
  character('stop', 9),
  character('susp', 10),
  character('reprint', 12, 'rprnt'),
  character('werase', 14),
  character('lnext', 15),
];

/** Names for several settings. */
export const combinations: Readonly<Record<string, (now: Termios) => Partial<Termios>>> = {
  sane: ({ ixon }) => ({ ...SANE, ixon }),
  raw: () => ({ ...RAW, vmin: 1, vtime: 0 }),
  '-raw': () => COOKED,
  cooked: () => COOKED,
  '-cooked': () => ({ ...RAW, vmin: 1, vtime: 0 }),
  cbreak: () => ({ icanon: false }),
  '-cbreak': () => ({ icanon: true }),
  nl: () => ({ icrnl: false, onlcr: false }),
  '-nl': () => ({ icrnl: true, inlcr: false, igncr: false, onlcr: true }),
  ek: () => ({ erase: SANE.erase, kill: SANE.kill }),
  crt: () => CRT,
  dec: () => ({ ...CRT, intr: SANE.intr, erase: SANE.erase, kill: SANE.kill }),
  crterase: () => ({ echoe: true }),
  '-crterase': () => ({ echoe: false }),
  crtkill: () => ({ echoke: true }),
  '-crtkill': () => ({ echoke: false }),
  ctlecho: () => ({ echoctl: true }),
  '-ctlecho': () => ({ echoctl: false }),
};

const RAW = {
  inlcr: false,
  igncr: false,
  icrnl: false,
  ixon: false,
  opost: false,
  isig: false,
  icanon: false,
};
const COOKED = { icrnl: true, ixon: true, opost: true, isig: true, icanon: true };
const CRT = { echoe: true, echoctl: true, echoke: true };

/** A special character as it is written: ^C, x, undef, or its number; null if it is none. */
export function parseCharacter(text: string): number | null {
  if (text === '' || text === 'undef' || text === '^-') return 0;
  if (text === '^?') return 127;
  if (/^\^./.test(text)) return text.charCodeAt(1) & 0x1f;
  if (/^[\x01-\x7f]$/.test(text)) return text.charCodeAt(0);
  return parseNumber(text, 255);
}

/** A number in C's notation: 65, 0x41 or 0101. */
export function parseNumber(text: string, most: number): number | null {
  if (!/^(?:0[xX][0-9a-fA-F]+|0[0-7]*|[1-9]\d*)$/.test(text)) return null;
  const value = /^0[0-7]/.test(text) ? Number.parseInt(text, 8) : Number(text);
  return value <= most ? value : null;
}

const WORDS = 36; // four words of flags, 32 characters
const CONTROL_WORD = 'bf'; // the line's: 38400 baud, 8 bits, it can be read
const VTIME = 5;
const VMIN = 6;

/** All settings in one word, for `stty` to read again. */
export function save(settings: Termios): string {
  const bits = (group: FlagRow['group']) =>
    flagRows.reduce((sum, { name, group: its, bit }) => sum + (its === group && settings[name] ? bit : 0), 0);
  const words = [
    bits('input').toString(16),
    bits('output').toString(16),
    CONTROL_WORD,
    bits('local').toString(16),
  ];
  const characters = new Array<number>(WORDS - 4).fill(0);
  for (const { name, index } of characterRows) characters[index] = settings[name];
  characters[VTIME] = settings.vtime;
  characters[VMIN] = settings.vmin;
  return [...words, ...characters.map((value) => value.toString(16))].join(':');
}

/** The settings of such a word; null if it is none. */
export function restore(text: string): Partial<Termios> | null {
  const words = text.split(':');
  if (words.length !== WORDS || !words.every((word) => /^[0-9a-f]{1,8}$/.test(word))) return null;
  const [input = 0, output = 0, , local = 0, ...characters] = words.map((word) => Number.parseInt(word, 16));
  const of = { input, output, local };
  const flags = flagRows.map(({ name, group, bit }) => [name, (of[group] & bit) !== 0]);
  const special = characterRows.map(({ name, index }) => [name, (characters[index] ?? 0) & 255]);
  const numbers = { vtime: (characters[VTIME] ?? 0) & 255, vmin: (characters[VMIN] ?? 0) & 255 };
  return { ...Object.fromEntries([...flags, ...special]), ...numbers };
}
