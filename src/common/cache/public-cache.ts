import { Injectable } from '@nestjs/common';
import { isDatabaseUnavailable } from '../database/database-unavailable.js';
import { Transaction } from '../database/transaction.js';
import { Overloaded } from '../errors/errors.js';
import { within } from '../waiting.js';
import type { Answer } from './answer.js';
import { AnswerStore } from './answer-store.js';
import { PurgeChannel } from './purge-channel.js';
import { SharedAnswers } from './shared-answers.js';

/** How the answer was made, in words of `Cache-Status` (RFC 9211). */
export interface Served {
  readonly answer: Answer;
  readonly status: string;
}

export interface Wanted {
  readonly key: string;
  readonly ttlSeconds: number;
  readonly make: () => Promise<Answer>;
}

/** While PostgreSQL is away, each process asks it only this often for answers it still has. */
const REST_MS = 1_000;
/** Limit for making an answer that many wait for; then all are refused. */
const MAKING_LIMIT_MS = 30_000;

/** Public answers from memory, from Redis or newly made. Concurrent requests share one making. */
@Injectable()
export class PublicCache {
  private readonly making = new Map<string, Promise<Served>>();
  private restUntil = 0;

  constructor(
    private readonly answers: AnswerStore,
    private readonly channel: PurgeChannel,
    private readonly transaction: Transaction,
    private readonly shared: SharedAnswers,
  ) {}

  get makingCount(): number {
    return this.making.size;
  }

  async get(wanted: Wanted): Promise<Served> {
    const { key, ttlSeconds } = wanted;
    const stored = this.answers.find(key);
    if (stored) return { answer: stored, status: 'hit' };
    const spared = performance.now() < this.restUntil ? this.last(key, ttlSeconds) : undefined;
    if (spared) return spared;
    try {
      return await this.fetched(wanted);
    } catch (error) {
      const last = isDatabaseUnavailable(error) ? this.last(key, ttlSeconds) : undefined;
      if (!last) throw error;
      this.restUntil = performance.now() + REST_MS;
      return last;
    }
  }

  /** Expires the tags in every process with the commit. The change waits for them, but at most 250 ms. */
  async purge(tags: readonly string[]): Promise<void> {
    const id = await this.channel.announce(tags);
    await this.transaction.afterCommit(async () => {
      this.answers.purge(tags);
      await this.channel.settle(id);
    });
  }

  private fetched(wanted: Wanted): Promise<Served> {
    // A request after a purge must not share an answer that began before it.
    const flight = `${this.answers.begin().purges} ${wanted.key}`;
    const joined = this.making.get(flight);
    if (joined) return joined;
    const served = within(MAKING_LIMIT_MS, this.sharedOrNew(wanted), refuse).finally(() =>
      this.making.delete(flight),
    );
    this.making.set(flight, served);
    return served;
  }

  private async sharedOrNew({ key, ttlSeconds, make }: Wanted): Promise<Served> {
    const ttlMs = ttlSeconds * 1_000;
    const shared = await this.shared.find(key);
    const adopted = shared && this.answers.adopt(key, shared, ttlMs);
    if (adopted) return { answer: adopted, status: 'hit; detail=redis' };
    const began = this.answers.begin();
    const answer = await make();
    this.answers.put(key, answer, began, ttlMs);
    void this.shared.keep(key, answer, began, ttlMs);
    return { answer, status: 'fwd=miss' };
  }

  private last(key: string, ttlSeconds: number): Served | undefined {
    const last = this.answers.findLast(key);
    const ttl = last && Math.min(0, Math.ceil(ttlSeconds - last.ageMs / 1_000));
    return last && { answer: last, status: `hit; ttl=${ttl}; detail=database-unavailable` };
  }
}

function refuse(): never {
  throw new Overloaded();
}
