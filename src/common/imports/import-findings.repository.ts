import { Injectable } from '@nestjs/common';
import { Transaction } from '../database/transaction.js';
import { type ImportFinding, storable } from './import.js';

/** Findings that are kept of one import; beyond, they are only counted. */
export const MAX_FINDINGS = 10_000;

/** Writes the report of an import. */
@Injectable()
export class ImportFindingsRepository {
  constructor(private readonly transaction: Transaction) {}

  /** `count` is how many the import had before. */
  async add(importId: string, count: number, findings: readonly ImportFinding[]): Promise<void> {
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
}
