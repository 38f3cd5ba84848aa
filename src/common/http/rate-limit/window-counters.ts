import { LRUCache } from 'lru-cache';

/** Some 15 MB. Whoever calls again and again is never among those forgotten. */
const MAX_KEYS = 100_000;

export interface WindowState {
  /** Calls in the window, this one among them. */
  readonly count: number;
  /** Milliseconds to the end of the window. */
  readonly msLeft: number;
}

interface Window {
  count: number;
  /** On this process's clock. */
  readonly endsAt: number;
}

/**
 * Counts calls by key in fixed windows, in this process. It answers at once: to wait for a counter in memory would cost
 * more than a page of the cache. At most so many keys are held, and those are forgotten first that called longest ago.
 */
export class WindowCounters {
  private readonly windows: LRUCache<string, Window>;

  constructor(
    private readonly windowMs: number,
    maxKeys = MAX_KEYS,
  ) {
    this.windows = new LRUCache({ max: maxKeys });
  }

  /** Counts one call. */
  count(key: string): WindowState {
    const now = performance.now();
    const window = this.openAt(now, key) ?? this.open(now, key);
    window.count += 1;
    return { count: window.count, msLeft: window.endsAt - now };
  }

  /** Takes one counted call back. */
  giveBack(key: string): void {
    const window = this.openAt(performance.now(), key);
    if (window && window.count > 0) window.count -= 1;
  }

  private openAt(now: number, key: string): Window | undefined {
    const window = this.windows.get(key);
    return window && now < window.endsAt ? window : undefined;
  }

  private open(now: number, key: string): Window {
    const window = { count: 0, endsAt: now + this.windowMs };
    this.windows.set(key, window);
    return window;
  }
}
