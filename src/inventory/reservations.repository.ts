import { Injectable } from '@nestjs/common';
import { Transaction } from '../common/database/transaction.js';
import { type AvailabilityChange, type HoldLimit, MAIN_LOCATION } from './stock.js';

export interface WantedLevel {
  readonly variantId: string;
  readonly sku: string;
  readonly available: number;
  readonly reserved: boolean;
  /** Whether the shopper would hold more than the share, and more than one unit. */
  readonly isTooMuch: boolean;
  /** Whether the shopper would hold more than the share. */
  readonly isBeyondShare: boolean;
}

/** The states of all reservations of an order, and the sign of the step's effect on the counts. */
interface Step {
  readonly from: 'open' | 'claimed';
  readonly to: 'claimed' | 'released' | 'returned';
  readonly onHand: -1 | 0 | 1;
  readonly reserved: -1 | 0;
  readonly movement: 'sale' | 'return' | null;
}

export const COMMIT: Step = { from: 'open', to: 'claimed', onHand: -1, reserved: -1, movement: 'sale' };
export const RELEASE: Step = { from: 'open', to: 'released', onHand: 0, reserved: -1, movement: null };
export const RESTOCK: Step = { from: 'claimed', to: 'returned', onHand: 1, reserved: 0, movement: 'return' };

/**
 * Each method is one statement that does everything or nothing. Counts are set from the rows that it locked: an update
 * comes upon the row as it was when the statement began, and PostgreSQL holds what would become of that one against the
 * constraints before it looks for the newer one that somebody has left meanwhile.
 */
@Injectable()
export class ReservationsRepository {
  constructor(private readonly transaction: Transaction) {}

  /** Locks levels in the order of their key against deadlocks, and reads the counts from the locked rows. */
  reserve(
    orderId: string,
    wanted: ReadonlyMap<string, number>,
    ttlSeconds: number,
    { held, percent, lastUnits }: HoldLimit,
  ): Promise<WantedLevel[]> {
    return this.transaction.sql<WantedLevel>(
      `WITH owned AS (
         SELECT * FROM unnest($6::uuid[], $7::integer[]) AS owned (variant_id, units)
       ), locked AS MATERIALIZED (
         SELECT level.variant_id, level.location_id, level.sku, level.on_hand, level.reserved, wanted.quantity,
                level.on_hand - level.reserved AS available
         FROM unnest($2::uuid[], $3::integer[]) AS wanted (variant_id, quantity)
         JOIN stock_levels level USING (variant_id)
         WHERE level.location_id = $4 AND level.retired_at IS NULL
         ORDER BY level.variant_id, level.location_id
         FOR NO KEY UPDATE OF level
       ), weighed AS (
         SELECT locked.*, quantity + coalesce(units, 0) AS units,
                (available + coalesce(units, 0)::bigint) * $8::bigint / 100 AS share
         FROM locked LEFT JOIN owned USING (variant_id)
       ), beyond AS (
         SELECT (SELECT count(*) FROM weighed WHERE units > share)
           + (SELECT count(*) FROM owned JOIN stock_levels level USING (variant_id)
              WHERE level.location_id = $4 AND variant_id <> ALL($2::uuid[])
                AND units > (level.on_hand - level.reserved + units::bigint) * $8::bigint / 100) AS variants
       ), made AS (
         INSERT INTO reservations AS reservation (order_id, variant_id, location_id, quantity, expires_at)
         SELECT $1, variant_id, location_id, quantity, now() + make_interval(secs => $5)
         FROM locked
         WHERE (SELECT count(*) FROM weighed WHERE available >= quantity AND units <= greatest(share, 1))
               = cardinality($2)
           AND ((SELECT variants FROM beyond) <= $9::bigint OR NOT EXISTS (SELECT FROM weighed WHERE units > share))
           AND NOT EXISTS (SELECT FROM reservations WHERE order_id = $1 AND state IN ('open', 'claimed'))
         ON CONFLICT (order_id, variant_id, location_id) DO UPDATE
           SET quantity = excluded.quantity, returned_quantity = 0, expires_at = excluded.expires_at, state = 'open', updated_at = now()
           WHERE reservation.state IN ('released', 'returned')
         RETURNING reservation.variant_id, reservation.location_id, reservation.quantity
       ), held AS (
         UPDATE stock_levels level
         SET on_hand = locked.on_hand, reserved = locked.reserved + made.quantity, updated_at = now()
         FROM made JOIN locked USING (variant_id, location_id)
         WHERE level.variant_id = made.variant_id AND level.location_id = made.location_id
         RETURNING level.variant_id
       )
       SELECT weighed.variant_id AS "variantId", sku, available, held.variant_id IS NOT NULL AS reserved,
              units > greatest(share, 1) AS "isTooMuch", units > share AS "isBeyondShare"
       FROM weighed LEFT JOIN held USING (variant_id)`,
      [
        orderId,
        [...wanted.keys()],
        [...wanted.values()],
        MAIN_LOCATION,
        ttlSeconds,
        [...held.keys()],
        [...held.values()],
        percent,
        lastUnits,
      ],
    );
  }

