import { Injectable } from '@nestjs/common';
import { sqlState } from '../../../common/database/sql-state.js';
import type { Money } from '../../../common/money/money.js';
import type { ChargeStatus } from '../payment-provider.js';
import { BooksConnection, reference } from './books-connection.js';

export interface ChargeRow {
  readonly reference: string;
  readonly key: string;
  readonly status: ChargeStatus;
  readonly currency: string;
  readonly amount: number;
  readonly isDue: boolean;
  readonly settlesAs: SelfMadeEnd | null;
  readonly movements: readonly MovementRow[];
}

export interface MovementRow {
  readonly reference: string;
  readonly key: string;
  readonly kind: 'capture' | 'refund';
  readonly amount: number;
}

/** Without a request: a delayed charge settles, an authorization lapses or is voided. */
export type SelfMadeEnd = 'succeeded' | 'failed' | 'expired' | 'voided';

/** With `settlesAs` it ends by itself after `delayMs`, and a webhook reports it. */
export interface NewCharge {
  readonly key: string;
  readonly orderId: string;
  readonly method: string;
  readonly status: ChargeStatus;
  readonly amount: Money;
  readonly settlesAs?: SelfMadeEnd;
  readonly delayMs: number;
}

const UNIQUE_VIOLATION = '23505';

/** Each change is one guarded statement: a key acts once, and no more money moves than there is. */
@Injectable()
export class Books {
  constructor(private readonly connection: BooksConnection) {}

  /** Returns false when the key was used before. */
  async open(charge: NewCharge): Promise<boolean> {
    const made = await this.connection.rows(
      `WITH made AS (
         INSERT INTO test_provider.charges
           (reference, key, order_reference, method, status, currency, amount, captured, settles_as, settles_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7::bigint, CASE WHEN $5 = 'succeeded' THEN $7::bigint ELSE 0 END, $8,
                 CASE WHEN $8::text IS NOT NULL THEN now() + make_interval(secs => $9) END)
         ON CONFLICT (key) DO NOTHING
         RETURNING *
       ), captured AS (
         INSERT INTO test_provider.movements (reference, charge_reference, key, kind, amount)
         SELECT $10, reference, key || ':capture', 'capture', amount FROM made WHERE status = 'succeeded'
       ), announced AS (
         INSERT INTO test_provider.webhooks (id, charge_reference, deliver_at)
         SELECT $11, reference, settles_at FROM made WHERE settles_at IS NOT NULL
       )
       SELECT reference FROM made`,
      [
        reference('ch'),
        charge.key,
        charge.orderId,
        charge.method,
        charge.status,
        charge.amount.currency,
        charge.amount.amount,
        charge.settlesAs ?? null,
        charge.delayMs / 1000,
        reference('mv'),
        reference('evt'),
      ],
    );
    return made.length === 1;
  }

  /** A charge that is due settles first. */
  async find(key: string): Promise<ChargeRow | undefined> {
    const charge = await this.read(key);
    if (charge?.isDue !== true) return charge;
    await this.settle(key);
    return this.read(key);
  }

  async confirm(key: string, isAccepted: boolean): Promise<void> {
    await this.connection.rows(
      `WITH changed AS (
         UPDATE test_provider.charges
         SET status = CASE WHEN $2 THEN 'succeeded' ELSE 'failed' END, captured = CASE WHEN $2 THEN amount ELSE 0 END
         WHERE key = $1 AND status = 'requires_action'
         RETURNING *
       )
       INSERT INTO test_provider.movements (reference, charge_reference, key, kind, amount)
       SELECT $3, reference, key || ':capture', 'capture', amount FROM changed WHERE status = 'succeeded'`,
      [key, isAccepted, reference('mv')],
    );
  }

