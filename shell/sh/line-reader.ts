// Reading a line from the terminal, with editing (edit.ts), the picture of it (painter.ts) and completion.
//
// The terminal is in raw mode only while a line is typed. Bytes are read one by one: what is typed ahead belongs to
// the next command.

import type { Coroutine, Fd } from '../../kernel/abi.ts';
import { columns as inColumns } from '../../userland/lib/format.ts';
import { tcsetattr, windowSize } from '../../userland/lib/terminal.ts';
import { concat } from '../../userland/lib/text.ts';
import { sys } from '../../userland/sys.ts';
import { complete } from './complete.ts';
import { insert, type Line, newLine, press, type Request, searchPrompt, textOf } from './edit.ts';
import type { Terminal } from './jobs.ts';
import { type Key, keyOf } from './keys.ts';
import { type Painted, paint } from './painter.ts';
import { Interrupted, type Shell } from './state.ts';
import { say } from './tell.ts';

const CLEAR = '\x1b[H\x1b[2J';
const BELL = '\x07';

/** The line typed, with its newline; null if ^D was. Throws Interrupted if ^C was. */
export function* readTypedLine(shell: Shell, terminal: Terminal, prompt: string): Coroutine<string | null> {
  const { fd, modes } = terminal;
  yield* tcsetattr(fd, { ...modes, icanon: false, echo: false, isig: false, ixon: false, vmin: 1, vtime: 0 });
  try {
    return yield* edit(shell, fd, prompt);
  } finally {
    yield* tcsetattr(fd, modes);
  }
}

function* edit(shell: Shell, fd: Fd, prompt: string): Coroutine<string | null> {
  const line = newLine(shell.history, shell.cuts);
  let painted = yield* show(fd, null, line, prompt);
  for (let tabs = 0; ; ) {
    const key = yield* readKey(fd);
    if (key === null) return null;
    const request = press(line, key);
    tabs = request === 'complete' ? tabs + 1 : 0;
    switch (request) {
      case 'accept':
      case 'interrupt':
      case 'end':
        yield* leave(fd, painted, line, prompt, request);
        if (request === 'interrupt') throw new Interrupted();
        return request === 'end' ? null : `${textOf(line)}\n`;
      case 'complete':
        painted = yield* completeAt(shell, fd, line, { painted, prompt, again: tabs > 1 });
        break;
      case 'clear':
        yield* say(CLEAR);
        painted = yield* show(fd, null, line, prompt);
        break;
      default:
        if (request === 'bell') yield* say(BELL);
        painted = yield* show(fd, painted, line, prompt);
    }
  }
}

function* show(fd: Fd, before: Painted | null, line: Line, prompt: string): Coroutine<Painted> {
  const { columns } = (yield* windowSize(fd)) ?? { columns: 80 };
  const { characters, cursor, search } = line;
  const view = { prompt: search === null ? prompt : searchPrompt(search), characters, cursor };
  const { output, painted } = paint(before, view, columns);
  if (output !== '') yield* say(output);
  return painted;
}

// What comes next goes below the line, which stays as it was typed.
function* leave(fd: Fd, painted: Painted, line: Line, prompt: string, request: Request): Coroutine {
  line.search = null;
  line.cursor = line.characters.length;
  yield* show(fd, painted, line, prompt);
  yield* say(request === 'interrupt' ? '^C\r\n' : '\r\n');
}

function* readKey(fd: Fd): Coroutine<Key | null> {
  let bytes = new Uint8Array(0);
  for (;;) {
    const data = yield* sys.read(fd, 1);
    if (data.length === 0) return null;
    bytes = concat([bytes, data]) as Uint8Array<ArrayBuffer>;
    const key = keyOf(bytes);
    if (key !== null) return key;
  }
}

interface Occasion {
  painted: Painted;
  prompt: string;
  again: boolean; // Tab for the second time
}

/** Completes the word at the cursor as far as it is clear; the second time shows what it could be. */
function* completeAt(
  shell: Shell,
  fd: Fd,
  line: Line,
  { painted, prompt, again }: Occasion,
): Coroutine<Painted> {
  const before = line.characters.slice(0, line.cursor).join('');
  const { addition, choices } = yield* complete(shell, before);
  insert(line, addition);
  if (addition === '' && again && choices.length > 0) {
    const below = yield* show(fd, painted, { ...line, cursor: line.characters.length }, prompt);
    yield* say(`\r\n${inColumns(choices, below.columns).join('\r\n')}\r\n`);
    return yield* show(fd, null, line, prompt);
  }
  if (addition === '') yield* say(BELL);
  return yield* show(fd, painted, line, prompt);
}
