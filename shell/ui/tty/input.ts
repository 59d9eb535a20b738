// From the bytes of the user's terminal to keys, mouse, pasted text and reports (events.ts).
//
//     for (const event of tokenizer.feed(bytes)) handle(event);
//     if (tokenizer.pending) after 25 ms without more bytes: for (const event of tokenizer.expire()) handle(event);
//
// The bytes may come cut anywhere: the events are the same. Only ESC needs time to be understood, since it is both
// a key and the start of sequences; a sequence that stays incomplete is, after that time, keys that were typed.

import type { InputEvent, KeyEvent, MouseAction, MouseEvent } from './events.ts';
import { ALT, CTRL, keyLetters, keyNumbers, SHIFT } from './keys.ts';

export interface Tokenizer {
  feed(bytes: Uint8Array): InputEvent[];
  /** Something begun with ESC waits for its rest. */
  readonly pending: boolean;
  /** The rest did not come. */
  expire(): InputEvent[];
}

export function createTokenizer(): Tokenizer {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let buffer = '';
  const take = (final: boolean): InputEvent[] => {
    const events: InputEvent[] = [];
    while (buffer !== '') {
      const token = next(buffer, final);
      if (!token) break;
      buffer = buffer.slice(token.length);
      events.push(token.event);
    }
    return events;
  };
  return {
    feed(bytes) {
      buffer += decoder.decode(bytes, { stream: true });
      return take(false);
    },
    get pending() {
      return buffer !== '' && !buffer.startsWith(PASTE_START);
    },
    expire: () => take(true),
  };
}

const ESC = '\x1b';
const PASTE_START = '\x1b[200~';
const PASTE_END = '\x1b[201~';

interface Token {
  length: number;
  event: InputEvent;
}

/** The first event in the buffer; null if it is not all there. `final`: nothing more belongs to it. */
function next(buffer: string, final: boolean): Token | null {
  if (buffer[0] !== ESC) return character(buffer);
  if (buffer.startsWith(PASTE_START)) return paste(buffer);
  const whole = sequence(buffer);
  if (whole) return whole;
  if (!final && isPrefix(buffer)) return null;
  return escapeKey(buffer);
}

function character(buffer: string): Token {
  const char = String.fromCodePoint(buffer.codePointAt(0)!);
  return { length: char.length, event: plainKey(char, false) };
}

function paste(buffer: string): Token | null {
  const end = buffer.indexOf(PASTE_END);
  if (end < 0) return null;
  const text = buffer.slice(PASTE_START.length, end);
  return { length: end + PASTE_END.length, event: { is: 'paste', text } };
}

