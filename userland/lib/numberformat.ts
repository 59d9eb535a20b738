// Numbers in the formats of printf(3).

/** What stands between % and the conversion letter, and the letter. */
export interface Spec {
  flags: string; // of `-`, `+`, ` `, `#`, `0`
  width: number;
  precision: number | undefined;
  conversion: string;
}

/** Fills text up to the width: with spaces on the left, or on the right after `-`. */
export function pad(text: string, { flags, width }: Spec): string {
  const fill = ' '.repeat(Math.max(0, width - Array.from(text).length));
  return flags.includes('-') ? text + fill : fill + text;
}

/** %d %i %u %o %x %X, of 64 bits. */
export function formatInteger(value: bigint, spec: Spec): string {
  const { flags, precision, conversion } = spec;
  const signed = conversion === 'd' || conversion === 'i';
  const size = signed ? (value < 0n ? -value : value) : BigInt.asUintN(64, value);
  const radix = conversion === 'o' ? 8 : conversion === 'x' || conversion === 'X' ? 16 : 10;
  let digits = size.toString(radix).padStart(precision ?? 1, '0');
  if (precision === 0 && size === 0n) digits = '';
  if (conversion === 'o' && flags.includes('#') && !digits.startsWith('0')) digits = `0${digits}`;
  const prefix = radix === 16 && flags.includes('#') && size !== 0n ? '0x' : '';
  const text = withSign(signed && value < 0n, prefix, digits, signed, spec, precision === undefined);
  return conversion === 'X' ? text.toUpperCase() : text;
}

/** %e %f %g, and with capital letters. */
export function formatFloat(value: number, spec: Spec): string {
  const { flags, conversion } = spec;
  const negative = value < 0 || Object.is(value, -0);
  const size = Math.abs(value);
  const precision = spec.precision ?? 6;
  let digits: string;
  if (!Number.isFinite(size)) digits = Number.isNaN(size) ? 'nan' : 'inf';
  else if (/e/i.test(conversion)) digits = exponential(size, precision, flags);
  else if (/f/i.test(conversion)) digits = fixed(size, precision, flags);
  else digits = general(size, precision || 1, flags);
  const text = withSign(negative, '', digits, true, spec, Number.isFinite(size));
  return conversion === conversion.toUpperCase() ? text.toUpperCase() : text;
}

// Zeros go between the sign and the digits, spaces around all of it.
function withSign(
  negative: boolean,
  prefix: string,
  digits: string,
  signed: boolean,
  spec: Spec,
  zeros: boolean,
): string {
  const { flags, width } = spec;
  const plus = flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
  const sign = (negative ? '-' : signed ? plus : '') + prefix;
  const filled = zeros && flags.includes('0') && !flags.includes('-');
  return pad(sign + (filled ? digits.padStart(width - sign.length, '0') : digits), spec);
}

const MOST = 100; // digits that the host's own functions give; there are only zeros after them

function fixed(value: number, precision: number, flags: string): string {
  const shown = Math.min(precision, MOST);
  const digits =
    value < 1e21 ? halfToEven(value.toFixed(shown), value.toFixed(MOST)) : largeFixed(value, shown);
  return withPoint(digits + '0'.repeat(precision - shown), flags);
}

// JavaScript rounds a number exactly between two others up, C to the even one: %.0f of 2.5 is 2.
function halfToEven(rounded: string, exact: string): string {
  const lower = exact.slice(0, rounded.length);
  const tie = /^\.?50*$/.test(exact.slice(rounded.length));
  return tie && /[02468]\.?$/.test(lower) ? lower : rounded;
}

function largeFixed(value: number, precision: number): string {
  return precision === 0 ? String(BigInt(value)) : `${BigInt(value)}.${'0'.repeat(precision)}`;
}

function exponential(value: number, precision: number, flags: string): string {
  const shown = Math.min(precision, MOST);
  const [rounded = '', exponent = ''] = value.toExponential(shown).split('e');
  const [exact = '', sameExponent] = value.toExponential(MOST).split('e');
  const mantissa = exponent === sameExponent ? halfToEven(rounded, exact) : rounded;
  const zeros = '0'.repeat(precision - shown);
  return `${withPoint(mantissa + zeros, flags)}e${exponent.charAt(0)}${exponent.slice(1).padStart(2, '0')}`;
}

function general(value: number, precision: number, flags: string): string {
  const exponent = Number(value.toExponential(Math.min(precision - 1, MOST)).split('e')[1]);
  const short = exponent < -4 || exponent >= precision;
  const digits = short
    ? exponential(value, precision - 1, flags)
    : fixed(value, precision - 1 - exponent, flags);
  if (flags.includes('#')) return digits;
  const [mantissa = '', power] = digits.split('e');
  const bare = mantissa.includes('.') ? mantissa.replace(/\.?0*$/, '') : mantissa;
  return power === undefined ? bare : `${bare}e${power}`;
}

function withPoint(digits: string, flags: string): string {
  return flags.includes('#') && !digits.includes('.') ? `${digits}.` : digits;
}
