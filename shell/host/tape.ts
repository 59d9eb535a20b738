// The tape: all that came into a machine, as text, so that the same run can be made again.
//
// A head (the MachineOptions), one line for each interrupt with the tick at which it was taken, and a last line that
// says how it ended. docs/tape.md describes the format. A tape is written line by line while the machine runs; one
// that has no last line was cut short by a crash and can be replayed as far as it goes.
//
// To add an interrupt: a case in printInterrupt, a case in parseInterrupt, a paragraph in docs/tape.md. To change
// what is there: another VERSION.

import { isSignal, type Tick } from '../../kernel/abi.ts';
import type { Interrupt } from '../../kernel/machine.ts';
import type { DeviceOptions, Ending, MachineOptions } from './session.ts';
import { quote, TapeError, type Words, wordsOf } from './tape-words.ts';

export { TapeError } from './tape-words.ts';

const VERSION = 1;
const MAGIC = 'tinyos tape';

export interface Tape {
  machine: MachineOptions;
  interrupts: { at: Tick; interrupt: Interrupt }[];
  ending: Ending | null; // null: the tape was cut short
}

export function printHead(machine: MachineOptions): string[] {
  return [
    `${MAGIC} ${VERSION}`,
    `seed ${quote(machine.seed)}`,
    `policy ${machine.policy}`,
    `quantum ${machine.quantum}`,
    `switch-cost ${machine.switchCost}`,
    ...machine.devices.map(printDevice),
    `stdio ${machine.stdio.map(quote).join(' ')}`,
    `argv ${machine.argv.map(quote).join(' ')}`,
    ...Object.entries(machine.env).map(([name, value]) => `env ${quote(name)} ${quote(value)}`),
    ...machine.files.map((file) => `file ${quote(file.path)} ${quote(file.text)}`),
    'boot',
  ];
}

function printDevice(device: DeviceOptions): string {
  const size = device.is === 'terminal' ? ` ${device.rows} ${device.columns}` : '';
  return `device ${device.name} ${device.is}${size}`;
}

export function printInterrupt(at: Tick, interrupt: Interrupt): string {
  const start = `${at} ${interrupt.is} ${interrupt.device}`;
  switch (interrupt.is) {
    case 'input':
      return `${start} ${quote(interrupt.data)}`;
    case 'resize':
      return `${start} ${interrupt.rows} ${interrupt.columns}`;
    case 'signal':
      return `${start} ${interrupt.pid} ${interrupt.signal}`;
    default:
      return start;
  }
}

export function printEnding({ tick, status, hash }: Ending): string {
  return `end ${tick} status ${status}${hash === null ? '' : ` hash ${hash}`}`;
}

/** Reads a tape. Throws a TapeError that names the line if it is none. */
export function parseTape(text: string): Tape {
  const lines = text.split(/\r?\n/); // a mail or an editor may have changed the line ends; the rest is escaped
  lines.pop(); // what is after the last newline: nothing, or a line that was not finished
  checkVersion(lines[0] ?? '');
  const boot = lines.indexOf('boot');
  if (boot === -1) throw new TapeError(lines.length, 'the tape is cut short: there is no "boot" line');

  const machine = newMachine();
  for (let i = 1; i < boot; i++) parseHeadLine(machine, wordsOf(lines, i));
  checkMachine(machine, boot + 1);

  const tape: Tape = { machine, interrupts: [], ending: null };
  for (let i = boot + 1; i < lines.length; i++) {
    if (tape.ending) throw new TapeError(i + 1, 'there is something after the end of the tape');
    parseEvent(tape, wordsOf(lines, i));
  }
  return tape;
}

function checkVersion(line: string): void {
  const version = line.startsWith(`${MAGIC} `) ? line.slice(MAGIC.length + 1) : null;
  if (version === null) throw new TapeError(1, `this is not a tape, which starts with "${MAGIC} ${VERSION}"`);
  if (version !== String(VERSION)) {
    throw new TapeError(1, `a tape of version ${version}, and this tinyos reads version ${VERSION}`);
  }
}

interface MachineParts extends Omit<MachineOptions, 'devices' | 'stdio' | 'argv' | 'files'> {
  devices: DeviceOptions[];
  stdio: [string, string, string];
  argv: string[];
  files: { path: string; text: string }[];
}

function newMachine(): MachineParts {
  return {
    seed: '',
    policy: '',
    quantum: 0,
    switchCost: 0,
    devices: [],
    stdio: ['', '', ''],
    argv: [],
    env: {},
    files: [],
  };
}

function parseHeadLine(machine: MachineParts, words: Words): void {
  const what = words.next();
  switch (what) {
    case 'seed':
      machine.seed = words.text();
      break;
    case 'policy':
      machine.policy = words.next();
      break;
    case 'quantum':
      machine.quantum = words.number();
      break;
    case 'switch-cost':
      machine.switchCost = words.number();
      break;
    case 'device':
      machine.devices.push(parseDevice(words));
      break;
    case 'stdio':
      machine.stdio = [words.text(), words.text(), words.text()];
      break;
    case 'argv':
      while (words.more()) machine.argv.push(words.text());
      break;
    case 'env': {
      const name = words.text();
      machine.env[name] = words.text();
      break;
    }
    case 'file':
      machine.files.push({ path: words.text(), text: words.text() });
      break;
    default:
      words.fail(`"${what}" is nothing that belongs in the head of a tape`);
  }
  words.finish();
}

function parseDevice(words: Words): DeviceOptions {
  const name = words.next();
  const is = words.next();
  if (is === 'stream') return { is, name };
  if (is === 'terminal') return { is, name, rows: words.number(), columns: words.number() };
  return words.fail(`"${is}" is no kind of device`);
}

function checkMachine(machine: MachineOptions, line: number): void {
  const missing = [
    machine.policy === '' ? 'policy' : null,
    machine.quantum === 0 ? 'quantum' : null,
    machine.stdio[0] === '' ? 'stdio' : null,
    machine.argv.length === 0 ? 'argv' : null,
  ].find((name) => name !== null);
  if (missing) throw new TapeError(line, `the head of the tape has no line "${missing}"`);
}

function parseEvent(tape: Tape, words: Words): void {
  const first = words.next();
  if (first === 'end') {
    tape.ending = parseEnding(words);
  } else {
    const at = words.asNumber(first);
    if (at < (tape.interrupts.at(-1)?.at ?? 0)) words.fail(`tick ${at} is before that of the line above`);
    tape.interrupts.push({ at, interrupt: parseInterrupt(words, tape.machine.devices) });
  }
  words.finish();
}

function parseInterrupt(words: Words, devices: readonly DeviceOptions[]): Interrupt {
  const is = words.next();
  const device = words.next();
  if (is !== 'signal' && !devices.some(({ name }) => name === device)) words.fail(`no device "${device}"`);
  switch (is) {
    case 'input':
      return { is, device, data: words.bytes() };
    case 'end':
    case 'hangup':
      return { is, device };
    case 'resize':
      return { is, device, rows: words.number(), columns: words.number() };
    case 'signal': {
      const pid = words.number();
      const signal = words.next();
      return isSignal(signal) ? { is, device, pid, signal } : words.fail(`"${signal}" is no signal`);
    }
    default:
      return words.fail(`"${is}" is no interrupt`);
  }
}

function parseEnding(words: Words): Ending {
  const tick = words.number();
  words.expect('status');
  const status = words.number();
  if (!words.more()) return { tick, status, hash: null };
  words.expect('hash');
  return { tick, status, hash: words.next() };
}
