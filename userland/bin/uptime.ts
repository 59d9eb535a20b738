import type { Coroutine } from '../../kernel/abi.ts';
import { bootTime } from '../lib/duration.ts';
import { quote } from '../lib/errors.ts';
import { type Command, parseOptions, usageError } from '../lib/getopt.ts';
import { print } from '../lib/output.ts';
import { listPids, uptime } from '../lib/processes.ts';
import { strftime } from '../lib/time.ts';
import { inFigures } from '../lib/uptime.ts';
import { sys } from '../sys.ts';

export const command: Command = {
  name: 'uptime',
  topic: 'system',
  synopsis: '[-ps]',
  about:
    'Tell the time, how long the system has been up, how many processes there are and how idle the CPU was.',
  options: [
    { short: 'p', long: 'pretty', about: 'only how long it has been up, in words' },
    { short: 's', long: 'since', about: 'only since when it has been up' },
  ],
  description: 'No load average is kept. "top" shows how busy the CPU is now.',
};

export default function* main(argv: string[]): Coroutine<number> {
  const { flags, operands } = yield* parseOptions(command, argv);
  if (operands.length > 0) return yield* usageError(command, `extra operand ${quote(operands[0] as string)}`);
  const { up, idle } = yield* uptime();
  const minutes = Math.floor(up / 60);
  if (flags.has('p')) {
    yield* print(`up ${inWords(minutes)}\n`);
  } else if (flags.has('s')) {
    yield* print(`${strftime('%Y-%m-%d %H:%M:%S', { sec: yield* bootTime(), nsec: 0 })}\n`);
  } else {
    const time = strftime('%H:%M:%S', yield* sys.clock_gettime('realtime'));
    const processes = (yield* listPids()).length;
    const share = up > 0 ? Math.min((100 * idle) / up, 100) : 100;
    yield* print(
      ` ${time} up ${inFigures(minutes)},  ${processes} processes,  CPU ${share.toFixed(1)}% idle\n`,
    );
  }
  return 0;
}

function inWords(minutes: number): string {
  const parts = [
    [Math.floor(minutes / 10080), 'week'],
    [Math.floor(minutes / 1440) % 7, 'day'],
    [Math.floor(minutes / 60) % 24, 'hour'],
    [minutes % 60, 'minute'],
  ] as const;
  const words = parts.filter(([n]) => n > 0).map(([n, unit]) => `${n} ${unit}${n === 1 ? '' : 's'}`);
  return words.join(', ') || '0 minutes';
}
