import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Transaction } from '../database/transaction.js';
import { ImportFilesRepository } from './import-files.repository.js';
import { ImportFindingsRepository } from './import-findings.repository.js';
import { ImportRun, Interrupted } from './import-run.js';
import type { Import, ImportKind } from './import.js';
import { ImportQueue } from './import-queue.js';
import { UnreadableFile } from './unreadable-file.js';

/** Runs imports whose file has arrived, from their checkpoint to their end. */
@Injectable()
export class ImportRuns implements OnModuleDestroy {
  private isStopping = false;

  constructor(
    private readonly transaction: Transaction,
    private readonly queue: ImportQueue,
    private readonly files: ImportFilesRepository,
    private readonly findings: ImportFindingsRepository,
  ) {}

  onModuleDestroy(): void {
    this.isStopping = true;
  }

  /**
   * Runs an import by the work that knows its kind. A file that cannot be read fails it, with nothing imported. When
   * anything else goes wrong the job is tried again, and goes on behind the last checkpoint.
   */
  async run(id: string, kind: ImportKind, work: (run: ImportRun) => Promise<void>): Promise<void> {
    const facts = await this.queue.begin(id, kind);
    if (!facts) return;
    try {
      await work(this.runOf(facts));
      await this.queue.end(id, null);
    } catch (error) {
      await this.endAfter(error, id, kind);
    }
  }

  private async endAfter(error: unknown, id: string, kind: ImportKind): Promise<void> {
    if (error instanceof UnreadableFile) return this.queue.end(id, error.message);
    if (error instanceof Interrupted) return this.queue.enqueue(id, kind);
    // TakenOver among others: a job that ends well is gone, also from under another process that has taken it over.
    throw error;
  }

  private runOf(facts: Import): ImportRun {
    const { transaction, files, findings } = this;
    const isStopping = (): boolean => this.isStopping;
    return new ImportRun(facts, { transaction, imports: this.queue.imports, files, findings, isStopping });
  }
}
