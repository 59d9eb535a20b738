import { type Coroutine, Errno, O_CREAT, O_WRONLY } from '../../kernel/abi.ts';
import { sleep } from '../lib/duration.ts';
import { complain, quote } from '../lib/errors.ts';
import { type Command, parseOptions, usageError } from '../lib/getopt.ts';
import { writeAll } from '../lib/output.ts';
import { encode } from '../lib/text.ts';
import { sys } from '../sys.ts';

const GRACE = 250_000; // ticks that the processes have to end by themselves

export const command: Command = {
  name: 'shutdown',
  topic: 'system',
  synopsis: '[-hP] [now]',
  about: 'Stop the machine: ask all processes to end, give them a moment, power off.',
  options: [
    { short: 'h', about: 'power off, as without it' },
    { short: 'P', long: 'poweroff', about: 'the same' },
  ],
  description: `It writes a line to the console, sends SIGTERM to everybody and, a quarter of a second later, turns the machine off.
Meanwhile there is a file /etc/nologin, so that init starts no new shell.`,
};

export default function* main(argv: string[]): Coroutine<number> {
  const { operands } = yield* parseOptions(command, argv);
  const strange = operands.find((word, i) => i > 0 || (word !== 'now' && word !== '+0'));
  if (strange !== undefined)
    return yield* usageError(command, `no such time: ${quote(strange)} (there is only "now")`);
  // What is about to happen to the others must not happen to us.
  for (const signal of ['SIGTERM', 'SIGHUP', 'SIGINT', 'SIGTSTP'] as const)
    yield* sys.sigaction(signal, 'ignore');
  try {
    yield* sys.close(yield* sys.open('/etc/nologin', O_WRONLY | O_CREAT));
    yield* announce('The system is going down now.\n');
    yield* signalAll();
    yield* sleep(GRACE);
    yield* sys.sync();
    yield* sys.reboot('poweroff');
    return 0;
  } catch (error) {
    yield* complain('shutdown', 'cannot stop the machine', error);
    return 1;
  }
}

function* announce(text: string): Coroutine {
  let fd = 2;
  try {
    fd = yield* sys.open('/dev/console', O_WRONLY);
  } catch (error) {
    if (!(error instanceof Errno)) throw error; // a machine without a console
  }
  yield* writeAll(fd, encode(text));
}

function* signalAll(): Coroutine {
  try {
    yield* sys.kill(-1, 'SIGTERM');
    yield* sys.kill(-1, 'SIGCONT'); // so that those who are stopped notice
  } catch (error) {
    if (!(error instanceof Errno) || error.code !== 'ESRCH') throw error; // nobody else is there
  }
}