  /** `isFinal` releases the rest. Returns false when too little is left. */
  capture(chargeKey: string, key: string, amount: number, isFinal: boolean): Promise<boolean> {
    return this.once(
      `WITH changed AS (
         UPDATE test_provider.charges
         SET captured = captured + $2::bigint,
             status = CASE WHEN $3 OR captured + $2::bigint = amount THEN 'succeeded' ELSE status END,
             settles_as = CASE WHEN $3 THEN NULL ELSE settles_as END
         WHERE key = $1 AND status = 'authorized' AND captured + $2::bigint <= amount
           AND coalesce(settles_at > now(), true)
         RETURNING reference
       )
       INSERT INTO test_provider.movements (reference, charge_reference, key, kind, amount)
       SELECT $4, reference, $5, 'capture', $2::bigint FROM changed RETURNING reference`,
      [chargeKey, amount, isFinal, reference('cp'), key],
      key,
    );
  }

  /** Returns false when too little is left. */
  refund(chargeKey: string, key: string, amount: number): Promise<boolean> {
    return this.once(
      `WITH changed AS (
         UPDATE test_provider.charges SET refunded = refunded + $2::bigint
         WHERE key = $1 AND refunded + $2::bigint <= captured
         RETURNING reference
       )
       INSERT INTO test_provider.movements (reference, charge_reference, key, kind, amount)
       SELECT $3, reference, $4, 'refund', $2::bigint FROM changed RETURNING reference`,
      [chargeKey, amount, reference('re'), key],
      key,
    );
  }

  /** A due charge settles first. An unknown one is recorded as canceled, so that its key makes none later. */
  async cancel(key: string, { amount, currency }: Money): Promise<void> {
    await this.find(key);
    await this.connection.rows(
      `INSERT INTO test_provider.charges AS known
         (reference, key, order_reference, method, status, currency, amount)
       VALUES ($1, $2, '', 'none', 'canceled', $3, $4)
       ON CONFLICT (key) DO UPDATE
         SET status = CASE WHEN known.captured > 0 THEN 'succeeded' ELSE 'canceled' END, settles_as = NULL
         WHERE known.status IN ('requires_action', 'processing', 'authorized')`,
      [reference('ch'), key, currency, amount],
    );
  }

  private async read(key: string): Promise<ChargeRow | undefined> {
    const [charge] = await this.connection.rows<ChargeRow>(
      `SELECT charge.reference, charge.key, charge.status, charge.currency, charge.amount,
         charge.settles_as AS "settlesAs",
         charge.status IN ('processing', 'authorized') AND coalesce(charge.settles_at <= now(), false) AS "isDue",
         coalesce((SELECT json_agg(json_build_object('reference', reference, 'key', movement.key, 'kind', kind,
                                                     'amount', movement.amount) ORDER BY created_at, reference)
                   FROM test_provider.movements AS movement
                   WHERE charge_reference = charge.reference), '[]') AS movements
       FROM test_provider.charges AS charge WHERE charge.key = $1`,
      [key],
    );
    return charge;
  }

  private async settle(key: string): Promise<void> {
    await this.connection.rows(
      `WITH settled AS (
         UPDATE test_provider.charges
         SET status = CASE WHEN status = 'processing' THEN settles_as
                           WHEN captured > 0 THEN 'succeeded' ELSE 'canceled' END,
             captured = CASE WHEN settles_as = 'succeeded' THEN amount ELSE captured END
         WHERE key = $1 AND status IN ('processing', 'authorized')
         RETURNING *
       )
       INSERT INTO test_provider.movements (reference, charge_reference, key, kind, amount)
       SELECT $2, reference, key || ':capture', 'capture', amount FROM settled WHERE settles_as = 'succeeded'`,
      [key, reference('mv')],
    );
  }

  /** A repeated key changes nothing, and counts as done. */
  private async once(text: string, values: readonly unknown[], key: string): Promise<boolean> {
    const known = await this.connection.rows('SELECT FROM test_provider.movements WHERE key = $1', [key]);
    if (known.length > 0) return true;
    try {
      return (await this.connection.rows(text, values)).length === 1;
    } catch (error) {
      // The same key ran at the same moment and did it; this statement did nothing.
      if (sqlState(error) === UNIQUE_VIOLATION) return true;
      throw error;
    }
  }
}
