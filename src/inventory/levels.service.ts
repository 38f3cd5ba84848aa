import { Injectable } from '@nestjs/common';
import { Transaction } from '../common/database/transaction.js';
import { NotFound, StaleVersion } from '../common/errors/errors.js';
import { Outbox } from '../common/events/outbox.js';
import { Cursors, Page } from '../common/http/pagination.js';
import type { AdjustStockDto } from './dto/adjust-stock.dto.js';
import { LevelResponse } from './dto/level.response.js';
import type { ListLevelsQuery } from './dto/list-levels.query.js';
import { AvailabilityChanged } from './inventory.events.js';
import { OnHandBelowReserved, OnHandTooLarge, StockVariantNotFound } from './inventory.errors.js';
import { type Level, LevelsRepository, type Movement } from './levels.repository.js';
import { crossesZero, MAX_ON_HAND } from './stock.js';

const LIST = 'inventory.levels';

/** What staff do with stock: look, count, correct. */
@Injectable()
export class LevelsService {
  constructor(
    private readonly transaction: Transaction,
    private readonly outbox: Outbox,
    private readonly cursors: Cursors,
    private readonly levels: LevelsRepository,
  ) {}

  async list(query: ListLevelsQuery): Promise<Page<LevelResponse>> {
    const key = this.cursors.decode(LIST, query.cursor);
    const after = key && { sku: String(key[0]), variantId: String(key[1]) };
    const { sku, variantId, limit } = query;
    const rows = await this.levels.list({ sku, variantId, after, limit: limit + 1 });
    const levels = rows.map((row) => LevelResponse.from(row));
    return this.cursors.page(levels, limit, LIST, (last) => [last.sku, last.variantId]);
  }

  async get(variantId: string): Promise<LevelResponse> {
    const level = await this.levels.find(variantId);
    if (!level) throw new NotFound('stock level');
    return LevelResponse.from(level);
  }

  /** Sets the count to what a person found on the shelf. */
  setOnHand(variantId: string, onHand: number, expectedVersion: number | undefined, actorId: string) {
    return this.transaction.run(async () => {
      const level = await this.levels.lock(variantId);
      if (!level) throw new NotFound('stock level');
      if (expectedVersion !== undefined && expectedVersion !== level.version) throw new StaleVersion();

      const delta = onHand - level.onHand;
      return this.move(level, { variantId, delta, kind: 'count', reason: null, actorId });
    });
  }

  /** Sets how many units of the variant one order may have; null applies the shop's limit. */
  async limit(variantId: string, maxPerOrder: number | null | undefined): Promise<LevelResponse> {
    if (maxPerOrder === undefined) return this.get(variantId);
    const level = await this.levels.limit(variantId, maxPerOrder);
    if (!level) throw new NotFound('stock level');
    return LevelResponse.from(level);
  }

  /** Adds or removes units, with a reason. */
  adjust({ variantId, delta, reason }: AdjustStockDto, actorId: string): Promise<LevelResponse> {
    return this.transaction.run(async () => {
      const level = await this.levels.lock(variantId);
      if (!level) throw new StockVariantNotFound('variantId');

      return this.move(level, { variantId, delta, kind: 'adjustment', reason, actorId });
    });
  }

  private async move(level: Level, movement: Movement): Promise<LevelResponse> {
    const onHand = level.onHand + movement.delta;
    if (onHand < level.reserved) throw new OnHandBelowReserved(level.reserved);
    if (movement.delta > 0 && onHand > MAX_ON_HAND) throw new OnHandTooLarge(MAX_ON_HAND);
    if (movement.delta === 0) return LevelResponse.from(level);

    const moved = LevelResponse.from(await this.levels.move(movement));
    const { variantId, available } = moved;
    if (crossesZero({ variantId, before: level.onHand - level.reserved, after: available })) {
      await this.outbox.publishPromptly(new AvailabilityChanged(variantId, available > 0));
    }
    return moved;
  }
}
