// Decimal numbers without rounding.

/** A decimal number, exactly: units * 10^-decimals. */
export interface Decimal {
  units: bigint;
  decimals: number;
}

/** Null if the text is no number. */
export function parseDecimal(text: string): Decimal | null {
  if (/^\+?0[xX][0-9a-fA-F]+$/.test(text)) return { units: BigInt(text.replace('+', '')), decimals: 0 };
  const found = /^\s*([-+]?)(\d*)\.?(\d*)(?:[eE]([-+]?\d{1,4}))?$/.exec(text);
  const [, sign, whole = '', fraction = '', exponent = '0'] = found ?? [];
  if (whole + fraction === '') return null;
  const units = BigInt(whole + fraction) * (sign === '-' ? -1n : 1n);
  const decimals = fraction.length - Number(exponent);
  return decimals >= 0 ? { units, decimals } : { units: units * 10n ** BigInt(-decimals), decimals: 0 };
}

/** How many units it has if it is written with so many decimals. */
export function scaled({ units, decimals }: Decimal, to: number): bigint {
  return units * 10n ** BigInt(to - decimals);
}

/** With so many decimals, and zeros in front up to the width. */
export function show(units: bigint, decimals: number, width = 0): string {
  if (decimals === 0 && width === 0) return String(units);
  const sign = units < 0n ? '-' : '';
  const digits = String(units < 0n ? -units : units).padStart(decimals + 1, '0');
  const point = digits.length - decimals;
  const text = decimals === 0 ? digits : `${digits.slice(0, point)}.${digits.slice(point)}`;
  return sign + text.padStart(width - sign.length, '0');
}
