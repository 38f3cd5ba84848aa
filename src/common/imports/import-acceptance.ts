import { Injectable } from '@nestjs/common';
import { Transaction } from '../database/transaction.js';
import { withContent } from '../http/idempotency/claim.js';
import { type Claim, Idempotency, Replay } from '../http/idempotency/idempotency.js';
import { Overloaded } from '../errors/errors.js';
import { ImportResponse } from './dto/import.response.js';
import type { ImportKind } from './import.js';
import { ImportQueue } from './import-queue.js';
import { ImportsReader } from './imports.reader.js';

const ACCEPTED = 202;

/** A file that has arrived whole. */
export interface ArrivedFile {
  readonly id: string;
  readonly kind: ImportKind;
  readonly dryRun: boolean;
  readonly currency: string;
  /** Hash of its bytes. */
  readonly content: string;
}

/** Makes an import of a file that has arrived: with its job and the answer of its Idempotency-Key, or not at all. */
@Injectable()
export class ImportAcceptance {
  constructor(
    private readonly transaction: Transaction,
    private readonly idempotency: Idempotency,
    private readonly queue: ImportQueue,
    private readonly reader: ImportsReader,
  ) {}

  /** Throws IdempotencyKeyReused where the key came with another file or other fields before. */
  accept(file: ArrivedFile, claim: Claim | undefined): Promise<ImportResponse | Replay> {
    const { content, dryRun, currency } = file;
    const whole = claim && withContent(claim, JSON.stringify([content, dryRun, currency]));
    return this.transaction.run(async () => {
      const stored = whole && (await this.idempotency.find(whole));
      if (stored) return new Replay(stored);
      const answer = await this.begin(file);
      if (whole) await this.idempotency.store(whole, ACCEPTED, answer);
      return answer;
    });
  }

  private async begin({ id, kind, dryRun, currency }: ArrivedFile): Promise<ImportResponse> {
    // The upload took so long that it was cleaned away for an abandoned one.
    if (!(await this.queue.imports.queue(id, dryRun, currency))) throw new Overloaded();
    await this.queue.enqueue(id, kind);
    return ImportResponse.from((await this.reader.find(kind.name, id))!);
  }
}
