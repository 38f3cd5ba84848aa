import { LRUCache } from 'lru-cache';

/** About 15 MB. Frequent callers are never forgotten. */
const MAX_KEYS = 100_000;

export interface WindowState {
  /** Calls in the window, including this one. */
  readonly count: number;
  readonly msLeft: number;
}

interface Window {
  count: number;
  /** On this process's clock. */
  readonly endsAt: number;
}

/** Counts calls by key in this process, in memory and synchronously. The least recent keys are forgotten first. */
export class WindowCounters {
  private readonly windows: LRUCache<string, Window>;

  constructor(
    private readonly windowMs: number,
    maxKeys = MAX_KEYS,
  ) {
    this.windows = new LRUCache({ max: maxKeys });
  }

  count(key: string): WindowState {
    const now = performance.now();
    const window = this.openAt(now, key) ?? this.open(now, key);
    window.count += 1;
    return { count: window.count, msLeft: window.endsAt - now };
  }

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
