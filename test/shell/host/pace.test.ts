import { beforeEach, describe, expect, it } from 'vitest';
import { createPacer, REAL_TIME } from '../../../shell/host/pace.ts';

let host: number; // the time of the host's clock in milliseconds
const pacer = (speed: number) => createPacer(speed, () => host);

beforeEach(() => {
  host = 5000;
});

describe('a pacer', () => {
  it('lets the machine run a tick a microsecond in real time, from when it was made', () => {
    const pace = pacer(REAL_TIME);
    expect(pace.target()).toBe(0);
    host += 2.5;
    expect(pace.target()).toBe(2500);
    expect(pace.moment()).toBe(2500);
  });

  it('tells how long the host may sleep until a tick is due', () => {
    const pace = pacer(1000);
    expect(pace.delay(50)).toBe(50);
    host += 60;
    expect(pace.delay(50)).toBe(0);
    expect(pace.delay(Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
  });

  it('never makes the host wait when it goes as fast as possible', () => {
    const pace = pacer(Number.POSITIVE_INFINITY);
    expect(pace.target()).toBe(Number.POSITIVE_INFINITY);
    expect(pace.moment()).toBe(0);
    expect(pace.delay(1e12)).toBe(0);
    expect(pace.rest(1e12)).toBe(0);
    pace.ran('busy', 5);
    expect(pace.target()).toBe(Number.POSITIVE_INFINITY);
  });

  it('leaves the host alone for a step when a busy machine is ahead of the clock', () => {
    const pace = pacer(REAL_TIME);
    host += 1;
    expect(pace.rest(1000)).toBe(5);
    expect(pace.rest(999)).toBe(0);
  });

  it('forgives a machine that is too slow, and does not race to catch up', () => {
    const pace = pacer(REAL_TIME);
    host += 1000;
    pace.ran('busy', 300_000);
    expect(pace.target()).toBe(300_000);
    host += 1;
    expect(pace.target()).toBe(301_000);
  });

  it('does not take a machine that is a little late, or idle, for a slow one', () => {
    const pace = pacer(REAL_TIME);
    host += 1000;
    pace.ran('busy', 950_000);
    pace.ran('idle', 10);
    expect(pace.target()).toBe(1_000_000);
  });

  it('goes on from where it is at another speed', () => {
    const pace = pacer(REAL_TIME);
    host += 10;
    pace.setSpeed(10, 7000);
    expect(pace.speed).toBe(10);
    host += 100;
    expect(pace.target()).toBe(10_001);
    pace.setSpeed(Number.POSITIVE_INFINITY, 10_001);
    host += 100;
    pace.setSpeed(1000, 99_000);
    host += 1;
    expect(pace.target()).toBe(99_001);
  });

  it('lets nothing run while paused, and goes on from where steps have led', () => {
    const pace = pacer(REAL_TIME);
    host += 10;
    pace.pause(4000);
    host += 1000;
    expect(pace.paused).toBe(true);
    expect(pace.target()).toBe(0);
    expect(pace.moment()).toBe(10_000);
    expect(pace.delay(0)).toBe(Number.POSITIVE_INFINITY);
    pace.resume(10_500);
    expect(pace.paused).toBe(false);
    host += 1;
    expect(pace.target()).toBe(11_500);
  });

  it('does not lose the time that an idle machine has slept when it is paused and resumed', () => {
    const pace = pacer(REAL_TIME);
    host += 9000;
    pace.pause(100); // the kernel's clock stands at the last event
    pace.resume(100);
    expect(pace.target()).toBe(9_000_000);
  });

  it('keeps a new speed that was set while paused', () => {
    const pace = pacer(REAL_TIME);
    pace.pause(500);
    pace.setSpeed(1000, 500);
    host += 1000;
    pace.resume(500);
    host += 2;
    expect(pace.target()).toBe(502);
  });
});
