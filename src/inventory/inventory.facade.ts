import { Injectable } from '@nestjs/common';
import type { Question } from '../common/database/question.js';
import { Transaction } from '../common/database/transaction.js';
import { Outbox } from '../common/events/outbox.js';
import { InventoryConfig } from './inventory.config.js';
import { AvailabilityChanged } from './inventory.events.js';
import { HoldTooLarge, InsufficientStock, type Shortage } from './inventory.errors.js';
import { LevelsRepository, type NewLevel, type Supply, type WantedStock } from './levels.repository.js';
import {
  COMMIT,
  RELEASE,
  RESTOCK,
  ReservationsRepository,
  type WantedLevel,
} from './reservations.repository.js';
import { type CountsOutcome, type StockCount, StockCounts } from './stock-counts.repository.js';
import {
  type AvailabilityChange,
  crossesZero,
  type HoldLimit,
  type StockLine,
  stockWord,
  unitsByVariant,
} from './stock.js';

const NO_HOLD_LIMIT: HoldLimit = { held: new Map(), percent: 100, lastUnits: Number.MAX_SAFE_INTEGER };

/** Each method joins the running transaction. Call them last: other shoppers wait for these rows. */
@Injectable()
export class InventoryFacade {
  constructor(
    private readonly transaction: Transaction,
    private readonly outbox: Outbox,
    private readonly levels: LevelsRepository,
    private readonly reservations: ReservationsRepository,
    private readonly counts: StockCounts,
    private readonly config: InventoryConfig,
  ) {}

  /** Creates levels for new variants, with a movement `initial` for the first units. */
  register(variants: readonly NewLevel[]): Promise<void> {
    return this.levels.insert(variants);
  }

  /** Changes the SKU of a variant. */
  rename(variantId: string, sku: string): Promise<void> {
    return this.levels.rename(variantId, sku);
  }

  /** Stops the sale of variants: nothing more can be reserved, and orders keep what they hold. */
  retire(variantIds: readonly string[]): Promise<void> {
    return this.levels.retire(variantIds);
  }

  /** Units that can be reserved now, by variant id, without unknown variants. */
  available(wanted: WantedStock): Question<ReadonlyMap<string, number>> {
    return this.levels.available(wanted);
  }

  /** What an order can have of variants now, by variant id, without unknown variants. */
  supply(wanted: WantedStock): Question<ReadonlyMap<string, Supply>> {
    return this.levels.supply(wanted);
  }

  /** Most units that one order may have, of all variants together. */
  get mostUnitsOfAnOrder(): number {
    return this.config.maxUnitsPerOrder;
  }

  /** Units on the shelf with the reserved ones, by variant id, without unknown variants. */
  onHand(variantIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    return this.levels.onHand(variantIds);
  }

  /** Sets the counts of variants (movement `count`). Skips and reports those that it cannot set. */
  count(counts: readonly StockCount[], actorId: string): Promise<CountsOutcome> {
    return this.transaction.run(async () => {
      const { changes, ...outcome } = await this.counts.set(counts, actorId);
      return { ...outcome, crossing: await this.announce(changes) };
    });
  }

  /**
   * Reserves all lines once, or throws InsufficientStock, or HoldTooLarge where the limit allows less than there is.
   * `ttlSeconds` is only recorded: a reservation ends by `release` or `commit`, not by time.
   */
  async reserve(
    orderId: string,
    lines: readonly StockLine[],
    ttlSeconds: number,
    limit = NO_HOLD_LIMIT,
  ): Promise<void> {
    await this.transaction.run(async () => {
      const wanted = unitsByVariant(lines);
      const levels = await this.reservations.reserve(orderId, wanted, ttlSeconds, limit);
      if (levels.filter(({ reserved }) => reserved).length === wanted.size) {
        await this.announce(levels.map((level) => reservedFrom(level, wanted)));
        return;
      }
      if (await this.reservations.isHeld(orderId)) return;
      const short = shortages(wanted, levels, this.config.fewUnits);
      throw short.length > 0 ? new InsufficientStock(short) : new HoldTooLarge(excess(wanted, levels));
    });
  }

  /** Takes the order's units off the shelf (movement `sale`), once. Returns false when it holds none. */
  commit(orderId: string): Promise<boolean> {
    return this.transaction.run(async () => {
      const changes = await this.reservations.take(orderId, COMMIT);
      return changes.length > 0 || this.reservations.isCommitted(orderId);
    });
  }

  /** Releases the order's units, once. Committed units stay committed. */
  async release(orderId: string): Promise<void> {
    await this.transaction.run(async () => this.announce(await this.reservations.take(orderId, RELEASE)));
  }

  /** Puts some committed units back on the shelf (movement `return`), more with each call. */
  async putBack(orderId: string, lines: readonly StockLine[]): Promise<void> {
    await this.transaction.run(async () => {
      const units = unitsByVariant(lines);
      const changes = await this.reservations.putBack(orderId, units);
      if (changes.length < units.size) throw new Error(`Order ${orderId} has fewer units than it gives back`);
      await this.announce(changes);
    });
  }

  /** Puts all other committed units back on the shelf (movement `return`), once. */
  async restock(orderId: string): Promise<void> {
    await this.transaction.run(async () => this.announce(await this.reservations.take(orderId, RESTOCK)));
  }

  /** Records that open reservations are held at least this long from now, while a payment is under way. */
  extend(orderId: string, ttlSeconds: number): Promise<void> {
    return this.reservations.extend(orderId, ttlSeconds);
  }

  /** Deletes the records of orders that gave all of it back unsold: no count and no movement tells of them. */
  forget(orderIds: readonly string[]): Promise<void> {
    return this.reservations.deleteReleased(orderIds);
  }

  /** Takes no statement without such a variant. */
  private async announce(changes: readonly AvailabilityChange[]): Promise<string[]> {
    const crossing = changes.filter(crossesZero);
    await this.outbox.publish(
      ...crossing.map(({ variantId, after }) => new AvailabilityChanged(variantId, after > 0)),
    );
    return crossing.map(({ variantId }) => variantId);
  }
}

const reservedFrom = ({ variantId, available }: WantedLevel, wanted: ReadonlyMap<string, number>) => ({
  variantId,
  before: available,
  after: available - wanted.get(variantId)!,
});

function shortages(
  wanted: ReadonlyMap<string, number>,
  levels: readonly WantedLevel[],
  few: number,
): Shortage[] {
  const found = new Map(levels.map((level) => [level.variantId, level]));
  return [...wanted]
    .map(([variantId, requested]) => {
      const { sku = null, available = 0 } = found.get(variantId) ?? {};
      return { variantId, sku, requested, available };
    })
    .filter(({ requested, available }) => available < requested)
    .map(({ available, ...wish }) => ({ ...wish, stock: stockWord(available, few) }));
}

/** Lists what exceeds the limit itself; where nothing does, the last units of which there are too many. */
function excess(wanted: ReadonlyMap<string, number>, levels: readonly WantedLevel[]) {
  const tooMuch = levels.filter(({ isTooMuch }) => isTooMuch);
  const listed = tooMuch.length > 0 ? tooMuch : levels.filter(({ isBeyondShare }) => isBeyondShare);
  return listed.map(({ variantId, sku }) => ({ variantId, sku, requested: wanted.get(variantId)! }));
}
