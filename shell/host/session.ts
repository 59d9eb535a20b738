// A session: one machine, its inputs and its recorders.
//
//     const session = createSession({ machine, output });
//     session.feed({ is: 'input', device: 'tty1', data });
//     session.run(Infinity, 10_000);
//     session.finish(0);
//
// Whatever comes from outside goes in through `feed`, which puts it on the tape; a tape fed to a new session of the
// same MachineOptions makes the same run. Several sessions may live side by side: nothing here is shared.

import alea from 'seedrandom/lib/alea.js';
import type { Bytes, Env, Tick } from '../../kernel/abi.ts';
import { boot, type Kernel } from '../../kernel/boot.ts';
import { post } from '../../kernel/interrupt.ts';
import type { Interrupt } from '../../kernel/machine.ts';
import { run } from '../../kernel/scheduler.ts';
import { printEvent, watch } from '../../kernel/watch.ts';
import { bootImage, ME } from './image.ts';
import { createSymbolizer } from './symbolize.ts';
import { printEnding, printHead, printInterrupt } from './tape.ts';
import type { TraceHash } from './trace-hash.ts';

/** All that determines a machine, apart from what comes in while it runs. It is the head of a tape. */
export interface MachineOptions {
  seed: string;
  policy: string;
  quantum: Tick;
  switchCost: Tick;
  devices: readonly DeviceOptions[];
  stdio: readonly [string, string, string]; // the paths of init's descriptors 0, 1 and 2
  argv: readonly string[]; // of init
  env: Env;
  files: readonly { path: string; text: string }[]; // added to the image
}

export type DeviceOptions =
  | { is: 'terminal'; name: string; rows: number; columns: number }
  | { is: 'stream'; name: string };

export interface SessionOptions {
  machine: MachineOptions;
  output(device: string, data: Bytes): void; // the bytes are valid during the call only
  tape?: ((line: string) => void) | undefined; // gets the tape, line by line
  trace?: ((line: string) => void) | undefined; // gets the trace, an event a line
  hash?: TraceHash | undefined; // takes the trace too
  started?: ((session: Session) => void) | undefined; // gets the session before anything has run
}

/** How a session ended: at which tick, with which exit status, and the hash of its trace. */
export interface Ending {
  tick: Tick;
  status: number;
  hash: string | null;
}

export interface Session {
  readonly kernel: Kernel;
  /**
   * Hands an interrupt to the machine, to be taken at `at`, or at the next tick, or with the one before, whichever is
   * latest, and tells when that is. So what comes later is never taken earlier, whatever clock `at` was read from.
   */
  feed(interrupt: Interrupt, at?: Tick): Tick;
  /** As run() of the scheduler. */
  run(until: Tick, steps: number): ReturnType<typeof run>;
  /**
   * Ends the recordings. `status` is what the command exits with. The end is at a tick that a replay can run to: the
   * next one, if the machine has not halted; or, for a replay, the one that its tape names.
   */
  finish(status: number, tick?: Tick): Ending;
}

export function createSession(options: SessionOptions): Session {
  const { machine, tape, trace, hash } = options;
  const kernel = bootMachine(machine, options.output);
  let ending: Ending | null = null;
  let latest = 0; // when the last interrupt is taken

  if (hash || trace) {
    watch(kernel, (event) => {
      const line = printEvent(event);
      hash?.add(line);
      trace?.(line);
    });
  }
  for (const line of tape ? printHead(machine) : []) tape?.(line);

  const session: Session = {
    kernel,
    feed(interrupt, at = 0) {
      latest = post(kernel, interrupt, Math.max(at, latest));
      tape?.(printInterrupt(latest, interrupt));
      return latest;
    },
    run: (until, steps) => run(kernel, until, steps),
    finish(status, tick = kernel.clock.now + 1) {
      if (ending) return ending;
      run(kernel, tick, Number.POSITIVE_INFINITY);
      ending = { tick, status, hash: hash?.digest() ?? null };
      tape?.(printEnding(ending));
      return ending;
    },
  };
  options.started?.(session);
  return session;
}

function bootMachine(machine: MachineOptions, output: SessionOptions['output']): Kernel {
  const { seed, policy, quantum, switchCost, stdio, argv, env, files } = machine;
  return boot({
    image: [...bootImage(), ...files.map((file) => ({ ...file, owner: ME }))],
    devices: machine.devices.map((device) => ({ ...device, output: (data) => output(device.name, data) })),
    stdio,
    init: { argv, env },
    random: alea(seed),
    policy,
    quantum,
    switchCost,
    commandLine: `seed=${seed} policy=${policy} quantum=${quantum} switch-cost=${switchCost}`,
    symbolize: createSymbolizer(),
  });
}
