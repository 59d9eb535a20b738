// The line discipline: what a typed byte does, how a line is edited, and what the terminal shows of it (termios(3)).
//
// In canonical mode a line is collected here, with editing, and handed over whole; else bytes pass as they come.
// INTR, QUIT and SUSP become signals to the foreground process group; STOP holds the output until START.

import type { Bytes, Signal, Termios } from './abi.ts';
import type { Kernel } from './boot.ts';
import { byteQueue, pushBytes } from './bytequeue.ts';
import { FROM_KERNEL, sendGroup } from './signal.ts';
import type { Tty } from './tty.ts';
import { wakeup } from './waitqueue.ts';

const NEWLINE = 10;
const RETURN = 13;
const TAB = 9;
const BLANK = 32;
const DELETE = 127;
const MAX_CANON = 4096; // bytes of a line; more is not taken

export function typedByte(kernel: Kernel, tty: Tty, typed: number): void {
  const { settings } = tty;
  if (tty.literal) {
    tty.literal = false;
    addToLine(tty, typed);
    return;
  }
  const byte = translated(settings, typed);
  if (byte === null || (settings.ixon && holdsOrFrees(kernel, tty, byte))) return;
  const signal = settings.isig ? signalOf(settings, byte) : null;
  if (signal) raise(kernel, tty, byte, signal);
  else if (settings.icanon) edit(tty, byte);
  else {
    echo(tty, byte);
    pushBytes(tty.raw, Uint8Array.of(byte));
  }
}

function translated({ igncr, icrnl, inlcr }: Termios, typed: number): number | null {
  if (typed === RETURN) return igncr ? null : icrnl ? NEWLINE : RETURN;
  return typed === NEWLINE && inlcr ? RETURN : typed;
}

/** Is it this special character? Byte 0 stands for none. */
function is(character: number, byte: number): boolean {
  return byte === character && byte !== 0;
}

function holdsOrFrees(kernel: Kernel, tty: Tty, byte: number): boolean {
  const { start, stop } = tty.settings;
  const frees = is(start, byte);
  if (!frees && !is(stop, byte)) return false;
  tty.held = !frees;
  if (frees) wakeup(kernel, tty.writable);
  return true;
}

function signalOf({ intr, quit, susp }: Termios, byte: number): Signal | null {
  if (is(intr, byte)) return 'SIGINT';
  if (is(quit, byte)) return 'SIGQUIT';
  return is(susp, byte) ? 'SIGTSTP' : null;
}

function raise(kernel: Kernel, tty: Tty, byte: number, signal: Signal): void {
  tty.held = false;
  wakeup(kernel, tty.writable);
  echo(tty, byte);
  if (!tty.settings.noflsh) {
    flushInput(tty);
    wakeup(kernel, tty.typable);
  }
  if (tty.foreground) sendGroup(kernel, tty.foreground, signal, FROM_KERNEL);
}

/** Forgets what was typed and not read. */
export function flushInput(tty: Tty): void {
  tty.line = [];
  tty.literal = false;
  tty.lines = [];
  tty.raw = byteQueue();
}

function edit(tty: Tty, byte: number): void {
  const { settings, line } = tty;
  if (is(settings.erase, byte)) eraseCharacter(tty, settings.echoe);
  else if (is(settings.kill, byte)) eraseLine(tty);
  else if (is(settings.eof, byte)) finishLine(tty);
  else if (settings.iexten && is(settings.werase, byte)) eraseWord(tty);
  else if (settings.iexten && is(settings.lnext, byte)) {
    tty.literal = true;
    if (settings.echo && settings.echoctl) show(tty, '^\b');
  } else if (settings.iexten && is(settings.reprint, byte)) {
    echo(tty, byte);
    display(tty, Uint8Array.of(NEWLINE));
    for (const one of line) echo(tty, one);
  } else if (byte === NEWLINE || is(settings.eol, byte)) {
    echo(tty, byte);
    line.push(byte);
    finishLine(tty);
  } else addToLine(tty, byte);
}

function addToLine(tty: Tty, byte: number): void {
  if (tty.line.length >= MAX_CANON - 1) return;
  echo(tty, byte);
  tty.line.push(byte);
}

function finishLine(tty: Tty): void {
  tty.lines.push(Uint8Array.from(tty.line));
  tty.line = [];
}

// A character may be several bytes (UTF-8: those after the first are 10xxxxxx), and a control character may show as two.
function eraseCharacter(tty: Tty, wipe: boolean): void {
  const { echo: echoes, echoctl, erase } = tty.settings;
  let byte = tty.line.pop();
  if (byte === undefined) return;
  const columns = isControl(byte) ? (echoctl ? 2 : 0) : 1;
  while (byte !== undefined && byte >= 0x80 && byte < 0xc0) byte = tty.line.pop();
  if (!echoes) return;
  if (wipe) show(tty, '\b \b'.repeat(columns));
  else echo(tty, erase);
}

function eraseWord(tty: Tty): void {
  const { line } = tty;
  while (line.at(-1) === BLANK) eraseCharacter(tty, true);
  while (line.length > 0 && line.at(-1) !== BLANK) eraseCharacter(tty, true);
}

function eraseLine(tty: Tty): void {
  const { echo: echoes, echok, echoke, echoe, kill } = tty.settings;
  if (echok && echoke && echoe) while (tty.line.length > 0) eraseCharacter(tty, true);
  else if (echoes) {
    echo(tty, kill);
    if (echok) display(tty, Uint8Array.of(NEWLINE));
  }
  tty.line = [];
}

const encoder = new TextEncoder();

function show(tty: Tty, text: string): void {
  if (text !== '' && tty.wire.room() > 0) tty.wire.send(encoder.encode(text));
}

// A master that writes and never reads gets no endless echo: what has no room is left out, as on Linux.
function echo(tty: Tty, byte: number): void {
  const { echo: echoes, echonl, echoctl, icanon } = tty.settings;
  if (!echoes && !(echonl && icanon && byte === NEWLINE)) return;
  if (tty.wire.room() <= 0) return;
  if (byte === NEWLINE) display(tty, Uint8Array.of(byte));
  else if (isControl(byte) && echoctl) show(tty, `^${String.fromCharCode(byte ^ 64)}`);
  else tty.wire.send(Uint8Array.of(byte));
}

function isControl(byte: number): boolean {
  return byte === DELETE || (byte < BLANK && byte !== TAB);
}

/** Output processing: a newline alone would only move the cursor down. */
export function display(tty: Tty, data: Bytes): void {
  let newlines = 0;
  if (tty.settings.opost && tty.settings.onlcr)
    for (let at = data.indexOf(NEWLINE); at !== -1; at = data.indexOf(NEWLINE, at + 1)) newlines++;
  const shown = new Uint8Array(data.length + newlines);
  if (newlines === 0) shown.set(data);
  else {
    let at = 0;
    for (const byte of data) {
      if (byte === NEWLINE) shown[at++] = RETURN;
      shown[at++] = byte;
    }
  }
  tty.wire.send(shown);
}