const wholes: [pattern: RegExp, event: (parts: string[]) => InputEvent][] = [
  [/^\x1b\[\[([A-E])/, ([, key]) => makeKey(`f${key!.charCodeAt(0) - 64}`)], // Linux's console
  [/^\x1b\[M(.)(.)(.)/s, (parts) => oldMouse(parts)],
  [/^\x1b(\x1b?)\[(?![M[])([0-?]*[ -/]*)([@-~])/, (parts) => csi(parts)],
  [/^\x1b(\x1b?)O([\d;]*)([A-Za-z])/, (parts) => csi(parts)],
  [/^\x1b[\]P_^X][^\x07\x1b]*(\x07|\x1b\\)/, ([all]) => ({ is: 'report', sequence: all! })],
];

const prefixes = [
  /^\x1b\x1b?$/,
  /^\x1b\x1b?\[[0-?]*[ -/]*$/,
  /^\x1b\[\[$/,
  /^\x1b\[M.{0,2}$/s,
  /^\x1b\x1b?O[\d;]*$/,
  /^\x1b[\]P_^X][^\x07\x1b]*\x1b?$/,
];

function sequence(buffer: string): Token | null {
  for (const [pattern, event] of wholes) {
    const parts = pattern.exec(buffer);
    if (parts) return { length: parts[0].length, event: event(parts) };
  }
  return null;
}

function isPrefix(buffer: string): boolean {
  return prefixes.some((pattern) => pattern.test(buffer));
}

/** ESC that begins nothing: the Escape key, or Alt held with the next. */
function escapeKey(buffer: string): Token {
  const code = buffer.codePointAt(1);
  if (code === undefined || code === 0x1b) return { length: 1, event: makeKey('escape') };
  const char = String.fromCodePoint(code);
  return { length: 1 + char.length, event: plainKey(char, true) };
}

function plainKey(char: string, alt: boolean): KeyEvent {
  const code = char.codePointAt(0)!;
  if (code === 0x09) return makeKey('tab', { alt });
  if (code === 0x0d) return makeKey('enter', { alt });
  if (code === 0x7f) return makeKey('backspace', { alt });
  if (code === 0) return makeKey('space', { alt, ctrl: true });
  if (code < 0x20) return makeKey(String.fromCharCode(code + 64).toLowerCase(), { alt, ctrl: true });
  return makeKey(char === ' ' ? 'space' : char, { alt }, alt ? '' : char);
}

const META = 8;

/** A sequence with parameters. `esc`: a second ESC before it, which is how some terminals say Alt. */
function csi([all = '', esc = '', params = '', final = '']: string[]): InputEvent {
  const report: InputEvent = { is: 'report', sequence: all };
  if (params.startsWith('<')) return sgrMouse(params.slice(1), final) ?? report;
  if (!/^[\d;]*$/.test(params)) return report;
  const [first = 0, second = 1] = params.split(';').map(Number);
  const bits = Math.max(0, second - 1);
  const held = {
    shift: (bits & SHIFT) !== 0,
    alt: (bits & (ALT | META)) !== 0 || esc !== '',
    ctrl: (bits & CTRL) !== 0,
  };
  if (all.endsWith('OM')) return makeKey('enter', held); // of the keypad
  if (final === 'Z') return makeKey('tab', { ...held, shift: true });
  if (final === 'R' && first !== 1 && params !== '') return report; // where the cursor is; 'R' is F3 otherwise
  const key = final === '~' ? keyNumbers[first] : keyLetters[final];
  return key ? makeKey(key, held) : report;
}

interface Held {
  ctrl?: boolean;
  alt?: boolean;
  shift?: boolean;
}

function makeKey(key: string, held: Held = {}, text = ''): KeyEvent {
  const { ctrl = false, alt = false, shift = false } = held;
  const name = `${ctrl ? 'C-' : ''}${alt ? 'M-' : ''}${shift ? 'S-' : ''}${key}`;
  return { is: 'key', name, key, text, ctrl, alt, shift };
}

function sgrMouse(params: string, final: string): InputEvent | null {
  const [code, x, y] = params.split(';').map(Number);
  if (code === undefined || x === undefined || y === undefined || !'Mm'.includes(final)) return null;
  return mouse(code, x - 1, y - 1, final === 'm');
}

/** As terminals send it that do not know the SGR mode. */
function oldMouse([all = '', ...chars]: string[]): InputEvent {
  const [code, x, y] = chars.map((char) => char.charCodeAt(0) - 32) as [number, number, number];
  const event = mouse(code, x - 1, y - 1, (code & 0x63) === 3);
  return event ?? { is: 'report', sequence: all };
}

const buttons = ['left', 'middle', 'right', 'none'] as const;

function mouse(code: number, x: number, y: number, released: boolean): MouseEvent | null {
  const wheel = (code & 64) !== 0;
  if (code & 128 || (wheel && (code & 3) > 1)) return null; // buttons that we have no use for
  let action: MouseAction = released ? 'release' : 'press';
  if (wheel) action = code & 1 ? 'wheel-down' : 'wheel-up';
  else if (code & 32) action = 'move';
  const button = wheel ? 'none' : buttons[code & 3]!;
  const [shift, alt, ctrl] = [(code & 4) !== 0, (code & 8) !== 0, (code & 16) !== 0];
  return { is: 'mouse', action, x, y, button, ctrl, alt, shift };
}
