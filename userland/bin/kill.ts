import { type Coroutine, Errno, type Signal } from '../../kernel/abi.ts';
import { warn } from '../lib/errors.ts';
import { type Command, helpText, usageError } from '../lib/getopt.ts';
import { print } from '../lib/output.ts';
import { listSignals, parseSignal, signalTable, translateSignal } from '../lib/signals.ts';
import { sys } from '../sys.ts';

export const command: Command = {
  name: 'kill',
  topic: 'processes',
  synopsis: '[-SIGNAL] PID...\n-l [NUMBER]\n-L',
  about: 'Send a signal to processes; without a signal, SIGTERM, which asks them to end.',
  options: [
    { short: 's', long: 'signal', argument: 'SIGNAL', about: 'the signal, by name or number; so is -SIGNAL' },
    { short: 'l', long: 'list', about: 'list the names of signals, or tell the name of a number' },
    { short: 'L', long: 'table', about: 'list the names of signals and their numbers' },
  ],
  description: `A PID below zero is a process group, 0 is the own process group, and -1 is everybody except init; write -- before
the first of these. Signal 0 sends nothing, and asks whether the process is there. Of an exit status such as 137,
-l tells the signal that it stands for.

In the shell, kill is built in, and takes %1 for a job too.`,
  exitStatus: '0 if all signals were sent, 1 if not, 2 if kill was called wrongly',
  usageStatus: 2,
  examples: [
    ['kill 12', 'ask process 12 to end'],
    ['kill -9 12', 'end it: SIGKILL cannot be ignored'],
    ['kill -STOP -- -12', 'stop the process group 12'],
  ],
};

export default function* main(argv: string[]): Coroutine<number> {
  const [first = '', ...rest] = argv.slice(1);
  if (first === '--help') return yield* say(helpText(command));
  if (first === '-L' || first === '--table') return yield* say(signalTable());
  if (first === '-l' || first === '--list')
    return rest.length > 0 ? yield* convert(rest) : yield* say(listSignals());
  if (first.startsWith('--list=')) return yield* convert([first.slice('--list='.length)]);

  const { name, pids } = splitArguments(argv.slice(1));
  if (name === undefined) return yield* usageError(command, "option requires an argument -- 's'");
  const signal = parseSignal(name);
  if (signal === null) return yield* usageError(command, `${name}: unknown signal; kill -l lists them`);
  if (pids.length === 0) return yield* usageError(command, 'no process ID specified');
  let status = 0;
  for (const pid of pids) if (!(yield* send(pid, signal))) status = 1;
  return status;
}

// A signal looks like options, and a process group like a signal: only the first argument can be the signal.
function splitArguments(args: readonly string[]): { name: string | undefined; pids: readonly string[] } {
  const [first = '', second] = args;
  const operands = (all: readonly string[]) => (all[0] === '--' ? all.slice(1) : all);
  if (first === '-s' || first === '--signal') return { name: second, pids: operands(args.slice(2)) };
  if (!first.startsWith('-') || first === '--') return { name: 'TERM', pids: operands(args) };
  const attached = first.replace(/^--signal=|^-/, '');
  const name = parseSignal(attached) === null ? attached.replace(/^s/, '') : attached; // -sKILL, but also -stop
  return { name, pids: operands(args.slice(1)) };
}

function* send(pid: string, signal: Signal | 0): Coroutine<boolean> {
  if (!/^-?\d+$/.test(pid)) {
    yield* warn('kill', `failed to parse argument: '${pid}'`);
    return false;
  }
  try {
    yield* sys.kill(Number(pid), signal);
    return true;
  } catch (error) {
    if (!(error instanceof Errno)) throw error;
    yield* warn('kill', `(${pid}): ${error.message}`);
    return false;
  }
}

function* convert(args: readonly string[]): Coroutine<number> {
  for (const arg of args) {
    const translated = translateSignal(arg);
    if (translated === null) {
      yield* warn('kill', `unknown signal name ${arg}`);
      return 1;
    }
    yield* print(`${translated}\n`);
  }
  return 0;
}

function* say(text: string): Coroutine<number> {
  yield* print(text);
  return 0;
}
