// Options: each program declares them in a table, and from the table come the parser, --help and the manual page.
//
//     export const command: Command = {
//       name: 'head', topic: 'text', synopsis: '[-n COUNT] [FILE...]', about: 'Print the first lines of files.',
//       options: [{ short: 'n', long: 'lines', argument: 'COUNT', about: 'print COUNT lines instead of 10' }],
//     };
//     const { flags, operands } = yield* parseOptions(command, argv);
//     const count = flags.value('n') ?? '10';
//
// The conventions are POSIX's with GNU's additions: `-ab`, `-n5`, `-n 5`, `--lines=5`, `--li 5`, `--` ends the
// options, `-` is an operand, and options may follow operands unless `permute` is false.

import type { Coroutine } from '../../kernel/abi.ts';
import { exit } from './errors.ts';
import { print, printError } from './output.ts';

export type Topic = 'text' | 'files' | 'processes' | 'system' | 'shell';

export interface Command {
  name: string;
  topic: Topic; // under which heading `help` lists it
  synopsis: string; // what follows the name: '[-n COUNT] [FILE...]'; several forms are several lines
  about: string; // one sentence
  options: readonly Option[];
  description?: string; // more for the manual: paragraphs, with an empty line between them
  exitStatus?: string;
  examples?: readonly (readonly [line: string, about: string])[];
  usageStatus?: number; // the exit status after a wrong option; 1 unless told
  permute?: false; // options end at the first operand: for a program whose operands are a command
  digits?: string; // the option that -5 is short for: 'n' if it means -n 5
  operand?: RegExp; // what is no option though it starts with -, such as a negative number
}

export interface Option {
  short?: string; // one letter
  long?: string;
  word?: string; // it is written in another way, such as `-name`: the manual shows it, the program parses it
  argument?: string; // how the manual names its argument; an option without one is a switch
  about: string;
}

/** The options that were given, asked for by short or long name. */
export interface Flags {
  has(name: string): boolean;
  /** The argument of an option: the last one, if it was given more than once. */
  value(name: string): string | undefined;
  values(name: string): string[];
  /** All that were given of these options, in order. */
  all(...names: string[]): { name: string; value: string }[];
  /** Which of these options was given last: of `rm -f -i` it is 'i'. */
  last(...names: string[]): string | undefined;
}

export interface Parsed {
  flags: Flags;
  operands: string[];
}

/** Parses argv. For --help and for a wrong option it prints what there is to say and ends the program. */
export function* parseOptions(command: Command, argv: readonly string[]): Coroutine<Parsed> {
  const result = scan(command, argv.slice(1));
  if ('help' in result) {
    yield* print(helpText(command));
    return yield* exit(0);
  }
  if ('wrong' in result) return yield* usageError(command, result.wrong);
  return { flags: flagsOf(command, result.given), operands: result.operands };
}

/** Says what is wrong with the operands or options, where to find help, and ends the program. */
export function* usageError(command: Command, message: string): Coroutine<never> {
  const { name, usageStatus = 1 } = command;
  yield* printError(`${name}: ${message}\nTry '${name} --help' for more information.\n`);
  return yield* exit(usageStatus);
}

interface Given {
  option: Option;
  value: string;
}

type Scan = { given: Given[]; operands: string[] } | { help: true } | { wrong: string };

const HELP: Option = { long: 'help', about: 'display this help and exit' };

/** Parses without side effects; what parseOptions does, for those who may not end: the shell's built-ins. */
export function scan(command: Command, args: readonly string[]): Scan {
  const given: Given[] = [];
  const operands: string[] = [];
  let rest: readonly string[] = []; // after which there are no options
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] as string;
    if (arg === '--') {
      rest = args.slice(i + 1);
      break;
    }
    if (!arg.startsWith('-') || arg === '-' || command.operand?.test(arg)) {
      operands.push(arg);
      if (command.permute !== false) continue;
      rest = args.slice(i + 1);
      break;
    }
    const found = arg.startsWith('--')
      ? scanLong(command, arg.slice(2), args[i + 1])
      : scanShort(command, arg.slice(1), args[i + 1]);
    if ('wrong' in found) return found;
    if (found.given.some(({ option }) => option === HELP)) return { help: true };
    given.push(...found.given);
    if (found.tookNext) i++;
  }
  return { given, operands: operands.concat(rest) };
}

