import { Injectable } from '@nestjs/common';
import { Transaction } from '../common/database/transaction.js';
import type { Level } from './levels.repository.js';
import { type AvailabilityChange, MAIN_LOCATION } from './stock.js';

type LockedLevel = Pick<Level, 'variantId' | 'sku' | 'onHand' | 'reserved'>;

export interface StockCount {
  readonly variantId: string;
  readonly onHand: number;
}

export interface CountsOutcome {
  readonly changed: ReadonlySet<string>;
  /** The held units of skipped variants, which exceed the count. */
  readonly reserved: ReadonlyMap<string, number>;
  readonly unknown: ReadonlySet<string>;
  /** Variants that ran out or came back. */
  readonly crossing: readonly string[];
}

@Injectable()
export class StockCounts {
  constructor(private readonly transaction: Transaction) {}

  /** Locks the levels in a fixed order, until the running transaction ends. */
  async set(
    counts: readonly StockCount[],
    actorId: string,
  ): Promise<Omit<CountsOutcome, 'crossing'> & { changes: AvailabilityChange[] }> {
    const wanted = new Map(counts.map(({ variantId, onHand }) => [variantId, onHand]));
    const levels = await this.lock([...wanted.keys()]);
    const reserved = new Map<string, number>();
    const changes: AvailabilityChange[] = [];
    const deltas = new Map<string, number>();
    for (const level of levels) {
      const onHand = wanted.get(level.variantId)!;
      if (onHand < level.reserved) reserved.set(level.variantId, level.reserved);
      else if (onHand !== level.onHand) {
        deltas.set(level.variantId, onHand - level.onHand);
        const [before, after] = [level.onHand - level.reserved, onHand - level.reserved];
        changes.push({ variantId: level.variantId, before, after });
      }
    }
    await this.move(deltas, actorId);
    const known = new Set(levels.map(({ variantId }) => variantId));
    const unknown = new Set([...wanted.keys()].filter((variantId) => !known.has(variantId)));
    return { changed: new Set(deltas.keys()), reserved, unknown, changes };
  }

  private lock(variantIds: readonly string[]): Promise<LockedLevel[]> {
    return this.transaction.sql<LockedLevel>(
      `SELECT variant_id AS "variantId", sku, on_hand AS "onHand", reserved FROM stock_levels
       WHERE variant_id = ANY($1::uuid[]) AND location_id = $2 AND retired_at IS NULL
       ORDER BY variant_id FOR NO KEY UPDATE`,
      [variantIds, MAIN_LOCATION],
    );
  }

  private async move(deltas: ReadonlyMap<string, number>, actorId: string): Promise<void> {
    if (deltas.size === 0) return;
    await this.transaction.sql(
      `WITH counted AS (
         SELECT variant_id, delta FROM unnest($1::uuid[], $2::integer[]) AS given (variant_id, delta)
       ), moved AS (
         INSERT INTO stock_movements (variant_id, location_id, quantity, kind, actor_id)
         SELECT variant_id, $3, delta, 'count', $4 FROM counted
       )
       UPDATE stock_levels SET on_hand = on_hand + delta, version = version + 1, updated_at = now()
       FROM counted WHERE stock_levels.variant_id = counted.variant_id AND location_id = $3`,
      [[...deltas.keys()], [...deltas.values()], MAIN_LOCATION, actorId],
    );
  }
}
