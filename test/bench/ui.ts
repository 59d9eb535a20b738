// What the UI costs, at 120x40 on a pseudo-terminal, from a start of the command as it is shipped.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type IPty, spawn } from '@lydell/node-pty';
import { TINYOS } from './command.ts';
import { once } from './measure.ts';

const SECONDS = 8; // of each phase
const SETTLE = 3000; // ms until what a change has set off is over
const WARM_UP = 40; // seconds: in the first ones V8 compiles what is used often, once, in threads of its own
const KEYS = 5; // a second: somebody who types quickly
const TYPED = 'ls -l /bin | wc -l\rps\recho a b c >/tmp/notes\rcat /tmp/notes\r';

interface Cost {
  cpu: number; // ms a second
  bytes: number; // a second
}

/** At the prompt, with nobody typing; and with two processes that never rest, while somebody types commands. */
export const uiCosts = once(async (): Promise<{ still: Cost; busy: Cost }> => {
  const directory = mkdtempSync(join(tmpdir(), 'tinyos-bench-'));
  const usageFile = join(directory, 'usage');
  const pty = spawn(process.execPath, ['--import', fileUrl('cpu-probe.mjs'), TINYOS], {
    cols: 120,
    rows: 40,
    env: { ...process.env, TERM: 'xterm-256color', LC_ALL: 'C.UTF-8', NO_COLOR: '', TINYOS_USAGE: usageFile },
  });
  try {
    const written = countBytes(pty);
    await wait(SETTLE);
    const still = await costOf(pty, usageFile, written, () => wait(SECONDS * 1000));
    if (written() === 0) throw new Error('the UI shows nothing');
    pty.write('spin & spin &\r');
    await type(pty, WARM_UP);
    const busy = await costOf(pty, usageFile, written, () => type(pty, SECONDS));
    return { still, busy };
  } finally {
    pty.kill('SIGKILL');
    rmSync(directory, { recursive: true });
  }
});

async function costOf(
  pty: IPty,
  usageFile: string,
  written: () => number,
  phase: () => Promise<void>,
): Promise<Cost> {
  const before = { cpu: await usage(pty, usageFile), bytes: written(), at: performance.now() };
  await phase();
  const seconds = (performance.now() - before.at) / 1000;
  const bytes = (written() - before.bytes) / seconds;
  return { cpu: ((await usage(pty, usageFile)) - before.cpu) / seconds, bytes };
}

async function type(pty: IPty, seconds: number): Promise<void> {
  for (let i = 0; i < seconds * KEYS; i++) {
    pty.write(TYPED[i % TYPED.length] as string);
    await wait(1000 / KEYS);
  }
}

/** Milliseconds of CPU time that it has used so far. It writes them down when it is asked to: see cpu-probe.ts. */
async function usage(pty: IPty, file: string): Promise<number> {
  rmSync(file, { force: true });
  process.kill(pty.pid, 'SIGUSR2');
  for (let tries = 0; tries < 200; tries++) {
    await wait(10);
    try {
      const { user, system } = JSON.parse(readFileSync(file, 'utf8'));
      return (user + system) / 1000;
    } catch {
      // not written yet, or not all of it
    }
  }
  throw new Error('the UI does not answer');
}

function countBytes(pty: IPty): () => number {
  let count = 0;
  pty.onData((data) => {
    count += Buffer.byteLength(data);
  });
  return () => count;
}

function fileUrl(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}
