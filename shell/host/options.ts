// The command line of `tinyos`: one table from which it is read and its help is printed.
//
// Options end at the first operand, at `--`, or after the command of `-c`: what follows belongs to the script. What
// is wrong is a UsageError, with one line that says what would be right.
//
// To add an option: a row in the table, and a field in Settings.

import { policies, policyTexts } from '../../kernel/policies/index.ts';

export interface Settings {
  // The machine.
  seed: string;
  policy: string;
  quantum: number;
  switchCost: number;
  // What it runs: the boot on the console, a command line, or a script of the host.
  command: string | null;
  script: string | null;
  args: string[];
  // How the host runs it.
  speed: number; // virtual seconds in a second
  realtime: boolean; // without the UI: at that speed, and not as fast as possible
  plain: boolean;
  color: boolean;
  ascii: boolean;
  // What is recorded of it.
  record: string | null;
  replay: string | null;
  trace: string | null;
  hash: boolean;
  // What is only told.
  tell: 'help' | 'version' | null;
}

export class UsageError extends Error {}

interface Option {
  name: string;
  argument?: string;
  about: string;
  set(settings: Settings, value: string): void;
}

const policyNames = Object.keys(policies);

// biome-ignore format: a table
const options: Option[] = [
  { name: '-c',            argument: 'COMMAND', about: 'run this command line, without the UI, and exit with its status',
    set: (s, value) => { s.command = value; } },
  { name: '--seed',        argument: 'TEXT',    about: 'seed of the machine\'s random numbers; the same seed, the same run (1)',
    set: (s, value) => { s.seed = value; } },
  { name: '--policy',      argument: 'NAME',    about: `how the CPU is scheduled: ${policyNames.map((name) => `${name}, ${policyTexts[name]}`).join('; ')} (rr)`,
    set: (s, value) => { s.policy = policyNamed(value); } },
  { name: '--quantum',     argument: 'TICKS',   about: 'CPU time until a task is preempted, in microseconds (10000)',
    set: (s, value) => { s.quantum = ticks('--quantum', value, 1); } },
  { name: '--switch-cost', argument: 'TICKS',   about: 'what switching to another task costs, in microseconds (0)',
    set: (s, value) => { s.switchCost = ticks('--switch-cost', value, 0); } },
  { name: '--speed',       argument: 'N',       about: 'virtual seconds in a second, or max (1); without the UI, --realtime too',
    set: (s, value) => { s.speed = speed(value); s.realtime = true; } },
  { name: '--realtime',                         about: 'with a command, a script or a tape: let time pass as on the wall',
    set: (s) => { s.realtime = true; } },
  { name: '--record',      argument: 'FILE',    about: 'write the tape of this run',
    set: (s, value) => { s.record = value; } },
  { name: '--replay',      argument: 'FILE',    about: 'make the run of a tape again',
    set: (s, value) => { s.replay = value; } },
  { name: '--trace',       argument: 'FILE',    about: 'write all that the kernel does, an event a line',
    set: (s, value) => { s.trace = value; } },
  { name: '--hash',                             about: 'print the hash of that trace on standard error at the end',
    set: (s) => { s.hash = true; } },
  { name: '--plain',                            about: 'the console alone, without the UI around it',
    set: (s) => { s.plain = true; } },
  { name: '--no-color',                         about: 'no colours; the variable NO_COLOR says so too',
    set: (s) => { s.color = false; } },
  { name: '--ascii',                            about: 'no characters beyond ASCII in the UI',
    set: (s) => { s.ascii = true; } },
  { name: '--help',                             about: 'print this',
    set: (s) => { s.tell ??= 'help'; } },
  { name: '--version',                          about: 'print the version',
    set: (s) => { s.tell ??= 'version'; } },
];

function newSettings(): Settings {
  return {
    seed: '1',
    policy: 'rr',
    quantum: 10_000,
    switchCost: 0,
    command: null,
    script: null,
    args: [],
    speed: 1,
    realtime: false,
    plain: false,
    color: true,
    ascii: false,
    record: null,
    replay: null,
    trace: null,
    hash: false,
    tell: null,
  };
}

