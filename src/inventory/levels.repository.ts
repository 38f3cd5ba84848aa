import { Injectable } from '@nestjs/common';
import { type Question, question } from '../common/database/question.js';
import { Transaction } from '../common/database/transaction.js';
import { InventoryConfig } from './inventory.config.js';
import { MAIN_LOCATION, toldStock, type ToldStock } from './stock.js';

export interface WantedStock {
  readonly variantIds?: readonly string[];
  readonly skus?: readonly string[];
}

export interface NewLevel {
  readonly variantId: string;
  readonly sku: string;
  readonly onHand?: number;
}

export interface Level {
  readonly variantId: string;
  readonly sku: string;
  readonly onHand: number;
  readonly reserved: number;
  /** Null if the shop's limit applies. */
  readonly maxPerOrder: number | null;
  readonly version: number;
}

export interface Supply {
  readonly stock: ToldStock;
  /** Whatever is in stock. */
  readonly maxPerOrder: number;
}

interface SupplyRow extends Pick<Supply, 'maxPerOrder'> {
  readonly variantId: string;
  readonly units: number;
}

export interface Movement {
  readonly variantId: string;
  readonly delta: number;
  readonly kind: 'adjustment' | 'count';
  readonly reason: string | null;
  readonly actorId: string;
}

export interface LevelsFilter {
  readonly sku?: string;
  readonly variantId?: string;
  readonly after?: { readonly sku: string; readonly variantId: string };
  readonly limit: number;
}

/** Only orders that still hold units find retired levels. */
@Injectable()
export class LevelsRepository {
  constructor(
    private readonly transaction: Transaction,
    private readonly config: InventoryConfig,
  ) {}

  async insert(levels: readonly NewLevel[]): Promise<void> {
    await this.transaction.sql(
      `WITH level AS (
         INSERT INTO stock_levels (variant_id, sku, on_hand, location_id)
         SELECT variant_id, sku, on_hand, $4::uuid
         FROM unnest($1::uuid[], $2::text[], $3::integer[]) AS given (variant_id, sku, on_hand)
         RETURNING variant_id, location_id, on_hand
       )
       INSERT INTO stock_movements (variant_id, location_id, kind, quantity)
       SELECT variant_id, location_id, 'initial', on_hand FROM level WHERE on_hand > 0`,
      [
        levels.map((level) => level.variantId),
        levels.map((level) => level.sku),
        levels.map((level) => level.onHand ?? 0),
        MAIN_LOCATION,
      ],
    );
  }

  async rename(variantId: string, sku: string): Promise<void> {
    await this.transaction.sql('UPDATE stock_levels SET sku = $2, updated_at = now() WHERE variant_id = $1', [
      variantId,
      sku,
    ]);
  }

  async retire(variantIds: readonly string[]): Promise<void> {
    await this.transaction.sql(
      `UPDATE stock_levels SET retired_at = now(), updated_at = now()
       WHERE variant_id = ANY($1::uuid[]) AND retired_at IS NULL`,
      [variantIds],
    );
  }

  available(wanted: WantedStock): Question<ReadonlyMap<string, number>> {
    return question<{ variantId: string; units: number }, ReadonlyMap<string, number>>(
      `SELECT variant_id AS "variantId", sum(on_hand - reserved) AS units FROM stock_levels
       WHERE (variant_id = ANY($1::uuid[]) OR sku = ANY($2::text[])) AND retired_at IS NULL GROUP BY variant_id`,
      [wanted.variantIds ?? [], wanted.skus ?? []],
      (rows) => new Map(rows.map(({ variantId, units }) => [variantId, units])),
    );
  }

  supply(wanted: WantedStock): Question<ReadonlyMap<string, Supply>> {
    const { maxUnitsPerItem, fewUnits } = this.config;
    return question<SupplyRow, ReadonlyMap<string, Supply>>(
      `SELECT variant_id AS "variantId", sum(on_hand - reserved) AS units,
         coalesce(min(max_per_order), $3::integer) AS "maxPerOrder" FROM stock_levels
       WHERE (variant_id = ANY($1::uuid[]) OR sku = ANY($2::text[])) AND retired_at IS NULL GROUP BY variant_id`,
      [wanted.variantIds ?? [], wanted.skus ?? [], maxUnitsPerItem],
      (rows) =>
        new Map(
          rows.map(({ variantId, units, maxPerOrder }) => [
            variantId,
            { stock: toldStock(units, fewUnits), maxPerOrder },
          ]),
        ),
    );
  }

  async onHand(variantIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const rows = await this.transaction.sql<{ variantId: string; units: number }>(
      `SELECT variant_id AS "variantId", sum(on_hand) AS units FROM stock_levels
       WHERE variant_id = ANY($1::uuid[]) AND retired_at IS NULL GROUP BY variant_id`,
      [variantIds],
    );
    return new Map(rows.map(({ variantId, units }) => [variantId, units]));
  }

  list(filter: LevelsFilter): Promise<Level[]> {
    return this.transaction.sql<Level>(
      `SELECT variant_id AS "variantId", sku, on_hand AS "onHand", reserved,
         max_per_order AS "maxPerOrder", version FROM stock_levels
       WHERE location_id = $1 AND retired_at IS NULL
         AND ($2::text IS NULL OR sku = $2)
         AND ($3::uuid IS NULL OR variant_id = $3)
         AND ($4::text IS NULL OR (sku, variant_id) > ($4, $5::uuid))
       ORDER BY sku, variant_id LIMIT $6`,
      [
        MAIN_LOCATION,
        filter.sku ?? null,
        filter.variantId ?? null,
        filter.after?.sku ?? null,
        filter.after?.variantId ?? null,
        filter.limit,
      ],
    );
  }

  async find(variantId: string): Promise<Level | undefined> {
    const [level] = await this.list({ variantId, limit: 1 });
    return level;
  }

  async lock(variantId: string): Promise<Level | undefined> {
    const [level] = await this.transaction.sql<Level>(
      `SELECT variant_id AS "variantId", sku, on_hand AS "onHand", reserved,
         max_per_order AS "maxPerOrder", version FROM stock_levels
       WHERE variant_id = $1 AND location_id = $2 AND retired_at IS NULL
       FOR NO KEY UPDATE`,
      [variantId, MAIN_LOCATION],
    );
    return level;
  }

  async limit(variantId: string, maxPerOrder: number | null): Promise<Level | undefined> {
    const [level] = await this.transaction.sql<Level>(
      `UPDATE stock_levels SET max_per_order = $3, updated_at = now(),
         version = version + (max_per_order IS DISTINCT FROM $3)::integer
       WHERE variant_id = $1 AND location_id = $2 AND retired_at IS NULL
       RETURNING variant_id AS "variantId", sku, on_hand AS "onHand", reserved,
         max_per_order AS "maxPerOrder", version`,
      [variantId, MAIN_LOCATION, maxPerOrder],
    );
    return level;
  }

  async move(movement: Movement): Promise<Level> {
    const [level] = await this.transaction.sql<Level>(
      `WITH moved AS (
         INSERT INTO stock_movements (variant_id, location_id, quantity, kind, reason, actor_id)
         VALUES ($1, $2, $3, $4, $5, $6)
       )
       UPDATE stock_levels SET on_hand = on_hand + $3, version = version + 1, updated_at = now()
       WHERE variant_id = $1 AND location_id = $2
       RETURNING variant_id AS "variantId", sku, on_hand AS "onHand", reserved,
         max_per_order AS "maxPerOrder", version`,
      [movement.variantId, MAIN_LOCATION, movement.delta, movement.kind, movement.reason, movement.actorId],
    );
    return level!;
  }
}
