// The settings of a terminal, by the names of termios(3), and what ioctl(2) may be asked.
//
// To add a setting: a field, its name in the list below it, a value in SANE; then linediscipline.ts or tty.ts acts on
// it, and stty(1) gets a row. To add a request: a row in `ioctlRequests`, and the device's ioctl.

import { int, type Kind, oneOf, printRecord, record, size } from './kinds.ts';

export interface WindowSize {
  rows: number;
  columns: number;
}

export interface Termios {
  // What is typed.
  inlcr: boolean; // a newline typed arrives as a carriage return
  igncr: boolean; // a carriage return typed is dropped
  icrnl: boolean; // or arrives as a newline
  ixon: boolean; // STOP holds the output, START lets it go on
  // What is written.
  opost: boolean; // process it as the next says
  onlcr: boolean; // a newline goes out as carriage return, newline
  // How lines are made and shown.
  isig: boolean; // INTR, QUIT and SUSP send signals
  icanon: boolean; // hand over whole lines, with editing
  iexten: boolean; // with WERASE, REPRINT and LNEXT
  echo: boolean; // show what is typed
  echoe: boolean; // ERASE and WERASE wipe out what they take back
  echok: boolean; // KILL shows a newline, or with echoke
  echoke: boolean; // wipes out the line
  echonl: boolean; // show newlines even without echo
  echoctl: boolean; // show a control character as ^X
  noflsh: boolean; // a signal's character leaves what was typed before
  tostop: boolean; // who writes and is not in front is stopped (SIGTTOU)
  // Special characters, as byte values; 0: there is none.
  intr: number;
  quit: number;
  erase: number;
  kill: number;
  eof: number;
  eol: number; // ends a line, as a newline does
  start: number;
  stop: number;
  susp: number;
  reprint: number;
  werase: number;
  lnext: number; // what is typed next means itself
  // Without icanon.
  vmin: number; // the fewest bytes that a read waits for
  vtime: number; // and how long it waits for them, in tenths of a second; 0 for ever
}

// biome-ignore format: lists
export const termiosFlags = [
  'inlcr', 'igncr', 'icrnl', 'ixon',
  'opost', 'onlcr',
  'isig', 'icanon', 'iexten', 'echo', 'echoe', 'echok', 'echoke', 'echonl', 'echoctl', 'noflsh', 'tostop',
] as const;
// biome-ignore format: lists
export const termiosCharacters = [
  'intr', 'quit', 'erase', 'kill', 'eof', 'eol', 'start', 'stop', 'susp', 'reprint', 'werase', 'lnext',
] as const;
const termiosNumbers = [...termiosCharacters, 'vmin', 'vtime'] as const;

const control = (letter: string) => letter.charCodeAt(0) - 64;

/** The settings of a new terminal, and those of `stty sane`. */
export const SANE: Readonly<Termios> = {
  inlcr: false,
  igncr: false,
  icrnl: true,
  ixon: true,
  opost: true,
  onlcr: true,
  isig: true,
  icanon: true,
  iexten: true,
  echo: true,
  echoe: true,
  echok: true,
  echoke: true,
  echonl: false,
  echoctl: true,
  noflsh: false,
  tostop: false,
  intr: control('C'),
  quit: control('\\'),
  erase: 0x7f,
  kill: control('U'),
  eof: control('D'),
  eol: 0,
  start: control('Q'),
  stop: control('S'),
  susp: control('Z'),
  reprint: control('R'),
  werase: control('W'),
  lnext: control('V'),
  vmin: 1,
  vtime: 0,
};

export const ioctlRequests = [
  'TCGETS',
  'TCSETS', // now
  'TCSETSW', // once what was written is out: it always is
  'TCSETSF', // and forget what was typed and not read
  'TCFLSH',
  'TIOCGWINSZ',
  'TIOCSWINSZ',
  'TIOCGPGRP',
  'TIOCSPGRP',
  'TIOCGSID',
  'TIOCSCTTY',
  'TIOCNOTTY',
] as const;

export type IoctlRequest = (typeof ioctlRequests)[number];
export type IoctlArgument = number | Termios | WindowSize | null;

export const ioctlRequest: Kind<IoctlRequest> = oneOf('request', ioctlRequests);

const SIZE_MAX = 0xffff; // struct winsize has 16 bits for each

/** The argument of ioctl(2): a number, or the record that the request wants. Which one, the device checks. */
export const ioctlArgument: Kind<IoctlArgument> = {
  name: 'argument',
  type: 'number | Termios | WindowSize | null',
  check(value) {
    if (value === undefined || value === null) return null;
    if (typeof value === 'number') return int.check(value);
    const given = record(value);
    if ('rows' in given)
      return { rows: size.check(given.rows) & SIZE_MAX, columns: size.check(given.columns) & SIZE_MAX };
    const flags = termiosFlags.map((name) => [name, Boolean(given[name])]);
    const numbers = termiosNumbers.map((name) => [name, size.check(given[name]) & 255]);
    return Object.fromEntries([...flags, ...numbers]) as Termios;
  },
  print: (value) => (value === null ? 'NULL' : printRecord(value)),
};
