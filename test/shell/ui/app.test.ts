// The whole UI, from keys to cells, on a fake terminal.

import { describe, expect, test } from 'vitest';
import { flags } from '../../../shell/ui/render/attr.ts';
import { printArguments, trapNumber } from '../../../shell/ui/vm/log.ts';
import { FRAME, type OpenApp, open } from './open.ts';

const CTRL_C = '\x03';
const CTRL_G = '\x07';
const ESC = '\x1b';
const DOWN = '\x1b[B';
const F5 = '\x1b[15~';
const F6 = '\x1b[17~';

/** The rows of the console pane at 120x40, without its frame. */
async function consoleRows(app: OpenApp): Promise<string[]> {
  return (await app.tty.rect(1, 2, 80, 24)).map((row) => row.trimEnd());
}

async function status(app: OpenApp): Promise<string> {
  return (await app.rows())[0]!;
}

function size(app: OpenApp): { rows: number; columns: number } {
  const device = app.ui.machine.session.kernel.devices.get('tty1');
  if (device?.is !== 'terminal') throw new Error('no tty1');
  return device.tty.size;
}

describe('the console', () => {
  test('shows the boot and a prompt, and says who has the keys', async () => {
    const app = await open();
    expect((await consoleRows(app)).join('\n').trimEnd().split('\n').at(-1)).toBe('tinyos:~$');
    expect((await app.rows())[1]).toContain('━ 1 tty1 ━');
    expect(await status(app)).toMatch(/IDLE.* TYPE$/);
    expect(await app.tty.cursor()).toEqual({ x: 11, y: 9 });
  });

  test('runs what is typed', async () => {
    const app = await open();
    await app.press('echo hello | tr a-z A-Z\r');
    expect(await consoleRows(app)).toContain('HELLO');
  });

  test('sends ^C to the program in front, and not to the UI', async () => {
    const app = await open();
    await app.press('spin\r', 500);
    expect(await app.text()).toMatch(/spin +▶ running/);
    await app.press(CTRL_C, 500);
    expect(await app.text()).not.toMatch(/spin +▶ running/);
    expect(app.ended()).toBeNull();
    await app.press('echo $?\r');
    expect(await consoleRows(app)).toContain('130');
  });

  test('runs full-screen programs, and comes back from them', async () => {
    const app = await open();
    await app.press('top\r');
    expect(app.ui.machine.vt.alternate).toBe(true);
    expect((await consoleRows(app)).join('\n')).toMatch(/PID .*\n.*(init|top)/);
    await app.press('q');
    expect(app.ui.machine.vt.alternate).toBe(false);
    expect((await consoleRows(app)).join('\n')).toMatch(/\$ top\n+tinyos:~\$/);
  });

  test('says how a full-screen program gets more room where the console is small', async () => {
    const app = await open({ columns: 80, rows: 24 });
    await app.press('top\r');
    expect(await app.text()).toContain('This program wants the whole screen: F9 gives it to the console');
    await app.press('\x1b[20~');
    expect(await app.text()).not.toContain('wants the whole screen');
    expect(size(app)).toEqual({ columns: 80, rows: 21 });
    await app.press('q');
    await app.press('top\r');
    expect(await app.text()).not.toContain('wants the whole screen');
  });

  test('takes pasted text as if it was typed', async () => {
    const app = await open();
    await app.press('\x1b[200~echo pasted\x1b[201~\r');
    expect(await consoleRows(app)).toContain('pasted');
  });

  test('scrolls back with the wheel, and forward again when a key is pressed', async () => {
    const app = await open();
    await app.press('seq 1 100\r');
    app.tty.wheel(10, 10, 'up');
    await app.settle();
    expect((await app.rows())[1]).toContain('3 rows back');
    await app.press('x');
    expect((await app.rows())[1]).not.toContain('rows back');
  });
});

