import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { Answer, Beginning, SharedAnswer } from './answer.js';
import { PurgeLog } from './purge-log.js';

interface Entry extends Answer {
  readonly began: Beginning;
  readonly ttlMs: number;
  /** The purge count up to which none of its tags was purged. */
  currentAt: number;
}

export const MAX_BYTES = 64 * 1024 * 1024;
/** Body plus compressed forms; JSON shrinks to less than a quarter. */
const PER_BYTE = 1.5;
/** Entry overhead beside body and key, including the response head. */
const BYTES_PER_ENTRY = 1_500;

/** Lifetime of an answer while purges of other processes do not arrive. */
const DEAF_TTL_MS = 1_000;
/** How long an expired answer still serves while the database is away. */
export const GRACE_MS = 60_000;

/** Answers in memory, limited in bytes. A purge also expires answers under construction. */
@Injectable()
export class AnswerStore {
  private isDeaf = true;
  private readonly purges = new PurgeLog();
  private readonly entries = new LRUCache<string, Entry>({
    maxSize: MAX_BYTES,
    sizeCalculation: (entry, key) =>
      Math.ceil(entry.body.length * PER_BYTE) + key.length * 2 + BYTES_PER_ENTRY,
  });

  find(key: string): Answer | undefined {
    const entry = this.current(key);
    if (!entry) return undefined;
    const ttlMs = this.isDeaf ? Math.min(entry.ttlMs, DEAF_TTL_MS) : entry.ttlMs;
    return performance.now() - entry.began.at < Math.min(ttlMs, lifeOf(entry)) ? entry : undefined;
  }

  /** The last known answer; it may have expired, but was never purged. */
  findLast(key: string): (Answer & { readonly ageMs: number }) | undefined {
    const entry = this.current(key);
    if (!entry) return undefined;
    const ageMs = performance.now() - entry.began.at;
    return ageMs < Math.min(entry.ttlMs + GRACE_MS, lifeOf(entry)) ? { ...entry, ageMs } : undefined;
  }

  begin(): Beginning {
    const { now: purges, mark } = this.purges;
    return { purges, at: performance.now(), ...(mark !== undefined && !this.isDeaf && { mark }) };
  }

  /** Stores the answer, unless one of its tags was purged since its making began. */
  put(key: string, answer: Answer, began: Beginning, ttlMs: number): void {
    const entry = { ...answer, began, ttlMs, currentAt: began.purges };
    if (this.isCurrent(entry)) this.entries.set(key, entry);
  }

  /** Stores another process's answer, unless too old or purged. An unknown mark counts as purged. */
  adopt(key: string, { mark, madeAt, ...answer }: SharedAnswer, ttlMs: number): Answer | undefined {
    const purges = this.isDeaf ? undefined : this.purges.at(mark);
    if (purges === undefined) return undefined;
    // Clocks differ a little: nothing was made in the future.
    const at = performance.now() - Math.max(0, Date.now() - madeAt);
    this.put(key, answer, { purges, at }, ttlMs);
    return this.find(key);
  }

  /** The id names a purge that all processes receive. */
  purge(tags: readonly string[], id?: string): void {
    this.purges.record(tags, id);
  }

  /** Purges of other processes arrive from now on; earlier ones are unknown. */
  hear(): void {
    this.isDeaf = false;
    this.purges.startAnew();
  }

  turnDeaf(): void {
    this.isDeaf = true;
  }

  private current(key: string): Entry | undefined {
    const entry = this.entries.get(key);
    return entry && this.isCurrent(entry) ? entry : undefined;
  }

  private isCurrent(entry: Entry): boolean {
    if (entry.currentAt === this.purges.now) return true;
    if (!this.purges.isUntouched(entry.tags, entry.began.purges)) return false;
    entry.currentAt = this.purges.now;
    return true;
  }
}

const lifeOf = ({ freshForMs = Infinity }: Answer): number => freshForMs;
