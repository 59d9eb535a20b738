// The machines that the command `tinyos` boots, by what it was asked for.

import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import type { Env } from '../../kernel/abi.ts';
import { ENVIRONMENT } from './image.ts';
import { type Settings, UsageError } from './options.ts';
import { reasonOf } from './recorders.ts';
import type { DeviceOptions, MachineOptions } from './session.ts';

type Common = Pick<MachineOptions, 'seed' | 'policy' | 'quantum' | 'switchCost'>;

const STREAMS: DeviceOptions[] = ['stdin', 'stdout', 'stderr'].map((name) => ({ is: 'stream', name }));

/** A shell that runs a command line, a script, or what comes on standard input; nothing else. */
export function batchMachine(settings: Settings): MachineOptions {
  const { command, script, args } = settings;
  const file = script === null ? null : hostFile(script);
  const words = command !== null ? ['-c', command, ...args] : file ? [script as string, ...args] : [];
  return {
    ...common(settings),
    devices: STREAMS,
    stdio: ['/dev/stdin', '/dev/stdout', '/dev/stderr'],
    argv: ['/bin/init', '/bin/sh', ...words],
    env: environment(settings),
    files: file ? [file] : [],
  };
}

/** A machine with a console, on which init starts a shell. */
export function consoleMachine(settings: Settings, rows: number, columns: number, env: Env): MachineOptions {
  return {
    ...common(settings),
    devices: [{ is: 'terminal', name: 'tty0', rows, columns }],
    stdio: ['/dev/console', '/dev/console', '/dev/console'],
    argv: ['/bin/init'],
    env: { ...environment(settings), ...env },
    files: [],
  };
}

function common({ seed, policy, quantum, switchCost }: Settings): Common {
  return { seed, policy, quantum, switchCost };
}

function environment({ color }: Settings): Env {
  return color ? ENVIRONMENT : { ...ENVIRONMENT, NO_COLOR: '1' };
}

/** A script of the host, at the same place inside, seen from /home: so `$0` is what the person typed. */
function hostFile(path: string): { path: string; text: string } {
  try {
    return { path: posix.resolve(ENVIRONMENT.HOME as string, path), text: readFileSync(path, 'utf8') };
  } catch (error) {
    throw new UsageError(`cannot read '${path}': ${reasonOf(error)}`);
  }
}
