import type { Transaction } from '../database/transaction.js';
import type { ImportFilesRepository } from './import-files.repository.js';
import type { ImportFindingsRepository } from './import-findings.repository.js';
import type { FileFacts, Import, ImportStep } from './import.js';
import type { ImportsRepository } from './imports.repository.js';

/** Another process is about the same import, or it was given up: whatever was being done is rolled back. */
export class TakenOver extends Error {
  constructor() {
    super('Another process runs the import, or it was given up');
  }
}

/** The process is to end; the import goes on elsewhere, or here when it is back. */
export class Interrupted extends Error {}

/** What an import under way writes to. */
export interface ImportDesk {
  readonly transaction: Transaction;
  readonly imports: ImportsRepository;
  readonly files: ImportFilesRepository;
  readonly findings: ImportFindingsRepository;
  readonly isStopping: () => boolean;
}

/** An import under way, as the code that knows its kind sees it. */
export class ImportRun {
  /** Units of the file that were done before: pass over so many. */
  readonly done: number;
  private processed: number;

  constructor(
    readonly facts: Import,
    private readonly desk: ImportDesk,
  ) {
    this.done = this.processed = facts.processed;
  }

  /** The file from its beginning, as often as one likes. */
  readonly open = (): AsyncGenerator<Buffer> => this.desk.files.read(this.facts.id);

  describe(facts: FileFacts): Promise<void> {
    return this.desk.imports.describe(this.facts.id, facts);
  }

  /** To be called between units. Throws Interrupted when the process is to end. */
  goOn(): void {
    if (this.desk.isStopping()) throw new Interrupted();
  }

  /**
   * Sets the checkpoint behind the next units: in the transaction of what they change, so that neither is without the
   * other, or in one of its own where nothing changes. Throws TakenOver when somebody else has set it already.
   */
  record(step: ImportStep): Promise<void> {
    const { transaction, imports, findings } = this.desk;
    return transaction.run(async () => {
      const before = await imports.advance(this.facts.id, this.processed, step);
      if (before === undefined) throw new TakenOver();
      await findings.add(this.facts.id, before, step.findings);
      // A transaction that is rolled back is run again from the same checkpoint.
      await transaction.afterCommit(() => this.count(step));
    });
  }

  private count({ created = 0, changed = 0, unchanged = 0, refused = 0 }: ImportStep): void {
    this.processed += created + changed + unchanged + refused;
  }
}
