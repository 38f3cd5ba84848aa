import { Injectable } from '@nestjs/common';
import { readGroups, type ProductRows, type Survey, surveyFile } from './catalog-file.js';
import { fileAt, type OpenFile } from './csv/file-bytes.js';
import { ImportReport, type Outcome } from './import-report.js';
import type { Finding, ProductDraft } from './formats/product-draft.js';
import { ProductImport } from './product-import.js';

/** What became of one product of a file. */
export interface ProductResult {
  readonly handle: string;
  /** Rows of the file that are about it. */
  readonly rows: number;
  readonly outcome: Outcome;
  readonly faults: readonly Finding[];
  readonly notes: readonly Finding[];
}

export interface ProductImportOptions {
  /** ISO 4217 code of those prices that do not say it themselves. */
  readonly currency: string;
  /** Finds out what would happen, and changes nothing. */
  readonly isDryRun?: boolean;
  /** The import over HTTP that it is. */
  readonly importId?: string;
  /** Products at the beginning of the file that were done before, and are passed over. */
  readonly done?: number;
  /** Called once for each product: in the transaction that writes it, or after it when nothing is written. */
  readonly record?: (result: ProductResult) => Promise<void>;
  /** Called after each product. */
  readonly onResult?: (result: ProductResult) => void;
}

export interface ImportOptions extends Pick<ProductImportOptions, 'currency' | 'isDryRun'> {
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
  async run(path: string, { onStart, onProduct, ...options }: ImportOptions): Promise<ImportReport> {
    const open = fileAt(path);
    const survey = await surveyFile(open);
    const report = new ImportReport(survey.products, survey.unreadColumns);
    onStart?.(report);
    const onResult = (result: ProductResult): void => {
      report.add(result.handle, result.outcome, result);
      onProduct?.();
    };
    await this.importProducts(open, survey, { ...options, onResult });
    return report;
  }

  /** Imports the products of a file that has been surveyed, in their order. */
  async importProducts(open: OpenFile, survey: Survey, options: ProductImportOptions): Promise<void> {
    let passed = 0;
    const trial = options.isDryRun ? new TrialSkus() : undefined;
    for await (const group of readGroups(open)) {
      passed += 1;
      if (passed <= (options.done ?? 0)) continue;
      options.onResult?.(await this.take(group, survey, { ...options, trial }));
    }
  }

  private async take(
    group: ProductRows,
    survey: Survey,
    { currency, isDryRun = false, record, importId, trial }: TakeOptions,
  ): Promise<ProductResult> {
    const read = survey.scattered.has(group.handle) ? scattered(group) : group.format.read(group, currency);
    const { draft, notes } = read;
    const faults = draft ? (trial?.faultsOf(draft) ?? []) : read.faults;
    const result = { handle: group.handle, rows: group.rowCount, notes };
    if (!draft || faults.length > 0) {
      const refused = { ...result, outcome: 'refused', faults } as const;
      await record?.(refused);
      return refused;
    }
    const written = await this.products.write(draft, {
      isDryRun,
      ...(importId !== undefined && { importId }),
      record: async (outcome) => record?.({ ...result, ...outcome }),
    });
    if (written.outcome !== 'refused') trial?.add(draft);
    return { ...result, ...written };
  }
}

interface TakeOptions extends ProductImportOptions {
  readonly trial: TrialSkus | undefined;
}

/** What a dry run would have stored by now: a product further down may not have it again. */
class TrialSkus {
  private readonly slugs = new Map<string, string>();

  add({ slug, variants }: ProductDraft): void {
    for (const { sku } of variants) this.slugs.set(sku, slug);
  }

  faultsOf({ slug, variants }: ProductDraft): Finding[] {
    const taken = variants.filter(({ sku }) => (this.slugs.get(sku) ?? slug) !== slug);
    return taken.map(({ line, sku }) => ({ line, text: `Another variant has this SKU: ${sku}` }));
  }
}

function scattered({ rows }: ProductRows) {
  const text = 'rows of this handle stand in more than one place of the file; put them together';
  return { draft: undefined, faults: [{ line: rows[0]!.line, text }], notes: [] };
}
