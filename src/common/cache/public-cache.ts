import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';

/** A stored answer: the bytes that are sent, and their tag. */
export interface CachedAnswer {
  readonly json: string;
  readonly etag: string;
}

interface Entry extends CachedAnswer {
  readonly tags: readonly string[];
  /** The purge count when its making began: a purge since then makes it old, even one that came before it was stored. */
  readonly madeAt: number;
}

const MAX_BYTES = 64 * 1024 * 1024;
const MAX_TAGS = 100_000;

/**
 * Public answers in this process's memory, bounded in bytes. A purge after commit makes every entry with one of its
 * tags old at once, also one that is still being made from what was read before.
 */
@Injectable()
export class PublicCache {
  private purges = 0;
  private readonly purgedAt = new LRUCache<string, number>({
    max: MAX_TAGS,
    // A forgotten tag might have been purged any time: entries from before are not trusted.
    dispose: (at, _tag, reason) => {
      if (reason === 'evict') this.trustedSince = Math.max(this.trustedSince, at);
    },
  });
  private trustedSince = 0;
  private readonly entries = new LRUCache<string, Entry>({
    maxSize: MAX_BYTES,
    sizeCalculation: (entry, key) => (entry.json.length + key.length) * 2 + 200,
  });
  private readonly making = new Map<string, Promise<CachedAnswer>>();

  /** The stored answer, or a new one; many askers at once share one making. */
  async get(
    key: string,
    ttlSeconds: number,
    make: () => Promise<CachedAnswer & { tags: readonly string[] }>,
  ): Promise<CachedAnswer> {
    const stored = this.entries.get(key);
    if (stored && this.isCurrent(stored)) return stored;
    // Whoever asks after a purge must not share an answer begun before it.
    const flight = `${this.purges} ${key}`;
    const shared = this.making.get(flight);
    if (shared) return shared;
    const made = this.make(key, ttlSeconds, make).finally(() => this.making.delete(flight));
    this.making.set(flight, made);
    return made;
  }

  /** Makes every answer with one of the tags old. Call it after the commit of what changed. */
  purge(tags: readonly string[]): void {
    this.purges += 1;
    for (const tag of tags) this.purgedAt.set(tag, this.purges);
  }

  private async make(
    key: string,
    ttlSeconds: number,
    make: () => Promise<CachedAnswer & { tags: readonly string[] }>,
  ): Promise<CachedAnswer> {
    const madeAt = this.purges;
    const entry: Entry = { ...(await make()), madeAt };
    if (this.isCurrent(entry)) this.entries.set(key, entry, { ttl: ttlSeconds * 1000 });
    return entry;
  }

  private isCurrent(entry: Entry): boolean {
    return (
      entry.madeAt >= this.trustedSince &&
      entry.tags.every((tag) => (this.purgedAt.peek(tag) ?? 0) <= entry.madeAt)
    );
  }
}
