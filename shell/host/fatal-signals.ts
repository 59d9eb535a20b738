// Signals of the host that end this command. It ends by the signal itself, so that its parent sees what happened:
// a shell reports 128 and the signal's number.

const SIGNALS = [
  ['SIGHUP', 1],
  ['SIGINT', 2],
  ['SIGTERM', 15],
] as const;

/**
 * Before such a signal ends the command, `cleanUp` is called with the status that a shell will see. Returns what
 * makes it not be called any more. Whoever comes last is called first.
 */
export function onFatalSignal(cleanUp: (status: number) => void): () => void {
  const handlers = SIGNALS.map(([signal, number]) => {
    const handler = () => {
      process.off(signal, handler);
      try {
        cleanUp(128 + number);
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
