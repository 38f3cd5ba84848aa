import { Injectable } from '@nestjs/common';
import { Transaction } from '../database/transaction.js';
import { withContent } from '../http/idempotency/lease.js';
import { type Lease, Idempotency, Replay } from '../http/idempotency/idempotency.js';
import { Overloaded } from '../errors/errors.js';
import { ImportRuns } from './import-runs.js';
import type { Import, ImportKind } from './import.js';
import { ImportAnswers } from './imports.answers.js';
import { ImportsRepository } from './imports.repository.js';

export interface ArrivedFile {
  readonly id: string;
  readonly kind: ImportKind;
  readonly dryRun: boolean;
  readonly currency: string;
  readonly content: string;
}

/** Creates an import, its job and its idempotent answer in one transaction. */
@Injectable()
export class ImportAcceptance {
  constructor(
    private readonly transaction: Transaction,
    private readonly idempotency: Idempotency,
    private readonly imports: ImportsRepository,
    private readonly runs: ImportRuns,
    private readonly answers: ImportAnswers,
  ) {}

  /** Throws IdempotencyKeyReused when the key was used with another file or other fields. */
  accept(file: ArrivedFile, lease: Lease | undefined): Promise<Import | Replay> {
    const { content, dryRun, currency } = file;
    const whole = lease && withContent(lease, JSON.stringify([content, dryRun, currency]));
    return this.transaction.run(async () => {
      const stored = whole && (await this.idempotency.find(whole));
      if (stored) return new Replay(stored);
      const accepted = await this.enqueue(file);
      if (whole) await this.answers.store(whole, accepted);
      return accepted;
    });
  }

  private async enqueue({ id, kind, dryRun, currency }: ArrivedFile): Promise<Import> {
    // The upload took so long that it was cleaned up.
    if (!(await this.imports.queue(id, dryRun, currency))) throw new Overloaded();
    await this.runs.enqueue(id, kind);
    return (await this.imports.find(kind.name, id))!;
  }
}
