// Where the machine's output goes: its devices joined to the standard output and error of the command.
//
// `write` is what a session wants for its `output`. `flush` waits until the host has taken it all; the machine is run
// again only then, so that memory stays bounded. What cannot be written becomes a hangup of the device: its writers
// get SIGPIPE, as at a pipe that nobody reads.

import type { Bytes } from '../../kernel/abi.ts';
import { reasonOf } from './host-error.ts';
import { createOutlet } from './outlet.ts';

export interface Outlets {
  write(device: string, data: Bytes): void;
  flush(): Promise<void>;
  /** Calls `listener` when the output of a device is not taken any more. */
  onLost(listener: (device: string) => void): void;
  /** What went wrong, but for readers who went away: that is their right. */
  readonly errors: readonly string[];
}

export function createOutlets(): Outlets {
  const errors: string[] = [];
  let listener = (_device: string) => {};
  const open = (fd: number, name: string) =>
    createOutlet(fd, (error) => {
      if (error.code !== 'EPIPE') errors.push(`cannot write to ${name}: ${reasonOf(error)}`);
      listener(name);
    });
  const stdout = open(1, 'stdout');
  const stderr = open(2, 'stderr');
  return {
    write: (device, data) => (device === 'stderr' ? stderr : stdout).write(data),
    async flush() {
      await stdout.flush();
      await stderr.flush();
    },
    onLost(next) {
      listener = next;
    },
    errors,
  };
}
