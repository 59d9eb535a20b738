import { describe, expect, test } from 'vitest';
import { attr } from '../../../shell/ui/render/attr.ts';
import { createScreen, type UiScreen } from '../../../shell/ui/screen.ts';
import type { UiEvent } from '../../../shell/ui/tty/events.ts';
import { type FakeTty, fakeTty } from './fake-tty.ts';

const caps = { colors: 16, unicode: true } as const;

function start(tty = fakeTty({ columns: 12, rows: 4 })): { tty: FakeTty; screen: UiScreen } {
  return { tty, screen: createScreen({ ...tty, caps, escapeDelay: 0 }) };
}

const filled = (char: string) => (surface: { fill: FillCells; width: number; height: number }) =>
  surface.fill(0, 0, surface.width, surface.height, char);
type FillCells = (x: number, y: number, width: number, height: number, char: string) => void;

describe('panes', () => {
  test('are painted where they are placed, the later ones in front', async () => {
    const { tty, screen } = start();
    screen.pane(filled('a')).place({ x: 0, y: 0, width: 6, height: 3 });
    screen.pane(filled('b')).place({ x: 4, y: 1, width: 6, height: 3 });
    screen.render();
    expect(await tty.text()).toEqual(['aaaaaa', 'aaaabbbbbb', 'aaaabbbbbb', '    bbbbbb']);
  });

  test('can be moved and hidden, and leave nothing behind', async () => {
    const { tty, screen } = start();
    const a = screen.pane(filled('a'));
    const b = screen.pane(filled('b'));
    a.place({ x: 0, y: 0, width: 6, height: 2 });
    b.place({ x: 4, y: 0, width: 6, height: 2 });
    screen.render();
    expect(await tty.text()).toEqual(['aaaabbbbbb', 'aaaabbbbbb', '', '']);
    b.place(null);
    a.place({ x: 9, y: 3, width: 9, height: 9 });
    screen.render();
    expect(await tty.text()).toEqual(['', '', '', '         aaa']);
  });

  test('are painted again when they are touched, with what is in front of them', async () => {
    const { tty, screen } = start();
    const painted: string[] = [];
    const pane = (char: string) =>
      screen.pane((surface) => {
        painted.push(char);
        surface.put(0, 0, char);
      });
    const [a, b, c] = [pane('a'), pane('b'), pane('c')];
    a.place({ x: 0, y: 0, width: 6, height: 2 });
    b.place({ x: 0, y: 2, width: 6, height: 2 });
    c.place({ x: 4, y: 1, width: 4, height: 2 });
    const frame = (): string => {
      painted.length = 0;
      screen.render();
      return painted.join('');
    };
    expect(frame()).toBe('abc');
    expect(frame()).toBe('');
    c.touch();
    expect(frame()).toBe('c');
    b.touch();
    expect(frame()).toBe('bc');
    c.place(null);
    expect(frame()).toBe('ab');
    c.touch();
    expect(frame()).toBe('');
    expect(await tty.text()).toEqual(['a', '', 'b', '']);
  });

  test('are found where they are seen', () => {
    const { screen } = start();
    const [a, b] = [screen.pane(filled('a')), screen.pane(filled('b'))];
    a.place({ x: 0, y: 0, width: 6, height: 3 });
    b.place({ x: 4, y: 1, width: 6, height: 3 });
    expect(screen.at(4, 0)).toBe(a);
    expect(screen.at(4, 1)).toBe(b);
    expect(screen.at(9, 3)).toBe(b);
    expect(screen.at(10, 3)).toBe(null);
    b.place(null);
    expect(screen.at(4, 1)).toBe(a);
  });

  test('cannot paint outside of themselves', async () => {
    const { tty, screen } = start();
    screen.pane((surface) => surface.put(-1, 0, 'x'.repeat(50))).place({ x: 2, y: 1, width: 4, height: 1 });
    screen.render();
    expect(await tty.text()).toEqual(['', '  xxxx', '', '']);
  });
});

test('what looks the same writes nothing', () => {
  const { tty, screen } = start();
  const pane = screen.pane((surface) => surface.put(0, 0, '漢●', attr({ fg: 'red' })));
  pane.place({ x: 0, y: 0, width: 6, height: 3 });
  screen.render();
  tty.clearBytes();
  pane.touch();
  expect(screen.render()).toBe(true);
  expect(tty.bytes()).toBe('');
});

test('the cursor is where the focused pane has it, or hidden', async () => {
  const { tty, screen } = start();
  const pane = screen.pane(filled('a'));
  pane.place({ x: 2, y: 1, width: 6, height: 3 });
  pane.cursor = { x: 1, y: 1 };
  screen.render();
  expect(await tty.cursor()).toBe(null);
  screen.focus(pane);
  screen.render();
  expect(await tty.cursor()).toEqual({ x: 3, y: 2 });
  pane.place(null);
  screen.render();
  expect(await tty.cursor()).toBe(null);
});

