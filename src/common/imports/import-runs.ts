import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Transaction } from '../database/transaction.js';
import { Jobs } from '../events/jobs.js';
import { ImportFilesRepository } from './import-files.repository.js';
import { ImportReportsRepository } from './import-reports.repository.js';
import { ImportRun, Interrupted } from './import-run.js';
import type { ImportKind } from './import.js';
import { ImportsRepository } from './imports.repository.js';
import { UnreadableFile } from './unreadable-file.js';

/** Some hours of retries, before the cleanup gives the import up. */
const MAX_ATTEMPTS = 10;

@Injectable()
export class ImportRuns implements OnModuleDestroy {
  private isStopping = false;

  constructor(
    private readonly transaction: Transaction,
    private readonly jobs: Jobs,
    private readonly imports: ImportsRepository,
    private readonly files: ImportFilesRepository,
    private readonly reports: ImportReportsRepository,
  ) {}

  onModuleDestroy(): void {
    this.isStopping = true;
  }

  /** One import of a kind runs at a time, over all processes. */
  enqueue(id: string, kind: ImportKind): Promise<void> {
    return this.jobs.enqueue(kind.job, { id }, { queue: kind.job, maxAttempts: MAX_ATTEMPTS });
  }

  /** An unreadable file fails with nothing imported; other errors retry the job from its last checkpoint. */
  async run(id: string, kind: ImportKind, work: (run: ImportRun) => Promise<void>): Promise<void> {
    const { transaction, imports, files, reports } = this;
    const facts = (await imports.begin(id)) && (await imports.find(kind.name, id));
    if (!facts) return;
    try {
      await work(new ImportRun(facts, transaction, imports, files, reports, () => this.isStopping));
      await this.end(id, null);
    } catch (error) {
      if (error instanceof UnreadableFile) await this.end(id, error.message);
      else if (error instanceof Interrupted) await this.enqueue(id, kind);
      // Includes TakenOver, because a successful job is removed even when another process holds it.
      else throw error;
    }
  }

  private end(id: string, failure: string | null): Promise<void> {
    return this.transaction.run(async () => {
      await this.imports.end(id, failure);
      await this.files.remove(id);
    });
  }
}
