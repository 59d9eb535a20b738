// Signals as people write them: TERM, term, SIGTERM or 15.

import { type Coroutine, type Signal, signalNumber, signals } from '../../kernel/abi.ts';
import { sys } from '../sys.ts';

/** The signal meant, 0 for the signal that only asks, null if there is none of that name or number. */
export function parseSignal(text: string): Signal | 0 | null {
  if (/^\d+$/.test(text)) return Number(text) === 0 ? 0 : signalOfNumber(Number(text));
  const name = text.toUpperCase().replace(/^SIG/, '');
  return signals.find((signal) => shortName(signal) === name) ?? null;
}

export function signalOfNumber(number: number): Signal | null {
  return signals.find((signal) => signalNumber(signal) === number) ?? null;
}

/** A name becomes a number and a number a name, as by `kill -l`; 137, the exit status of what was killed, is KILL too. */
export function translateSignal(text: string): string | null {
  const number = Number(text);
  const signal = number > 128 ? signalOfNumber(number - 128) : parseSignal(text);
  if (signal === null || signal === 0) return null;
  return /^\d+$/.test(text) ? shortName(signal) : `${signalNumber(signal)}`;
}

/** raise(3): sends a signal to this process. A handler has run when it returns. */
export function* raise(signal: Signal): Coroutine {
  yield* sys.kill(yield* sys.getpid(), signal);
}

/** "TERM" for SIGTERM. */
export function shortName(signal: Signal): string {
  return signal.slice('SIG'.length);
}

/** All names, as `kill -l` prints them: on lines of at most 80 columns. */
export function listSignals(): string {
  const lines = [''];
  for (const name of signals.map(shortName)) {
    const line = lines.at(-1) as string;
    if (line === '') lines[lines.length - 1] = name;
    else if (line.length + 1 + name.length > 80) lines.push(name);
    else lines[lines.length - 1] = `${line} ${name}`;
  }
  return `${lines.join('\n')}\n`;
}

/** Names and numbers, as `kill -L` prints them: seven to a line. */
export function signalTable(): string {
  const cells = signals.map(
    (signal) => `${String(signalNumber(signal)).padStart(2)} ${shortName(signal).padEnd(8)}`,
  );
  const lines = cells.flatMap((_, i) =>
    i % 7 === 0
      ? [
          cells
            .slice(i, i + 7)
            .join('')
            .trimEnd(),
        ]
      : [],
  );
  return `${lines.join('\n')}\n`;
}