test('repaint writes over what something else has written', async () => {
  const { tty, screen } = start();
  screen.pane((surface) => surface.put(0, 0, 'mine')).place({ x: 0, y: 0, width: 6, height: 3 });
  screen.render();
  tty.output.write('\x1b[1;1Hsomebody\x1b[3;1Helse');
  screen.repaint();
  screen.render();
  expect(await tty.text()).toEqual(['mine', '', '', '']);
});

test('a terminal that is slow is not flooded, and gets the newest frame in the end', () => {
  const { tty, screen } = start();
  let text = 'old';
  const pane = screen.pane((surface) => surface.put(0, 0, text));
  pane.place({ x: 0, y: 0, width: 6, height: 3 });
  screen.render();
  tty.clearBytes();
  pane.touch();
  Object.defineProperty(tty.output, 'writableLength', { value: 100_000, configurable: true });
  text = 'lost';
  expect(screen.render()).toBe(false);
  expect(tty.bytes()).toBe('');
  Object.defineProperty(tty.output, 'writableLength', { value: 0 });
  text = 'new';
  expect(screen.render()).toBe(true);
  expect(tty.bytes()).toContain('new');
});

describe('events', () => {
  const listen = (screen: UiScreen): UiEvent[] => {
    const events: UiEvent[] = [];
    screen.onEvent((event) => events.push(event));
    return events;
  };

  test('are keys, mouse and pasted text', () => {
    const { tty, screen } = start();
    const events = listen(screen);
    tty.press('q\x1b[A\x1b');
    tty.click(3, 2);
    tty.press('\x1b[200~text\x1b[201~');
    expect(events.map((event) => ('name' in event ? event.name : event.is))).toEqual([
      'q',
      'up',
      'escape',
      'mouse',
      'mouse',
      'paste',
    ]);
  });

  test('the Escape key comes when nothing has followed for a while', async () => {
    const tty = fakeTty();
    const screen = createScreen({ ...tty, caps, escapeDelay: 1 });
    const events = listen(screen);
    tty.press('\x1b');
    expect(events).toEqual([]);
    await expect.poll(() => events).toMatchObject([{ name: 'escape' }]);
    tty.press('\x1b');
    tty.press('[A');
    expect(events[1]).toMatchObject({ name: 'up' });
  });

  test('a resize comes with the new size, and the next frame fills it', async () => {
    const { tty, screen } = start();
    const events = listen(screen);
    const pane = screen.pane(filled('x'));
    pane.place({ x: 0, y: 0, width: 12, height: 4 });
    screen.render();
    tty.resize(5, 2);
    expect(events).toEqual([{ is: 'resize', width: 5, height: 2 }]);
    expect([screen.width, screen.height]).toEqual([5, 2]);
    screen.render();
    expect(await tty.text()).toEqual(['xxxxx', 'xxxxx']);
    tty.resize(14, 5);
    screen.render();
    expect(await tty.text()).toEqual(['xxxxxxxxxxxx', 'xxxxxxxxxxxx', 'xxxxxxxxxxxx', 'xxxxxxxxxxxx', '']);
  });
});

test('a terminal without a size is taken for 80 by 24', () => {
  const tty = fakeTty({ columns: 80, rows: 24 });
  Object.assign(tty.output, { columns: 0, rows: 0 });
  const { screen } = start(tty);
  expect([screen.width, screen.height]).toEqual([80, 24]);
});

test('destroy gives everything back', async () => {
  const listeners = (): number[] =>
    ['exit', 'SIGTERM', 'SIGINT', 'uncaughtException'].map((e) => process.listenerCount(e));
  const before = listeners();
  const tty = fakeTty({ columns: 12, rows: 4 });
  const screen = createScreen({ ...tty, caps, process });
  screen.render();
  screen.destroy();
  expect(await tty.text()).toEqual(['', '', '', '']);
  expect([...tty.modes].sort((a, b) => a - b)).toEqual([7, 25]);
  expect(tty.input.isRaw).toBe(false);
  expect([tty.input.listenerCount('data'), tty.output.listenerCount('resize')]).toEqual([0, 0]);
  expect(listeners()).toEqual(before);
});

test('blessed never writes to the terminal, nor listens to the process', () => {
  const listeners = (): number[] =>
    ['exit', 'SIGTERM', 'SIGINT', 'uncaughtException'].map((e) => process.listenerCount(e));
  const tty = fakeTty();
  const before = listeners();
  const screen = createScreen({ ...tty, caps });
  const entered = tty.bytes();
  expect(listeners().slice(1)).toEqual(before.slice(1)); // at exit it only flushes what it never has
  screen.destroy();
  expect(entered).toBe('\x1b[?1049h\x1b[2J\x1b[?7l\x1b[?1000;1002;1006h\x1b[?2004h');
});
