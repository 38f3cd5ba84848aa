import { Injectable } from '@nestjs/common';
import { Transaction } from '../../common/database/transaction.js';
import { refusalBehind } from '../../common/errors/constraints.js';
import { DomainError } from '../../common/errors/domain-error.js';
import { valid } from '../../common/http/validation/valid.js';
import type { Money } from '../../common/money/money.js';
import { InventoryFacade } from '../../inventory/index.js';
import { Availability } from '../products/availability.js';
import { UpdateVariantDto } from '../dto/update-variant.dto.js';
import { VariantsService } from '../products/variants.service.js';
import type { OpenFile } from './csv/file-bytes.js';
import { saidOnce } from './formats/said-once.js';
import { readStock, type StockRow } from './stock-file.js';
import { type KnownStock, StockRowsReader } from './stock-rows.reader.js';

export type Refusals = ReadonlyMap<number, readonly string[]>;

export interface StockBatchResult {
  readonly changed: ReadonlySet<number>;
  readonly refused: Refusals;
}

interface KnownRow extends StockRow {
  readonly known: KnownStock;
}

/** Rolls back a batch, to repeat it without the refused rows. */
class RowsRefused extends Error {
  constructor(readonly refused: Refusals) {
    super('Rows are refused');
  }
}

/** Rolls back a dry run. */
class TakenBack extends Error {
  constructor(readonly result: StockBatchResult) {
    super('Taken back');
  }
}

/** Sets counts and prices by SKU. Each row is applied or refused as a whole; each batch is one transaction. */
@Injectable()
export class StockImport {
  constructor(
    private readonly transaction: Transaction,
    private readonly reader: StockRowsReader,
    private readonly variants: VariantsService,
    private readonly inventory: InventoryFacade,
    private readonly availability: Availability,
  ) {}

  /** Reads the rows of a file. A second row for the same value of a variant is refused. */
  rowsOf(open: OpenFile, currency: string): AsyncGenerator<StockRow> {
    return saidOnce(this.reader.named(readStock(open, currency)));
  }

  /** Records the result in the batch's transaction, or separately in a dry run. */
  async take(
    rows: readonly StockRow[],
    actorId: string,
    { isDryRun, record }: { isDryRun: boolean; record: (result: StockBatchResult) => Promise<void> },
  ): Promise<void> {
    const refused = new Map(faulty(rows).map(({ line, faults }) => [line, faults.map(({ text }) => text)]));
    for (;;) {
      try {
        const open = rows.filter(({ line }) => !refused.has(line));
        await this.transaction.run(async () => {
          const changed = await this.apply(open, actorId);
          if (isDryRun) throw new TakenBack({ changed, refused });
          await record({ changed, refused });
        });
        return;
      } catch (error) {
        if (error instanceof TakenBack) return record(error.result);
        if (!(error instanceof RowsRefused)) throw error;
        for (const [line, texts] of error.refused) refused.set(line, [...texts]);
      }
    }
  }

  /** Changes prices first, since inventory rows are always locked last. */
  private async apply(rows: readonly StockRow[], actorId: string): Promise<Set<number>> {
    const known = await this.find(rows);
    const changed = new Set<number>();
    // A fixed order of products prevents deadlocks.
    for (const row of known.toSorted((a, b) => (a.known.productId < b.known.productId ? -1 : 1))) {
      if (await this.setPrices(row)) changed.add(row.line);
    }
    for (const line of await this.setCounts(known, actorId)) changed.add(line);
    return changed;
  }

  private async find(rows: readonly StockRow[]): Promise<KnownRow[]> {
    const found = await this.reader.find(rows.map(({ sku }) => sku));
    const missing = rows.filter(({ sku }) => !found.has(sku));
    refuse(missing, () => 'there is no variant with this SKU');
    return rows.map((row) => ({ ...row, known: found.get(row.sku)! }));
  }

  private async setPrices(row: KnownRow): Promise<boolean> {
    const { known, prices } = row;
    // An earlier row of the batch may have set another currency of this variant.
    const before = prices.length > 0 ? ((await this.reader.find([row.sku])).get(row.sku) ?? known) : known;
    const merged = mergedPrices(before.prices, prices);
    if (!merged) return false;
    try {
      await this.variants.update(known.variantId, valid(UpdateVariantDto, { prices: merged }));
      return true;
    } catch (error) {
      const refusal = error instanceof DomainError ? error : refusalBehind(error);
      if (!refusal) throw error;
      throw new RowsRefused(new Map([[row.line, [refusal.detail]]]));
    }
  }

  private async setCounts(rows: readonly KnownRow[], actorId: string): Promise<number[]> {
    const counted = rows.flatMap(({ onHand, line, known: { variantId } }) =>
      onHand === undefined ? [] : [{ line, variantId, onHand }],
    );
    if (counted.length === 0) return [];
    const { changed, reserved, unknown, crossing } = await this.inventory.count(counted, actorId);
    refuse(
      counted.filter(({ variantId }) => reserved.has(variantId) || unknown.has(variantId)),
      ({ variantId }) =>
        unknown.has(variantId)
          ? 'the variant has no stock level'
          : `orders hold ${reserved.get(variantId)} units of it, more than would be left`,
    );
    // Updates all at once; otherwise jobs would show the changes one by one.
    if (crossing.length > 0) await this.transaction.afterCommit(() => this.availability.show(crossing));
    return counted.filter(({ variantId }) => changed.has(variantId)).map(({ line }) => line);
  }
}

const faulty = (rows: readonly StockRow[]): StockRow[] => rows.filter(({ faults }) => faults.length > 0);

function refuse<R extends { readonly line: number }>(rows: readonly R[], why: (row: R) => string): void {
  if (rows.length > 0) throw new RowsRefused(new Map(rows.map((row) => [row.line, [why(row)]])));
}

function mergedPrices(known: readonly Money[], given: readonly Money[]): Money[] | undefined {
  const amounts = new Map(known.map(({ currency, amount }) => [currency, amount]));
  if (given.every(({ currency, amount }) => amounts.get(currency) === amount)) return undefined;
  for (const { currency, amount } of given) amounts.set(currency, amount);
  return [...amounts].map(([currency, amount]) => ({ currency, amount }));
}
