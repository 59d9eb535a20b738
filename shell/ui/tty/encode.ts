// What a program in the console reads when a key is pressed, text pasted or the mouse used.
//
// The user's terminal is in our modes, the console in its program's: a key is understood first (input.ts) and then
// written anew here, as a terminal in the program's modes would have sent it.

import type { KeyEvent, MouseEvent, PasteEvent } from './events.ts';
import { ALT, CTRL, keyLetters, keyNumbers, SHIFT } from './keys.ts';

/** The modes that the program in the console has set. */
export interface ConsoleModes {
  applicationCursor: boolean;
  bracketedPaste: boolean;
  mouse: 'none' | 'x10' | 'vt200' | 'drag' | 'any'; // which mouse events it asked for
  sgrMouse: boolean;
}

/** Text to be sent as UTF-8; '' where there is nothing to send. */
export function encodeKey(key: KeyEvent, modes: Pick<ConsoleModes, 'applicationCursor'>): string {
  if (key.text !== '') return key.text;
  if (key.key === 'tab' && key.shift) return '\x1b[Z';
  const char = typed[key.key] ?? ([...key.key].length === 1 ? key.key : null);
  if (char === null) return special(key, modes.applicationCursor);
  return (key.alt ? '\x1b' : '') + (key.ctrl ? control(char) : char);
}

const typed: Record<string, string> = {
  enter: '\r',
  tab: '\t',
  space: ' ',
  backspace: '\x7f',
  escape: '\x1b',
};

function control(char: string): string {
  if (char === '\x7f') return '\b';
  if (char === ' ') return '\0';
  return /^[@-_a-z]$/.test(char) ? String.fromCharCode(char.charCodeAt(0) & 0x1f) : char;
}

const letterOf = inverse(keyLetters);
const numberOf = inverse(keyNumbers);

function special(key: KeyEvent, applicationCursor: boolean): string {
  const held = 1 + (key.shift ? SHIFT : 0) + (key.alt ? ALT : 0) + (key.ctrl ? CTRL : 0);
  const letter = letterOf.get(key.key);
  if (letter && held > 1) return `\x1b[1;${held}${letter}`;
  if (letter) return (applicationCursor || isFunctionKey(key.key) ? '\x1bO' : '\x1b[') + letter;
  const number = numberOf.get(key.key);
  return number ? `\x1b[${number}${held > 1 ? `;${held}` : ''}~` : '';
}

function isFunctionKey(key: string): boolean {
  return /^f\d/.test(key);
}

function inverse(names: Readonly<Record<string, string>>): Map<string, string> {
  return new Map(Object.entries(names).map(([code, name]) => [name, code]));
}

export function encodePaste(paste: PasteEvent, modes: Pick<ConsoleModes, 'bracketedPaste'>): string {
  const typed = paste.text.replace(/\r?\n/g, '\r'); // the Enter key
  return modes.bracketedPaste ? `\x1b[200~${typed.replaceAll('\x1b', '')}\x1b[201~` : typed;
}

/** `x` and `y` are cells of the console. '' if the program did not ask for this event. */
export function encodeMouse(event: MouseEvent, x: number, y: number, modes: ConsoleModes): string {
  if (!wanted(event, modes.mouse)) return '';
  let code = ['left', 'middle', 'right', 'none'].indexOf(event.button);
  if (event.action === 'wheel-up') code = 64;
  if (event.action === 'wheel-down') code = 65;
  if (event.action === 'move') code += 32;
  if (modes.mouse !== 'x10') code += (event.shift ? 4 : 0) + (event.alt ? 8 : 0) + (event.ctrl ? 16 : 0);
  if (modes.sgrMouse) return `\x1b[<${code};${x + 1};${y + 1}${event.action === 'release' ? 'm' : 'M'}`;
  if (x > 94 || y > 94) return ''; // that encoding has one byte for each, and UTF-8 only its ASCII
  if (event.action === 'release') code |= 3;
  return `\x1b[M${String.fromCharCode(code + 32, x + 33, y + 33)}`;
}

function wanted(event: MouseEvent, mode: ConsoleModes['mouse']): boolean {
  if (mode === 'none') return false;
  if (mode === 'x10') return event.action === 'press';
  return event.action !== 'move' || mode !== 'vt200';
}
