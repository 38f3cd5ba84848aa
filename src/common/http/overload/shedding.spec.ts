import { describe, expect, it } from 'vitest';
import { delayAhead, retryAfterSeconds, shareToShed } from './shedding.js';

const LIMITS = { sheddable: 100, normal: 300, critical: 1_000 };

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
  const idle = { loopDelayMs: 0, utilization: 0, poolWaitMs: 0 };

  it('is the longer of the two queues', () => {
    expect(delayAhead(0, { loopDelayMs: 120, utilization: 1, poolWaitMs: 80 })).toBe(120);
    expect(delayAhead(0, { loopDelayMs: 20, utilization: 1, poolWaitMs: 80 })).toBe(80);
  });

  it('leaves out an event loop that is late because of its neighbours', () => {
    expect(delayAhead(0, { loopDelayMs: 500, utilization: 0.4, poolWaitMs: 0 })).toBe(0);
  });

  it('falls by half when the queues are gone', () => {
    expect(delayAhead(400, idle)).toBe(200);
  });
});

describe('retryAfterSeconds', () => {
  it('spreads those who come back over five seconds', () => {
    expect([0, 0.19, 0.2, 0.5, 0.999].map(retryAfterSeconds)).toEqual([1, 1, 2, 3, 5]);
  });
});
