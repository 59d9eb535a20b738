// How a cell looks, in one number, as blessed packs it: flags << 18 | foreground << 9 | background.
//
//     surface.put(0, 0, 'ready', attr({ fg: 'bright-yellow', bold: true }));
//
// A colour is 0 to 255 of the terminal's palette, 511 for the default, or 256 to 510 for a slot of an RgbTable
// (colour.ts), which is how true colours fit. blessed has five flags; dim, italic and strike are ours, which is
// safe because blessed never draws (draw.ts does).

export type Attr = number;

const names = [
  'black',
  'red',
  'green',
  'yellow',
  'blue',
  'magenta',
  'cyan',
  'white',
  'bright-black',
  'bright-red',
  'bright-green',
  'bright-yellow',
  'bright-blue',
  'bright-magenta',
  'bright-cyan',
  'bright-white',
] as const;

export type ColourName = (typeof names)[number] | 'default';

/** A name, or a number as it stands in an attr. */
export type Colour = ColourName | number;

export const DEFAULT_COLOUR = 0x1ff;
export const FIRST_SLOT = 256;

/** Nothing set: the terminal's own colours. */
export const PLAIN: Attr = (DEFAULT_COLOUR << 9) | DEFAULT_COLOUR;

export const flags = {
  bold: 1,
  underline: 2,
  blink: 4,
  inverse: 8,
  invisible: 16,
  dim: 32,
  italic: 64,
  strike: 128,
} as const;

export type Flag = keyof typeof flags;

export type Style = { fg?: Colour; bg?: Colour } & { [F in Flag]?: boolean };

export function attr(style: Style): Attr {
  return restyle(PLAIN, style);
}

/** The same look with some things changed: `restyle(base, { inverse: true })`. */
export function restyle(base: Attr, style: Style): Attr {
  const fg = style.fg === undefined ? foreground(base) : colourNumber(style.fg);
  const bg = style.bg === undefined ? background(base) : colourNumber(style.bg);
  let set = flagsOf(base);
  for (const name of Object.keys(flags) as Flag[]) {
    if (style[name] === true) set |= flags[name];
    if (style[name] === false) set &= ~flags[name];
  }
  return pack(set, fg, bg);
}

export function pack(set: number, fg: number, bg: number): Attr {
  return (set << 18) | (fg << 9) | bg;
}

export function flagsOf(a: Attr): number {
  return a >> 18;
}

export function foreground(a: Attr): number {
  return (a >> 9) & 0x1ff;
}

export function background(a: Attr): number {
  return a & 0x1ff;
}

function colourNumber(colour: Colour): number {
  if (typeof colour === 'number') return colour;
  return colour === 'default' ? DEFAULT_COLOUR : names.indexOf(colour);
}
