import { describe, expect, it } from 'vitest';
import { CALM, delayAhead, pressureBy, retryAfterSeconds, shareToShed } from './shedding.js';
import { Traffic } from './traffic.js';

const LIMITS = { sheddable: 100, entry: 100, normal: 300, critical: 1_000 };

describe('shareToShed', () => {
  it.each([
    [0, [0, 0, 0, 0]],
    [100, [0, 0, 0, 0]],
    [150, [0.5, 0, 0, 0]],
    [200, [1, 0, 0, 0]],
    [450, [1, 0.5, 0, 0]],
    [1_000, [1, 1, 0, 0]],
    [1_500, [1, 1, 0.5, 0]],
    [60_000, [1, 1, 1, 0]],
  ])(
    'at %i ms refuses the catalog before the checkout before webhooks, and never what is vital',
    (delay, shares) => {
      const levels = ['sheddable', 'normal', 'critical', 'vital'] as const;
      expect(levels.map((level) => shareToShed(delay, level, LIMITS))).toEqual(shares);
    },
  );
});

describe('delayAhead', () => {
  const idle = { loopDelayMs: 0, utilization: 0.1, poolWaiting: 0 };

  it('is the longer of the two delays', () => {
    const busy = pressureBy(CALM, { loopDelayMs: 120, utilization: 1, poolWaiting: 0 });
    expect([delayAhead(busy, 80), delayAhead(busy, 400)]).toEqual([120, 400]);
  });

  it('counts requests as a queue only while they wait for each other', () => {
    expect(delayAhead(pressureBy(CALM, idle), 5_000)).toBe(0);
    expect(delayAhead(pressureBy(CALM, { ...idle, poolWaiting: 1 }), 5_000)).toBe(5_000);
  });

  it('leaves out an event loop that is late because of its neighbours', () => {
    expect(pressureBy(CALM, { loopDelayMs: 500, utilization: 0.4, poolWaiting: 0 })).toEqual(CALM);
  });

  it('falls by half when the event loop is free again', () => {
    expect(pressureBy({ loopDelayMs: 400, isQueueing: true }, idle)).toEqual({
      loopDelayMs: 200,
      isQueueing: false,
    });
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
});

describe('retryAfterSeconds', () => {
  it('spreads those who come back over five seconds', () => {
    expect([0, 0.19, 0.2, 0.5, 0.999].map(retryAfterSeconds)).toEqual([1, 1, 2, 3, 5]);
  });
});