/** Reads the arguments of the command. */
export function parseArguments(args: readonly string[]): Settings {
  const settings = newSettings();
  const given = new Set<string>();
  const rest = [...args];
  while (settings.command === null && rest[0]?.startsWith('-') && rest[0] !== '-') {
    const word = rest.shift() as string;
    if (word === '--') break;
    const { option, value } = optionOf(word, rest);
    given.add(option.name);
    option.set(settings, value);
  }
  if (settings.command === null) settings.script = rest.shift() ?? null;
  settings.args = rest;
  checkTogether(settings, given);
  return settings;
}

function optionOf(word: string, rest: string[]): { option: Option; value: string } {
  const equals = word.startsWith('--') ? word.indexOf('=') : -1;
  const name = equals === -1 ? word : word.slice(0, equals);
  const option = options.find((one) => one.name === name);
  if (!option) throw new UsageError(`unknown option '${name}'${suggestion(name)}`);

  const attached = equals === -1 ? undefined : word.slice(equals + 1);
  if (!option.argument) {
    if (attached !== undefined) throw new UsageError(`option '${name}' takes no value`);
    return { option, value: '' };
  }
  const value = attached ?? rest.shift();
  if (value === undefined) throw new UsageError(`option '${name}' needs a value: ${name} ${option.argument}`);
  return { option, value };
}

function suggestion(name: string): string {
  const similar = name.length > 3 && options.find((one) => one.name.startsWith(name.slice(0, 4)));
  return similar ? `: did you mean '${similar.name}'?` : ": 'tinyos --help' lists them";
}

function checkTogether(settings: Settings, given: Set<string>): void {
  if (settings.replay === null) return;
  const fixed = ['-c', '--seed', '--policy', '--quantum', '--switch-cost', '--record'];
  const clash = fixed.find((name) => given.has(name)) ?? settings.script;
  if (clash)
    throw new UsageError(`--replay takes the whole run from its tape, so '${clash}' cannot be given with it`);
}

function policyNamed(value: string): string {
  if (policyNames.includes(value)) return value;
  throw new UsageError(`no scheduling policy '${value}': there is ${policyNames.join(', ')}`);
}

function ticks(name: string, value: string, least: number): number {
  const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
  if (Number.isSafeInteger(number) && number >= least) return number;
  throw new UsageError(`${name} wants a whole number of microseconds from ${least} up, not '${value}'`);
}

function speed(value: string): number {
  if (value === 'max') return Number.POSITIVE_INFINITY;
  const number = /^(\d+\.?\d*|\.\d+)$/.test(value) ? Number(value) : Number.NaN;
  if (number > 0 && number <= 1e6) return number;
  throw new UsageError(`--speed wants a number such as 0.01 or 10, or max, not '${value}'`);
}

export function helpText(): string {
  const width = Math.max(...options.map((option) => heading(option).length));
  const rows = options.map((option) => {
    const [first = '', ...more] = wrap(option.about, 76 - width);
    const indent = ' '.repeat(width + 4);
    return [`  ${heading(option).padEnd(width)}  ${first}`, ...more.map((line) => indent + line)].join('\n');
  });
  return `Usage: tinyos [OPTION]...
       tinyos [OPTION]... -c COMMAND [NAME [ARGUMENT]...]
       tinyos [OPTION]... SCRIPT [ARGUMENT]...
A tiny Unix. In a terminal it boots with a view of its kernel at work. Given a
command or a script, or without a terminal, its shell runs that alone: standard
input, output and errors are those of this command, time is virtual, and the
exit status is the shell's. Options go first: what follows COMMAND or SCRIPT is
its own, after -c the NAME that $0 is, and the ARGUMENTs.

${rows.join('\n')}
`;
}

function heading(option: Option): string {
  return option.argument ? `${option.name} ${option.argument}` : option.name;
}

function wrap(text: string, width: number): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const last = lines.at(-1) as string;
    if (last === '') lines[lines.length - 1] = word;
    else if (last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
