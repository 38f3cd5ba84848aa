import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';

/** What a public read answers, as it is sent. */
export interface Answer {
  readonly body: Buffer;
  readonly etag: string;
  /** What it shows; a purge of any of these makes it old. */
  readonly tags: readonly string[];
  /** How long it holds from the beginning of its making; not in a cache, nor as the last one known, any longer. */
  readonly freshForMs?: number;
}

/** When the making of an answer began. */
export interface Beginning {
  readonly purges: number;
  /** Milliseconds of this process's clock. */
  readonly at: number;
}

interface Entry extends Answer {
  readonly began: Beginning;
  readonly ttlMs: number;
  /** The purge count up to which none of the tags has been purged. */
  currentAt: number;
}

/** Most that the answers take of the process's memory. */
export const MAX_BYTES = 64 * 1024 * 1024;
const MAX_TAGS = 100_000;
const BYTES_PER_ENTRY = 600;

/** How old an answer may get while this process does not hear what others purge. */
const DEAF_TTL_MS = 1_000;
/** How long after its time an answer still serves as the last one known. */
export const GRACE_MS = 60_000;

/**
 * Answers in this process's memory, bounded in bytes. A purge makes every answer with one of its tags old at once, also
 * one that is still being made from what was read before. While purges of other processes are not heard, an answer
 * lives for a second, and once they are heard again, nothing from before is trusted.
 */
@Injectable()
export class AnswerStore {
  private purges = 0;
  private trustedSince = 0;
  private isDeaf = true;
  private readonly purgedAt = new LRUCache<string, number>({
    max: MAX_TAGS,
    // A forgotten tag might have been purged any time: answers from before are not trusted.
    dispose: (at, _tag, reason) => {
      if (reason === 'evict') this.trustedSince = Math.max(this.trustedSince, at);
    },
  });
  private readonly entries = new LRUCache<string, Entry>({
    maxSize: MAX_BYTES,
    sizeCalculation: (entry, key) => entry.body.length + key.length * 2 + BYTES_PER_ENTRY,
  });

  /** The answer while it is fresh. */
  find(key: string): Answer | undefined {
    const entry = this.current(key);
    if (!entry) return undefined;
    const ttlMs = this.isDeaf ? Math.min(entry.ttlMs, DEAF_TTL_MS) : entry.ttlMs;
    return performance.now() - entry.began.at < Math.min(ttlMs, lifeOf(entry)) ? entry : undefined;
  }

  /** The last answer known, for when no other can be made: old perhaps, but never one that was purged. */
  findLast(key: string): (Answer & { readonly ageMs: number }) | undefined {
    const entry = this.current(key);
    if (!entry) return undefined;
    const ageMs = performance.now() - entry.began.at;
    return ageMs < Math.min(entry.ttlMs + GRACE_MS, lifeOf(entry)) ? { ...entry, ageMs } : undefined;
  }

  begin(): Beginning {
    return { purges: this.purges, at: performance.now() };
  }

  /** Keeps the answer, unless one of its tags was purged since its making began. */
  put(key: string, answer: Answer, began: Beginning, ttlMs: number): void {
    const entry = { ...answer, began, ttlMs, currentAt: began.purges };
    if (this.isCurrent(entry)) this.entries.set(key, entry);
  }

  purge(tags: readonly string[]): void {
    this.purges += 1;
    for (const tag of tags) this.purgedAt.set(tag, this.purges);
  }

  /** What others purge is heard from now on. What they purged before, nobody here knows. */
  hear(): void {
    this.isDeaf = false;
    this.trustedSince = this.purges += 1;
  }

  /** What others purge is no longer heard. */
  turnDeaf(): void {
    this.isDeaf = true;
  }

  private current(key: string): Entry | undefined {
    const entry = this.entries.get(key);
    return entry && this.isCurrent(entry) ? entry : undefined;
  }

  private isCurrent(entry: Entry): boolean {
    if (entry.currentAt === this.purges) return true;
    if (entry.began.purges < this.trustedSince) return false;
    if (entry.tags.some((tag) => (this.purgedAt.peek(tag) ?? 0) > entry.began.purges)) return false;
    entry.currentAt = this.purges;
    return true;
  }
}

const lifeOf = ({ freshForMs = Infinity }: Answer): number => freshForMs;
