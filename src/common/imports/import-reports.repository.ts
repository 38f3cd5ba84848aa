import { Injectable } from '@nestjs/common';
import { Transaction } from '../database/transaction.js';
import { type ImportFinding, type NumberedFinding, storable } from './import.js';

/** Further findings are only counted. */
export const MAX_FINDINGS = 10_000;

@Injectable()
export class ImportReportsRepository {
  constructor(private readonly transaction: Transaction) {}

  /** Adds a finding from outside the import's run, also after its end. */
  async add(importId: string, finding: ImportFinding): Promise<void> {
    await this.transaction.run(async () => {
      const [row] = await this.transaction.sql<{ before: number }>(
        'UPDATE imports SET findings = findings + 1 WHERE id = $1 RETURNING findings - 1 AS before',
        [importId],
      );
      if (row) await this.append(importId, row.before, [finding]);
    });
  }

  async append(importId: string, count: number, findings: readonly ImportFinding[]): Promise<void> {
    const kept = findings.slice(0, Math.max(0, MAX_FINDINGS - count));
    if (kept.length === 0) return;
    await this.transaction.sql(
      `INSERT INTO import_findings (import_id, number, kind, line, subject, detail)
       SELECT $1, $2 + place - 1, kind, line, left(subject, 200), left(detail, 1000)
       FROM unnest($3::text[], $4::integer[], $5::text[], $6::text[]) WITH ORDINALITY
         AS given (kind, line, subject, detail, place)`,
      [
        importId,
        count,
        kept.map(({ kind }) => kind),
        kept.map(({ line }) => line),
        kept.map(({ subject }) => storable(subject)),
        kept.map(({ detail }) => storable(detail)),
      ],
    );
  }

  list(importId: string, after: number, limit: number): Promise<NumberedFinding[]> {
    return this.transaction.sql<NumberedFinding>(
      `SELECT number, kind, line, subject, detail FROM import_findings
       WHERE import_id = $1 AND number > $2 ORDER BY number LIMIT $3`,
      [importId, after, limit],
    );
  }
}
