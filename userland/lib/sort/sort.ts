// Sorting lines in memory.
//
// What is compared is taken out of every line once: for each key a column with an entry for each line. What is sorted
// then is a list of line numbers.

import { bytesAsText, extractor, type Key, needsByteOrder } from './keys.ts';

export interface Order {
  keys: readonly Key[];
  separator: string | null; // of fields; null: blanks
  reverse: boolean; // of the last resort: the whole line
  lastResort: boolean; // are lines with equal keys compared as a whole?
  unique: boolean; // of lines with equal keys only the first is kept
}

/** The lines in order. */
export function sortLines(lines: string[], order: Order): string[] {
  if (isPlain(order) && !lines.some(needsByteOrder)) return sortPlain(lines, order);
  const compare = comparison(lines, order);
  const numbers = Uint32Array.from(lines.keys()).sort(compare.all);
  const kept = order.unique
    ? numbers.filter((n, i) => i === 0 || compare.keys(numbers[i - 1]!, n) !== 0)
    : numbers;
  return Array.from(kept, (n) => lines[n] as string);
}

/** Are these two in order? Equal lines are not, if each may be there but once. */
export function inOrder(first: string, second: string, order: Order): boolean {
  const result = comparison([first, second], order).all(0, 1);
  return order.unique ? result < 0 : result <= 0;
}

/** The commonest case: whole lines, by their bytes. The host's own order of strings is that. */
function isPlain({ keys, reverse }: Order): boolean {
  const [key] = keys;
  return (
    keys.length === 0 ||
    (keys.length === 1 &&
      key!.ordering === 'text' &&
      key!.end === null &&
      key!.start.field === 1 &&
      key!.start.character === 1 &&
      !key!.start.skipBlanks &&
      !key!.fold &&
      !key!.dictionary &&
      !key!.printable &&
      key!.reverse === reverse)
  );
}

function sortPlain(lines: string[], { reverse, unique }: Order): string[] {
  const sorted = lines.sort();
  const kept = unique ? sorted.filter((line, i) => line !== sorted[i - 1]) : sorted;
  return reverse ? kept.reverse() : kept;
}

type Compare = (a: number, b: number) => number;

function comparison(lines: readonly string[], order: Order): { keys: Compare; all: Compare } {
  const inByteOrder = lines.some(needsByteOrder);
  const columns = order.keys.map((key) => {
    const extract = extractor(key, order.separator, inByteOrder);
    const entries =
      key.ordering === 'text' || key.ordering === 'V'
        ? lines.map(extract)
        : Float64Array.from(lines, extract as () => number);
    return { entries, direction: key.reverse ? -1 : 1 };
  });
  const whole = inByteOrder && order.lastResort ? lines.map(bytesAsText) : lines;
  const direction = order.reverse ? -1 : 1;

  function keys(a: number, b: number): number {
    for (const { entries, direction } of columns) {
      const x = entries[a]!;
      const y = entries[b]!;
      if (x !== y) return x < y ? -direction : direction;
    }
    return 0;
  }

  function all(a: number, b: number): number {
    const result = keys(a, b);
    if (result !== 0 || !order.lastResort || whole[a] === whole[b]) return result;
    return whole[a]! < whole[b]! ? -direction : direction;
  }

  return { keys, all };
}
