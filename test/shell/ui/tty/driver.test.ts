import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pty from '@lydell/node-pty';
import { describe, expect, test, vi } from 'vitest';
import { createDriver } from '../../../../shell/ui/tty/driver.ts';
import { fakeTty } from '../fake-tty.ts';

describe('the terminal', () => {
  test('is taken over and given back', async () => {
    const tty = fakeTty({ columns: 20, rows: 3 });
    tty.output.write('before');
    const driver = createDriver(tty);
    driver.enter();
    tty.output.write('\x1b[1;1Hduring');
    expect(await tty.text()).toEqual(['during', '', '']);
    expect([...tty.modes].sort((a, b) => a - b)).toEqual([25, 1000, 1002, 1006, 1049, 2004]);
    expect(tty.input.isRaw).toBe(true);
    driver.leave();
    expect(await tty.text()).toEqual(['before', '', '']);
    expect([...tty.modes].sort((a, b) => a - b)).toEqual([7, 25]);
    expect(tty.input.isRaw).toBe(false);
  });

  test('is entered once and left once', () => {
    const tty = fakeTty();
    const driver = createDriver(tty);
    driver.leave();
    expect(tty.bytes()).toBe('');
    driver.enter();
    driver.leave();
    const bytes = tty.bytes();
    driver.leave();
    expect(tty.bytes()).toBe(bytes);
  });
});

const program = `${process.execPath} --import tsx test/shell/ui/tty/guarded.ts`;

// What is written last may be lost when the one who has written it ends, so the shell waits for a line.
const report = 'echo "status $?"; stty -a; echo the end; read line';

/** guarded.ts on a pseudo-terminal, followed by what stty says of it. */
function start(command = `${program}; ${report}`) {
  const env = { ...process.env, TERM: 'xterm-256color' };
  const child = pty.spawn('/bin/sh', ['-c', command], { cols: 90, rows: 40, env });
  const host = fakeTty({ columns: 90, rows: 40 });
  child.onData((data) => host.output.write(data));
  const ended = new Promise<void>((resolve) => child.onExit(() => resolve()));
  const session = {
    write: (keys: string) => child.write(keys),
    kill: (signal: string) => process.kill(Number(/pid (\d+)/.exec(host.bytes())![1]), signal),
    /** Waits until the bytes that came show it, and meanwhile does something again and again. */
    async seen(pattern: RegExp, nudge: () => void = () => {}): Promise<void> {
      while (!pattern.test(host.bytes())) {
        await new Promise((resolve) => setTimeout(resolve, 20));
        nudge();
      }
    },
    /** The terminal is no longer there. */
    vanish: () => (child as unknown as { destroy(): void }).destroy(),
    /** How it has left the terminal. */
    async end() {
      await session.seen(/the end/);
      const screen = (await host.text()).join('\n');
      child.write('\r');
      await ended;
      return { screen, modes: [...host.modes].sort((a, b) => a - b) };
    },
  };
  return session;
}

describe.concurrent('whatever ends the process, the terminal is as it was:', () => {
  test.each([
    ['leaving', '0', 'q', ''],
    ['process.exit', '7', 'x', ''],
    ['an exception', '1', 't', 'Error: thrown in a handler'],
    ['a rejection', '1', 'r', 'Error: nobody caught this'],
    ['SIGTERM', '143', 'SIGTERM', ''],
    ['SIGHUP', '129', 'SIGHUP', ''],
    ['SIGINT', '130', 'SIGINT', ''],
    ['SIGQUIT', '131', 'SIGQUIT', ''],
    ['SIGUSR1', '138', 'SIGUSR1', ''],
  ])('%s, with status %s', async (_, status, how, message) => {
    const session = start();
    await session.seen(/is ready/);
    if (how.startsWith('SIG')) session.kill(how);
    else session.write(how);
    const { screen, modes } = await session.end();
    expect(screen).toContain(`status ${status}`);
    expect(screen).toMatch(/[^-]icanon(.|\n)*[^-]echo /);
    expect(screen).toContain(message);
    expect(screen).not.toContain('is ready');
    expect(modes).toEqual([7, 25]);
  });

  test('and while it is stopped; continued, it draws its screen again', async () => {
    const session = start();
    await session.seen(/is ready/);
    session.kill('SIGTSTP');
    await session.seen(/1049l/);
    await session.seen(/1049l(.|\n)*is ready/, () => session.kill('SIGCONT'));
    session.write('q');
    const { screen, modes } = await session.end();
    expect(screen).toContain('status 0');
    expect(modes).toEqual([7, 25]);
  });
});

test('a terminal that has gone ends the process, by SIGHUP', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tinyos-'));
  const session = start(`trap '' HUP; ${program}; echo $? > ${folder}/status`);
  await session.seen(/is ready/);
  session.vanish();
  await vi.waitFor(() => expect(readFileSync(`${folder}/status`, 'utf8')).toBe('129\n'), { timeout: 10_000 });
  rmSync(folder, { recursive: true });
});
