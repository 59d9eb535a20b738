// The terminal as a full-screen program uses it: a screen of its own, and keys one by one as they are pressed.
//
//     const screen = yield* openScreen();
//     yield* screen.draw(['first line', 'second line']);
//     const key = yield* screen.key(1_000_000);       null if none came for a second
//     yield* screen.close();
//
// While it is open, ^C and ^Z are keys like others: a program that was killed could not restore the terminal.

import type { Coroutine, Tick } from '../../kernel/abi.ts';
import { sys } from '../sys.ts';
import { now } from './duration.ts';
import { clip, displayWidth, padEnd } from './format.ts';
import { print } from './output.ts';
import { tcgetattr, tcsetattr, windowSize } from './terminal.ts';
import { decode } from './text.ts';

export interface Screen {
  /** Shows as many of these lines as fit, one of them in reverse video, and the cursor behind one of them. */
  draw(lines: readonly string[], marks?: { reverse?: number; cursor?: number }): Coroutine;
  /** The next key: a character, or an escape sequence. null: none came in time; END: none will come any more. */
  key(timeout: Tick): Coroutine<string | null>;
  /** Gives the terminal back, stops the process as ^Z does, and takes the terminal again when it goes on. */
  suspend(): Coroutine;
  close(): Coroutine;
}

export const END = '';

const ENTER = '\x1b[?1049h\x1b[?25l';
const LEAVE = '\x1b[?25h\x1b[?1049l';
const TENTH = 100_000; // the unit of vtime, in ticks
const KEYS = /\x1b(?:\[[0-9;?<]*[@-~]|O.)?|./gsu;

export function* openScreen(): Coroutine<Screen> {
  const before = yield* tcgetattr(0);
  const raw = { ...before, icanon: false, echo: false, isig: false, ixon: false, vmin: 0, vtime: 0 };
  let keys: string[] = [];

  function* enter(): Coroutine {
    yield* tcsetattr(0, raw);
    yield* print(ENTER);
  }

  function* close(): Coroutine {
    yield* print(LEAVE);
    yield* tcsetattr(0, before);
  }

  const screen: Screen = {
    close,
    *draw(lines, { reverse, cursor } = {}) {
      const { rows, columns } = (yield* windowSize(0)) ?? { rows: 24, columns: 80 }; // it may change at any time
      const shown = lines.slice(0, rows).map((line, row) => {
        const text = clip(line, columns);
        return `\x1b[2K${row === reverse ? `\x1b[7m${padEnd(text, columns)}\x1b[m` : text}`;
      });
      const rest = shown.length < rows ? '\r\n\x1b[J' : '';
      const column = displayWidth(lines[cursor ?? 0] ?? '') + 1;
      const place = cursor === undefined ? '\x1b[?25l' : `\x1b[${cursor + 1};${column}H\x1b[?25h`;
      yield* print(`\x1b[H${shown.join('\r\n')}${rest}${place}`);
    },
    *key(timeout) {
      if (keys.length === 0) {
        const tenths = Math.min(Math.ceil(timeout / TENTH), 255);
        const start = yield* now();
        yield* tcsetattr(0, { ...raw, vtime: tenths });
        const data = yield* sys.read(0, 256);
        if (data.length === 0) return (yield* now()) - start < tenths * TENTH ? END : null;
        keys = decode(data).match(KEYS) ?? [];
      }
      return keys.shift() ?? null;
    },
    *suspend() {
      yield* close();
      yield* sys.kill(0, 'SIGTSTP');
      yield* enter();
    },
  };
  yield* enter();
  return screen;
}
