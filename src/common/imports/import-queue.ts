import { Injectable } from '@nestjs/common';
import { Transaction } from '../database/transaction.js';
import { Jobs } from '../events/jobs.js';
import { ImportFilesRepository } from './import-files.repository.js';
import type { Import, ImportKind } from './import.js';
import { ImportsReader } from './imports.reader.js';
import { ImportsRepository } from './imports.repository.js';

/** Tried again for some hours; an import that fails as often is given up by the next cleaning. */
const MAX_ATTEMPTS = 10;

/** Leads imports from state to state, each step with what belongs to it. */
@Injectable()
export class ImportQueue {
  constructor(
    private readonly transaction: Transaction,
    private readonly jobs: Jobs,
    readonly imports: ImportsRepository,
    private readonly reader: ImportsReader,
    private readonly files: ImportFilesRepository,
  ) {}

  /** One import of a kind runs at a time, whichever process takes it. */
  enqueue(id: string, kind: ImportKind): Promise<void> {
    return this.jobs.enqueue(kind.job, { id }, { queue: kind.job, maxAttempts: MAX_ATTEMPTS });
  }

  /** The import, unless it has ended. */
  async begin(id: string, kind: ImportKind): Promise<Import | undefined> {
    return (await this.imports.begin(id)) ? this.reader.find(kind.name, id) : undefined;
  }

  /** Nobody needs the file any more. */
  end(id: string, failure: string | null): Promise<void> {
    return this.transaction.run(async () => {
      await this.imports.end(id, failure);
      await this.files.remove(id);
    });
  }
}
