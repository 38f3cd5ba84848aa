import { Injectable } from '@nestjs/common';
import { setTimeout as delay } from 'node:timers/promises';
import { Counter } from 'prom-client';
import { Metrics } from '../metrics/metrics.js';
import { IdempotencyConfig } from './idempotency.config.js';
import { type Lease, Idempotency, Replay } from './idempotency.js';
import { IdempotencyKeyInFlight } from './idempotency.errors.js';
import { Leases } from './leases.js';

const FIRST_PAUSE_MS = 25;
const LONGEST_PAUSE_MS = 250;
/** Per process; further requests get 409 at once. The polling of this many is no load. */
const MOST_WAITING = 50;

/** Does the request; throws IdempotencyKeyInFlight when another request holds its key. */
type Work<T> = (lease: Lease) => Promise<T | Replay>;

/** Handles requests whose key another request already holds. */
@Injectable()
export class LaterRequests {
  private readonly outcomes: Counter<'outcome'>;
  private waiting = 0;

  constructor(
    private readonly idempotency: Idempotency,
    private readonly leases: Leases,
    private readonly config: IdempotencyConfig,
    metrics: Metrics,
  ) {
    this.outcomes = new Counter({
      name: 'cartwright_idempotent_repetitions_total',
      help: 'Requests whose Idempotency-Key was already in use, by outcome',
      labelNames: ['outcome'] as const,
      registers: [metrics.registry],
    });
  }

  /** Does the work, replays the other request's answer, or takes over from it; else throws after the wait. */
  async do<T>(lease: Lease, work: Work<T>): Promise<T | Replay> {
    const first = await unlessInFlight(work, lease);
    if (first) return first.done;
    const later = await this.later(lease, work);
    this.outcomes.inc({ outcome: later.done instanceof Replay ? 'replayed' : 'finished' });
    return later.done;
  }

  private async later<T>(lease: Lease, work: Work<T>): Promise<Done<T>> {
    const until = performance.now() + this.config.waitMs;
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
      const found = await unlessInFlight((sought) => this.idempotency.find(sought), lease);
      if (found?.done) return { done: new Replay(found.done) };
      // Nothing is stored when the other request failed; then this one is the first.
      const isTakenOver = !found && (await this.leases.takeOver(lease));
      const finished = (found || isTakenOver) && (await unlessInFlight(work, { ...lease, isTakenOver }));
      if (finished) return finished;
      await this.rest(pause, until);
    }
  }

  private async rest(pauseMs: number, until: number): Promise<void> {
    if (performance.now() >= until || this.waiting >= MOST_WAITING) {
      this.outcomes.inc({ outcome: 'in_flight' });
      throw new IdempotencyKeyInFlight();
    }
    this.waiting += 1;
    await delay(pauseMs);
    this.waiting -= 1;
  }
}

interface Done<T> {
  readonly done: T | Replay;
}

async function unlessInFlight<T>(
  work: (lease: Lease) => Promise<T>,
  lease: Lease,
): Promise<{ readonly done: T } | undefined> {
  try {
    return { done: await work(lease) };
  } catch (error) {
    if (error instanceof IdempotencyKeyInFlight) return undefined;
    throw error;
  }
}
