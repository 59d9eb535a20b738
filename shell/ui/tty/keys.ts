// The numbers and letters by which terminals name the keys that write nothing: read by input.ts, written by encode.ts.

/** ESC [ 1;modifiers LETTER, or ESC O LETTER */
export const keyLetters: Readonly<Record<string, string>> = {
  A: 'up',
  B: 'down',
  C: 'right',
  D: 'left',
  F: 'end',
  H: 'home',
  P: 'f1',
  Q: 'f2',
  R: 'f3',
  S: 'f4',
};

/** ESC [ NUMBER;modifiers ~ */
// biome-ignore format: a table
export const keyNumbers: Readonly<Record<number, string>> = {
  1: 'home', 2: 'insert', 3: 'delete', 4: 'end', 5: 'pageup', 6: 'pagedown', 7: 'home', 8: 'end',
  11: 'f1', 12: 'f2', 13: 'f3', 14: 'f4', 15: 'f5', 17: 'f6', 18: 'f7', 19: 'f8', 20: 'f9', 21: 'f10',
  23: 'f11', 24: 'f12', 25: 'f13', 26: 'f14', 28: 'f15', 29: 'f16', 31: 'f17', 32: 'f18', 33: 'f19', 34: 'f20',
};

/** In a sequence, 1 + the sum of those held. */
export const SHIFT = 1;
export const ALT = 2;
export const CTRL = 4;
