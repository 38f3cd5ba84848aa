import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { Answer, Beginning, SharedAnswer } from './answer.js';
import { PurgeLog } from './purge-log.js';

interface Entry extends Answer {
  readonly began: Beginning;
  readonly ttlMs: number;
  /** The purge count up to which none of the tags has been purged. */
  currentAt: number;
}

/** Most that the answers take of the process's memory. */
export const MAX_BYTES = 64 * 1024 * 1024;
/** Beside the body itself, its compressed forms: JSON of the shop shrinks to less than a quarter. */
const PER_BYTE = 1.5;
/** Of the entry besides its body and key, the head that it is sent with among it. */
const BYTES_PER_ENTRY = 1_500;

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
  private isDeaf = true;
  private readonly purges = new PurgeLog();
  private readonly entries = new LRUCache<string, Entry>({
    maxSize: MAX_BYTES,
    sizeCalculation: (entry, key) =>
      Math.ceil(entry.body.length * PER_BYTE) + key.length * 2 + BYTES_PER_ENTRY,
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
    const { now: purges, mark } = this.purges;
    return { purges, at: performance.now(), ...(mark !== undefined && !this.isDeaf && { mark }) };
  }

  /** Keeps the answer, unless one of its tags was purged since its making began. */
  put(key: string, answer: Answer, began: Beginning, ttlMs: number): void {
    const entry = { ...answer, began, ttlMs, currentAt: began.purges };
    if (this.isCurrent(entry)) this.entries.set(key, entry);
  }

  /**
   * Keeps what another process has made, and gives it, unless it is too old or one of its tags was purged since its
   * making began. A moment that is not known here may be one before any purge.
   */
  adopt(key: string, { mark, madeAt, ...answer }: SharedAnswer, ttlMs: number): Answer | undefined {
    const purges = this.isDeaf ? undefined : this.purges.at(mark);
    if (purges === undefined) return undefined;
    // Clocks of machines differ a little: nothing was made in the future.
    const at = performance.now() - Math.max(0, Date.now() - madeAt);
    this.put(key, answer, { purges, at }, ttlMs);
    return this.find(key);
  }

  /** Makes old what has one of the tags. The id is that of a purge that all processes hear. */
  purge(tags: readonly string[], id?: string): void {
    this.purges.record(tags, id);
  }

  /** What others purge is heard from now on. What they purged before, nobody here knows. */
  hear(): void {
    this.isDeaf = false;
    this.purges.startAnew();
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
    if (entry.currentAt === this.purges.now) return true;
    if (!this.purges.isUntouched(entry.tags, entry.began.purges)) return false;
    entry.currentAt = this.purges.now;
    return true;
  }
}

const lifeOf = ({ freshForMs = Infinity }: Answer): number => freshForMs;
