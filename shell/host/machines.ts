// The machines that the command `tinyos` boots, by what it was asked for.

import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import type { Env } from '../../kernel/abi.ts';
import { reasonOf } from './host-error.ts';
import { ENVIRONMENT } from './image.ts';
import { type Settings, UsageError } from './options.ts';
import type { DeviceOptions, MachineOptions } from './session.ts';

type Common = Pick<MachineOptions, 'seed' | 'policy' | 'quantum' | 'switchCost'>;

const STREAMS: DeviceOptions[] = ['stdin', 'stdout', 'stderr'].map((name) => ({ is: 'stream', name }));

/** A shell that runs a command line, a script, or what comes on standard input; nothing else. */
export function batchMachine(settings: Settings): MachineOptions {
  const { command, script, args } = settings;
  const file = script === null ? null : hostFile(script);
  const words = command !== null ? ['-c', command, ...args] : file ? [file.name, ...args] : [];
  return {
    ...common(settings),
    devices: STREAMS,
    stdio: ['/dev/host-stdin', '/dev/host-stdout', '/dev/host-stderr'],
    argv: ['/bin/init', '/bin/sh', ...words],
    env: environment(settings),
    files: file ? [{ path: file.path, text: file.text }] : [],
  };
}

/** The terminals of a machine that has consoles; the first is /dev/console too. */
export const TERMINAL = 'tty1';
const SECOND_TERMINAL = 'tty2';

/** A machine with a console, on which init starts a shell. */
export function consoleMachine(settings: Settings, rows = 24, columns = 80, env: Env = {}): MachineOptions {
  return {
    ...common(settings),
    devices: [{ is: 'terminal', name: TERMINAL, rows, columns }],
    stdio: ['/dev/console', '/dev/console', '/dev/console'],
    argv: ['/bin/init'],
    env: { ...environment(settings), ...env },
    files: [],
  };
}

/** The same with two consoles, for those who can show both. */
export function twoConsoleMachine(settings: Settings): MachineOptions {
  const machine = consoleMachine(settings);
  const terminals = [TERMINAL, SECOND_TERMINAL];
  return {
    ...machine,
    devices: terminals.map((name) => ({ is: 'terminal', name, rows: 24, columns: 80 })),
    argv: [...machine.argv, ...terminals.flatMap((name) => ['-t', `/dev/${name}`])],
  };
}

function common({ seed, policy, quantum, switchCost }: Settings): Common {
  return { seed, policy, quantum, switchCost };
}

function environment({ color }: Settings): Env {
  return color ? ENVIRONMENT : { ...ENVIRONMENT, NO_COLOR: '1' };
}

interface HostFile {
  name: string; // how the shell is told of it, and so $0
  path: string;
  text: string;
}

/** A script of the host: it has the same path inside, seen from the home directory. What would be hidden there goes to /tmp. */
function hostFile(name: string): HostFile {
  const text = readHostFile(name);
  const path = posix.resolve(ENVIRONMENT.HOME as string, name);
  if (!/^\/(dev|proc)\//.test(path)) return { name, path, text };
  const copy = `/tmp/${posix.basename(path)}`;
  return { name: copy, path: copy, text };
}

function readHostFile(name: string): string {
  try {
    return readFileSync(name, 'utf8');
  } catch (error) {
    throw new UsageError(`cannot read '${name}': ${reasonOf(error)}`);
  }
}
