import { describe, expect, test } from 'vitest';
import { inside, type Layout, layOut } from '../../../shell/ui/layout.ts';
import { focus, newState, paneIds } from '../../../shell/ui/state.ts';

/** Each place as 'panes x,y widthxheight'. */
function places(layout: Layout): string[] {
  return layout.places.map(
    ({ rect: { x, y, width, height }, panes }) => `${panes.join('+')} ${x},${y} ${width}x${height}`,
  );
}

describe('the layout', () => {
  test('of 80x24 keeps all columns for the console, and has the others behind tabs', () => {
    expect(places(layOut(80, 24, newState()))).toEqual([
      'console 0,1 80x14',
      'processes+traps+timeline+queues+inspect 0,15 80x8',
    ]);
  });

  test('of 120x40 has a console of 80x24', () => {
    const layout = layOut(120, 40, newState());
    expect(places(layout)).toEqual([
      'console 0,1 82x26',
      'processes 82,1 38x13',
      'traps 82,14 38x13',
      'timeline 0,27 82x12',
      'queues+inspect 82,27 38x12',
    ]);
    expect(layout.console).toEqual({ columns: 80, rows: 24 });
  });

  test('of 200x60 shows everything', () => {
    expect(places(layOut(200, 60, newState()))).toEqual([
      'console 0,1 102x35',
      'processes 102,1 98x15',
      'queues 102,16 49x20',
      'inspect 151,16 49x20',
      'timeline 0,36 124x23',
      'traps 124,36 76x23',
    ]);
  });

  test.each([
    [200, 60, 'wide'],
    [180, 50, 'wide'],
    [179, 60, 'standard'],
    [200, 49, 'standard'],
    [118, 38, 'standard'],
    [117, 40, 'lens'],
    [120, 37, 'lens'],
    [60, 16, 'lens'],
    [59, 16, 'too small'],
    [60, 15, 'too small'],
    [1, 1, 'too small'],
  ])('of %ix%i is %s', (width, height, name) => {
    expect(layOut(width, height, newState()).name).toBe(name);
  });

  test('covers the screen between the status line and the hints, without a gap or an overlap', () => {
    for (let width = 60; width <= 240; width += 7) {
      for (let height = 16; height <= 80; height += 3) {
        const { places } = layOut(width, height, newState());
        const cells = places.reduce((sum, { rect }) => sum + rect.width * rect.height, 0);
        expect(cells).toBe(width * (height - 2));
        for (const { rect } of places) {
          expect(rect.x + rect.width).toBeLessThanOrEqual(width);
          expect(rect.y + rect.height).toBeLessThanOrEqual(height - 1);
          expect(
            Math.min(inside({ rect, edge: 'frame' }).width, inside({ rect, edge: 'frame' }).height),
          ).toBeGreaterThan(1);
        }
      }
    }
  });

  test('a place with several panes shows the one that had the focus last', () => {
    const state = newState();
    focus(state, 'inspect');
    focus(state, 'console');
    expect(layOut(120, 40, state).places.at(-1)?.shown).toBe('inspect');
  });

  test('never depends on the focus for the size of the console', () => {
    for (const zoomed of [false, true]) {
      for (const pane of paneIds) {
        const state = { ...newState(), zoomed };
        focus(state, pane);
        expect(layOut(80, 24, state).console).toEqual({ columns: 80, rows: zoomed ? 21 : 13 });
      }
    }
  });

  test('one that was chosen gives way where it does not fit', () => {
    expect(layOut(120, 40, { ...newState(), layout: 'lens' }).name).toBe('lens');
    expect(layOut(120, 40, { ...newState(), layout: 'wide' }).name).toBe('standard');
  });
});
