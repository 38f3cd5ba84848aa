import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WindowCounters } from './window-counters.js';

describe('WindowCounters', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
  afterEach(() => void vi.useRealTimers());

  it('counts each key by itself, until its window ends', () => {
    const counters = new WindowCounters(60_000);
    expect(counters.count('a')).toEqual({ count: 1, msLeft: 60_000 });
    vi.advanceTimersByTime(59_999);
    expect(counters.count('a')).toEqual({ count: 2, msLeft: 1 });
    expect(counters.count('b')).toEqual({ count: 1, msLeft: 60_000 });
    vi.advanceTimersByTime(1);
    expect(counters.count('a')).toEqual({ count: 1, msLeft: 60_000 });
  });

  it('takes back no more than was counted', () => {
    const counters = new WindowCounters(60_000);
    counters.giveBack('a');
    counters.count('a');
    counters.giveBack('a');
    counters.giveBack('a');
    expect(counters.count('a').count).toBe(1);
  });

  it('forgets who called longest ago, and never who calls all the time', () => {
    const counters = new WindowCounters(60_000, 10);
    let count = 0;
    for (let stranger = 0; stranger < 1_000; stranger += 1) {
      counters.count(`stranger ${stranger}`);
      ({ count } = counters.count('guesser'));
    }
    expect(count).toBe(1_000);
    expect(counters.count('stranger 0').count).toBe(1);
  });
});
