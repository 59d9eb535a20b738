// The hardware, as the kernel sees it. It is handed to boot() and is all that the kernel knows of the outside.
//
// Everything that goes out is a call of one of these functions, and none gives an answer: the kernel never waits
// for the host. Everything that comes in is an interrupt, given to post() with the tick at which it is taken.
// So the machine is a pure function of (boot image, options, seed, interrupts).

import type { Bytes, Env, Gid, Pid, Program, Signal, Tick, Uid } from './abi.ts';

/** A file of the boot image. A program is a file that the loader can start. */
export type ImageFile =
  | ({ path: string; program: Program; about: string } & Attributes) // `about` is what the file reads as
  | ({ path: string; text: string } & Attributes)
  | ({ path: string; directory: true } & Attributes);

/** What is not said: root's, and as a umask of 022 leaves it. */
interface Attributes {
  mode?: number;
  owner?: { uid: Uid; gid: Gid };
}

/** A device that characters go out to. A terminal has a line discipline; a stream passes bytes as they are. */
export type CharacterDevice =
  | { is: 'terminal'; name: string; rows: number; columns: number; output(data: Bytes): void }
  | { is: 'stream'; name: string; output(data: Bytes): void };

export interface BootOptions {
  image: readonly ImageFile[];
  devices: readonly CharacterDevice[]; // each appears as /dev/<name>; the first terminal is /dev/console too
  stdio: readonly [string, string, string]; // the paths that init has open as descriptors 0, 1 and 2
  init: { argv: readonly string[]; env: Env }; // argv[0] is the path of the program that becomes pid 1
  random(): number; // the seeded generator: at least 0, less than 1
  policy?: string; // a name in policies/index.ts; default 'rr'
  quantum?: Tick; // CPU time until the timer interrupt preempts; default 10,000
  switchCost?: Tick; // of a context switch; default 0
  trapCost?: Tick; // of a system call; default 1
  maxProcesses?: number; // default 4096
  commandLine?: string; // what /proc/cmdline tells: 'seed=7'
  epoch?: number; // the realtime clock at boot, in seconds since 1970; default DEFAULT_EPOCH
  symbolize?(stack: string): string; // the program's own frames of a host's stack trace, one a line
}

/** 2009-03-25 09:00 UTC, when the course that tinyos descends from was first given. Every machine boots then. */
export const DEFAULT_EPOCH = 1237971600;

/** What the outside may tell the machine. `device` is the name of a CharacterDevice. */
export type Interrupt =
  | { is: 'input'; device: string; data: Bytes } // typed at a terminal, or arrived on a stream
  | { is: 'end'; device: string } // a stream: no more input will come
  | { is: 'hangup'; device: string } // nobody takes the output any more; at a terminal, its user is gone
  | { is: 'resize'; device: string; rows: number; columns: number }
  | { is: 'signal'; device: string; pid: Pid; signal: Signal }; // sent from the machine's front panel
