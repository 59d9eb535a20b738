// The editing of a line as it is typed, and what the terminal shows of it (termios(3), canonical mode).

import type { Bytes } from './abi.ts';
import type { Tty } from './tty.ts';

export const NEWLINE = 10;
const RETURN = 13;
const MAX_CANON = 4096; // bytes of a line; more is not taken

export function edit(tty: Tty, byte: number): void {
  const { settings, line } = tty;
  switch (byte) {
    case settings.erase:
      eraseCharacter(tty);
      return;
    case settings.werase:
      while (line.at(-1) === 32) eraseCharacter(tty);
      while (line.length > 0 && line.at(-1) !== 32) eraseCharacter(tty);
      return;
    case settings.kill:
      while (line.length > 0) eraseCharacter(tty);
      return;
    case settings.eof:
      finishLine(tty);
      return;
    case NEWLINE:
      echo(tty, byte);
      line.push(byte);
      finishLine(tty);
      return;
    default:
      if (line.length >= MAX_CANON - 1) return;
      echo(tty, byte);
      line.push(byte);
  }
}

function finishLine(tty: Tty): void {
  tty.lines.push(Uint8Array.from(tty.line));
  tty.line = [];
}

// A character may be several bytes (UTF-8: those after the first are 10xxxxxx), and a control character shows as two.
function eraseCharacter(tty: Tty): void {
  let byte = tty.line.pop();
  if (byte === undefined) return;
  const columns = byte < 32 || byte === 127 ? 2 : 1;
  while (byte !== undefined && byte >= 0x80 && byte < 0xc0) byte = tty.line.pop();
  if (tty.settings.echo) tty.output(encoder.encode('\b \b'.repeat(columns)));
}

const encoder = new TextEncoder();

export function echo(tty: Tty, byte: number): void {
  if (!tty.settings.echo) return;
  if (byte === NEWLINE) display(tty, Uint8Array.of(byte));
  else if (byte === 9 || (byte >= 32 && byte !== 127)) tty.output(Uint8Array.of(byte));
  else tty.output(Uint8Array.of(94, byte ^ 64)); // ^C
}

/** Output processing: a newline alone would only move the cursor down. */
export function display(tty: Tty, data: Bytes): void {
  let newlines = 0;
  if (tty.settings.opost)
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
  tty.output(shown);
}
