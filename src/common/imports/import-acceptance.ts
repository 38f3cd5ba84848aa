import { Injectable } from '@nestjs/common';
import { Transaction } from '../database/transaction.js';
import { withContent } from '../http/idempotency/lease.js';
import { type Lease, Idempotency, Replay } from '../http/idempotency/idempotency.js';
import { Overloaded } from '../errors/errors.js';
import { ImportResponse } from './dto/import.response.js';
import { ImportRuns } from './import-runs.js';
import type { ImportKind } from './import.js';
import { ImportsRepository } from './imports.repository.js';

const ACCEPTED = 202;

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
  ) {}

  /** Throws IdempotencyKeyReused when the key was used with another file or other fields. */
  accept(file: ArrivedFile, lease: Lease | undefined): Promise<ImportResponse | Replay> {
    const { content, dryRun, currency } = file;
    const whole = lease && withContent(lease, JSON.stringify([content, dryRun, currency]));
    return this.transaction.run(async () => {
      const stored = whole && (await this.idempotency.find(whole));
      if (stored) return new Replay(stored);
      const answer = await this.enqueue(file);
      if (whole) await this.idempotency.store(whole, ACCEPTED, answer);
      return answer;
    });
  }

  private async enqueue({ id, kind, dryRun, currency }: ArrivedFile): Promise<ImportResponse> {
    // The upload took so long that it was cleaned up.
    if (!(await this.imports.queue(id, dryRun, currency))) throw new Overloaded();
    await this.runs.enqueue(id, kind);
    return ImportResponse.from((await this.imports.find(kind.name, id))!);
  }
}
