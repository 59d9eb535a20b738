import { type Coroutine, Errno, type Signal, signalNumber } from '../../kernel/abi.ts';
import { complain } from '../lib/errors.ts';
import { type Command, parseOptions, usageError } from '../lib/getopt.ts';
import { print, printError } from '../lib/output.ts';
import { listProcesses, type Process } from '../lib/processes.ts';
import { listSignals, parseSignal } from '../lib/signals.ts';
import { sys } from '../sys.ts';

export const command: Command = {
  name: 'killall',
  topic: 'processes',
  synopsis: '[-Iqv] [-s SIGNAL | -SIGNAL] NAME...\n-l',
  about: 'Send a signal to all processes of a name; without a signal, SIGTERM.',
  options: [
    { short: 's', long: 'signal', argument: 'SIGNAL', about: 'the signal, by name or number; so is -SIGNAL' },
    { short: 'I', long: 'ignore-case', about: 'let upper and lower case match' },
    { short: 'l', long: 'list', about: 'list the names of signals' },
    { short: 'q', long: 'quiet', about: 'do not complain if there is no such process' },
    { short: 'v', long: 'verbose', about: 'tell which processes got the signal' },
  ],
  exitStatus: '0 if every NAME had a process that got the signal, 1 if not',
  examples: [['killall spin', 'end all that burns CPU']],
};

export default function* main(argv: string[]): Coroutine<number> {
  const { flags, operands } = yield* parseOptions(command, argv.map(signalAsOption));
  if (flags.has('l')) {
    yield* print(listSignals());
    return 0;
  }
  const word = flags.value('s') ?? 'TERM';
  const signal = parseSignal(word);
  if (signal === null) {
    yield* printError(`${word}: unknown signal; killall -l lists signals.\n`);
    return 1;
  }
  if (operands.length === 0) return yield* usageError(command, 'no process name specified');

  const self = yield* sys.getpid();
  const others = (yield* listProcesses()).filter(({ pid, state }) => pid !== self && state !== 'Z');
  const fold = (name: string) => (flags.has('I') ? name.toLowerCase() : name);
  let status = 0;
  for (const name of operands) {
    const named = others.filter((process) => fold(process.name) === fold(name));
    let sent = 0;
    for (const process of named) if (yield* send(process, signal, flags.has('v'))) sent++;
    if (sent === 0) status = 1;
    if (named.length === 0 && !flags.has('q')) yield* printError(`${name}: no process found\n`);
  }
  return status;
}

/** -9 and -TERM are -s9 and -sTERM; but -I, -q and -v are options. */
function signalAsOption(argument: string, index: number): string {
  const word = argument.startsWith('-') ? argument.slice(1) : '';
  return index > 0 && (/^\d+$/.test(word) || (word.length > 1 && parseSignal(word) !== null))
    ? `-s${word}`
    : argument;
}

function* send({ pid, name }: Process, signal: Signal | 0, verbose: boolean): Coroutine<boolean> {
  try {
    yield* sys.kill(pid, signal);
  } catch (error) {
    if (!(error instanceof Errno) || error.code !== 'ESRCH')
      yield* complain('killall', `${name}(${pid})`, error);
    return false; // it ended before we came
  }
  const number = signal === 0 ? 0 : signalNumber(signal);
  if (verbose) yield* printError(`Killed ${name}(${pid}) with signal ${number}\n`);
  return true;
}
