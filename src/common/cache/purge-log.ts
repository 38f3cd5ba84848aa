import { LRUCache } from 'lru-cache';

const MAX_TAGS = 100_000;
const MAX_MARKS = 10_000;

/**
 * What was purged when, by this process's own count. All processes receive purges in the same order, so the last purge
 * received marks a moment that other processes know too.
 */
export class PurgeLog {
  private count = 0;
  private trustedSince = 0;
  private heardLast?: string;
  private readonly heardAt = new LRUCache<string, number>({ max: MAX_MARKS });
  private readonly purgedAt = new LRUCache<string, number>({
    max: MAX_TAGS,
    // A forgotten tag may have been purged at any time, so answers from before are dropped.
    dispose: (at, _tag, reason) => {
      if (reason === 'evict') this.trustedSince = Math.max(this.trustedSince, at);
    },
  });

  get now(): number {
    return this.count;
  }

  /** The moment for other processes; undefined when no purge was received yet. */
  get mark(): string | undefined {
    return this.heardLast;
  }

  /** The count at another process's mark; undefined when that purge was not received here. */
  at(mark: string): number | undefined {
    return this.heardAt.get(mark);
  }

  /** Notes a purge; with its id when it was received. */
  record(tags: readonly string[], id?: string): void {
    this.count += 1;
    for (const tag of tags) this.purgedAt.set(tag, this.count);
    if (id === undefined) return;
    this.heardAt.set(id, this.count);
    this.heardLast = id;
  }

  /** Drops trust in everything from before: purges may have been missed. */
  startAnew(): void {
    this.trustedSince = this.count += 1;
    this.heardLast = undefined;
  }

  isUntouched(tags: readonly string[], since: number): boolean {
    return since >= this.trustedSince && !tags.some((tag) => (this.purgedAt.peek(tag) ?? 0) > since);
  }
}
