import { Injectable } from '@nestjs/common';
import { ImportReport } from './import-report.js';
import { ProductImport } from './product-import.js';
import { readGroups, type ShopifyGroup, type ShopifySurvey, surveyShopifyFile } from './shopify-file.js';
import { readProduct } from './shopify-product.js';

export interface ImportOptions {
  /** ISO 4217 code of the file's prices, which do not say it themselves. */
  readonly currency: string;
  /** Finds out what would happen, and changes nothing. */
  readonly isDryRun?: boolean;
  /** Called before the first product, when the file has been found readable. */
  readonly onStart?: (report: ImportReport) => void;
  /** Called after each product. */
  readonly onProduct?: () => void;
}

/** Imports Shopify's product export, product by product, each in a transaction of its own. */
@Injectable()
export class ShopifyImport {
  constructor(private readonly products: ProductImport) {}

  /** Throws UnreadableFile before anything is imported. Run again, it passes over the products that are there. */
  async run(path: string, options: ImportOptions): Promise<ImportReport> {
    const survey = await surveyShopifyFile(path);
    const report = new ImportReport(survey.groups, survey.unreadColumns);
    options.onStart?.(report);
    for await (const group of readGroups(path)) {
      await this.take(group, survey, report, options);
      options.onProduct?.();
    }
    return report;
  }

  private async take(
    group: ShopifyGroup,
    survey: ShopifySurvey,
    report: ImportReport,
    options: ImportOptions,
  ): Promise<void> {
    if (survey.scattered.has(group.handle)) {
      const text = 'rows of this handle stand in more than one place of the file; put them together';
      return report.add(group.handle, 'refused', {
        faults: [{ line: group.rows[0]!.line, text }],
      });
    }
    const { draft, faults, notes } = readProduct(group, options.currency);
    if (!draft) return report.add(group.handle, 'refused', { faults });
    const written = await this.products.write(draft, options.isDryRun ?? false);
    return report.add(group.handle, written.outcome, { faults: written.faults, notes });
  }
}
