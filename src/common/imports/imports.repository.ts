import { Injectable } from '@nestjs/common';
import { Transaction } from '../database/transaction.js';
import { type FileFacts, type Import, type ImportStep, storable } from './import.js';

type NewImport = Pick<Import, 'id' | 'kind' | 'actorId' | 'permissions' | 'currency'>;

const MAX_COLUMNS_TOLD = 100;

/** Guarded statements make each change of state. */
@Injectable()
export class ImportsRepository {
  constructor(private readonly transaction: Transaction) {}

  /** Precedes the first byte, so that all bytes belong to an import and can be cleaned up. */
  async create({ id, kind, actorId, permissions, currency }: NewImport): Promise<void> {
    await this.transaction.sql(
      'INSERT INTO imports (id, kind, actor_id, permissions, currency) VALUES ($1, $2, $3, $4, $5)',
      [id, kind, actorId, permissions, currency],
    );
  }

  /** False when the upload was already cleaned up. */
  async queue(id: string, isDryRun: boolean, currency: string): Promise<boolean> {
    const { count } = await this.transaction.execute(
      `UPDATE imports SET state = 'queued', is_dry_run = $2, currency = $3, touched_at = now()
       WHERE id = $1 AND state = 'uploading'`,
      [id, isDryRun, currency],
    );
    return count === 1;
  }

  /** False when the import has ended. */
  async begin(id: string): Promise<boolean> {
    const { count } = await this.transaction.execute(
      `UPDATE imports SET state = 'running', started_at = coalesce(started_at, now()), touched_at = now()
       WHERE id = $1 AND state IN ('queued', 'running')`,
      [id],
    );
    return count === 1;
  }

  async describe(id: string, { format, total, unreadColumns }: FileFacts): Promise<void> {
    await this.transaction.sql(
      `UPDATE imports SET format = $2, total = $3, unread_columns = $4, touched_at = now() WHERE id = $1`,
      [id, format, total, [...unreadColumns].slice(0, MAX_COLUMNS_TOLD).map(storable)],
    );
  }

  /** Counts units if `processed` is still the count, and returns the earlier number of findings. */
  async advance(id: string, processed: number, step: ImportStep): Promise<number | undefined> {
    const { rows, created = 0, changed = 0, unchanged = 0, refused = 0, findings } = step;
    const [row] = await this.transaction.sql<{ before: number }>(
      `UPDATE imports SET processed = processed + $4 + $5 + $6 + $7, rows_read = rows_read + $3,
         created = created + $4, changed = changed + $5, unchanged = unchanged + $6, refused = refused + $7,
         findings = findings + $8, touched_at = now()
       WHERE id = $1 AND processed = $2 AND state = 'running' RETURNING findings - $8 AS before`,
      [id, processed, rows, created, changed, unchanged, refused, findings.length],
    );
    return row?.before;
  }

  async end(id: string, failure: string | null): Promise<void> {
    await this.transaction.sql(
      `UPDATE imports SET state = CASE WHEN $2::text IS NULL THEN 'completed' ELSE 'failed' END,
         failure = left($2, 2000), finished_at = now(), touched_at = now()
       WHERE id = $1 AND state IN ('queued', 'running')`,
      [id, failure && storable(failure)],
    );
  }

  /** Keeps an import that a commit has queued, even if its answer was lost. */
  async removeUpload(id: string): Promise<void> {
    await this.transaction.sql("DELETE FROM imports WHERE id = $1 AND state = 'uploading'", [id]);
  }

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
}
