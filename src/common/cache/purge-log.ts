import { LRUCache } from 'lru-cache';

const MAX_TAGS = 100_000;
const MAX_MARKS = 10_000;

/** Purges by this process's count. All receive them in the same order, so the last one is a common mark. */
export class PurgeLog {
  private count = 0;
  private trustedSince = 0;
  private heardLast?: string;
  private readonly heardAt = new LRUCache<string, number>({ max: MAX_MARKS });
  private readonly purgedAt = new LRUCache<string, number>({
    max: MAX_TAGS,
    // A forgotten tag may have been purged at any time, so older answers are dropped.
    dispose: (at, _tag, reason) => {
      if (reason === 'evict') this.trustedSince = Math.max(this.trustedSince, at);
    },
  });

  get now(): number {
    return this.count;
  }

  get mark(): string | undefined {
    return this.heardLast;
  }

  /** Undefined when that purge was not received here. */
  at(mark: string): number | undefined {
    return this.heardAt.get(mark);
  }

  record(tags: readonly string[], id?: string): void {
    this.count += 1;
    for (const tag of tags) this.purgedAt.set(tag, this.count);
    if (id === undefined) return;
    this.heardAt.set(id, this.count);
    this.heardLast = id;
  }

  /** Distrusts all earlier answers: purges may have been missed. */
  startAnew(): void {
    this.trustedSince = this.count += 1;
    this.heardLast = undefined;
  }

  isUntouched(tags: readonly string[], since: number): boolean {
    return since >= this.trustedSince && !tags.some((tag) => (this.purgedAt.peek(tag) ?? 0) > since);
  }
}
