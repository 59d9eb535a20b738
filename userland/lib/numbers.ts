// Numbers as people write them on command lines.

const UNITS = ' KMGTPE';

/** A count that may end in a multiplier: 5, 2K (2048), 2kB (2000), 1M, 3b (512 each). Null if it is none. */
export function parseCount(text: string): number | null {
  const found = /^(\d+)(b|[kKMGTPE](?:i?B)?)?$/.exec(text);
  if (found === null) return null;
  const [, digits, suffix = ''] = found;
  const power = UNITS.indexOf(suffix.charAt(0).toUpperCase() || ' ');
  const unit = suffix === 'b' ? 512 : (suffix.length === 2 ? 1000 : 1024) ** power;
  return Math.min(Number(digits) * unit, Number.MAX_SAFE_INTEGER);
}
