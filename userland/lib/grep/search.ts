// Searching for lines: what grep does with one file.

import type { Coroutine, Fd } from '../../../kernel/abi.ts';
import { warn } from '../errors.ts';
import { grow, lineReader } from '../input.ts';
import type { Output } from '../output.ts';
import type { Regex } from '../regex/regex.ts';
import { encode } from '../text.ts';

export interface Search {
  regex: Regex;
  invert: boolean; // lines that do not match are selected
  print: 'lines' | 'matches' | 'nothing';
  numbers: boolean;
  offsets: boolean; // how many bytes are in front
  names: boolean;
  end: '\n' | '\0'; // of a line
  before: number; // lines of context
  after: number;
  most: number; // selected lines, then stop
  groups: number; // of lines with their context, printed so far
  text: boolean; // print lines also if they are not text
}

const ENTRY = 32; // bytes that a line takes besides its text
const NOT_TEXT = /[\0\udc80-\udcff]/u;

/** Searches one file and prints what `search` wants of it; returns how many lines were selected. */
export function* searchFile(fd: Fd, name: string, search: Search, out: Output): Coroutine<number> {
  const { regex, invert, most } = search;
  const lines = lineReader(fd, search.end);
  const printer = linePrinter(name, search, out);
  let selected = 0;
  if (most === 0) return 0;
  for (let line = yield* lines.next(); line !== null; line = yield* lines.next()) {
    const done = selected === most; // only the context of the last line is still to come
    if (done || regex.test(line) === invert) {
      if (printer.skip(line)) yield* printer.context(line);
      else if (done) break;
      continue;
    }
    selected++;
    if (search.print !== 'nothing') {
      if (!search.text && NOT_TEXT.test(line)) {
        yield* out.flush();
        yield* warn('grep', `${name}: binary file matches`);
        break;
      }
      yield* printer.selected(line);
    }
    if (selected === most && (search.after === 0 || search.print === 'nothing')) break;
  }
  return selected;
}

interface LinePrinter {
  /** A line that was not selected. Is it to be printed as context? */
  skip(line: string): boolean;
  context(line: string): Coroutine;
  selected(line: string): Coroutine;
}

interface Held {
  line: string;
  offset: number;
}

function linePrinter(name: string, search: Search, out: Output): LinePrinter {
  const { before, after, regex } = search;
  const { end } = search;
  const held: Held[] = []; // lines that become context if a selected one follows
  let size = 0; // of what is held
  let number = 0;
  let offset = 0; // of the line at hand; counted only if it is asked for
  let next = 0; // of the one after it
  let last = 0; // the number of the line that was printed last
  let wanted = 0; // lines of context still to print

  const prefix = prefixer(name, search);

  function begin(line: string): void {
    number++;
    if (!search.offsets) return;
    offset = next;
    next += encode(line).length + 1;
  }

  function* matches(line: string): Coroutine {
    if (search.invert) return;
    for (const [start, stop] of regex.matches(line)) {
      if (stop === start) continue;
      const at = search.offsets ? offset + encode(line.slice(0, start)).length : 0;
      yield* out.write(prefix(':', number, at) + line.slice(start, stop) + end);
    }
  }

  return {
    skip(line) {
      begin(line);
      if (wanted > 0) return true;
      if (before === 0) return false;
      size = grow(size, line.length + ENTRY);
      if (held.push({ line, offset }) > before) size -= held.shift()!.line.length + ENTRY;
      return false;
    },
    *context(line) {
      wanted--;
      last = number;
      yield* out.write(prefix('-', number, offset) + line + end);
    },
    *selected(line) {
      begin(line);
      if (search.print === 'matches') return yield* matches(line);
      const first = number - held.length;
      const gap = last > 0 ? first > last + 1 : search.groups > 0;
      if (before + after > 0 && gap) yield* out.write('--\n');
      search.groups++;
      for (const [i, earlier] of held.entries())
        yield* out.write(prefix('-', first + i, earlier.offset) + earlier.line + end);
      if (held.length > 0) held.length = size = 0;
      yield* out.write(prefix(':', number, offset) + line + end);
      last = number;
      wanted = after;
    },
  };
}

/** What stands in front of a line: ':' before one that was selected, '-' before context. */
function prefixer(name: string, { names, numbers, offsets }: Search) {
  return (mark: ':' | '-', line: number, at: number): string => {
    const front = (names ? name + mark : '') + (numbers ? line + mark : '');
    return offsets ? front + at + mark : front;
  };
}
