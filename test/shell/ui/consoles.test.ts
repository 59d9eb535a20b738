// Two terminals behind one pane.

import { describe, expect, test } from 'vitest';
import { type OpenApp, open } from './open.ts';

const CTRL_G = '\x07';
const F4 = '\x1bOS';

/** The console pane at 120x40: its title, and what it shows. */
async function consolePane(app: OpenApp): Promise<{ title: string; lines: string[] }> {
  const title = (await app.rows())[1]!;
  const lines = (await app.tty.rect(1, 2, 80, 24)).map((row) => row.trimEnd()).filter((row) => row !== '');
  return { title, lines };
}

describe('a machine with two terminals', () => {
  test('boots with a shell on each; F4 shows the other, and the title says which', async () => {
    const app = await open({ consoles: 2 });
    const first = await consolePane(app);
    expect(first.title).toContain('━ 1 tty1 ━');
    expect(first.title).toContain('in front: -sh(2)');
    expect(first.lines).toContain('init: process 1 starts shells on /dev/tty1 and /dev/tty2');
    await app.press(F4);
    const second = await consolePane(app);
    expect(second.title).toContain('━ 1 tty2 ━');
    expect(second.title).toContain('in front: -sh(3)');
    expect(second.lines).toEqual(['tinyos:~$']);
    await app.press(F4);
    expect(await consolePane(app)).toEqual(first);
  });

  test('gives the keys to the one that is shown, and ps knows them apart', async () => {
    const app = await open({ consoles: 2 });
    await app.press(`${F4}tty; ps\r`);
    expect((await consolePane(app)).lines.map((line) => line.replace(/ +/g, ' '))).toEqual([
      'tinyos:~$ tty; ps',
      '/dev/tty2',
      ' PID TTY TIME CMD',
      ' 3 tty2 00:00:00 -sh',
      ' 5 tty2 00:00:00 ps',
      'tinyos:~$',
    ]);
    await app.press(`${F4}tty\r`);
    expect((await consolePane(app)).lines.slice(-3)).toEqual(['tinyos:~$ tty', '/dev/tty1', 'tinyos:~$']);
  });

  test('lets what runs on the other go on, and keeps what it shows', async () => {
    const app = await open({ consoles: 2 });
    await app.press('sleep 1; echo done; read x\r', 500);
    await app.press(`${F4}\x03`);
    await app.press(F4);
    const { title, lines } = await consolePane(app);
    expect(lines.slice(-2)).toEqual(['tinyos:~$ sleep 1; echo done; read x', 'done']);
    expect(title).toContain('in front: -sh(2)');
  });

  test('c does the same among the panes, and leaves the focus there', async () => {
    const app = await open({ consoles: 2 });
    await app.press(`${CTRL_G}c`);
    expect((await consolePane(app)).title).toContain('─ 1 tty2 ─');
    await app.press('c');
    expect((await consolePane(app)).title).toContain('─ 1 tty1 ─');
  });

  test('has both windows of the size of the pane', async () => {
    const app = await open({ consoles: 2 });
    app.tty.resize(100, 30);
    await app.settle();
    const sizes = ['tty1', 'tty2'].map((name) => {
      const device = app.ui.machine.session.kernel.devices.get(name);
      return device?.is === 'terminal' ? device.tty.size : null;
    });
    const { columns, rows } = app.ui.layout.console;
    expect(sizes).toEqual([
      { columns, rows },
      { columns, rows },
    ]);
    expect(columns).toBe(100);
  });

  test('starts a new shell where one ends, and only there', async () => {
    const app = await open({ consoles: 2 });
    await app.press(`${F4}exit\r`);
    const { title, lines } = await consolePane(app);
    expect(lines).toEqual([
      'tinyos:~$ exit',
      'init: the shell has ended. Here is a new one; to stop: shutdown',
      'tinyos:~$',
    ]);
    expect(title).toContain('in front: -sh(4)');
    await app.press(F4);
    expect((await consolePane(app)).title).toContain('in front: -sh(2)');
  });
});

test('a machine with one terminal says so', async () => {
  const app = await open();
  await app.press(F4);
  expect(await app.text()).toContain('This machine has one terminal only.');
  expect((await consolePane(app)).title).toContain('━ 1 tty1 ━');
});
