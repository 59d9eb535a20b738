// History: the commands typed, in memory and in a file.
//
// A command of several lines is one entry; in the file its further lines begin with a tab.

import { type Coroutine, Errno, O_APPEND, O_CREAT, O_WRONLY } from '../../kernel/abi.ts';
import { readFile, writeFile } from '../../userland/lib/files.ts';
import { writeAll } from '../../userland/lib/output.ts';
import { decode, encode } from '../../userland/lib/text.ts';
import { sys } from '../../userland/sys.ts';
import { getVariable, type Shell } from './state.ts';

const SIZE = 1000; // entries kept, unless HISTSIZE says otherwise

export function* loadHistory(shell: Shell): Coroutine {
  const path = fileOf(shell);
  if (path === null) return;
  try {
    const entries = fromFile(decode(yield* readFile(path)));
    const kept = entries.slice(-sizeOf(shell));
    shell.history.push(...kept);
    if (kept.length < entries.length) yield* writeFile(path, encode(kept.map(toFile).join('')), 0o600);
  } catch (error) {
    if (!(error instanceof Errno)) throw error; // there is none yet
  }
}

/** Adds a command, unless it is the one before again. */
export function* remember(shell: Shell, text: string): Coroutine {
  const entry = text.trim();
  if (entry === '' || entry === shell.history.at(-1)) return;
  shell.history.push(entry);
  if (shell.history.length > sizeOf(shell)) shell.history.shift();
  const path = fileOf(shell);
  if (path === null) return;
  try {
    const fd = yield* sys.open(path, O_WRONLY | O_CREAT | O_APPEND, 0o600);
    yield* writeAll(fd, encode(toFile(entry)));
    yield* sys.close(fd);
  } catch (error) {
    if (!(error instanceof Errno)) throw error; // a history that cannot be kept is no reason to fail
  }
}

function fileOf(shell: Shell): string | null {
  const home = getVariable(shell, 'HOME');
  return getVariable(shell, 'HISTFILE') ?? (home === null ? null : `${home}/.history`);
}

function sizeOf(shell: Shell): number {
  const size = getVariable(shell, 'HISTSIZE') ?? '';
  return /^\d+$/.test(size) ? Number(size) : SIZE;
}

function toFile(entry: string): string {
  return `${entry.replaceAll('\n', '\n\t')}\n`;
}

export function fromFile(text: string): string[] {
  return text
    .split(/\n(?!\t)/)
    .filter((entry) => entry !== '')
    .map((entry) => entry.replaceAll('\n\t', '\n'));
}
