// The command on a real pseudo-terminal, as a person at a keyboard has it.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { spawn } from '@lydell/node-pty';
import { expect, it } from 'vitest';
import { COMMAND, inDirectory, tinyos } from './command.ts';

const PATIENCE = 20_000;

/**
 * The command in a shell of the host, which tells its exit status and the state of the terminal afterwards. What is
 * written last may be lost when the one who has written it ends, so the shell waits for a line.
 */
function terminal(...args: string[]) {
  const script = `sh -c 'echo "pid $$"; exec "$@"' sh "$@"; echo "status $?"; stty -a; read line`;
  const pty = spawn('sh', ['-c', script, 'sh', process.execPath, COMMAND, ...args], {
    cols: 80,
    rows: 24,
    env: { ...process.env, TERM: 'xterm-256color', LC_ALL: 'C.UTF-8', NO_COLOR: '' },
  });
  let output = '';
  let look = () => {};
  pty.onData((data) => {
    output += data;
    look();
  });
  const exited = new Promise<void>((resolve) => pty.onExit(() => resolve()));
  /** The terminal is as it was before, and the shell ends. */
  async function restored(): Promise<void> {
    await see(/ icanon .* echo /s);
    pty.write('\r');
    await exited;
  }

  /** Waits until this has been written since the last wait. */
  function see(pattern: RegExp): Promise<RegExpExecArray> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`no ${pattern} in ${JSON.stringify(output)}`)),
        PATIENCE,
      );
      look = () => {
        const found = pattern.exec(output);
        if (!found) return;
        clearTimeout(timer);
        look = () => {};
        output = output.slice(found.index + found[0].length);
        resolve(found);
      };
      look();
    });
  }
  async function type(text: string, answer: RegExp): Promise<void> {
    pty.write(text);
    await see(answer);
  }
  const pid = see(/pid (\d+)\r\n/).then(([, digits]) => Number(digits));
  return {
    pty,
    pid,
    see: async (pattern: RegExp) => void (await pid.then(() => see(pattern))),
    type,
    restored,
  };
}

it('tinyos --plain is the console on the terminal, and can be replayed', async () => {
  await inDirectory(async (directory) => {
    const tape = join(directory, 'tape');
    const { see, type, pty, restored } = terminal('--plain', '--record', tape);
    await see(/\$ /);
    await type('echo $((40 + 2))\r', /42\r+\n/);
    await type('spin\r', /spin\r+\n/);
    await type('\x03', /\$ /);
    await type('cat\r', /cat\r+\n/);
    await type('abc\x7f\x7fxyz\r', /axyz\r+\n/);
    await type('\x04', /\$ /);
    pty.resize(100, 30);
    await type('shutdown\r', /status 0\r\n/);
    await restored();
    expect(readFileSync(tape, 'utf8')).toMatch(/^\d+ resize tty1 30 100$/m);
    const replayed = await tinyos(['--replay', tape]);
    expect(replayed).toMatchObject({ stderr: '', status: 0 });
    expect(replayed.stdout).toMatch(/42\r\n.*axyz\r\n/s);
  });
});

it.each([
  ['--plain', 'SIGTERM', /status 143\r\n/],
  ['--plain', 'SIGUSR1', /status 138\r\n/],
  ['--no-color', 'SIGUSR1', /status 138\r\n/],
])('tinyos %s gives the terminal back when %s ends it', async (option, signal, status) => {
  const { see, pid, restored } = terminal(option);
  await see(/\$ /);
  process.kill(await pid, signal);
  await see(status);
  await restored();
});

it('tinyos is the UI, which gives the terminal back at the end', async () => {
  await inDirectory(async (directory) => {
    const tape = join(directory, 'tape');
    const { see, type, restored } = terminal('--hash', '--record', tape);
    await see(/\$ /);
    await type('echo $((40 + 2))\r', /42/);
    await type('shutdown\r', /\x1b\[\?1049l.*hash: (\w+).*status 0\r\n/s);
    await restored();
    expect(await tinyos(['--replay', tape])).toMatchObject({ stderr: '', status: 0 });
  });
});

it('a panic of the kernel gives the terminal back, tells what happened, and is on the tape', async () => {
  await inDirectory(async (directory) => {
    const tape = join(directory, 'tape');
    const { see, type, restored } = terminal('--plain', '--record', tape);
    await see(/\$ /);
    await type(CRASH, PANIC);
    await see(/status 70\r\n/);
    await restored();
    const { stderr, status } = await tinyos(['--replay', tape]);
    expect(stderr.replaceAll('\n', '\r\n')).toMatch(PANIC);
    expect(status).toBe(70);
  });
});

it('a panic under the UI does so too', async () => {
  await inDirectory(async (directory) => {
    const tape = join(directory, 'tape');
    const { see, type, restored } = terminal('--record', tape);
    await see(/tinyos:~/);
    await type(CRASH, PANIC);
    await see(/status 70\r\n/);
    await restored();
    expect(await tinyos(['--replay', tape])).toMatchObject({
      status: 70,
      stderr: expect.stringContaining('kernel panic'),
    });
  });
});

const CRASH = "su -c 'echo c > /proc/sysrq-trigger'\r";
const PANIC =
  /tinyos: kernel panic at tick \d+: Error: crash triggered by sysrq\r\n {2}process \d+ \(.*\), running, in write\r\n {2}\d+ processes, \d+ switches\r\n/;
