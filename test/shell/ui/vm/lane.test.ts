import { describe, expect, test } from 'vitest';
import {
  changeAfter,
  changeBefore,
  end,
  enter,
  type Lane,
  newLane,
  sample,
  stateAt,
} from '../../../../shell/ui/vm/lane.ts';

/** A lane that runs from 10 to 14, is ready until 20, sleeps until 30, and is reaped at 35. */
function short(): Lane {
  const lane = newLane(5, 'ready');
  enter(lane, 10, 'running');
  enter(lane, 14, 'ready');
  enter(lane, 20, 'sleeping');
  enter(lane, 30, 'zombie');
  end(lane, 35);
  return lane;
}

const letters = { running: 'R', ready: 'r', sleeping: 's', stopped: 'T', zombie: 'z' };

function cells(lane: Lane, from: number, width: number, count: number, now: number): string {
  return sample(lane, from, width, count, now)
    .map((cell) => (cell ? (cell.running > 0 ? 'R' : letters[cell.rest]) : '.'))
    .join('');
}

describe('a lane', () => {
  test('shows the state of every tick, and nothing before birth and after the end', () => {
    expect(cells(short(), 0, 1, 40, 40)).toBe('.....rrrrrRRRRrrrrrrsssssssssszzzzz.....');
  });

  test('shows the last state up to now', () => {
    const lane = newLane(0, 'ready');
    enter(lane, 3, 'running');
    expect(cells(lane, 0, 1, 10, 6)).toBe('rrrRRR....');
  });

  test('shows a state that was entered just now', () => {
    const lane = newLane(0, 'ready');
    enter(lane, 3, 'running');
    expect(cells(lane, 0, 1, 6, 3)).toBe('rrrR..');
  });

  test('tells the share of a wide cell that the process ran, and what else it mostly did', () => {
    expect(sample(short(), 10, 10, 2, 40)).toEqual([
      { running: 0.4, rest: 'ready' },
      { running: 0, rest: 'sleeping' },
    ]);
  });

  test('keeps no trace of a state that took no time', () => {
    const lane = newLane(0, 'ready');
    enter(lane, 4, 'sleeping');
    enter(lane, 4, 'running');
    expect(cells(lane, 0, 1, 6, 6)).toBe('rrrrRR');
    expect(lane.count).toBe(1);
  });

  test('finds the changes of state before and after a moment', () => {
    const lane = short();
    expect([40, 35, 30, 20, 14, 10, 5].map((tick) => changeBefore(lane, tick))).toEqual([
      35,
      30,
      20,
      14,
      10,
      5,
      null,
    ]);
    expect([0, 5, 10, 14, 20, 30, 35].map((tick) => changeAfter(lane, tick))).toEqual([
      5,
      10,
      14,
      20,
      30,
      35,
      null,
    ]);
  });

  test('tells the state at a moment, and from when to when it lasted', () => {
    const lane = short();
    expect(stateAt(lane, 4)).toBeNull();
    expect(stateAt(lane, 12)).toEqual({ state: 'running', from: 10, to: 14 });
    expect(stateAt(lane, 35)).toBeNull();
    const living = newLane(0, 'running');
    enter(living, 7, 'sleeping');
    expect(stateAt(living, 9)).toEqual({ state: 'sleeping', from: 7, to: null });
  });
});

describe('a lane of a million changes', () => {
  const lane = newLane(0, 'ready');
  for (let i = 0; i < 500_000; i++) {
    enter(lane, i * 10 + 3, 'running');
    enter(lane, i * 10 + 10, 'ready');
  }
  const now = 5_000_000;

  test('takes bounded room', () => {
    expect(lane.count).toBeLessThanOrEqual(4096);
    expect(lane.ends.length).toBe(4096);
  });

  test('is exact where it is young', () => {
    expect(cells(lane, now - 20, 1, 20, now)).toBe('rrrRRRRRRRrrrRRRRRRR');
  });

  test('loses no time, however old', () => {
    const shares = sample(lane, 0, 50_000, 100, now).map((cell) => cell?.running ?? 0);
    expect(shares).toHaveLength(100);
    for (const share of shares) expect(share).toBeCloseTo(0.7, 2);
  });
});
