// Signals of the host that end this command. It ends by the signal itself, so that its parent sees what happened:
// a shell reports 128 and the signal's number.
//
// Node forgets at its start which signals its parent had ignored: `nohup` cannot keep it alive, and `setsid` can.

import { constants } from 'node:os';

const SIGNALS = ['SIGHUP', 'SIGINT', 'SIGUSR1', 'SIGTERM'] as const;

/** SIGUSR1 ends the command, as it does others. Left to Node, it would open a port for a debugger. */
export function endBySigusr1(): void {
  process.once('SIGUSR1', () => process.kill(process.pid, 'SIGUSR1'));
}

/**
 * Before such a signal ends the command, `cleanUp` is called with the status that a shell will see. Returns what
 * makes it not be called any more. Whoever comes last is called first.
 */
export function onFatalSignal(cleanUp: (status: number) => void): () => void {
  const handlers = SIGNALS.map((signal) => {
    const handler = () => {
      process.off(signal, handler);
      try {
        cleanUp(128 + constants.signals[signal]);
      } finally {
        if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
      }
    };
    process.prependListener(signal, handler);
    return { signal, handler };
  });
  return () => {
    for (const { signal, handler } of handlers) process.off(signal, handler);
  };
}
