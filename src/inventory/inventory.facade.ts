import { Injectable } from '@nestjs/common';
import type { Question } from '../common/database/question.js';
import { Transaction } from '../common/database/transaction.js';
import { Outbox } from '../common/events/outbox.js';
import { AvailabilityChanged } from './inventory.events.js';
import { InsufficientStock, type Shortage } from './inventory.errors.js';
import { LevelsRepository, type NewLevel, type Supply, type WantedStock } from './levels.repository.js';
import {
  COMMIT,
  RELEASE,
  RESTOCK,
  ReservationsRepository,
  type WantedLevel,
} from './reservations.repository.js';
import { type CountsOutcome, type StockCount, StockCounts } from './stock-counts.repository.js';
import { type AvailabilityChange, crossesZero, type StockLine, stockWord, unitsByVariant } from './stock.js';

/**
 * What other modules may ask of inventory. Every method joins the running transaction. The rows that they lock are the
 * last ones that a transaction should lock: call them when everything else is done.
 */
@Injectable()
export class InventoryFacade {
  constructor(
    private readonly transaction: Transaction,
    private readonly outbox: Outbox,
    private readonly levels: LevelsRepository,
    private readonly reservations: ReservationsRepository,
    private readonly counts: StockCounts,
  ) {}

  /** Gives new variants a level, and a movement `initial` where units come with them. */
  register(variants: readonly NewLevel[]): Promise<void> {
    return this.levels.insert(variants);
  }

  /** The variant's SKU has changed. */
  rename(variantId: string, sku: string): Promise<void> {
    return this.levels.rename(variantId, sku);
  }

  /** The variants are no longer sold: nothing can be reserved any more; what orders hold stays theirs. */
  retire(variantIds: readonly string[]): Promise<void> {
    return this.levels.retire(variantIds);
  }

  /** Units that can be reserved now, by variant id; what is unknown is absent. */
  available(wanted: WantedStock): Question<ReadonlyMap<string, number>> {
    return this.levels.available(wanted);
  }

  /** What an order can have of variants now, by variant id; what is unknown is absent. */
  supply(wanted: WantedStock): Question<ReadonlyMap<string, Supply>> {
    return this.levels.supply(wanted);
  }

  /** The most units that one order may have, of all its variants together. */
  get mostUnitsOfAnOrder(): number {
    return this.levels.mostUnitsOfAnOrder;
  }

  /** Units on the shelf, reserved ones among them, by variant id; unknown ids are absent. */
  onHand(variantIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    return this.levels.onHand(variantIds);
  }

  /**
   * Sets the units of variants to what was counted (movement `count`). One that orders hold more units of, or that has
   * no level, is left as it is and told; the others are set all the same.
   */
  count(counts: readonly StockCount[], actorId: string): Promise<CountsOutcome> {
    return this.transaction.run(async () => {
      const { changes, ...outcome } = await this.counts.set(counts, actorId);
      return { ...outcome, crossing: await this.announce(changes) };
    });
  }

  /**
   * Reserves all lines in one guarded statement, or throws InsufficientStock and reserves nothing. Lines of one variant
   * are added up. An order that holds its units already keeps them, and gets no more.
   */
  async reserve(orderId: string, lines: readonly StockLine[], ttlSeconds: number): Promise<void> {
    await this.transaction.run(async () => {
      const wanted = unitsByVariant(lines);
      const levels = await this.reservations.reserve(orderId, wanted, ttlSeconds);
      if (levels.filter(({ reserved }) => reserved).length === wanted.size) {
        await this.announce(levels.map((level) => reservedFrom(level, wanted)));
        return;
      }
      if (await this.reservations.isHeld(orderId)) return;
      throw new InsufficientStock(shortages(wanted, levels));
    });
  }

  /**
   * Takes the order's units off the shelf (state open -> claimed, movement `sale`). Returns false when the order holds no
   * open reservation, because it was released or never made; true also when the units have left already.
   */
  commit(orderId: string): Promise<boolean> {
    return this.transaction.run(async () => {
      const changes = await this.reservations.take(orderId, COMMIT);
      return changes.length > 0 || this.reservations.isCommitted(orderId);
    });
  }

  /** Gives the order's units free (open -> released), once. Nothing happens when they were released or committed. */
  async release(orderId: string): Promise<void> {
    await this.transaction.run(async () => this.announce(await this.reservations.take(orderId, RELEASE)));
  }

  /** Committed units of an order that keeps the others go back on the shelf (movement `return`), each time again. */
  async putBack(orderId: string, lines: readonly StockLine[]): Promise<void> {
    await this.transaction.run(async () => {
      const units = unitsByVariant(lines);
      const changes = await this.reservations.putBack(orderId, units);
      if (changes.length < units.size) throw new Error(`Order ${orderId} has fewer units than it gives back`);
      await this.announce(changes);
    });
  }

  /** Committed units that did not go back before go back on the shelf (movement `return`), once. */
  async restock(orderId: string): Promise<void> {
    await this.transaction.run(async () => this.announce(await this.reservations.take(orderId, RESTOCK)));
  }

  /** Keeps open reservations alive for at least so long from now, while a payment is under way. */
  extend(orderId: string, ttlSeconds: number): Promise<void> {
    return this.reservations.extend(orderId, ttlSeconds);
  }

  /** Costs no statement unless a variant ran out or came back. Gives those that did. */
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

function shortages(wanted: ReadonlyMap<string, number>, levels: readonly WantedLevel[]): Shortage[] {
  const found = new Map(levels.map((level) => [level.variantId, level]));
  return [...wanted]
    .map(([variantId, requested]) => {
      const { sku = null, available = 0 } = found.get(variantId) ?? {};
      return { variantId, sku, requested, available };
    })
    .filter(({ requested, available }) => available < requested)
    .map(({ available, ...wish }) => ({ ...wish, stock: stockWord(available) }));
}
