// The lines around the panes: status, hints, edges, messages.

import { describe, expect, test } from 'vitest';
import { messageRect, paintEdge, paintHints, paintMessage } from '../../../../shell/ui/panes/chrome.ts';
import { paintStatus } from '../../../../shell/ui/panes/status.ts';
import { flags, flagsOf } from '../../../../shell/ui/render/attr.ts';
import { memorySurface } from '../../../../shell/ui/render/surface.ts';
import { theme } from '../../../../shell/ui/render/theme.ts';
import { type StatusView, status } from '../../../../shell/ui/vm/status.ts';
import { sampleMoment, snapshot, story } from '../sample.ts';

const unicode = theme({ unicode: true });
const ascii = theme({ unicode: false });
const running: StatusView = { paused: false, speed: 1e6, typing: true, typedAhead: 0, stopWhen: null };

function statusLine(width: number, view: Partial<StatusView> = {}, moment = sampleMoment(), look = unicode) {
  const surface = memorySurface(width, 1);
  paintStatus(surface, status(moment, { ...running, ...view }), look);
  return surface.text()[0];
}

describe('the status line', () => {
  test('tells all where there is room', () => {
    expect(statusLine(200)).toMatch(
      /^ ▶ RUN {3}t=1\.042000 {2}cpu: spin\(9\) {2}ready 1 {2}blocked 4 {2}stopped 1 {2}zombie 1 {2}traps 530 {2}switches 531 {2}\(119 preempted\) {2}idle 2% {2}━━━━━━●━━ {2}real time +TYPE$/,
    );
  });

  test('leaves out the least important first', () => {
    expect([120, 100, 80, 60, 40].map((width) => statusLine(width))).toEqual([
      ' ▶ RUN   t=1.042000  cpu: spin(9)  ready 1  blocked 4  stopped 1  zombie 1  traps 530  switches 531  real time     TYPE',
      ' ▶ RUN   t=1.042000  cpu: spin(9)  ready 1  blocked 4  stopped 1  zombie 1  real time          TYPE',
      ' ▶ RUN   t=1.042000  cpu: spin(9)  ready 1  blocked 4  real time           TYPE',
      ' ▶ RUN   t=1.042000  cpu: spin(9)  real time           TYPE',
      ' ▶ RUN   t=1.042000  cpu: spin(9)  TYPE',
    ]);
  });

  test('says that time stands still, what was typed ahead, and what time stops at', () => {
    expect(statusLine(80, { paused: true, typedAhead: 3, typing: false })).toContain('❚❚ PAUSED ');
    expect(statusLine(80, { paused: true, typedAhead: 3, typing: false })).toMatch(/ 3 typed ahead .* CTRL$/);
    expect(statusLine(100, { stopWhen: 'sys=fork' })).toContain(' stops at sys=fork ');
  });

  test('says that nobody can run', () => {
    expect(statusLine(60, {}, story(snapshot({ now: 5 })).at(5))).toBe(
      ' · IDLE   t=0.000005  cpu: idle  real time             TYPE',
    );
  });

  test.each([
    [1, '●━━━━━━━━  1 tick/s'],
    [100, '━━●━━━━━━  100 ticks/s'],
    [1e4, '━━━━●━━━━  10k ticks/s'],
    [1e7, '━━━━━━━●━  10x real time'],
    [Number.POSITIVE_INFINITY, '━━━━━━━━●  max'],
  ])('shows a speed of %s as %s', (speed, text) => expect(statusLine(200, { speed })).toContain(` ${text} `));

  test('has an ASCII twin', () => {
    expect(statusLine(80, { paused: true }, sampleMoment(), ascii)).toMatch(/^ \|\| PAUSED {3}t=/);
  });
});

describe('the hint line', () => {
  const hints = (width: number, pane: 'console' | 'timeline', look = unicode) => {
    const surface = memorySurface(width, 1);
    const hits = paintHints(surface, pane, (key) => key === 's', look);
    return { line: surface.text()[0]!, hits, surface };
  };

  test('always has room for the way out and for help', () => {
    expect(hints(150, 'timeline').line).toBe(
      ' ␣ run/pause  s trap  t tick  x switch  < > speed  Enter inspect  [ ] zoom  h l pan  , . event  m mark  z full size  Esc tty  : cmds  ? help  q quit',
    );
    expect(hints(80, 'timeline').line).toBe(
      ' ␣ run/pause  s trap  t tick  x switch  Esc tty  : cmds  ? help  q quit',
    );
    expect(hints(60, 'console', ascii).line).toBe(' ^G control  F2 panes  F9 full size  F1 help  F10 quit');
  });

  test('can be clicked, key by key', () => {
    const { line, hits } = hints(120, 'timeline');
    for (const { x, target } of hits) {
      const key = 'key' in target ? target.key : '';
      expect(line.slice(x)).toMatch(
        new RegExp(
          `^(${key === 'space' ? '␣' : key === 'escape' ? 'Esc' : `${key}|Enter`.replace(/[?[\]]/g, '\\$&')})`,
        ),
      );
    }
    expect(hits.length).toBeGreaterThan(10);
  });

  test('is dim for what makes no sense now', () => {
    const { line, surface } = hints(80, 'timeline');
    expect(flagsOf(surface.cell(line.indexOf('s trap'), 0)![0]) & flags.dim).toBe(flags.dim);
    expect(flagsOf(surface.cell(line.indexOf('t tick'), 0)![0]) & flags.dim).toBe(0);
  });
});

describe('an edge', () => {
  test('names the pane, by number, and is heavy if it has the keys', () => {
    const screen = memorySurface(40, 5);
    const place = {
      rect: { x: 0, y: 0, width: 40, height: 5 },
      panes: ['traps'],
      shown: 'traps',
      edge: 'frame',
    } as const;
    paintEdge(screen, place, { note: '530', terminal: 'tty1' }, true, unicode);
    expect(screen.text()).toEqual([
      '┏━ 3 Traps ━━━━━━━━━━━━━━━━━━━━━━ 530 ━┓',
      '┃                                      ┃',
      '┃                                      ┃',
      '┃                                      ┃',
      '┗━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┛',
    ]);
  });

  test('has tabs for the panes that share a place, and leaves out the note before a tab', () => {
    const screen = memorySurface(40, 3);
    const rect = { x: 0, y: 0, width: 40, height: 3 };
    const place = { rect, panes: ['queues', 'inspect'], shown: 'inspect', edge: 'bar' } as const;
    const { hits } = paintEdge(
      screen,
      place,
      { note: 'rather a long note', terminal: 'tty1' },
      false,
      unicode,
    );
    expect(screen.text()[0]).toBe('── 5 Queues [6 Inspect]─────────────────');
    expect(hits.map(({ x, width, target }) => [x, width, 'pane' in target && target.pane])).toEqual([
      [0, 40, 'inspect'],
      [2, 10, 'queues'],
      [12, 11, 'inspect'],
    ]);
  });
});

test('a long message is wrapped above the hints', () => {
  const message = {
    is: 'note',
    text: 'The timer took the CPU from spin(3): its slice was used up.',
  } as const;
  const { x, y, width, height } = messageRect(message, 30, 6);
  const screen = memorySurface(30, 6);
  paintMessage(screen.sub(x, y, width, height), message, unicode);
  expect(screen.text()).toEqual([
    '',
    '',
    '  The timer took the CPU',
    '  from spin(3): its slice',
    '  was used up.',
    '',
  ]);
});
