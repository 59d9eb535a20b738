// A session in this process, for tests of what runs on the whole machine, from its input to its output.
//
//     const { stdout, stderr, status } = runBatch(['-c', 'sort'], 'b\na\n');
//
// The first are the arguments of the command `tinyos`, which runs them in the same way (shell/host/headless.ts), but
// with all its input there from the start.

import { batchMachine } from '../shell/host/machines.ts';
import { parseArguments } from '../shell/host/options.ts';
import { createSession, type Ending, type MachineOptions } from '../shell/host/session.ts';
import { createTraceHash } from '../shell/host/trace-hash.ts';

export interface Result {
  stdout: string;
  stderr: string;
  status: number;
}

const TURNS = 20_000_000; // of the scheduler; then it is taken for an endless loop

export function machineOf(...args: string[]): MachineOptions {
  return batchMachine(parseArguments(args));
}

export function runBatch(args: string[], stdin: string | Uint8Array = ''): Result {
  return runMachine(machineOf(...args), stdin);
}

/** Runs a machine until it halts. `tape` gets the lines of its tape. */
export function runMachine(
  machine: MachineOptions,
  stdin: string | Uint8Array = '',
  tape?: (line: string) => void,
): Result & Ending {
  const out = new Map<string, Uint8Array[]>(machine.devices.map(({ name }) => [name, []]));
  const session = createSession({
    machine,
    output: (device, data) => out.get(device)?.push(data),
    hash: createTraceHash(),
    tape,
  });
  const data = typeof stdin === 'string' ? new TextEncoder().encode(stdin) : stdin;
  if (data.length > 0) session.feed({ is: 'input', device: 'stdin', data });
  session.feed({ is: 'end', device: 'stdin' });
  const state = session.run(Number.POSITIVE_INFINITY, TURNS);
  if (state !== 'halted') throw new Error(`the machine is ${state} at tick ${session.kernel.clock.now}`);
  const text = (device: string) => Buffer.concat(out.get(device) ?? []).toString();
  const status = session.kernel.halted as number;
  return { stdout: text('stdout'), stderr: text('stderr'), ...session.finish(status) };
}
