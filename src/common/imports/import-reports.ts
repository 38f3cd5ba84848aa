import { Injectable } from '@nestjs/common';
import { Transaction } from '../database/transaction.js';
import { ImportFindingsRepository } from './import-findings.repository.js';
import type { ImportFinding } from './import.js';

/** Adds to the report of an import what comes out apart from it, also after its end. */
@Injectable()
export class ImportReports {
  constructor(
    private readonly transaction: Transaction,
    private readonly findings: ImportFindingsRepository,
  ) {}

  async add(importId: string, finding: ImportFinding): Promise<void> {
    await this.transaction.run(async () => {
      const [row] = await this.transaction.sql<{ before: number }>(
        'UPDATE imports SET findings = findings + 1 WHERE id = $1 RETURNING findings - 1 AS before',
        [importId],
      );
      if (row) await this.findings.add(importId, row.before, [finding]);
    });
  }
}