describe('time', () => {
  test('stands still while paused: nothing happens and nothing is written', async () => {
    const app = await open();
    await app.press('spin &\r', 500);
    await app.press(F5);
    expect(await status(app)).toMatch(/^ ❚❚ PAUSED/);
    const before = app.ui.machine.session.kernel.clock.now;
    await app.tty.parsed();
    app.tty.clearBytes();
    for (let i = 0; i < 30; i++) expect(await app.turn()).toBe(Number.POSITIVE_INFINITY);
    expect(app.tty.bytes()).toBe('');
    expect(app.ui.machine.session.kernel.clock.now).toBe(before);
    await app.press(F5, 500);
    expect(await status(app)).toMatch(/^ ▶ RUN/);
    expect(app.ui.machine.session.kernel.clock.now).toBeGreaterThan(before + 300_000);
  });

  test('asks for no turn and writes nothing while everybody waits for a key', async () => {
    const app = await open();
    await app.tty.parsed();
    app.tty.clearBytes();
    for (let i = 0; i < 10; i++) expect(await app.turn(1000)).toBe(Number.POSITIVE_INFINITY);
    expect(app.tty.bytes()).toBe('');
  });

  test.each([
    [5, 50, 58], // ms of a frame, and turns in two seconds
    [20, 18, 23], // a frame may take a fifth of the time
    [200, 4, 7], // but none waits for longer than a quarter of a second
  ])('asks for one turn a frame, also when a frame takes %i ms', async (cost, least, most) => {
    const app = await open();
    await app.press('spin &\r', 500);
    app.slowFrames(cost);
    const end = app.now() + 2000;
    let turns = 0;
    for (let delay = 0; app.now() < end; turns++) delay = await app.turn(delay);
    expect(turns).toBeGreaterThanOrEqual(least);
    expect(turns).toBeLessThanOrEqual(most);
  });

  test.each([
    ['shows in every other frame how time goes on', 'spin', 10],
    ['shows in each frame what a program writes', 'i=0; while :; do echo $((i += 1)); sleep 0.01; done', 20],
  ])('%s', async (_, command, expected) => {
    const app = await open();
    await app.press(`${command} &\r`, 500);
    let frames = 0;
    for (let turn = 0; turn < 20; turn++) {
      app.tty.clearBytes();
      await app.turn();
      if (app.tty.bytes() !== '') frames++;
    }
    expect(frames).toBe(expected);
  });

  test('sleeps until an alarm is due', async () => {
    const app = await open();
    await app.press('sleep 10\r', 1000);
    const delay = await app.turn();
    expect(delay).toBeGreaterThan(8000);
    expect(delay).toBeLessThan(10_000);
  });

  test('keeps what is typed while it is paused, and says so', async () => {
    const app = await open();
    await app.press(F5);
    await app.press('echo late\r');
    expect(await status(app)).toContain('10 typed ahead');
    expect(await app.text()).toContain(
      'The machine is paused: what you type waits until it runs. F5 lets it run.',
    );
    expect(await consoleRows(app)).not.toContain('late');
    await app.press(F5);
    expect(await consoleRows(app)).toContain('late');
    expect(await status(app)).not.toContain('typed ahead');
  });

  test('goes on by one system call, which is chosen, explained and selected', async () => {
    const app = await open();
    await app.press('cat | cat\r');
    await app.press(F5, 100);
    await app.press('hi\r', 100);
    await app.press(CTRL_G, 100);
    const traps = () => app.ui.machine.log.traps;
    for (let i = 0; i < 4; i++) {
      const before = traps();
      await app.press('s', 100);
      expect(traps()).toBe(before + 1);
      expect(app.ui.state.trap).toBe(traps());
    }
    expect(await app.text()).toMatch(/cat\(\d\) called (read|write)\(.*\)/);
    expect(app.ui.state.selected).toBeGreaterThan(2);
  });

  test('F6 steps while the console has the keys', async () => {
    const app = await open();
    await app.press('spin & cat\r', 500);
    await app.press(F5);
    await app.press('x\r');
    const before = app.ui.machine.log.traps;
    await app.press(F6);
    expect(app.ui.machine.log.traps).toBe(before + 1);
    expect(app.ui.state.focused[0]).toBe('console');
  });

  test('goes on by one tick', async () => {
    const app = await open();
    await app.press(`spin &\r`, 500);
    await app.press(`${CTRL_G} `);
    const { clock } = app.ui.machine.session.kernel;
    const before = clock.now;
    for (let i = 1; i <= 10; i++) {
      await app.press('t', 50);
      expect(clock.now).toBe(before + i);
    }
  });

  test('goes on by one context switch, and stops as the new process gets the CPU', async () => {
    const app = await open();
    await app.press('spin & spin &\r', 500);
    await app.press(`${CTRL_G} `);
    await app.press('x', 50);
    const first = app.ui.state.selected;
    expect(await app.text()).toMatch(
      /The timer took the CPU from spin\(\d\): its slice of 10.0ms was used up\./,
    );
    expect(await app.text()).toContain(`cpu: spin(${first})`);
    await app.press('x', 50);
    expect(app.ui.state.selected).not.toBe(first);
  });

  test('says so if a step finds nothing to do', async () => {
    const app = await open();
    await app.press(`${CTRL_G}s`);
    expect(await app.text()).toContain('Everybody is blocked: nothing happens until you type.');
    await app.press(ESC, 50);
    await app.press(F5, 50);
    await app.press('sleep 3\r', 100);
    await app.press(`${CTRL_G}t`, 100);
    expect(await app.text()).toMatch(/Everybody is blocked until 3\.\d{6}; x goes there\./);
    await app.press('x', 100);
    expect(await app.text()).toMatch(/The CPU was idle\. The CPU goes to sleep\(3\)\./);
  });

  test('goes slower and faster, down to a tick a second and up to as fast as possible', async () => {
    const app = await open({ tick: 0.05 });
    await app.press('spin &\r', 200);
    await app.press(`${CTRL_G}<<<<<<<<`, 200);
    expect(app.ui.machine.pacer.speed).toBe(1);
    expect(await status(app)).toContain('1 tick/s');
    const { clock } = app.ui.machine.session.kernel;
    const slow = clock.now;
    await app.settle(3000);
    expect(clock.now - slow).toBeGreaterThanOrEqual(2);
    expect(clock.now - slow).toBeLessThanOrEqual(4);
    await app.press('>>>>>>>>', 100);
    expect(app.ui.machine.pacer.speed).toBe(Number.POSITIVE_INFINITY);
    expect(await status(app)).toMatch(/ max +CTRL$/);
    const fast = clock.now;
    await app.settle(200);
    expect(clock.now - fast).toBeGreaterThan(10_000_000);
  });

  test('stops at a trap that matches a condition', async () => {
    const app = await open();
    await app.press(`${CTRL_G}3b`, 100);
    await app.press('sys=spawn name~sh\r', 100);
    await app.press(ESC, 100);
    await app.press('ls\r', 500);
    expect(await status(app)).toContain('PAUSED');
    expect(await app.text()).toMatch(/Stopped at sys=spawn name~sh: -sh\(2\) called spawn\("\/bin\/ls"/);
    await app.press(`${CTRL_G}b`, 100);
    await app.press(`\x15\r`, 100);
    expect(await app.text()).toContain('Time runs on.');
    await app.press(' ', 500);
    expect((await consoleRows(app)).join('\n')).toContain('welcome.txt');
  });
});

describe('layouts', () => {
  test('the console is exactly 80x24 on 120x40', async () => {
    const app = await open();
    expect(size(app)).toEqual({ rows: 24, columns: 80 });
    await app.press('seq -s "" 1 60 | cut -c 1-80\r');
    expect((await consoleRows(app)).some((row) => row.length === 80)).toBe(true);
  });

  test.each([
    [80, 24, { columns: 80, rows: 13 }],
    [100, 30, { columns: 100, rows: 17 }],
    [120, 40, { columns: 80, rows: 24 }],
    [200, 60, { columns: 100, rows: 33 }],
    [60, 16, { columns: 60, rows: 7 }],
  ])('on %ix%i the console is %o', async (columns, rows, expected) => {
    const app = await open({ columns, rows });
    expect(size(app)).toEqual(expected);
    expect((await app.rows())[1]).toContain(`${expected.columns}×${expected.rows} `);
  });

  test('follow the terminal as it is resized, and programs learn of it', async () => {
    const app = await open();
    for (const [columns, rows] of [
      [80, 24],
      [200, 60],
      [40, 10],
      [120, 40],
    ] as const) {
      app.tty.resize(columns, rows);
      await app.settle();
      const shown = await app.rows();
      expect(shown).toHaveLength(rows);
      if (columns === 40)
        expect(shown.map((row) => row.trim()).filter(Boolean)).toEqual([
          'This terminal is too small.',
          'It is 40×10;',
          'tinyos wants 60×16.',
        ]);
      else expect(shown[1]).toContain(`${size(app).columns}×${size(app).rows} `);
    }
    expect(size(app)).toEqual({ rows: 24, columns: 80 });
  });

  test('focus never changes the size of the console', async () => {
    const app = await open({ columns: 80, rows: 24 });
    const { vt } = app.ui.machine;
    for (const key of [CTRL_G, '2', '3', '4', '5', '6', '\t', '\t', ESC]) {
      await app.press(key, 50);
      expect([vt.columns, vt.rows]).toEqual([80, 13]);
    }
  });

  test('z gives a pane the whole screen, and back', async () => {
    const app = await open({ columns: 80, rows: 24 });
    await app.press(`${CTRL_G}1`, 50);
    await app.press('\x1b[20~', 50);
    expect(size(app)).toEqual({ columns: 80, rows: 21 });
    expect((await app.rows())[1]).toContain('━[1 tty1] 2 Procs  3 Traps  4 Time  5 Queues  6 Inspect ━');
    await app.press(CTRL_G, 50);
    await app.press('z', 50);
    expect(size(app)).toEqual({ columns: 80, rows: 13 });
  });

  test('= takes the next layout that fits', async () => {
    const app = await open();
    await app.press(`${CTRL_G}=`);
    expect(app.ui.layout.name).toBe('lens');
    expect(size(app)).toEqual({ columns: 120, rows: 23 });
    await app.press('=');
    expect(app.ui.layout.name).toBe('standard');
    app.tty.resize(80, 24);
    await app.press('=');
    expect(await app.text()).toContain('Only one layout fits this screen');
  });
});

describe('panes', () => {
  test('y copies what a pane shows, also what a message hides', async () => {
    const app = await open({ columns: 80, rows: 24 });
    const copied = () => {
      const bytes = app.tty.bytes().match(/\x1b\]52;c;([^\x07]*)\x07/)?.[1] ?? '';
      app.tty.clearBytes();
      return Buffer.from(bytes, 'base64').toString();
    };
    await app.press('sleep 100 & sleep 100 & sleep 100 &\r');
    await app.press(`${CTRL_G}2f`, 100);
    await app.press('y', 100);
    expect(copied()).toMatch(/^ PID NAME .*\n.* 1 init .*\n.* 2 -sh .*(\n.* [345] sleep .*){3}$/);
    expect(await app.text()).toContain('Copied 6 lines to the clipboard, if your terminal allows it.');
    await app.press(':copy console\r', 100);
    expect(copied()).toMatch(/sleep 100 & sleep 100 & sleep 100 &\n.*\ntinyos:~\$$/s);
    await app.press('z', 100);
    await app.press(':copy console\r', 100);
    expect(await app.text()).toContain('console is not on the screen.');
  });

  test('n and N go through the traps that match the filter, from any pane', async () => {
    const app = await open();
    await app.press('ps; ls; ps\r');
    await app.press(`${CTRL_G}3/sys=spawn name~sh\r5`, 100);
    const spawned = () => {
      const trap = app.ui.state.trap === null ? null : trapNumber(app.ui.machine.log, app.ui.state.trap);
      return trap && printArguments(trap).split(',')[0];
    };
    await app.press('N', 100);
    expect(spawned()).toBe('"/bin/ps"');
    await app.press('N', 100);
    expect(spawned()).toBe('"/bin/ls"');
    await app.press('n', 100);
    expect(spawned()).toBe('"/bin/ps"');
    await app.press('n', 100);
    expect(spawned()).toBeNull();
    expect(await app.text()).toContain('No later trap matches.');
  });

  test('share one selection', async () => {
    const app = await open();
    await app.press('cat | cat\r');
    await app.press(`${CTRL_G}2${DOWN}${DOWN}${DOWN}${DOWN}`, 100);
    expect(app.ui.state.selected).toBe(4);
    expect(await app.text()).toMatch(/▸ {2}4 cat/);
    await app.press('\r', 100);
    expect(await app.text()).toMatch(/\[6 Inspect\]━+ cat\(4\) ━/);
    expect(await app.text()).toContain('waits   pipe#1 readers: pipe empty');
    expect(await app.text()).toContain('woken   by cat(3) ◌ blocked');
  });

  test('are reached by number, by Tab and by ^G, and Esc goes back to the console', async () => {
    const app = await open();
    const focused = () => app.ui.state.focused[0];
    await app.press(CTRL_G, 50);
    expect(focused()).toBe('processes');
    await app.press('4', 50);
    expect(focused()).toBe('timeline');
    await app.press('\t', 50);
    expect(focused()).toBe('queues');
    await app.press('\x1b[Z\x1b[Z', 50);
    expect(focused()).toBe('traps');
    await app.press(ESC, 50);
    expect(focused()).toBe('console');
    await app.press(CTRL_G, 50);
    expect(focused()).toBe('traps');
    await app.press('1', 50);
    expect(focused()).toBe('console');
  });

  test('a second ^G goes to the program', async () => {
    const app = await open();
    await app.press('cat -v\r');
    await app.press(`${CTRL_G}${CTRL_G}`, 100);
    expect(app.ui.state.focused[0]).toBe('console');
    await app.press('\r\x04', 500);
    expect((await consoleRows(app)).join('\n')).toContain('^G\n^G');
  });

  test('the trap log is filtered while the filter is typed, and Esc takes it back', async () => {
    const app = await open();
    await app.press('ls\r');
    await app.press(`${CTRL_G}3/`, 100);
    await app.press('sys=spawn', 100);
    const log = async () =>
      (await app.tty.rect(83, 15, 36, 11)).map((row) => row.trimEnd()).filter((row) => row !== '');
    expect(await log()).toHaveLength(2);
    await app.press('\r', 100);
    expect(await app.text()).toMatch(/3 Traps ━+ \/sys=spawn {2}\d+ ━/);
    await app.press(ESC, 100);
    expect((await log()).length).toBe(11);
  });

  test.each([
    ['name=sh', / 2 Processes ━+ 0 of 2 {2}\/name=sh ━/],
    ['name=sh !init,blocked', / 2 Processes ━+ 0 of 2 ━/],
    ['sh', / 2 Processes ━+ 1 of 2 {2}\/sh ━/],
  ])('a filter that hides processes is told in a narrow title too: %s', async (filter, title) => {
    const app = await open({ columns: 120, rows: 40 });
    await app.press(`${CTRL_G}2/`, 100);
    await app.press(`${filter}\r`, 100);
    expect(await app.text()).toMatch(title);
  });

  test('a filter that means nothing is refused with a reason', async () => {
    const app = await open();
    await app.press(`${CTRL_G}3/`, 100);
    await app.press('size>3\r', 100);
    expect(await app.text()).toContain('no field "size": there are pid, name, sys, ret, err, state');
    expect(app.ui.state.dialog?.is).toBe('filter');
    await app.press(ESC, 100);
    expect(app.ui.state.filters.traps.text).toBe('');
  });

  test('arrows walk through the log and hold it; End lets it go on', async () => {
    const app = await open();
    await app.press('ls\r');
    await app.press(`${CTRL_G}3\x1b[A\x1b[A`, 100);
    expect(app.ui.state.trap).toBe(app.ui.machine.log.traps - 1);
    expect(await app.text()).toContain('━ held');
    await app.press('e', 100);
    expect(await app.text()).toMatch(/called write\(/);
    await app.press('\x1b[F', 100);
    expect(app.ui.state.trap).toBeNull();
  });

  test('the time-line zooms, pans, and goes from event to event', async () => {
    const app = await open();
    await app.press('spin & spin &\r', 1000);
    await app.press(`${CTRL_G} 4`, 100);
    await app.press(`${DOWN}${DOWN}${DOWN}`, 100);
    await app.press('[[', 100);
    expect(await app.text()).toContain(' 5.00ms/cell ');
    await app.press(',', 100);
    const cursor = app.ui.state.cursor!;
    expect(await app.text()).toMatch(/spin\(3\) (ready|running) from \d\.\d{6} for /);
    await app.press('m,m', 100);
    expect(await app.text()).toContain('A-B: 10.0ms');
    expect(app.ui.state.cursor).toBeLessThan(cursor);
    await app.press('hhhh', 100);
    expect(app.ui.state.windowEnd).not.toBeNull();
    await app.press(ESC, 100);
    expect(app.ui.state.windowEnd).toBeNull();
    expect(app.ui.state.focused[0]).toBe('timeline');
  });

  test('follow keeps whoever has the CPU selected', async () => {
    const app = await open();
    await app.press('spin &\r', 500);
    await app.press(`${CTRL_G}f`, 500);
    expect(app.ui.state.selected).toBe(3);
  });

  test('k sends a signal', async () => {
    const app = await open();
    await app.press('spin &\r', 500);
    await app.press(`${CTRL_G}2${DOWN}${DOWN}${DOWN}k`, 100);
    expect(await app.text()).toContain('Signal to spin(3)');
    await app.press(`${DOWN}${DOWN}${DOWN}\r`, 200);
    expect(await app.text()).toContain('Sent SIGSTOP to spin(3).');
    expect(await app.text()).toMatch(/3 spin +■ stopped/);
  });

  test('a command that makes no sense says why', async () => {
    const app = await open();
    await app.press(`${CTRL_G}k`, 100);
    expect(await app.text()).toContain(
      'No process is selected: go to a pane with 2 to 6 and use the arrow keys.',
    );
    await app.press(CTRL_C, 100);
    expect(await app.text()).toContain('^C goes to programs, in the console (1 or Esc); q quits.');
    await app.press('J', 100);
    expect(await app.text()).toContain(
      'J does nothing here. ? lists the keys; Esc goes back to the console.',
    );
  });

  test('the palette finds commands by any of their words', async () => {
    const app = await open();
    await app.press(`${CTRL_G}:`, 100);
    await app.press('sp ma', 100);
    expect(await app.text()).toContain('speed max');
    await app.press('\t\r', 100);
    expect(app.ui.machine.pacer.speed).toBe(Number.POSITIVE_INFINITY);
    await app.press(':', 100);
    await app.press('nonsense\r', 100);
    expect(await app.text()).toContain('no command "nonsense"');
  });

  test('? lists every key, and can be scrolled', async () => {
    const app = await open({ columns: 80, rows: 24 });
    await app.press(`${CTRL_G}?`, 100);
    expect(await app.text()).toContain('━ Help ━');
    expect(await app.text()).toContain('From the console to the pane used last');
    await app.press('\x1b[6~'.repeat(10), 100);
    expect(await app.text()).toContain('✗ zombie');
    await app.press(ESC, 100);
    expect(await app.text()).not.toContain('━ Help ━');
  });
});

describe('the mouse', () => {
  test('selects a process, and focuses its pane', async () => {
    const app = await open();
    app.tty.click(90, 3);
    await app.settle();
    expect(app.ui.state.selected).toBe(1);
    expect(app.ui.state.focused[0]).toBe('processes');
  });

  test('presses hints and tabs', async () => {
    const app = await open();
    const hints = (await app.rows())[39]!;
    app.tty.click(hints.indexOf('F5'), 39);
    await app.settle();
    expect(await status(app)).toContain('PAUSED');
    const tabs = (await app.rows())[27]!;
    app.tty.click(tabs.indexOf('6 Inspect'), 27);
    await app.settle();
    expect(app.ui.state.focused[0]).toBe('inspect');
  });

  test('sets the cursor of the time-line', async () => {
    const app = await open();
    app.tty.click(13, 28);
    await app.settle();
    expect(app.ui.state.cursor).toBe(20_000);
    expect(app.ui.state.selected).toBe(1);
  });

  test('goes to a program that asks for it, while the console has the keys', async () => {
    const app = await open();
    await app.press("printf '\\033[?1000;1006h'; cat -v\r");
    app.tty.click(5, 6);
    await app.press('\r');
    expect((await consoleRows(app)).join('\n')).toContain('^[[<0;5;5M^[[<0;5;5m');
  });
});

describe('what the terminal can show', () => {
  test('without colours, states still differ by glyph and word, and no colour is written', async () => {
    const app = await open({ caps: { colors: 0 } });
    await app.press('spin &\r', 500);
    expect(await app.text()).toMatch(/spin +▶ running/);
    const colours = [...app.tty.bytes().matchAll(/\x1b\[([\d;]*)m/g)]
      .flatMap((match) => match[1]!.split(';').map(Number))
      .filter((n) => (n >= 30 && n <= 49) || n >= 90);
    expect(colours).toEqual([]);
  });

  test('in ASCII nothing else is written', async () => {
    const app = await open({ caps: { unicode: false } });
    await app.press('spin &\r', 500);
    await app.press(`${CTRL_G}?`, 100);
    expect(await app.text()).toMatch(/^[\x20-\x7e\n]*$/);
    await app.press(`${ESC}4ttx`, 100);
    expect(await app.text()).toMatch(/^[\x20-\x7e\n]*$/);
  });
});

describe('bytes', () => {
  test('a frame at 120x40 takes less than 4,000 while the machine is busy', async () => {
    const app = await open();
    await app.press('spin & spin & while :; do ps; done\r', 1000);
    const frames: number[] = [];
    for (let i = 0; i < 30; i++) {
      app.tty.clearBytes();
      await app.turn(FRAME);
      frames.push(app.tty.bytes().length);
    }
    expect(Math.max(...frames)).toBeLessThan(4000);
  });
});

describe('the end', () => {
  test('q asks, and leaves', async () => {
    const app = await open();
    await app.press(`${CTRL_G}q`, 100);
    expect(await app.text()).toContain('━ Leave tinyos? ━');
    await app.press('n', 100);
    expect(app.ended()).toBeNull();
    await app.press('qy', 100);
    expect(app.ended()).toBe(0);
  });

  test('comes when the machine is shut down, with its status', async () => {
    const app = await open();
    await app.press('shutdown\r', 10_000);
    expect(app.ended()).toBe(0);
  });

  test('gives the terminal back as it was', async () => {
    const app = await open();
    app.ui.screen.destroy();
    await app.tty.parsed();
    expect(app.tty.input.isRaw).toBe(false);
    expect(app.tty.terminal.buffer.active.type).toBe('normal');
    expect([...app.tty.modes].filter((mode) => mode !== 25 && mode !== 7)).toEqual([]);
    expect(app.tty.modes.has(25)).toBe(true);
  });
});

test('two runs with the same keys are the same to the last cell', async () => {
  const run = async () => {
    const app = await open();
    await app.press('spin & ls /bin | sort -r | head -3\r', 300);
    await app.press(`${CTRL_G}s`, 50);
    await app.press('s', 50);
    return app.text();
  };
  expect(await run()).toBe(await run());
});

test('the selected row is inverse', async () => {
  const app = await open();
  await app.press(`${CTRL_G}${DOWN}`, 100);
  const cell = await app.tty.cell(90, 3);
  expect(cell).toMatchObject({ inverse: true });
  expect(flags.inverse).toBe(8);
});
