// The command `tinyos` as a child process, as its users have it.

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const COMMAND = fileURLToPath(new URL('../../dist/tinyos.js', import.meta.url));

export interface Exit {
  stdout: string;
  stderr: string;
  status: number | null;
  signal: NodeJS.Signals | null;
}

/** Runs it to its end. */
export async function tinyos(args: string[], stdin: string | Uint8Array = ''): Promise<Exit> {
  const child = start(args);
  child.stdin?.on('error', () => {}); // it need not read all of it
  child.stdin?.end(stdin);
  return await ended(child);
}

export function start(args: string[]): ChildProcess {
  return spawn(process.execPath, [COMMAND, ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
}

export async function ended(child: ChildProcess): Promise<Exit> {
  const stdout: Uint8Array[] = [];
  const stderr: Uint8Array[] = [];
  child.stdout?.on('data', (data) => stdout.push(data));
  child.stderr?.on('data', (data) => stderr.push(data));
  const [status, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve) =>
    child.on('close', (...how) => resolve(how)),
  );
  return {
    stdout: Buffer.concat(stdout).toString(),
    stderr: Buffer.concat(stderr).toString(),
    status,
    signal,
  };
}

/** Calls `use` with the path of a new directory, and removes that afterwards. */
export async function inDirectory<T>(use: (directory: string) => Promise<T>): Promise<T> {
  const directory = mkdtempSync(join(tmpdir(), 'tinyos-test-'));
  try {
    return await use(directory);
  } finally {
    rmSync(directory, { recursive: true });
  }
}
