import { Injectable } from '@nestjs/common';
import { Transaction } from '../database/transaction.js';
import { type FileFacts, type Import, type ImportStep, storable } from './import.js';

type NewImport = Pick<Import, 'id' | 'kind' | 'actorId' | 'permissions' | 'currency'>;

const MAX_COLUMNS_TOLD = 100;

/** Writes and finds imports. A guarded statement makes each change of state. */
@Injectable()
export class ImportsRepository {
  constructor(private readonly transaction: Transaction) {}

  /** Comes before the first byte of the file: bytes always belong to an import, and can be cleaned up. */
  async create({ id, kind, actorId, permissions, currency }: NewImport): Promise<void> {
    await this.transaction.sql(
      'INSERT INTO imports (id, kind, actor_id, permissions, currency) VALUES ($1, $2, $3, $4, $5)',
      [id, kind, actorId, permissions, currency],
    );
  }

  /** Returns false when the upload was cleaned up before it was complete. */
  async queue(id: string, isDryRun: boolean, currency: string): Promise<boolean> {
    const { count } = await this.transaction.execute(
      `UPDATE imports SET state = 'queued', is_dry_run = $2, currency = $3, touched_at = now()
       WHERE id = $1 AND state = 'uploading'`,
      [id, isDryRun, currency],
    );
    return count === 1;
  }

  /** Returns false when the import has ended. */
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

  /**
   * Counts the next units, if exactly `processed` are counted already, and returns how many findings there were before.
   * Otherwise changes nothing.
   */
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

  /** Removes a failed upload, but no import that was queued by a commit whose answer was lost. */
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
