// The terminals of the machine, of which the console pane shows one. The others go on, and are as they are when shown.

import { createVt, type Vt } from './vt.ts';

export interface Console {
  readonly terminal: string; // its name
  readonly vt: Vt;
}

export interface Consoles {
  readonly all: readonly Console[];
  /** The one that is seen, and gets the keys. */
  readonly shown: Console;
  show(index: number): void;
  /** The bytes are copied. */
  write(terminal: string, data: Uint8Array): void;
  /** The most bytes that one of them has still to parse. */
  readonly pending: number;
  /** Goes up when what one of them shows may have changed. */
  readonly version: number;
}

/** `answer` gets what a terminal answers to its programs. */
export function createConsoles(
  terminals: readonly string[],
  { columns, rows }: { columns: number; rows: number },
  answer: (terminal: string, text: string) => void,
): Consoles {
  const all = terminals.map((terminal) => ({
    terminal,
    vt: createVt({ columns, rows, answer: (text) => answer(terminal, text) }),
  }));
  let shown = all[0]!;
  return {
    all,
    get shown() {
      return shown;
    },
    show(index) {
      shown = all[index]!;
    },
    write: (name, data) => all.find(({ terminal }) => terminal === name)?.vt.write(data.slice()),
    get pending() {
      return Math.max(...all.map(({ vt }) => vt.pending));
    },
    get version() {
      return all.reduce((sum, { vt }) => sum + vt.version, 0);
    },
  };
}
