import { Injectable } from '@nestjs/common';
import { Transaction } from '../database/transaction.js';
import type { Import, NumberedFinding } from './import.js';

/** Finds imports and what was reported of them. */
@Injectable()
export class ImportsReader {
  constructor(private readonly transaction: Transaction) {}

  /** The latest first. */
  list(kind: string, before: string | null, limit: number): Promise<Import[]> {
    return this.transaction.sql<Import>(
      `SELECT id, kind, state, is_dry_run AS "isDryRun", currency, actor_id AS "actorId", permissions, bytes, format,
         unread_columns AS "unreadColumns", total, processed, rows_read AS "rowsRead", created, changed, unchanged,
         refused, findings, failure, created_at AS "createdAt", started_at AS "startedAt", finished_at AS "finishedAt"
       FROM imports WHERE kind = $1 AND state <> 'uploading' AND ($2::uuid IS NULL OR id < $2)
       ORDER BY id DESC LIMIT $3`,
      [kind, before, limit],
    );
  }

  async find(kind: string, id: string): Promise<Import | undefined> {
    const [found] = await this.transaction.sql<Import>(
      `SELECT id, kind, state, is_dry_run AS "isDryRun", currency, actor_id AS "actorId", permissions, bytes, format,
         unread_columns AS "unreadColumns", total, processed, rows_read AS "rowsRead", created, changed, unchanged,
         refused, findings, failure, created_at AS "createdAt", started_at AS "startedAt", finished_at AS "finishedAt"
       FROM imports WHERE kind = $1 AND id = $2 AND state <> 'uploading'`,
      [kind, id],
    );
    return found;
  }

  /** In the order in which they were found, which is that of the file. */
  findings(importId: string, after: number, limit: number): Promise<NumberedFinding[]> {
    return this.transaction.sql<NumberedFinding>(
      `SELECT number, kind, line, subject, detail FROM import_findings
       WHERE import_id = $1 AND number > $2 ORDER BY number LIMIT $3`,
      [importId, after, limit],
    );
  }
}
