import { LRUCache } from 'lru-cache';

const MAX_TAGS = 100_000;
const MAX_MARKS = 10_000;

/**
 * What was purged when, in this process's own count. PostgreSQL tells every process of purges in one order, that of
 * their commits; so the purge heard last marks a moment that other processes know too, whatever their count is.
 */
export class PurgeLog {
  private count = 0;
  private trustedSince = 0;
  private heardLast?: string;
  private readonly heardAt = new LRUCache<string, number>({ max: MAX_MARKS });
  private readonly purgedAt = new LRUCache<string, number>({
    max: MAX_TAGS,
    // A forgotten tag might have been purged any time: answers from before are not trusted.
    dispose: (at, _tag, reason) => {
      if (reason === 'evict') this.trustedSince = Math.max(this.trustedSince, at);
    },
  });

  /** How many purges there were until now. */
  get now(): number {
    return this.count;
  }

  /** The moment as other processes know it; undefined when nothing has been heard. */
  get mark(): string | undefined {
    return this.heardLast;
  }

  /** The count at a moment that another process has marked; undefined when it was not heard here. */
  at(mark: string): number | undefined {
    return this.heardAt.get(mark);
  }

  /** Notes a purge; with its id when it was heard, and so in the order that all hear. */
  record(tags: readonly string[], id?: string): void {
    this.count += 1;
    for (const tag of tags) this.purgedAt.set(tag, this.count);
    if (id === undefined) return;
    this.heardAt.set(id, this.count);
    this.heardLast = id;
  }

  /** Trusts nothing from before: purges may have gone unheard. */
  startAnew(): void {
    this.trustedSince = this.count += 1;
    this.heardLast = undefined;
  }

  /** Whether none of the tags was purged since. */
  isUntouched(tags: readonly string[], since: number): boolean {
    return since >= this.trustedSince && !tags.some((tag) => (this.purgedAt.peek(tag) ?? 0) > since);
  }
}
