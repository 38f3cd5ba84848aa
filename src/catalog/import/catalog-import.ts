import { Injectable } from '@nestjs/common';
import { readGroups, type ProductRows, type Survey, surveyFile } from './catalog-file.js';
import { fileAt, type OpenFile } from './csv/file-bytes.js';
import { ImportReport, type Outcome } from './import-report.js';
import type { Finding, ProductDraft } from './formats/product-draft.js';
import { ProductImport } from './product-import.js';

/** Result for one product of a file. */
export interface ProductResult {
  readonly handle: string;
  readonly rows: number;
  readonly outcome: Outcome;
  readonly faults: readonly Finding[];
  readonly notes: readonly Finding[];
}

export interface ProductImportOptions {
  /** ISO 4217 code for prices without a currency of their own. */
  readonly currency: string;
  /** Reports what would happen, without changes. */
  readonly isDryRun?: boolean;
  readonly importId?: string;
  /** Products at the beginning of the file to skip, since they are done. */
  readonly done?: number;
  /** Called once for each product: in the transaction that writes it, or after it when nothing is written. */
  readonly record?: (result: ProductResult) => Promise<void>;
  readonly onResult?: (result: ProductResult) => void;
}

export interface ImportOptions extends Pick<ProductImportOptions, 'currency' | 'isDryRun'> {
  /** Called before the first product, when the file is known to be readable. */
  readonly onStart?: (report: ImportReport) => void;
  readonly onProduct?: () => void;
}

/** Imports products, each in one transaction, identified by slug. What the file does not mention stays. */
@Injectable()
export class CatalogImport {
  constructor(private readonly products: ProductImport) {}

  /** Throws UnreadableFile before anything is imported. A repeated run changes nothing. */
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

/** Remembers SKUs that a dry run would have stored, to find later duplicates in the file. */
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
  const text = 'rows of this handle are in several places of the file; put them together';
  return { draft: undefined, faults: [{ line: rows[0]!.line, text }], notes: [] };
}
