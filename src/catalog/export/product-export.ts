import { Injectable } from '@nestjs/common';
import { InventoryFacade } from '../../inventory/index.js';
import { CategoriesRepository } from '../categories/categories.repository.js';
import { csvLine } from './own-csv.js';
import { exportHeader, type ExportFacts, productRows } from './product-export-rows.js';
import { ProductExportReader } from './product-export.reader.js';

const BATCH = 100;

/** Writes all products in the shop's own CSV, in batches to limit memory. */
@Injectable()
export class ProductExport {
  constructor(
    private readonly reader: ProductExportReader,
    private readonly categories: CategoriesRepository,
    private readonly inventory: InventoryFacade,
  ) {}

  /** A product that changes during the export appears in its state before or after the change. */
  async *csv(): AsyncGenerator<string> {
    const currencies = await this.reader.currencies();
    const paths = await this.categoryPaths();
    yield csvLine(exportHeader(currencies));
    let last: string | null = null;
    for (;;) {
      const products = await this.reader.after(last, BATCH);
      if (products.length === 0) return;
      const variantIds = products.flatMap(({ variants }) => variants.map(({ id }) => id));
      const facts: ExportFacts = { currencies, paths, onHand: await this.inventory.onHand(variantIds) };
      yield products
        .flatMap((product) => productRows(product, facts))
        .map(csvLine)
        .join('');
      last = products.at(-1)!.id;
    }
  }

  private async categoryPaths(): Promise<ReadonlyMap<string, readonly string[]>> {
    const byId = new Map((await this.categories.all()).map((category) => [category.id, category]));
    const pathOf = (id: string | null): string[] => {
      const category = id === null ? undefined : byId.get(id);
      return category ? [...pathOf(category.parentId), category.name] : [];
    };
    return new Map([...byId.keys()].map((id) => [id, pathOf(id)]));
  }
}
