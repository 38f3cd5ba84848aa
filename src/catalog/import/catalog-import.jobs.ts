import { Injectable } from '@nestjs/common';
import { Job } from '../../common/events/subscribe.decorator.js';
import type { ImportFinding, ImportStep } from '../../common/imports/import.js';
import type { ImportRun } from '../../common/imports/import-run.js';
import { ImportRuns } from '../../common/imports/import-runs.js';
import { surveyFile } from './catalog-file.js';
import { CatalogImport, type ProductResult } from './catalog-import.js';
import { CATALOG_IMPORT } from './catalog-import.kind.js';
import type { Outcome } from './import-report.js';
import type { Finding } from './formats/product-draft.js';

const COUNTED: Readonly<Record<Outcome, 'created' | 'changed' | 'unchanged' | 'refused'>> = {
  imported: 'created',
  updated: 'changed',
  unchanged: 'unchanged',
  refused: 'refused',
};

/** Runs product imports that came over HTTP. */
@Injectable()
export class CatalogImportJobs {
  constructor(
    private readonly runs: ImportRuns,
    private readonly catalog: CatalogImport,
  ) {}

  @Job(CATALOG_IMPORT.job, { says: 'Imports products from an uploaded file' })
  run({ id }: { id: string }): Promise<void> {
    return this.runs.run(id, CATALOG_IMPORT, (run) => this.work(run));
  }

  private async work(run: ImportRun): Promise<void> {
    const { open, facts, done } = run;
    const survey = await surveyFile(open);
    const { format, products: total, unreadColumns } = survey;
    await run.describe({ format, total, unreadColumns });
    await this.catalog.importProducts(open, survey, {
      currency: facts.currency,
      isDryRun: facts.isDryRun,
      importId: facts.id,
      done,
      record: (result) => run.record(stepOf(result)),
      onResult: () => run.goOn(),
    });
  }
}

function stepOf({ handle, rows, outcome, faults, notes }: ProductResult): ImportStep {
  const tell = (kind: ImportFinding['kind']) => (finding: Finding) => ({
    kind,
    line: finding.line,
    subject: handle,
    detail: finding.text,
  });
  const isStored = outcome === 'imported' || outcome === 'updated';
  const findings = [...faults.map(tell('refused')), ...(isStored ? notes.map(tell('different')) : [])];
  return { rows, [COUNTED[outcome]]: 1, findings };
}
