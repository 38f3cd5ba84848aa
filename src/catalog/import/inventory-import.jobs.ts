import { Injectable } from '@nestjs/common';
import { Job } from '../../common/events/subscribe.decorator.js';
import type { ImportStep } from '../../common/imports/import.js';
import type { ImportRun } from '../../common/imports/import-run.js';
import { ImportRuns } from '../../common/imports/import-runs.js';
import { UnreadableFile } from '../../common/imports/unreadable-file.js';
import { INVENTORY_IMPORT } from './inventory-import.kind.js';
import { type StockRow, surveyStock } from './stock-file.js';
import { type StockBatchResult, StockImport } from './stock-import.js';

const BATCH = 100;

/** Runs imports of counts and prices that came over HTTP. */
@Injectable()
export class InventoryImportJobs {
  constructor(
    private readonly runs: ImportRuns,
    private readonly stock: StockImport,
  ) {}

  @Job(INVENTORY_IMPORT.job, { says: 'Imports stock levels from an uploaded file' })
  run({ id }: { id: string }): Promise<void> {
    return this.runs.run(id, INVENTORY_IMPORT, (run) => this.work(run));
  }

  private async work(run: ImportRun): Promise<void> {
    const { open, facts, done } = run;
    const { rows: total, hasPrices, unreadColumns } = await surveyStock(open);
    if (hasPrices && !facts.permissions.includes('catalog:write')) {
      throw new UnreadableFile('Prices need the permission catalog:write. Remove their columns.');
    }
    await run.describe({ format: 'Stock and prices', total, unreadColumns });
    let passed = 0;
    let batch: StockRow[] = [];
    for await (const row of this.stock.rowsOf(open, facts.currency)) {
      passed += 1;
      if (passed > done) batch.push(row);
      if (batch.length < BATCH) continue;
      await this.take(batch, run);
      batch = [];
      run.goOn();
    }
    if (batch.length > 0) await this.take(batch, run);
  }

  private take(batch: readonly StockRow[], run: ImportRun): Promise<void> {
    const { actorId, isDryRun } = run.facts;
    const record = (result: StockBatchResult): Promise<void> => run.record(stepOf(batch, result));
    return this.stock.take(batch, actorId, { isDryRun, record });
  }
}

function stepOf(rows: readonly StockRow[], { changed, refused }: StockBatchResult): ImportStep {
  const findings = rows.flatMap(({ line, sku }) =>
    (refused.get(line) ?? []).map((detail) => ({ kind: 'refused' as const, line, subject: sku, detail })),
  );
  const unchanged = rows.length - changed.size - refused.size;
  return { rows: rows.length, changed: changed.size, refused: refused.size, unchanged, findings };
}
