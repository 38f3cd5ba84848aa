import { Injectable } from '@nestjs/common';
import { Transaction } from '../common/database/transaction.js';
import { NotFound, StaleVersion } from '../common/errors/errors.js';
import { Outbox } from '../common/events/outbox.js';
import { Cursors, type Page } from '../common/http/pagination.js';
import type { AdjustStockDto } from './dto/adjust-stock.dto.js';
import type { ListLevelsQuery } from './dto/list-levels.query.js';
import { AvailabilityChanged } from './inventory.events.js';
import { OnHandBelowReserved, OnHandTooLarge, StockVariantNotFound } from './inventory.errors.js';
import { type Level, LevelsRepository, type Movement } from './levels.repository.js';
import { crossesZero, MAX_ON_HAND } from './stock.js';

const LIST = 'inventory.levels';

@Injectable()
export class LevelsService {
  constructor(
    private readonly transaction: Transaction,
    private readonly outbox: Outbox,
    private readonly cursors: Cursors,
    private readonly levels: LevelsRepository,
  ) {}

  async list(query: ListLevelsQuery): Promise<Page<Level>> {
    const key = this.cursors.decode(LIST, query.cursor);
    const after = key && { sku: String(key[0]), variantId: String(key[1]) };
    const { sku, variantId, limit } = query;
    const rows = await this.levels.list({ sku, variantId, after, limit: limit + 1 });
    return this.cursors.page(rows, limit, LIST, (last) => [last.sku, last.variantId]);
  }

  async get(variantId: string): Promise<Level> {
    const level = await this.levels.find(variantId);
    if (!level) throw new NotFound('stock level');
    return level;
  }

  setOnHand(variantId: string, onHand: number, expectedVersion: number | undefined, actorId: string) {
    return this.transaction.run(async () => {
      const level = await this.levels.lock(variantId);
      if (!level) throw new NotFound('stock level');
      if (expectedVersion !== undefined && expectedVersion !== level.version) throw new StaleVersion();

      const delta = onHand - level.onHand;
      return this.move(level, { variantId, delta, kind: 'count', reason: null, actorId });
    });
  }

  /** Null applies the shop's limit. */
  async limit(variantId: string, maxPerOrder: number | null | undefined): Promise<Level> {
    if (maxPerOrder === undefined) return this.get(variantId);
    const level = await this.levels.limit(variantId, maxPerOrder);
    if (!level) throw new NotFound('stock level');
    return level;
  }

  adjust({ variantId, delta, reason }: AdjustStockDto, actorId: string): Promise<Level> {
    return this.transaction.run(async () => {
      const level = await this.levels.lock(variantId);
      if (!level) throw new StockVariantNotFound('variantId');

      return this.move(level, { variantId, delta, kind: 'adjustment', reason, actorId });
    });
  }

  private async move(level: Level, movement: Movement): Promise<Level> {
    const onHand = level.onHand + movement.delta;
    if (onHand < level.reserved) throw new OnHandBelowReserved(level.reserved);
    if (movement.delta > 0 && onHand > MAX_ON_HAND) throw new OnHandTooLarge(MAX_ON_HAND);
    if (movement.delta === 0) return level;

    const moved = await this.levels.move(movement);
    const { variantId } = moved;
    const after = moved.onHand - moved.reserved;
    if (crossesZero({ variantId, before: level.onHand - level.reserved, after })) {
      await this.outbox.publishPromptly(new AvailabilityChanged(variantId, after > 0));
    }
    return moved;
  }
}
