import type { Transaction } from '../database/transaction.js';
import type { ImportFilesRepository } from './import-files.repository.js';
import type { ImportReportsRepository } from './import-reports.repository.js';
import type { FileFacts, Import, ImportStep } from './import.js';
import type { ImportsRepository } from './imports.repository.js';

/** Rolls back the current step: another process runs the import, or it was given up. */
export class TakenOver extends Error {
  constructor() {
    super('Another process runs the import, or it was given up');
  }
}

/** The process stops; the import continues in another process, or after a restart. */
export class Interrupted extends Error {}

/** A running import, as the code for its kind sees it. */
export class ImportRun {
  /** Units that earlier runs processed; skip this many. */
  readonly done: number;
  private processed: number;

  constructor(
    readonly facts: Import,
    private readonly transaction: Transaction,
    private readonly imports: ImportsRepository,
    private readonly files: ImportFilesRepository,
    private readonly reports: ImportReportsRepository,
    private readonly isStopping: () => boolean,
  ) {
    this.done = this.processed = facts.processed;
  }

  readonly open = (): AsyncGenerator<Buffer> => this.files.read(this.facts.id);

  describe(facts: FileFacts): Promise<void> {
    return this.imports.describe(this.facts.id, facts);
  }

  /** Call this between units. Throws Interrupted when the process stops. */
  goOn(): void {
    if (this.isStopping()) throw new Interrupted();
  }

  /** Advances the checkpoint in the units' own transaction. Throws TakenOver after another process has done so. */
  record(step: ImportStep): Promise<void> {
    return this.transaction.run(async () => {
      const before = await this.imports.advance(this.facts.id, this.processed, step);
      if (before === undefined) throw new TakenOver();
      await this.reports.append(this.facts.id, before, step.findings);
      // A rolled-back transaction is retried from the same checkpoint.
      await this.transaction.afterCommit(() => this.count(step));
    });
  }

  private count({ created = 0, changed = 0, unchanged = 0, refused = 0 }: ImportStep): void {
    this.processed += created + changed + unchanged + refused;
  }
}