  /** The reservation rows decide: of two concurrent calls one finds them, the other finds nothing to do. */
  take(orderId: string, step: Step): Promise<AvailabilityChange[]> {
    return this.transaction.sql<AvailabilityChange>(
      `WITH held AS MATERIALIZED (
         SELECT variant_id, location_id, quantity - returned_quantity AS quantity FROM reservations
         WHERE order_id = $1 AND state = $2
         FOR NO KEY UPDATE
       ), moved_on AS (
         UPDATE reservations reservation SET state = $3, updated_at = now(),
           returned_quantity = CASE WHEN $3 = 'returned' THEN reservation.quantity ELSE 0 END
         FROM held
         WHERE reservation.order_id = $1 AND reservation.variant_id = held.variant_id
           AND reservation.location_id = held.location_id
         RETURNING held.*
       ), locked AS MATERIALIZED (
         SELECT level.variant_id, level.location_id, level.on_hand, level.reserved, moved_on.quantity
         FROM stock_levels level JOIN moved_on USING (variant_id, location_id)
         WHERE moved_on.quantity > 0
         ORDER BY level.variant_id, level.location_id
         FOR NO KEY UPDATE OF level
       ), moved AS (
         INSERT INTO stock_movements (variant_id, location_id, kind, quantity, order_id)
         SELECT variant_id, location_id, $6, quantity * $4::integer, $1 FROM locked WHERE $6::text IS NOT NULL
       )
       UPDATE stock_levels level
       SET on_hand = locked.on_hand + locked.quantity * $4::integer,
           reserved = locked.reserved + locked.quantity * $5::integer,
           version = level.version + abs($4::integer),
           updated_at = now()
       FROM locked
       WHERE level.variant_id = locked.variant_id AND level.location_id = locked.location_id
       RETURNING level.variant_id AS "variantId", level.on_hand - level.reserved AS after,
                 level.on_hand - level.reserved - locked.quantity * ($4::integer - $5::integer) AS before`,
      [orderId, step.from, step.to, step.onHand, step.reserved, step.movement],
    );
  }

  /** Returns fewer changes when the order has fewer units left; the caller must then roll back. */
  putBack(orderId: string, units: ReadonlyMap<string, number>): Promise<AvailabilityChange[]> {
    return this.transaction.sql<AvailabilityChange>(
      `WITH given AS (
         UPDATE reservations SET returned_quantity = returned_quantity + units.quantity, updated_at = now()
         FROM unnest($2::uuid[], $3::integer[]) AS units (variant_id, quantity)
         WHERE reservations.order_id = $1 AND reservations.variant_id = units.variant_id AND state = 'claimed'
           AND returned_quantity + units.quantity <= reservations.quantity
         RETURNING reservations.variant_id, location_id, units.quantity
       ), locked AS MATERIALIZED (
         SELECT level.variant_id, level.location_id, level.on_hand, level.reserved, given.quantity
         FROM stock_levels level JOIN given USING (variant_id, location_id)
         ORDER BY level.variant_id, level.location_id
         FOR NO KEY UPDATE OF level
       ), moved AS (
         INSERT INTO stock_movements (variant_id, location_id, kind, quantity, order_id)
         SELECT variant_id, location_id, 'return', quantity, $1 FROM locked
       )
       UPDATE stock_levels level
       SET on_hand = locked.on_hand + locked.quantity, reserved = locked.reserved,
           version = level.version + 1, updated_at = now()
       FROM locked
       WHERE level.variant_id = locked.variant_id AND level.location_id = locked.location_id
       RETURNING level.variant_id AS "variantId", level.on_hand - level.reserved AS after,
                 level.on_hand - level.reserved - locked.quantity AS before`,
      [orderId, [...units.keys()], [...units.values()]],
    );
  }

  async deleteReleased(orderIds: readonly string[]): Promise<void> {
    await this.transaction.sql(
      `DELETE FROM reservations WHERE order_id = ANY($1::uuid[]) AND state = 'released'`,
      [orderIds],
    );
  }

  /** Also true for committed units. */
  async isHeld(orderId: string): Promise<boolean> {
    const rows = await this.transaction.sql(
      `SELECT FROM reservations WHERE order_id = $1 AND state IN ('open', 'claimed') LIMIT 1`,
      [orderId],
    );
    return rows.length > 0;
  }

  /** Committed units are in the state `claimed`. */
  async isCommitted(orderId: string): Promise<boolean> {
    const rows = await this.transaction.sql(
      `SELECT FROM reservations WHERE order_id = $1 AND state = 'claimed' LIMIT 1`,
      [orderId],
    );
    return rows.length > 0;
  }

  async extend(orderId: string, ttlSeconds: number): Promise<void> {
    await this.transaction.sql(
      `UPDATE reservations SET expires_at = greatest(expires_at, now() + make_interval(secs => $2)), updated_at = now()
       WHERE order_id = $1 AND state = 'open'`,
      [orderId, ttlSeconds],
    );
  }
}