type Found = { given: Given[]; tookNext: boolean } | { wrong: string };

function scanLong(command: Command, text: string, next: string | undefined): Found {
  const equals = text.indexOf('=');
  const name = equals < 0 ? text : text.slice(0, equals);
  const value = equals < 0 ? null : text.slice(equals + 1);
  const all = [...command.options, HELP].filter((option) => option.long?.startsWith(name));
  const exact = all.find((option) => option.long === name);
  if (exact === undefined && all.length > 1) {
    const possibilities = all.map((option) => `'--${option.long}'`).join(' ');
    return { wrong: `option '--${name}' is ambiguous; possibilities: ${possibilities}` };
  }
  const option = exact ?? all[0];
  if (option === undefined) return { wrong: `unrecognized option '--${text}'` };
  if (option.argument === undefined) {
    if (value !== null) return { wrong: `option '--${option.long}' doesn't allow an argument` };
    return { given: [{ option, value: '' }], tookNext: false };
  }
  const argument = value ?? next;
  if (argument === undefined) return { wrong: `option '--${option.long}' requires an argument` };
  return { given: [{ option, value: argument }], tookNext: value === null };
}

function scanShort(command: Command, letters: string, next: string | undefined): Found {
  const given: Given[] = [];
  if (command.digits !== undefined && /^\d+$/.test(letters)) {
    const option = optionNamed(command, command.digits);
    return { given: [{ option, value: letters }], tookNext: false };
  }
  const all = Array.from(letters);
  for (const [i, letter] of all.entries()) {
    const option = command.options.find(({ short }) => short === letter);
    if (option === undefined) return { wrong: `invalid option -- '${letter}'` };
    if (option.argument === undefined) {
      given.push({ option, value: '' });
      continue;
    }
    const attached = all.slice(i + 1).join('');
    const argument = attached || next;
    if (argument === undefined) return { wrong: `option requires an argument -- '${letter}'` };
    given.push({ option, value: argument });
    return { given, tookNext: attached === '' };
  }
  return { given, tookNext: false };
}

function flagsOf(command: Command, given: readonly Given[]): Flags {
  function all(...names: string[]): { name: string; value: string }[] {
    const wanted = names.map((name) => optionNamed(command, name));
    return given.flatMap(({ option, value }) => {
      const at = wanted.indexOf(option);
      return at < 0 ? [] : [{ name: names[at] as string, value }];
    });
  }
  return {
    has: (name) => all(name).length > 0,
    value: (name) => all(name).at(-1)?.value,
    values: (name) => all(name).map(({ value }) => value),
    all,
    last: (...names) => all(...names).at(-1)?.name,
  };
}

function optionNamed(command: Command, name: string): Option {
  const option = command.options.find(({ short, long }) => short === name || long === name);
  if (option === undefined) throw new Error(`${command.name} declares no option '${name}'`);
  return option;
}

/** What --help prints. */
export function helpText(command: Command): string {
  const { name, synopsis, about, options } = command;
  const usage = synopsis.split('\n').map((form) => `${name} ${form}`.trimEnd());
  const lines = [`Usage: ${usage.join('\n  or:  ')}`, about, '', ...optionLines([...options, HELP])];
  return `${lines.join('\n')}\n`;
}

const LEFT = 26; // the column where the description of an option starts
const RIGHT = 79;

/** The options as a list with a line or more for each, as --help shows them. */
function optionLines(options: readonly Option[]): string[] {
  return options.flatMap(({ short, long, word, argument, about }) => {
    const names = [word, short && `-${short}`, long && `--${long}`].filter(Boolean).join(', ');
    const separator = long === undefined ? ' ' : '=';
    const left = `  ${long !== undefined && short === undefined ? '    ' : ''}${names}${argument ? separator + argument : ''}`;
    const [first = '', ...more] = wrap(about, RIGHT - LEFT);
    const head = left.length < LEFT - 1 ? [left.padEnd(LEFT) + first] : [left, ' '.repeat(LEFT) + first];
    return [...head, ...more.map((line) => ' '.repeat(LEFT) + line)];
  });
}

/** Breaks text between words into lines of at most `width` columns. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}
