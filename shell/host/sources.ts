// Where input comes from in real time: a keyboard, or a stream that is read as fast as the machine takes it.

import { fstatSync } from 'node:fs';
import type { Interrupt } from '../../kernel/machine.ts';
import { onFatalSignal } from './fatal-signals.ts';
import { InputError } from './inlet.ts';

export interface Source {
  /** Brings input although nobody waits for it, as a keyboard does. */
  readonly unasked: boolean;
  /** Starts to listen. `fail` is told that nothing can be read. */
  open(feed: (interrupt: Interrupt) => void, fail: (error: Error) => void): void;
  /** Somebody in the machine waits for standard input. */
  wanted(): void;
  close(): void;
}

/**
 * The terminal that the command runs in, byte for byte, as the machine's terminal `device`. One thing Node does not let
 * us have: a newline always goes out with a carriage return, also when a program inside has switched that off.
 */
export function keyboard(device: string, input = process.stdin, output = process.stdout): Source {
  const restore = () => void input.setRawMode(false);
  let forget = () => {};
  return {
    unasked: true,
    open(feed) {
      process.on('exit', restore); // whatever happens: a crash comes by here too
      forget = onFatalSignal(restore);
      const hangUp = () => feed({ is: 'hangup', device });
      input.on('end', hangUp);
      input.on('error', hangUp);
      input.on('data', (data) => feed({ is: 'input', device, data: new Uint8Array(data) }));
      output.on('resize', () => feed({ is: 'resize', device, rows: output.rows, columns: output.columns }));
      input.setRawMode(true);
    },
    wanted() {},
    close() {
      restore();
      process.off('exit', restore);
      forget();
      input.pause();
    },
  };
}

/** Standard input as it is: one block at a time, when the machine wants it. */
export function standardInput(input = process.stdin): Source {
  let failed = (_error: Error): void => {};
  return {
    unasked: false,
    open(feed, fail) {
      failed = fail;
      input.on('end', () => feed({ is: 'end', device: 'stdin' }));
      input.on('error', (error) => fail(new InputError(error)));
      input.on('data', (data) => {
        input.pause();
        feed({ is: 'input', device: 'stdin', data: new Uint8Array(data) });
      });
      input.pause();
    },
    wanted() {
      // Node takes a directory for an empty input.
      if (fstatSync(0).isDirectory()) failed(new InputError('is a directory'));
      else input.resume();
    },
    close: () => void input.pause(),
  };
}
