// printf(1): a format and arguments become text. The format is used again as long as there are arguments left.
//
// It makes no system calls and ends nothing, so that a shell can have it built in: what went wrong is in `errors`,
// and the exit status is 1 if there is anything.

import { quote, quoteIfNeeded } from './errors.ts';
import { interpretEscapes } from './escapes.ts';
import { formatFloat, formatInteger, pad, type Spec } from './numberformat.ts';

export interface Printed {
  text: string;
  errors: string[];
  warning?: string; // arguments that no conversion took
}

type Piece = string | Directive;

interface Directive {
  flags: string;
  width: string; // a number, '*' or nothing
  precision: string | undefined;
  conversion: string;
}

interface State {
  readonly args: readonly string[];
  at: number; // the next argument
  readonly errors: string[];
  stop: boolean; // a \c was met
}

export function printf(format: string, args: readonly string[]): Printed {
  const { pieces, error, stop } = parseFormat(format);
  const state: State = { args, at: 0, errors: [], stop: false };
  let text = '';
  for (;;) {
    const before = state.at;
    for (const piece of pieces) {
      text += typeof piece === 'string' ? piece : convert(piece, state);
      if (state.stop) return { text, errors: state.errors };
    }
    if (error !== null) return { text, errors: [...state.errors, error] };
    if (stop || state.at >= args.length) return { text, errors: state.errors };
    if (state.at === before) {
      const warning = `ignoring excess arguments, starting with ${quote(args[state.at] as string)}`;
      return { text, errors: state.errors, warning };
    }
  }
}

/** The pieces of a format, up to its end or to the first thing in it that is wrong. */
function parseFormat(format: string): { pieces: Piece[]; error: string | null; stop: boolean } {
  const directive = /%([-+ #0']*)(\*|\d*)(?:\.(\*|\d*))?(?:hh|h|ll|l|L|j|z|t)?([\s\S]?)/y;
  const pieces: Piece[] = [];
  for (let at = 0; at < format.length; ) {
    const percent = format.indexOf('%', at);
    const end = percent < 0 ? format.length : percent;
    const { text, stop } = interpretEscapes(format.slice(at, end), 'plain');
    pieces.push(text);
    if (stop || percent < 0) return { pieces, error: null, stop };
    directive.lastIndex = percent;
    const [whole, flags = '', width = '', precision, conversion = ''] = directive.exec(
      format,
    ) as RegExpExecArray;
    at = percent + whole.length;
    if (whole === '%%') pieces.push('%');
    else if (conversion !== '' && 'diouxXcsbqeEfFgG'.includes(conversion)) {
      pieces.push({ flags, width, precision, conversion });
    } else return { pieces, error: `${whole}: invalid conversion specification`, stop: false };
  }
  return { pieces, error: null, stop: false };
}

function convert(directive: Directive, state: State): string {
  const spec = specOf(directive, state);
  const arg = state.args[state.at++];
  switch (directive.conversion) {
    case 's':
      return pad(cut(arg ?? '', spec.precision), spec);
    case 'b': {
      const { text, stop } = interpretEscapes(arg ?? '', 'zero');
      state.stop = stop;
      return pad(cut(text, spec.precision), spec);
    }
    case 'q':
      return pad(quoteIfNeeded(arg ?? ''), spec);
    case 'c':
      return pad(Array.from(arg ?? '')[0] ?? '\0', spec);
    case 'd':
    case 'i':
      return formatInteger(integerArgument(arg ?? '', state), spec);
    case 'o':
    case 'u':
    case 'x':
    case 'X':
      return formatInteger(integerArgument(arg ?? '', state, LARGEST_UNSIGNED), spec);
    default:
      return formatFloat(floatArgument(arg ?? '', state), spec);
  }
}

// A `*` takes its number from the arguments; a negative width means `-`.
function specOf({ flags, width, precision, conversion }: Directive, state: State): Spec {
  const fromArgument = () => Number(integerArgument(state.args[state.at++] ?? '', state));
  const given = width === '*' ? fromArgument() : Number(width);
  const exact = precision === '*' ? fromArgument() : precision === undefined ? -1 : Number(precision);
  return {
    flags: given < 0 ? `${flags}-` : flags,
    width: Math.abs(given),
    precision: exact < 0 ? undefined : exact,
    conversion,
  };
}

function cut(text: string, precision: number | undefined): string {
  return precision === undefined ? text : Array.from(text).slice(0, precision).join('');
}

const LARGEST = 2n ** 63n - 1n;
const LARGEST_UNSIGNED = 2n ** 64n - 1n;

function integerArgument(text: string, state: State, largest = LARGEST): bigint {
  const character = quotedCharacter(text);
  if (character !== null) return BigInt(character);
  const found = /^\s*([-+]?)(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9][0-9]*)/.exec(text);
  check(text, found?.[0] ?? '', state);
  if (found === null) return 0n;
  const digits = found[2] as string;
  const size = BigInt(/^0[0-7]/.test(digits) ? `0o${digits.slice(1)}` : digits);
  const value = found[1] === '-' ? -size : size;
  const smallest = largest === LARGEST ? -LARGEST - 1n : -LARGEST_UNSIGNED;
  if (value >= smallest && value <= largest) return value;
  state.errors.push(`${quote(text)}: Numerical result out of range`);
  return value < 0 && largest === LARGEST ? smallest : largest;
}

function floatArgument(text: string, state: State): number {
  const character = quotedCharacter(text);
  if (character !== null) return character;
  const found = /^\s*([-+]?)(0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|inf(?:inity)?|nan)/i.exec(
    text,
  );
  check(text, found?.[0] ?? '', state);
  if (found === null) return 0;
  const [, sign, digits = ''] = found;
  const size = /^i/i.test(digits) ? Number.POSITIVE_INFINITY : Number(digits);
  return sign === '-' ? -size : size;
}

// 'a stands for the code of a.
function quotedCharacter(text: string): number | null {
  return /^['"]./su.test(text) ? (text.codePointAt(1) as number) : null;
}

function check(text: string, number: string, state: State): void {
  if (number === text || text === '') return;
  const what = number === '' ? 'expected a numeric value' : 'value not completely converted';
  state.errors.push(`${quote(text)}: ${what}`);
}
