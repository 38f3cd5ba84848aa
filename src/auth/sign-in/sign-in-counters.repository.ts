import { Injectable } from '@nestjs/common';
import { Counter as Tally } from 'prom-client';
import { Transaction } from '../../common/database/transaction.js';
import { DerivedSecrets } from '../../common/http/derived-secret.js';
import { Metrics } from '../../common/http/metrics/metrics.js';
import type { RateLimitRule } from '../../common/http/rate-limit/rate-limiter.js';

/** An account, a client, a network or a device under one rule. */
export interface Counted {
  readonly rule: RateLimitRule;
  readonly whose: string;
}

export interface Counter extends Counted {
  readonly points: number;
  /** Until the window ends and counting restarts. */
  readonly secondsLeft: number;
}

export const isExceeded = ({ rule, points }: Counter): boolean => points > rule.points;

interface Row {
  readonly key: string;
  readonly points: number;
  readonly secondsLeft: number;
}

/** Shared by all processes, and kept over restarts for at most an hour. */
@Injectable()
export class SignInCounters {
  private readonly exceeded: Tally<'rule'>;

  constructor(
    private readonly transaction: Transaction,
    private readonly secrets: DerivedSecrets,
    metrics: Metrics,
  ) {
    this.exceeded = new Tally({
      name: 'cartwright_sign_in_counters_exceeded_total',
      help: 'Sign-ins and registrations that found their counter used up, by the rule that it counts for',
      labelNames: ['rule'] as const,
      registers: [metrics.registry],
    });
  }

  /** Runs in the caller's transaction, so that a later refusal rolls all counts back. */
  async count(counted: readonly Counted[]): Promise<readonly Counter[]> {
    const keys = counted.map((each) => this.keyOf(each));
    // A fixed order, so that attempts with shared counters never deadlock.
    const rows = await this.transaction.sql<Row>(
      `INSERT INTO sign_in_counters AS counter (key, points, expires_at)
       SELECT key, 1, now() + make_interval(secs => seconds)
       FROM unnest($1::text[], $2::integer[]) AS wanted (key, seconds) ORDER BY key COLLATE "C"
       ON CONFLICT (key) DO UPDATE SET
         points = CASE WHEN counter.expires_at > now() THEN counter.points ELSE 0 END + 1,
         expires_at = CASE WHEN counter.expires_at > now() THEN counter.expires_at ELSE excluded.expires_at END
       RETURNING key, points, extract(epoch FROM expires_at - now())::float8 AS "secondsLeft"`,
      [keys, counted.map(({ rule }) => rule.windowSeconds)],
    );
    const byKey = new Map(rows.map((row) => [row.key, row]));
    const counters = counted.map((each, at) => ({ ...each, ...byKey.get(keys[at]!)! }));
    for (const { rule } of counters.filter(isExceeded)) this.exceeded.inc({ rule: rule.name });
    return counters;
  }

  async giveBack(counted: readonly Counted[]): Promise<void> {
    await this.transaction.sql(
      `UPDATE sign_in_counters SET points = points - 1
       WHERE points > 0 AND key IN (
         SELECT key FROM sign_in_counters WHERE key = ANY($1) AND expires_at > now()
         ORDER BY key COLLATE "C" FOR UPDATE)`,
      [counted.map((each) => this.keyOf(each))],
    );
  }

  async removeExpired(limit: number): Promise<number> {
    const { count } = await this.transaction.execute(
      `DELETE FROM sign_in_counters WHERE key IN (
         SELECT key FROM sign_in_counters WHERE expires_at < now() LIMIT $1 FOR UPDATE SKIP LOCKED)`,
      [limit],
    );
    return count;
  }

  private keyOf({ rule, whose }: Counted): string {
    return this.secrets.derive('sign-in-counter', `${rule.name}\n${whose}`).text;
  }
}
