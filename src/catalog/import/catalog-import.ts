import { Injectable } from '@nestjs/common';
import { readGroups, type ProductRows, type Survey, surveyFile } from './catalog-file.js';
import { ImportReport } from './import-report.js';
import { ProductImport } from './product-import.js';

export interface ImportOptions {
  /** ISO 4217 code of those prices that do not say it themselves. */
  readonly currency: string;
  /** Finds out what would happen, and changes nothing. */
  readonly isDryRun?: boolean;
  /** Called before the first product, when the file has been found readable. */
  readonly onStart?: (report: ImportReport) => void;
  /** Called after each product. */
  readonly onProduct?: () => void;
}

/**
 * Imports files of products, whatever their format. All rows of one product are written in one transaction, or none of
 * them. A product is known again by its slug: what the file has changed is changed in the shop, the rest stays.
 */
@Injectable()
export class CatalogImport {
  constructor(private readonly products: ProductImport) {}

  /** Throws UnreadableFile before anything is imported. Run again, it changes nothing, and says so. */
  async run(path: string, options: ImportOptions): Promise<ImportReport> {
    const survey = await surveyFile(path);
    const report = new ImportReport(survey.products, survey.unreadColumns);
    options.onStart?.(report);
    for await (const group of readGroups(path)) {
      await this.take(group, survey, report, options);
      options.onProduct?.();
    }
    return report;
  }

  private async take(
    group: ProductRows,
    survey: Survey,
    report: ImportReport,
    options: ImportOptions,
  ): Promise<void> {
    if (survey.scattered.has(group.handle)) {
      const text = 'rows of this handle stand in more than one place of the file; put them together';
      return report.add(group.handle, 'refused', {
        faults: [{ line: group.rows[0]!.line, text }],
      });
    }
    const { draft, faults, notes } = group.format.read(group, options.currency);
    if (!draft) return report.add(group.handle, 'refused', { faults });
    const written = await this.products.write(draft, options.isDryRun ?? false);
    return report.add(group.handle, written.outcome, { faults: written.faults, notes });
  }
}
