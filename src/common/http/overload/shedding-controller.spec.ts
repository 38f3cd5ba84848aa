import { beforeEach, describe, expect, it } from 'vitest';
import type { CriticalityLevel } from './criticality.decorator.js';
import { SheddingController } from './shedding-controller.js';

const WINDOW_MS = 100;
const INTERVAL_MS = 1_000;
const AT_ONCE = 10;
const LEVELS = ['sheddable', 'entry', 'normal', 'critical', 'vital'] as const;

interface Seen {
  readonly loopDelayMs: number;
  readonly arrivals: number;
  readonly level: CriticalityLevel;
}

describe('SheddingController', () => {
  let controller: SheddingController;
  let now: number;

  beforeEach(() => {
    now = 0;
    controller = new SheddingController({
      limits: { sheddable: 250, entry: 250, normal: 5_000, critical: 10_000 },
      intervalMs: INTERVAL_MS,
      atOnce: AT_ONCE,
    });
  });

  const enter = (level: CriticalityLevel, times: number): void => {
    for (let each = 0; each < times; each += 1) controller.enter(level);
  };
  const leave = (level: CriticalityLevel, times: number): void => {
    for (let each = 0; each < times; each += 1) controller.leave(level);
  };

  /** One window in which so many came and the event loop was so late. */
  function window({ loopDelayMs = 0, arrivals = 100, level = 'critical' }: Partial<Seen> = {}): void {
    for (let each = 0; each < arrivals; each += 1) controller.arrive(level);
    now += WINDOW_MS;
    controller.look({ loopDelayMs, utilization: 1, poolWaiting: 0 }, WINDOW_MS, now);
  }
  const windows = (count: number, of: Partial<Seen>): void => {
    for (let each = 0; each < count; each += 1) window(of);
  };
  const shares = (): number[] => LEVELS.map((level) => controller.shareToShed(level));

  it('refuses nobody for a delay that passes sooner than the interval', () => {
    windows(10, { loopDelayMs: 600 });
    expect(shares()).toEqual([0, 0, 0, 0, 0]);
    window();
    windows(10, { loopDelayMs: 600 });
    expect(shares()).toEqual([0, 0, 0, 0, 0]);
  });

  it('refuses nobody for one long stop, as of a garbage collection or a machine that slept', () => {
    window();
    now += 60_000;
    window({ loopDelayMs: 60_000 });
    expect(shares()).toEqual([0, 0, 0, 0, 0]);
  });

  it('refuses what is needed least once the delay has lasted, and more the longer it is', () => {
    windows(11, { loopDelayMs: 375 });
    expect(shares()).toEqual([0.5, 0.5, 0, 0, 0]);
    windows(11, { loopDelayMs: 7_500 });
    expect(shares()).toEqual([1, 1, 0.5, 0, 0]);
    windows(11, { loopDelayMs: 60_000 });
    expect(shares()).toEqual([1, 1, 1, 1, 0]);
  });

  it('lets all in again as soon as the delay is below the limit', () => {
    windows(11, { loopDelayMs: 600 });
    window({ loopDelayMs: 100 });
    expect(shares()).toEqual([0, 0, 0, 0, 0]);
  });

  it('knows an overload again that comes back soon, and forgets one that does not', () => {
    windows(11, { loopDelayMs: 600 });
    windows(5, { loopDelayMs: 100 });
    window({ loopDelayMs: 600 });
    expect(shares()).toEqual([1, 1, 0, 0, 0]);
    windows(165, { loopDelayMs: 100 });
    window({ loopDelayMs: 600 });
    expect(shares()).toEqual([0, 0, 0, 0, 0]);
  });

  it('never refuses so few as are worked on side by side, however slow the shop is', () => {
    // Four guests of a cold process: each asks once in the time that an answer takes.
    windows(50, { loopDelayMs: 600, arrivals: 1 });
    expect(shares()).toEqual([0, 0, 0, 0, 0]);
    enter('entry', 4);
    for (let each = 0; each < 50; each += 1) {
      window({ arrivals: 0 });
      leave('entry', 1);
      enter('entry', 1);
    }
    expect(shares()).toEqual([0, 0, 0, 0, 0]);
  });

  it('refuses who would stand in a line that does not empty, and nobody in one that does', () => {
    enter('sheddable', 200);
    const serve = (): void => {
      window({ arrivals: 20 });
      leave('sheddable', 20);
      enter('sheddable', 20);
    };
    for (let each = 0; each < 15; each += 1) serve();
    expect(shares()[0]).toBe(1);
    leave('sheddable', 200);
    window({ arrivals: 0 });
    enter('sheddable', 200);
    window({ arrivals: 200 });
    expect(shares()[0]).toBe(0);
  });

  it('refuses few who are needed more no sooner because many come who are needed less', () => {
    windows(20, { loopDelayMs: 60_000, level: 'sheddable' });
    expect(shares()).toEqual([1, 0, 0, 0, 0]);
  });

  it('lets a line of what is needed less keep nobody out who is needed more', () => {
    enter('sheddable', 200);
    for (let each = 0; each < 15; each += 1) {
      window({ arrivals: 20 });
      leave('sheddable', 2);
      enter('sheddable', 2);
    }
    expect(shares()).toEqual([1, 0, 0, 0, 0]);
  });
});
