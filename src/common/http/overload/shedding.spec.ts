import { describe, expect, it } from 'vitest';
import { CALM, delayAhead, pressureBy, retryAfterSeconds, shareBeyond } from './shedding.js';
import { Traffic } from './traffic.js';

describe('shareBeyond', () => {
  it.each([
    [0, 0],
    [100, 0],
    [150, 0.5],
    [200, 1],
    [60_000, 1],
  ])('at %i ms of delay over a limit of 100 ms is %d', (delayMs, share) => {
    expect(shareBeyond(delayMs, 100)).toBe(share);
  });
});

describe('delayAhead', () => {
  const idle = { loopDelayMs: 0, utilization: 0.1, poolWaiting: 0 };

  it('is the longer of the two delays', () => {
    const busy = pressureBy({ loopDelayMs: 120, utilization: 1, poolWaiting: 0 });
    expect([delayAhead(busy, 80), delayAhead(busy, 400)]).toEqual([120, 400]);
  });

  it('counts requests as a queue only while they wait for each other', () => {
    expect(delayAhead(pressureBy(idle), 5_000)).toBe(0);
    expect(delayAhead(pressureBy({ ...idle, poolWaiting: 1 }), 5_000)).toBe(5_000);
  });

  it('leaves out an event loop that is late because of its neighbours', () => {
    expect(pressureBy({ loopDelayMs: 500, utilization: 0.4, poolWaiting: 0 })).toEqual(CALM);
  });
});

describe('Traffic', () => {
  it('knows the line by those under way and those done with, and passes over who is needed less', () => {
    const traffic = new Traffic();
    for (let request = 0; request < 40; request += 1) traffic.enter('sheddable');
    for (let request = 0; request < 20; request += 1) traffic.enter('normal');
    expect(traffic.waitMs('normal')).toBe(0);
    for (let window = 0; window < 50; window += 1) {
      for (let request = 0; request < 10; request += 1) {
        traffic.enter('normal');
        traffic.leave('normal');
      }
      traffic.look(100);
    }
    expect(traffic.waitMs('sheddable')).toBeCloseTo(600, 0);
    expect(traffic.waitMs('entry')).toBeCloseTo(200, 0);
    expect(traffic.waitMs('normal')).toBeCloseTo(200, 0);
    expect(traffic.waitMs('critical')).toBe(0);
  });

  it('takes the first window whole, so that a start does not pass for slowness', () => {
    const traffic = new Traffic();
    for (let guest = 0; guest < 4; guest += 1) traffic.enter('entry');
    for (let guest = 0; guest < 2; guest += 1) traffic.leave('entry');
    traffic.look(100);
    expect(traffic.waitMs('entry')).toBeCloseTo(100, 0);
  });

  it('tells the fewest that were under way in a window, at any moment', () => {
    const traffic = new Traffic();
    for (let request = 0; request < 30; request += 1) traffic.enter('normal');
    expect(traffic.look(100).least.normal).toBe(0);
    for (let request = 0; request < 5; request += 1) traffic.leave('normal');
    for (let request = 0; request < 5; request += 1) traffic.enter('normal');
    expect(traffic.look(100).least).toMatchObject({ sheddable: 25, normal: 25, critical: 0 });
  });
});

describe('retryAfterSeconds', () => {
  it('spreads those who come back over five seconds', () => {
    expect([0, 0.19, 0.2, 0.5, 0.999].map(retryAfterSeconds)).toEqual([1, 1, 2, 3, 5]);
  });
});
